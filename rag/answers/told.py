"""Findings and points counted, ranked by what they belong to, or listed, each with the words that say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.vocabulary import INSP, THEME
from rag.answers import refusals
from rag.answers.draft import Draft
from rag.answers.wording import kind_of, quoted, when
from rag.model import Answer
from rag.questions import queries, told
from rag.questions.describe import conditions
from rag.questions.frame import By
from rag.questions.lexicon import KIND_PLURALS
from rag.questions.sparql import Row
from rag.questions.statements import called
from rag.questions.text import joined

TOP = 10
"""Groups that a table shows where the question does not say how many."""
EXAMPLES = 3
LISTED = 40
"""Statements that a list gives one by one; of more, it gives one of each letter, or of each authority."""
READ = 20
"""Statements of a group of which the one that is quoted is chosen."""
GOOD_LENGTH = 160
_POINTS = {
    "improvement": ("point for improvement", "points for improvement"),
    "priority-action": ("area for priority action", "areas for priority action"),
    "recommendation": ("recommendation", "recommendations"),
    "strength": ("listed strength", "listed strengths"),
}
_TONES = {"strength": ("strength", "strengths"), "improvement": ("weakness", "weaknesses")}
_HEADS: dict[By, str] = {
    "authority": "Authority", "region": "Region", "year": "Year", "kind": "Kind", "letter": "Letter", "theme": "Theme",
}  # fmt: skip


def answer(draft: Draft) -> Answer:
    """How many there are, whose they are, or what they say."""
    frame = draft.frame
    held = draft.catalogue.letters
    found = [row for row in draft.select(told.statements(frame, draft.catalogue)) if row["letter"] in held]
    about = _about(draft)
    count = len({row["statement"] for row in found})
    if not found:
        if frame.ask == "list" or frame.leftover:
            return refusals.no_words(draft) if frame.leftover else refusals.none_match(draft)
        draft.say(f"**0** {_named(draft, 0)}{about}.")
        return draft.answer()
    by = frame.by or "authority"
    groups = _groups(draft, found, by)
    if frame.at_least:
        groups = {name: rows for name, rows in groups.items() if len(rows) >= frame.at_least}
    if not groups:
        return refusals.none_match(draft)
    if frame.ask == "superlative":
        _first(draft, groups, about)
    else:
        letters = {row["letter"] for row in found}
        places = {held[iri].gss for iri in letters} - {None}
        draft.say(
            f"**{count}** {_named(draft, count)}{about}{_split(draft, found)}, in {_many(len(letters), 'letter')} "
            f"of {_many(len(places), 'authority')}" + (":" if frame.ask == "list" or len(groups) > 1 else ".")
        )
    if frame.ask == "list":
        _list(draft, found)
    else:
        if len(groups) > 1 and not frame.at_least:
            _table(draft, groups, by)
        _examples(draft, groups)
    _explain(draft)
    return draft.answer()


def _named(draft: Draft, count: int) -> str:
    frame = draft.frame
    pair = _POINTS.get(frame.measured or "") or _TONES.get(frame.polarity or "", ("finding", "findings"))
    return pair[count != 1]


def _many(count: int, noun: str) -> str:
    plural = {"authority": "authorities"}.get(noun, f"{noun}s")
    return f"{count} {noun if count == 1 else plural}"


def _about(draft: Draft) -> str:
    """' on domestic abuse (London; since 2018)'."""
    frame = draft.frame
    labels = [label[:1].lower() + label[1:] for label in _labels(draft, [THEME + t for t in frame.themes]).values()]
    words = f"“{' '.join(frame.leftover)}”" if frame.leftover else ""
    matter = joined([*labels, *([words] if words else [])])
    bare = conditions(replace(frame, leftover=(), by=None, at_least=None), draft.catalogue)
    return (f" on {matter}" if matter else "") + (f" ({bare})" if bare else "")


def _labels(draft: Draft, themes: Iterable[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(themes))
    return {row["theme"]: row["label"] for row in draft.select(told.names(wanted))} if wanted else {}


def _split(draft: Draft, found: list[Row]) -> str:
    """': 60 strengths, 38 weaknesses, 4 others' where both kinds are counted."""
    if draft.frame.polarity or draft.frame.measured:
        return ""
    strong, weak = _toned(found, "strength"), _toned(found, "improvement")
    rest = len({row["statement"] for row in found}) - strong - weak
    if draft.frame.share:
        total = strong + weak + rest
        return f": {strong / total:.0%} strengths ({strong}), {weak / total:.0%} weaknesses ({weak})" + (
            f", {rest / total:.0%} mixed or neutral ({rest})" if rest else ""
        )
    return f": {_many(strong, 'strength')}, {weak} {'weakness' if weak == 1 else 'weaknesses'}" + (
        f" and {rest} mixed or neutral" if rest else ""
    )


def _toned(rows: list[Row], tone: str) -> int:
    return len({row["statement"] for row in rows if row.get("polarity") == tone})


def _groups(draft: Draft, found: list[Row], by: By) -> dict[str, list[Row]]:
    """The statements by the name of what they belong to: years as they run, others by their number."""
    labels = _labels(draft, (row["theme"] for row in found)) if by == "theme" else {}
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        name = labels.get(row.get("theme", "")) if by == "theme" else _group(draft, by, row)
        if name:
            groups[name].append(row)
    if by == "year" and draft.frame.ask != "superlative":
        return dict(sorted(groups.items()))
    sign = -1 if draft.frame.measure != "fewest" else 1
    return dict(sorted(groups.items(), key=lambda item: (sign * len(item[1]), item[0])))


def _group(draft: Draft, by: By, row: Row) -> str | None:
    entry = draft.catalogue.letters[row["letter"]]
    if by == "year":
        return entry.when[:4] or None
    if by == "kind":
        return KIND_PLURALS.get(entry.kind, "others")
    if by == "letter":
        return f"{draft.catalogue.name(entry.gss)}, {kind_of(entry)}, {when(entry)}"
    place = draft.catalogue.authorities.get(entry.gss or "")
    return (place.region if by == "region" else place.name) if place else None


def _first(draft: Draft, groups: dict[str, list[Row]], about: str) -> None:
    """'Hounslow has the most: 102 findings ...'"""
    frame = draft.frame
    names = list(groups)
    most = len(groups[names[0]])
    if frame.at_least:
        count = _many(len(names), _HEADS.get(frame.by or "authority", "group").lower())
        draft.say(
            f"**{count.replace(' ', '** ', 1)} with at least {frame.at_least} {_named(draft, frame.at_least)}{about}:"
        )
        draft.say("\n".join(f"- **{name}**: {len(rows)}" for name, rows in groups.items()))
        return
    first = names[: frame.limit] if frame.limit else [name for name in names if len(groups[name]) == most]
    if len(first) > 1 and len(groups[first[-1]]) != most:
        draft.say(f"The {len(first)} with the {frame.measure} {_named(draft, 2)}{about}:")
        draft.say("\n".join(f"- **{name}**: {len(groups[name])}" for name in first))
    else:
        if frame.measure == "fewest":
            draft.note("Of those that have any: what no statement belongs to is not ranked.")
        have = "has" if len(first) == 1 else "have"
        named = joined([f"**{name}**" for name in first])
        draft.say(f"{named} {have} the {frame.measure}: **{most}** {_named(draft, most)}{about}.")


def _table(draft: Draft, groups: dict[str, list[Row]], by: By) -> None:
    """The first groups, each with its numbers."""
    frame = draft.frame
    both = not frame.polarity and not frame.measured
    what = _named(draft, 2)
    tones_said = ["Strengths", "Weaknesses"] if both else []
    heads = [_HEADS.get(by, "Group"), what[:1].upper() + what[1:], *tones_said, "Letters"]
    most = len(groups) if by in {"year", "region", "kind"} else max(TOP, frame.limit or 0)
    lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
    for name, rows in list(groups.items())[:most]:
        tones = [_toned(rows, "strength"), _toned(rows, "improvement")] if both else []
        numbers = [len(rows), *tones, len({row["letter"] for row in rows})]
        lines.append(f"| {name} | {' | '.join(map(str, numbers))} |")
    draft.say("\n".join(lines))
    if len(groups) > most:
        draft.note(f"The first {most} of {len(groups)} are shown.")


def _examples(draft: Draft, groups: dict[str, list[Row]]) -> None:
    """What the first groups' statements say, one of each; two where there is but one group."""
    picked = list(groups.values())[: draft.frame.limit or EXAMPLES]
    chosen = [_latest(draft, rows)[:READ] for rows in picked]
    lines = _quotes(draft, chosen, 2 if len(chosen) == 1 else 1)
    if lines:
        draft.say("For example:\n" + "\n".join(lines))


