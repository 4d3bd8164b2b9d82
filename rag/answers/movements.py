"""Authorities by how a grade moved between two inspections."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.vocabulary import INSP
from rag.answers import refusals
from rag.answers.draft import Draft
from rag.answers.wording import grade
from rag.model import Answer
from rag.questions import across, queries
from rag.questions.describe import conditions
from rag.questions.frame import Frame, GradeCondition
from rag.questions.sparql import Row, tail
from rag.questions.text import day


def answer(draft: Draft) -> Answer:
    """Authorities by how a grade moved between two inspections."""
    frame = draft.frame
    kinds_said = bool(frame.kinds)
    if not kinds_said and "ilacs" in draft.catalogue.kinds:
        frame = replace(frame, kinds=("ilacs",) if frame.change else ("ilacs", "sif"))
    earlier, later = (
        (frame.grades[0], frame.grades[1]) if len(frame.grades) > 1 else (GradeCondition(()), GradeCondition(()))
    )
    query = across.changes(frame, draft.catalogue, earlier, later, _reach(frame))
    found = [r for r in draft.select(query) if len(frame.grades) > 1 or _same_aspect(r)]
    if not found:
        return refusals.none_match(draft)
    sources = {
        r["judgement"]: r
        for r in draft.select(queries.judgement_sources({r[f"judgement{i}"] for r in found for i in (1, 2)}))
    }
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        by_name[row["name"]].append(row)
    bold = "**" if frame.ask == "count" else ""
    said = conditions(frame, draft.catalogue)
    draft.say(f"{bold}{len(by_name)}{bold} {'authority' if len(by_name) == 1 else 'authorities'} ({said}):")
    table = ["| Authority | Earlier | Later |", "| --- | --- | --- |"]
    for name, held in by_name.items():
        for row in held:
            cells = []
            for i in (1, 2):
                source = sources.get(row[f"judgement{i}"], {"letter": row[f"letter{i}"]})
                draft.citer.fact(row[f"judgement{i}"], INSP + "grade", row[f"grade{i}"])
                cells.append(f"{grade(tail(row[f'grade{i}']))}, {day(row[f'start{i}'][:7])}{draft.citer.row(source)}")
            table.append(f"| {name} | {cells[0]} | {cells[1]} |")
    draft.say("\n".join(table))
    return draft.answer()


def _same_aspect(row: Row) -> bool:
    """Aspects that were split or joined between frameworks are compared only with their like."""
    return (
        row["aspect1"].lower().removeprefix("the ") == row["aspect2"].lower().removeprefix("the ")
        or "overall" in row["aspect1"].lower()
    )


def _reach(frame: Frame) -> str:
    text = frame.question.lower()
    if len(frame.grades) > 1:
        return "any"
    if "next" in text or "from one" in text or "consecutive" in text:
        return "next"
    return "ends" if "first" in text or "latest" in text or "last" in text or frame.change == "unchanged" else "next"
