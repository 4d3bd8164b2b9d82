"""The earliest, latest, longest, best, most: over the library or a part of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rag.answers import aggregates, refusals
from rag.answers.draft import Draft
from rag.answers.wording import days, grade, kind_of, naming
from rag.model import Answer
from rag.questions import across, queries
from rag.questions.catalogue import LetterEntry
from rag.questions.describe import conditions
from rag.questions.frame import POINT_FIELDS, GradeCondition
from rag.questions.lexicon import GRADE_RANK
from rag.questions.sparql import Row, tail
from rag.questions.text import day


def answer(draft: Draft) -> tuple[Answer, list[LetterEntry]]:
    """The extreme of what is asked, and the letters that it is."""
    frame = draft.frame
    if frame.unit == "inspectors":
        draft.frame = replace(frame, more_than_one=False)
        return aggregates.answer(draft), []
    if frame.measured in POINT_FIELDS:
        return _by_points(draft)
    if frame.measure in {"best", "worst"}:
        return _by_grade(draft)
    if frame.unit == "authorities" and frame.measure in {"most", "fewest"}:
        return _by_letters(draft)
    if frame.measure in {"longest", "shortest"} and _GAP.search(frame.question):
        return _by_gap(draft)
    return _by_date(draft)


_GAP = re.compile(r"\b(?:gaps?|intervals?|time (?:between|since)|wait(?:ed|ing)?|apart)\b", re.IGNORECASE)


def _by_gap(draft: Draft) -> tuple[Answer, list[LetterEntry]]:
    """The longest, or shortest, time between one visit of an authority and its next of the kinds asked for."""
    frame = draft.frame
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in aggregates.rows_of(draft, frame):
        if row.get("start") and row.get("name"):
            by_place[row["name"]].append(row)
    pairs = [pair for held in by_place.values() for pair in pairwise(sorted(held, key=lambda row: row["start"]))]
    sign = -1 if frame.measure == "longest" else 1
    ranked = sorted(pairs, key=lambda pair: (sign * _days(*pair), pair[0]["name"]))
    if not ranked:
        return refusals.none_match(draft), []
    top = ranked[: frame.limit or 1]
    by = conditions(frame, draft.catalogue)
    draft.say(f"The {frame.measure} time between a visit and the next that is held{f' ({by})' if by else ''}:")
    lines = [
        f"- **{one['name']}**: {_days(one, other) / 365.25:.1f} years, from {day(one['start'])}{draft.citer.row(one)} "
        f"to {day(other['start'])}{draft.citer.row(other)}"
        for one, other in top
    ]
    draft.say("\n".join(lines))
    return draft.answer(), _entries(draft, [row for pair in top for row in pair])


def _days(one: Row, other: Row) -> int:
    return (date.fromisoformat(other["start"]) - date.fromisoformat(one["start"])).days


def _entries(draft: Draft, found: list[Row]) -> list[LetterEntry]:
    return [draft.catalogue.letters[r["letter"]] for r in found if r["letter"] in draft.catalogue.letters]


def _top(found: Sequence[tuple[float, Row]], limit: int | None) -> list[Row]:
    """The first, with its ties; or as many as asked for."""
    if limit:
        return [row for _, row in found[:limit]]
    return [row for value, row in found if value == found[0][0]]


def _by_points(draft: Draft) -> tuple[Answer, list[LetterEntry]]:
    field = draft.frame.measured or "improvement"
    found = draft.select(across.points_counted(draft.frame, draft.catalogue, field))
    if not found:
        return refusals.none_match(draft), []
    sign = -1 if draft.frame.measure == "most" else 1
    ranked = sorted(((sign * int(r["count"]), r) for r in found), key=lambda pair: (pair[0], pair[1].get("name", "")))
    least = draft.frame.at_least
    top = [row for _, row in ranked if int(row["count"]) >= least] if least else _top(ranked, draft.frame.limit)
    if not top:
        return refusals.none_match(draft), []
    what = {
        "improvement": "points for improvement",
        "priority-action": "areas for priority action",
        "strength": "strengths",
    }.get(field, "recommendations")
    single = re.sub(r"^(\w+)s\b", r"\1", what)
    items = []
    for row, entry in zip(top, _entries(draft, top), strict=True):
        first = draft.select(queries.points([entry], field))[:1]
        mark = draft.citer.row(first[0]) if first else draft.citer.letter(entry.iri)
        items.append(
            f"**{row.get('name')}**: {row['count']} {what if row['count'] != '1' else single} "
            f"({naming(entry, draft.catalogue)}){mark}"
        )
    if least:
        these = what if least > 1 else single
        draft.say(f"**{len(top)}** {'letter' if len(top) == 1 else 'letters'} with at least {least} {these}:")
    draft.say(items[0] + "." if len(items) == 1 else "\n".join(f"- {item}" for item in items))
    return draft.answer(), _entries(draft, top)


def _by_grade(draft: Draft) -> tuple[Answer, list[LetterEntry]]:
    every = replace(draft.frame, grades=(GradeCondition(tuple(GRADE_RANK)),), fields=())
    found = draft.select(across.letters_by(every, draft.catalogue))
    if not found:
        return refusals.none_match(draft), []
    sign = -1 if draft.frame.measure == "best" else 1
    ranked = sorted(
        ((sign * GRADE_RANK[tail(r["grade"])], r) for r in found), key=lambda pair: (pair[0], pair[1]["name"])
    )
    top = _top(ranked, draft.frame.limit)
    draft.say(
        f"{len(top)} {'letter' if len(top) == 1 else 'letters'} with the {'highest' if sign < 0 else 'lowest'} grade, "
        f"{grade(tail(top[0]['grade']))}:"
    )
    draft.say(
        "\n".join(
            f"- {r['name']}, {days(r.get('start'), r.get('end'))}: {r['aspect']}, {grade(tail(r['grade']))}"
            f"{draft.citer.row(r)}"
            for r in top
        )
    )
    return draft.answer(), _entries(draft, top)


def _by_letters(draft: Draft) -> tuple[Answer, list[LetterEntry]]:
    """The authority with the most letters, or inspections."""
    found = aggregates.rows_of(draft, draft.frame)
    by_name: dict[str, list[Row]] = {}
    for row in found:
        if row.get("name"):
            by_name.setdefault(row["name"], []).append(row)
    sign = -1 if draft.frame.measure == "most" else 1
    ranked = sorted(by_name.items(), key=lambda item: (sign * len(item[1]), item[0]))
    if not ranked:
        return refusals.none_match(draft), []
    top = ranked[: draft.frame.limit] if draft.frame.limit else [x for x in ranked if len(x[1]) == len(ranked[0][1])]
    for name, held in top:
        items = ", ".join(f"{aggregates.said_of(draft, r)}{draft.citer.row(r)}" for r in held)
        draft.say(f"**{name}** with {len(held)}: {items}.")
    return draft.answer(), _entries(draft, [r for _, held in top for r in held])


def _by_date(draft: Draft) -> tuple[Answer, list[LetterEntry]]:
    frame = draft.frame
    found = aggregates.rows_of(draft, frame)
    if frame.measure in {"longest", "shortest"}:
        keyed = [
            ((date.fromisoformat(r["end"]) - date.fromisoformat(r["start"])).days + 1.0, r)
            for r in found
            if r.get("start") and r.get("end")
        ]
        ranked = sorted(
            keyed, key=lambda pair: (-pair[0] if frame.measure == "longest" else pair[0], pair[1].get("name", ""))
        )
    else:
        by_letter = (
            "letter" in frame.question.lower()
            or "report" in frame.question.lower()
            or "publish" in frame.question.lower()
        )
        one, other = ("published", "start") if by_letter else ("start", "published")
        keyed = [(float((r.get(one) or r[other]).replace("-", "")), r) for r in found if r.get(one) or r.get(other)]
        ranked = sorted(
            keyed, key=lambda pair: (-pair[0] if frame.measure == "latest" else pair[0], pair[1].get("name", ""))
        )
    if not ranked:
        return refusals.none_match(draft), []
    top = _top(ranked, frame.limit)
    said = {"latest": "most recent", "earliest": "earliest", "longest": "longest", "shortest": "shortest"}.get(
        frame.measure or "", "first"
    )
    what = aggregates.named(draft, len(top))
    by = conditions(frame, draft.catalogue, kinds=False)
    draft.say(f"The {said} {what}{f' ({by})' if by else ''}:")
    draft.say("\n".join(_item(draft, row) for row in top))
    return draft.answer(), _entries(draft, top)


def _item(draft: Draft, row: Row) -> str:
    entry = draft.catalogue.letters[row["letter"]]
    parts = [f"**{row.get('name', 'Unnamed authority')}**: {kind_of(entry)}"]
    if row.get("start"):
        parts.append(f"visit {days(row['start'], row.get('end'))}")
    if row.get("published"):
        parts.append(f"letter published {day(row['published'])}")
    if row.get("topic"):
        parts.append(f"on {row['topic']}")
    return f"- {', '.join(parts)}{draft.citer.row(row)}"