def _latest(draft: Draft, rows: list[Row]) -> list[Row]:
    held = draft.catalogue.letters
    return sorted(rows, key=lambda row: (held[row["letter"]].when, row["statement"]), reverse=True)


def _list(draft: Draft, found: list[Row]) -> None:
    """Every statement, newest first; of many, one of each letter, else of each authority."""
    rows = {row["statement"]: row for row in _latest(draft, found)}
    chosen = [[row] for row in rows.values()]
    each = ""
    for by in ("letter", "authority"):
        if len(chosen) > LISTED:
            each, groups = by, defaultdict[str, list[Row]](list)
            for row in rows.values():
                gss = draft.catalogue.letters[row["letter"]].gss if by == "authority" else None
                groups[gss or row["letter"]].append(row)
            chosen = [group[:READ] for group in groups.values()]
    if each:
        draft.note(f"One of each {each} is quoted, of the {len(rows)}.")
    draft.say("\n".join(_quotes(draft, chosen, 1)))


def _quotes(draft: Draft, chosen: list[list[Row]], each: int) -> list[str]:
    """Of each group the statements of the best length to read, cited."""
    held = draft.catalogue.letters
    wanted = {row["statement"] for rows in chosen for row in rows}
    told_by = {row["statement"]: row for row in draft.select(queries.told_by(wanted))}
    lines = []
    for rows in chosen:
        texts = [told_by[row["statement"]] for row in rows if row["statement"] in told_by]
        texts.sort(key=lambda row: (not called(draft.frame, row["text"]), abs(len(row["text"]) - GOOD_LENGTH)))
        for row in texts[:each]:
            entry = held[row["letter"]]
            draft.citer.fact(row["statement"], INSP + "text", row["text"])
            mark = draft.citer.row(row)
            name = f"{draft.catalogue.name(entry.gss)} ({kind_of(entry)}, {when(entry)})"
            lines.append(f"- {name}: {quoted(row['text'])}{mark}")
    return lines


def _explain(draft: Draft) -> None:
    """By what was counted, and what it does not mean."""
    if draft.frame.themes:
        draft.note("Counted by the themes that software gave each statement; long letters have more statements.")
    elif draft.frame.leftover:
        draft.note("Counted by these words and their abbreviations, not by other words for the same.")
