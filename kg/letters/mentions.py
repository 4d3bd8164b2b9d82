"""Earlier inspections of which a letter speaks: links for the graph, never facts of this visit."""

from __future__ import annotations

import re

from kg.letters import dates
from kg.letters.lines import Reading, places
from kg.model import DocumentType, Mention, Span

_KINDS: tuple[tuple[DocumentType, re.Pattern[str]], ...] = (
    (
        "sif-report",
        re.compile(
            r"\bsingle\s+inspection|\bSIF\b|review\s+of\s+the\s+effectiveness\s+of\s+the\s+local\s+safeguarding", re.I
        ),
    ),
    ("focused-visit-letter", re.compile(r"\bfocus+ed\s+visits?\b", re.I)),
    ("monitoring-visit-letter", re.compile(r"\bmonitoring\s+visits?\b", re.I)),
    ("jtai-letter", re.compile(r"\bjoint\s+targeted(?:\s+area)?\s+inspection|\bJTAI\b", re.I)),
    ("ilacs-report", re.compile(r"\bILACS\b|inspection\s+of\s+local\s+authority\s+children", re.I)),
    (
        "send-report",
        re.compile(r"\bSEND\s+inspection|local\s+area\s+inspection|special\s+educational\s+needs\s+inspection", re.I),
    ),
)
_NOUNS = ("inspection", "visit", "JTAI", "SIF", "ILACS")
_NOUN = re.compile(r"(?:inspections?|visits?|JTAI|SIF|ILACS)\b")
_BEFORE_NOUN = re.compile(
    r"\b(?:previous|last|earlier|recent|full|first|second|third|fourth|fifth|sixth|Ofsted|safeguarding|[A-Z]{3,5}"
    r"|targeted|focus+ed|monitoring|single"
    r"|joint|area|SEND)\s+(?:\w+\s+){0,3}$"
)
_DIGIT = re.compile(r"\d")
_MONTH_YEAR = dates.MONTH_YEAR
_JUDGED = re.compile(r"\bsince\b|\bjudged\b|\binspected\b", re.I)


def find(reading: Reading, after: int, own: tuple[str | None, str | None]) -> tuple[Mention, ...]:
    """Mentions behind the offset `after`, but for those whose date is this visit's own (first and last day, ISO)."""
    text = reading.text
    made: list[Mention] = []
    seen: set[tuple[DocumentType | None, str]] = set()
    for at in places(text, _NOUNS, after):
        noun = _NOUN.match(text, at)
        if noun is None or not at or not (text[at - 1].isspace() or text[at - 1] == "("):
            continue
        if _DIGIT.search(text, max(after, noun.start() - 150), noun.end() + 110) is None:
            continue  # no date is near
        before = _BEFORE_NOUN.search(text, max(after, noun.start() - 60), noun.start())
        if before is None and noun.group()[0].islower():
            continue
        cue = Span(before.start() if before else noun.start(), noun.end())
        left = (
            max(
                text.rfind(". ", max(0, cue.start - 150), cue.start),
                text.rfind("\n\n", max(0, cue.start - 150), cue.start),
            )
            + 1
        )
        left = max(left, cue.start - 90)
        stop = min((at for at in (text.find(". ", cue.end), text.find("\n\n", cue.end)) if at >= 0), default=len(text))
        right = min(stop, cue.end + 110)
        said = _date(text, cue.end, right) or _date_before(text, left, cue.start)
        if said is None or _own(said[0], own):
            continue
        kind = next((name for name, pattern in _KINDS if pattern.search(text, cue.start, cue.end + 45)), None)
        if _JUDGED.search(text, cue.end, max(cue.end, said[1].start)):
            kind = None  # the date is that of the inspection which led to this visit
        if (kind, said[0]) not in seen:
            seen.add((kind, said[0]))
            made.append(Mention(kind, said[0], Span(min(cue.start, said[1].start), max(cue.end, said[1].end))))
    return tuple(made)


def _date(text: str, start: int, end: int) -> tuple[str, Span] | None:
    days = dates.find(text, start, end)
    month = _MONTH_YEAR.search(text, start, end)
    if days and (month is None or days[0].span.start <= month.start()):
        return days[0].start.isoformat(), days[0].span
    return _month(month)


def _date_before(text: str, start: int, end: int) -> tuple[str, Span] | None:
    found = list(_MONTH_YEAR.finditer(text, start, end))
    return _month(found[-1]) if found else None


def _month(match: re.Match[str] | None) -> tuple[str, Span] | None:
    if match is None or re.search(
        r"(?:Act|Regulations|Order|\()\s*$", match.string[max(0, match.start() - 14) : match.start()]
    ):
        return None
    said = f"{match['year']}-{dates.month_number(match['month']):02d}" if match["month"] else match["year"]
    return said, Span(match.start(), match.end())


def _own(said: str, own: tuple[str | None, str | None]) -> bool:
    """Whether the date is this visit's: a day within it, or the same month."""
    start, end = own
    if start is None:
        return False
    return (
        start <= said <= (end or start)
        if len(said) == 10
        else len(said) == 7 and said in {start[:7], (end or start)[:7]}
    )
