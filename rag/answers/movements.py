"""Authorities by how a grade moved between two inspections."""

from __future__ import annotations

import re
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
from rag.questions.lexicon import GRADE_RANK
from rag.questions.sparql import Row, tail
from rag.questions.text import day

_GRADE = r"(?:an? |overall )*(?:outstanding|good|inadequate|requir(?:es?|ing) improvement|ri\b)"
_TO = re.compile(rf"\b(?:to|into|become|became|now)(?: (?:be|being|become|a|grade|of|judged|rated|graded))* {_GRADE}")
_FROM = re.compile(rf"\b(?:from|was|were|been|once|previously)(?: (?:being|judged|rated|graded|found))* {_GRADE}")


def answer(draft: Draft) -> Answer:
    """Authorities by how a grade moved between two inspections."""
    frame = draft.frame
    kinds_said = bool(frame.kinds)
    if not kinds_said and "ilacs" in draft.catalogue.kinds:
        frame = replace(frame, kinds=("ilacs",) if frame.change else ("ilacs", "sif"))
    earlier, later = (
        (frame.grades[0], frame.grades[1]) if len(frame.grades) > 1 else (GradeCondition(()), GradeCondition(()))
    )
    found = _moved(draft, frame, earlier, later)
    if not found and frame.grades and not kinds_said:
        frame = replace(frame, kinds=("ilacs", "sif"))
        found = _moved(draft, frame, earlier, later, mixed=True)
        if found:
            draft.note("The two reports may be under different frameworks (single inspections, then ILACS).")
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


def _moved(
    draft: Draft, frame: Frame, earlier: GradeCondition, later: GradeCondition, mixed: bool = False
) -> list[Row]:
    found = draft.select(across.changes(frame, draft.catalogue, earlier, later, _reach(frame), mixed))
    if len(frame.grades) > 1:
        return found
    found = [row for row in found if _of_grade(frame, row) and _steps(row) >= (frame.at_least or 0)]
    alike = [row for row in found if _same_aspect(row)]
    apart = {row["name"] for row in found} - {row["name"] for row in alike}
    if frame.aspects and apart:
        draft.note(f"{len(apart)} more left out: there the aspect was split or joined between the two reports.")
    return alike


def _steps(row: Row) -> int:
    """How many grades lie between the two."""
    return abs(GRADE_RANK.get(tail(row["grade1"]), 0) - GRADE_RANK.get(tail(row["grade2"]), 0))


def _of_grade(frame: Frame, row: Row) -> bool:
    """'Inadequate and later improved' names the earlier grade, 'improved to good' the later one."""
    if not frame.grades or not frame.change:
        return True
    text = frame.question.lower()
    sides = (2,) if _TO.search(text) else (1,) if _FROM.search(text) else (1, 2)
    return any(tail(row[f"grade{side}"]) in frame.grades[0].grades for side in sides)


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
