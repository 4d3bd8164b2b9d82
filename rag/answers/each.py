"""Authorities that meet what is asked in every one of several stretches of time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rag.answers.aggregates import rows_of, said_of
from rag.answers.draft import Draft
from rag.model import Answer
from rag.questions.describe import conditions
from rag.questions.sparql import Row
from rag.questions.text import joined


def answer(draft: Draft) -> Answer:
    """'Which authorities were inspected in both 2019 and 2023?'"""
    frame = draft.frame
    if frame.change or frame.each_kind or frame.at_least or frame.more_than_one or frame.current:
        draft.say("I can answer that for one stretch of time, not for several at once: ask for each by itself.")
        return draft.answer(answered=False)
    found: dict[str, list[Row]] = defaultdict(list)
    for period in frame.periods:
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows_of(draft, replace(frame, periods=(replace(period, role=frame.periods[0].role),))):
            if row.get("name"):
                rows[row["name"]].append(row)
        first = period is frame.periods[0]
        found = {name: found.get(name, []) + held for name, held in rows.items() if first or name in found}
    when = joined([period.words for period in frame.periods])
    said = conditions(replace(frame, periods=()), draft.catalogue)
    count = f"**{len(found)}**" if frame.ask == "count" else str(len(found))
    unit = "authority has" if len(found) == 1 else "authorities have"
    which = f"{when} ({said})" if said else when
    draft.say(f"{count} {unit} letters that match in each of {which}{':' if found else '.'}")
    items = [
        f"- {name}: {'; '.join(f'{said_of(draft, row)}{draft.citer.row(row)}' for row in held)}"
        for name, held in sorted(found.items())
    ]
    if items:
        draft.say("\n".join(items))
    return draft.answer()
