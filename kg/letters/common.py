"""What letters and reports have in common: date of publication, days of the visit, authority, statement due."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.letters import dates, places
from kg.letters.dates import Days
from kg.letters.facts import Facts
from kg.letters.lines import Reading, squash
from kg.model import Span

_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|last\s+(?:inspect|full|ofsted|joint|visit|saw|\w+ed\b)|since\b|was\s+(?:last\s+)?(?:judged"
    r"|inspected)|judged\b|published|inadequate|in\s+response\s+to|earlier"
    r"|at\s+the\s+(?:last|previous|time)|had\s+been|appointed|birth|born|submit|send)",
    re.I,
)
_VISIT_CUE = re.compile(
    r"\b(?:took\s+place|visit(?:s|ed)?|inspection|carried\s+out|undertook|undertaken|between|conducted"
    r"|field\s?work|on[- ]?site|week|inspected|held)\b",
    re.I,
)
_OURS = re.compile(r"\b(?:inspect|ofsted|HMI|I\b|we\b|my\b|team\b|colleague).*\b(?:on|from)\s*$", re.I | re.S)
_LABEL_DATES = re.compile(
    r"\b(?:Inspection|Re-?inspection|Visit|Focused\s+visit|Monitoring\s+visit)\s+dates?\s*(?:\([^)]*\))?\s*[:"
    r"|]?\s*(?:from\s+)?",
    re.I,
)
_PREVIOUS_DATES = re.compile(r"\b(?:previous|last)\s+(?:\w+\s+){0,2}(?:inspection|visit)\b", re.I)
_LABEL_PUBLISHED = re.compile(
    r"\b(?:(?:Report|Letter)\s+)?(?:published|publication\s+date|date\s+of\s+publication"
    r"|date\s+published)\s*(?:on)?\s*[:|]?\s*",
    re.I,
)
_STATEMENT = re.compile(r"\b(?:written\s+statement|statement\s+of\s+(?:proposed\s+)?action|action\s+plan)\b", re.I)
_BY = re.compile(r"\b(?:by|no\s+later\s+than|before|on\s+or\s+before)\s+(?:the\s+)?(?:end\s+of\s+)?", re.I)

_IN_PROSE = re.compile(r"[a-z,;(] $")


def letter_date(reading: Reading) -> Days | None:
    """The date of a letter: a line of its own above the greeting, or the first in the letterhead."""
    end = reading.greeting if reading.greeting is not None else 25
    last = reading.closing if reading.closing is not None else len(reading.lines)
    for line in reading.lines[: min(end, last)]:
        days = dates.only(reading.text, line.span.start, line.span.end)
        if days is not None and days.start == days.end:
            return days
    for line in reading.lines[: min(end, 40)]:
        found = [d for d in dates.find(reading.text, line.span.start, line.span.end) if d.start == d.end]
        if len(found) == 1 and len(line.text) < 140 and not _EARLIER.search(line.text):
            return found[0]
    return published_label(reading)


def published_label(reading: Reading) -> Days | None:
    """'Report published: ...' on the first page."""
    text = reading.text
    for label in _LABEL_PUBLISHED.finditer(text, 0, min(len(text), 3000)):
        if _IN_PROSE.search(text, max(0, label.start() - 3), label.start()):
            continue  # 'at the previous inspection, published on ...'
        found = dates.find(text, label.end(), min(len(text), label.end() + 45))
        if found and not text[label.end() : found[0].span.start].strip(" :|\n"):
            return found[0]
        if ":" in label.group() and not found:  # labels in one column and values in another
            later = [d for d in dates.find(text, label.end(), min(len(text), label.end() + 250)) if d.start == d.end]
            if later:
                return later[0]
    return None


def labelled_visit(reading: Reading) -> Days | None:
    """'Inspection dates: ...' on the first page, not that of the previous inspection."""
    text = reading.text
    for label in _LABEL_DATES.finditer(text, 0, min(len(text), 4000)):
        before = text[max(0, label.start() - 20) : label.start()]
        if re.search(r"previous|last", before, re.I):
            continue
        found = dates.find(text, label.end(), min(len(text), label.end() + 90))
        if found and not text[label.end() : found[0].span.start].strip(" :|\n"):
            return _to_next(text, *found[:2])
        # Labels in one column and values in another: the first stretch of days that follows.
        stop = _PREVIOUS_DATES.search(text, label.end(), min(len(text), label.end() + 250))
        end = stop.start() if stop else min(len(text), label.end() + 250)
        later = [d for d in dates.find(text, label.end(), end) if d.start != d.end]
        if later:
            return later[0]
    return None


def _to_next(text: str, days: Days, after: Days | None = None) -> Days:
    """A visit's first day joined to the last one right behind it, where the dash between them was lost."""
    if after is None or days.start != days.end or text[days.span.end : after.span.start].strip():
        return days
    near = timedelta(0) < after.end - days.start < timedelta(days=45)
    return Days(days.start, after.end, Span(days.span.start, after.span.end)) if near else days


