"""Counts and lists by year, kind, region, authority or grade, each letter counted once; and the latest of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rag.answers import refusals
from rag.answers.aggregates import item, named, rows_of, said_of
from rag.answers.draft import Draft
from rag.answers.wording import grade
from rag.model import Answer
from rag.questions.describe import conditions
from rag.questions.frame import By, GradeCondition
from rag.questions.lexicon import GRADE_RANK, KIND_PLURALS
from rag.questions.sparql import Row, tail
from rag.questions.text import joined

HEADS: dict[By, str] = {
    "year": "Year",
    "kind": "Kind",
    "region": "Region",
    "authority": "Authority",
    "grade": "Grade",
}
_NONE = "not told"
_ITEMS = 40
"""Letters that a list by groups names one by one; beyond, each group is counted."""


def answer(draft: Draft, by: By) -> Answer:
    """How many letters each group has; a short list names them."""
    found = _rows(draft, by)
    if not found:
        return refusals.none_match(draft)
    groups = _groups(draft, by, found)
    said = conditions(replace(draft.frame, by=None), draft.catalogue, kinds=len(draft.frame.kinds) != 1)
    kinds = f" ({said})" if said else ""
    if draft.frame.measure in {"most", "fewest"}:
        groups = _ranked(draft, groups, found)
    count = _count(draft, found)
    what = named(draft, count) if draft.frame.unit == "letters" else "authority" if count == 1 else "authorities"
    draft.say(f"**{count}** {what}{kinds}, in {_counted(by, len(groups))}:")
    if draft.frame.ask == "list" and len(found) <= _ITEMS:
        for name, rows in groups.items():
            draft.say(f"{name} ({len(rows)}):\n" + "\n".join(item(draft, row) for row in rows))
    else:
        lines = [f"| {name} | {len(rows)} | {_places(rows)} |" for name, rows in groups.items()]
        draft.say("\n".join([f"| {HEADS[by]} | Letters | Authorities |", "| --- | ---: | ---: |", *lines]))
    if by == "year":
        draft.note("The year is that in which the visit began; of letters that do not tell it, that of publication.")
    return draft.answer()


def extremes(draft: Draft, by: By) -> Answer:
    """The latest, or earliest, letter of each group."""
    found = [row for row in _rows(draft, by) if _when(row)]
    if not found:
        return refusals.none_match(draft)
    is_latest = draft.frame.measure == "latest"
    items = []
    for name, rows in _groups(draft, by, found).items():
        row = (max if is_latest else min)(rows, key=_when)
        place = f"{row.get('name', 'Unnamed authority')}: " if by != "authority" else ""
        items.append(f"- {name}: {place}{said_of(draft, row)}{draft.citer.row(row)}")
    draft.say(f"The {'latest' if is_latest else 'earliest'} of each of {_counted(by, len(items))}:")
    draft.say("\n".join(items))
    return draft.answer()


def _rows(draft: Draft, by: By) -> list[Row]:
    frame = draft.frame
    if by == "grade" and not frame.grades:
        frame = replace(frame, grades=(GradeCondition(tuple(GRADE_RANK)),))
    return rows_of(draft, replace(frame, unit="letters"))


def _groups(draft: Draft, by: By, found: list[Row]) -> dict[str, list[Row]]:
    """The rows by the name of their group, groups in order: years and grades as they run, others by their letters."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[_group(draft, by, row)].append(row)
    if by == "grade":
        ranks = {grade(short): rank for short, rank in GRADE_RANK.items()}
        return dict(sorted(groups.items(), key=lambda item: -ranks.get(item[0], 0)))
    if by in {"region", "kind"}:
        return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))
    return dict(sorted(groups.items()))


def _ranked(draft: Draft, groups: dict[str, list[Row]], found: list[Row]) -> dict[str, list[Row]]:
    """The groups from the one asked for on; said which that is."""
    sign = -1 if draft.frame.measure == "most" else 1
    ranked = sorted(groups.items(), key=lambda item: (sign * _count(draft, item[1]), item[0]))
    most = _count(draft, ranked[0][1])
    first = [name for name, rows in ranked if _count(draft, rows) == most]
    have = "has" if len(first) == 1 else "have"
    draft.say(f"**{joined(first)}** {have} the {draft.frame.measure}: {most} of {_count(draft, found)}.")
    return dict(ranked)


def _group(draft: Draft, by: By, row: Row) -> str:
    if by == "year":
        return _when(row)[:4] or _NONE
    if by == "kind":
        kind = KIND_PLURALS.get(tail(row["kind"]), "others")
        return kind[:1].upper() + kind[1:]
    if by == "grade":
        return grade(tail(row["grade"]))
    if by == "authority":
        return row.get("name") or _NONE
    entry = draft.catalogue.letters.get(row["letter"])
    place = draft.catalogue.authorities.get(entry.gss or "") if entry else None
    return (place.region if place else None) or _NONE


def _when(row: Row) -> str:
    return row.get("start") or row.get("published") or ""


def _count(draft: Draft, rows: list[Row]) -> int:
    """How many of what is asked for: letters, or authorities."""
    return _places(rows) if draft.frame.unit == "authorities" else len(rows)


def _places(rows: list[Row]) -> int:
    return len({row["name"] for row in rows if row.get("name")})


def _counted(by: By, count: int) -> str:
    """'9 regions'."""
    noun = HEADS[by].lower()
    plural = {"authority": "authorities"}.get(noun, f"{noun}s")
    return f"{count} {noun if count == 1 else plural}"