def told_visit(reading: Reading, published: Days | None, *, own: bool = False) -> Days | None:
    """The visit's days from the sentences of the opening; dates of earlier inspections are passed over.

    `own`: only sentences that say it is this inspection.
    """
    text = reading.text
    year = published.start.year if published else None
    best: Days | None = None
    for days in dates.find(text, reading.opening.start, reading.opening.end, year):
        start = max(text.rfind(". ", 0, days.span.start) + 1, text.rfind("\n\n", 0, days.span.start) + 1, 0)
        clause = text[max(start, days.span.start - 150) : days.span.start]
        near = re.split(r"[,;]\s", clause)[-1]
        if own and not re.search(r"\bthis\s+(?:inspection|visit|review)\b|\btook\s+place\b", clause, re.I):
            continue
        if not _VISIT_CUE.search(clause) and not _OURS.search(clause):
            follows = text[days.span.end : days.span.end + 90].split(". ")[0]
            if clause.strip() not in ("On", "From") or not _VISIT_CUE.search(follows) or _EARLIER.search(follows):
                continue
        if _EARLIER.search(near) and not re.search(r"\btook\s+place|this\s+(?:inspection|visit)\b", near, re.I):
            continue
        days = _with_year(days, text, published)
        if published is not None and not plausible(days, published.start):
            continue
        if best is None or re.search(
            r"\bthis\s+(?:inspection|visit)\s+took\s+place|inspection\s+took\s+place", clause, re.I
        ):
            best = days
            if published is not None or days.start != days.end:
                break
    return best


def _with_year(days: Days, text: str, published: Days | None) -> Days:
    """A visit whose year is taken from the letter's date is not after it."""
    if published is None or days.start <= published.start or re.search(r"(?:19|20)\d\d", days.span.of(text)):
        return days
    try:
        return Days(days.start.replace(year=days.start.year - 1), days.end.replace(year=days.end.year - 1), days.span)
    except ValueError:
        return days


def plausible(days: Days, published: date) -> bool:
    """Whether a visit of these days can be reported in a letter of that date."""
    return timedelta(0) <= days.end - days.start <= timedelta(
        days=120
    ) and days.start <= published <= days.end + timedelta(days=500)


def settle_visit(facts: Facts) -> None:
    """Drop a visit that cannot be: longer than a season, or after the letter itself."""
    if facts.visit is None:
        return
    if facts.visit.end - facts.visit.start > timedelta(days=120):
        facts.doubts.append("The visit's dates are further apart than a visit lasts; they were left out.")
        facts.visit = None
    elif facts.published is not None and facts.visit.start > facts.published.start:
        facts.doubts.append("The visit's dates are later than the letter's own date.")


# Ofsted's own offices stand in letterheads: their towns are not the authority.
_OFFICE = re.compile(
    r"Piccadilly\s+Gate|Store\s+St|M1\s?2WD|Cumberland\s+Place|NG1\s?6HJ|Aviation\s+House|Kingsway|Rivergate"
    r"|BS1\s?6EH|Petty\s+France",
    re.I,
)


def set_authority(facts: Facts, reading: Reading, areas: list[Span], *, titled: bool = True) -> None:
    """The authority from the first area that names one; then by shorter names, near misses, the most named of all.

    Without a title (`titled`) the first name may be a neighbour's: then the most named goes first.
    """
    text = reading.text
    if not titled and (most := places.most_named(text)) is not None:
        facts.set_authority(most.authority, most.span)
        facts.doubts.append("The document has no title; the authority that its text names most was taken.")
        return
    for short in (False, True):
        for area in areas:
            found = [
                place
                for place in places.find(text, area.start, area.end, short=short)
                if not _OFFICE.search(text, max(0, place.span.start - 40), place.span.end + 40)
            ]
            if found:
                place = max(found[:2], key=lambda p: (p.span.start == found[0].span.start, p.span.end - p.span.start))
                facts.set_authority(place.authority, place.span)
                return
    for area in areas:
        phrase = printed_name(text, area)
        near = places.misspelt(phrase[0]) if phrase else None
        if phrase and near:
            facts.doubts.append(f"The authority's name is printed as '{phrase[0]}'; it was read as {near.name}.")
            facts.set_authority(near, phrase[1])
            return
    most = places.most_named(text)
    if most is not None:
        facts.doubts.append("The title names no authority that is known; the one that the text names most was taken.")
        facts.set_authority(most.authority, most.span)
        return
    for area in areas:
        phrase = printed_name(text, area)
        if phrase:
            facts.doubts.append(f"The authority '{phrase[0]}' is not in the reference data.")
            facts.set_authority(None, phrase[1], phrase[0])
            return


_PRINTED = re.compile(
    r"(?:(?:visit|inspection|JTAI)\s+(?:to|of|in"
    r"|at)\s+(?:the\s+)?(?P<a>[A-Z][\w’'&,.\- ]{2,60}?)\s+(?:local\s+authority\b|children|council\b"
    r"|local\s+area\b|safeguarding|borough\b|county\b|city\b|[Ll]ocal\s+[Aa]rea)"
    r"|^\s*(?:(?:London|Royal|Metropolitan)\s+Borough\s+(?:Council\s+)?of\s+)?(?P<b>[A-Z][\w’'&\- ]{2,50}?)"
    r"\s+(?:(?:Metropolitan|City|County|District)\s+)?(?:Borough\s+)?Council\b)",
    re.M,
)


def printed_name(text: str, area: Span) -> tuple[str, Span] | None:
    """What stands where a title names the authority."""
    match = _PRINTED.search(text, area.start, area.end)
    if match is None:
        return None
    group = "a" if match["a"] else "b"
    if any(map(str.isdigit, match[group])):  # no name holds a digit: it is misread
        return None
    return squash(match[group]), Span(match.start(group), match.end(group))


def statement_due(reading: Reading) -> Days | None:
    """The day by which the letter wants the written statement of action."""
    text = reading.text
    for match in _STATEMENT.finditer(text):
        window = min(len(text), match.end() + 320)
        blank = text.find("\n\n", match.end())
        window = min(window, blank if blank > 0 else window)
        for by in _BY.finditer(text, match.end(), window):
            found = dates.find(text, by.end(), min(len(text), by.end() + 40))
            if found and not text[by.end() : found[0].span.start].strip():
                return found[0]
    return None


_GREETING = 60  # a longer line holds more than a greeting
_DEAR_IN_LINE = re.compile(r"Dear(?<=\bDear)\s+(?=\w)")  # of a text whose lines were run together


def title_area(reading: Reading) -> Span:
    """A letter's title and first sentences, behind the greeting."""
    text = reading.text
    if reading.greeting is None:
        dear = _DEAR_IN_LINE.search(text, 0, min(len(text), 2500))
        start = dear.start() if dear else 0
        return Span(start, min(len(text), start + 1500))
    line = reading.lines[reading.greeting]
    start = line.span.end if len(line.text) < _GREETING else line.span.start
    return Span(start, min(len(text), start + 1200))


def named_early(pattern: re.Pattern[str], reading: Reading, length: int = 450) -> float:
    """How surely a letter's title names its kind: 1 at its first words, less further on, 0 behind `length` characters.

    What stands first is the title; later the letter may speak of visits of other kinds.
    """
    area = title_area(reading)
    found = pattern.search(reading.text, area.start, min(area.end, area.start + length))
    return 1 - (found.start() - area.start) / 2500 if found else 0.0


_FRONT_ENDS = re.compile(r"Inspection\s+dates?|Lead\s+inspector|Judgement|Report\s+published|Age\s+group", re.I)
_TITLE_WORDS = re.compile(r"\b(?:re-?)?inspection\b|\breview\s+of\s+the\s+effectiveness|\bvisit\b", re.I)


def front(reading: Reading) -> Span:
    """A report's title: all above its dates, grades or contents."""
    stop = _FRONT_ENDS.search(reading.text, 0, min(len(reading.text), 1500))
    return Span(0, stop.start() if stop and stop.start() > 5 else min(len(reading.text), 400))


def has_front(reading: Reading) -> bool:
    """Whether the document begins with a title: its first page may be lost."""
    return bool(_TITLE_WORDS.search(reading.text, 0, min(len(reading.text), 300)))
