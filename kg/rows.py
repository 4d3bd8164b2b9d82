"""The rows of `letters table` and `letters findings`: what a letter says, as plain data."""

from __future__ import annotations

from typing import Any

from kg.model import Letter, Passage, Point
from kg.vocabulary import Identifiers


def table_row(letter: Letter) -> dict[str, Any]:
    """One letter as `letters table` gives it: dates ISO, None where the letter does not say, lists in its order.

    Judgements are the authority's; that of the safeguarding board is kept in the graph alone. Improvement points
    are all lists of what needs to improve, priority actions and recommendations, those to the board last.
    """
    improvement = [p for p in letter.points if p.kind != "strength"]
    return {
        "id": letter.document.name,
        "document_type": letter.document_type,
        "authority": letter.authority,
        "gss": letter.gss,
        "published": letter.published,
        "visit_start": letter.visit_start,
        "visit_end": letter.visit_end,
        "inspectors": [{"name": i.name, "role": i.role} for i in letter.inspectors],
        "signatories": [_person(p) for p in letter.signatories],
        "addressees": [_person(p) for p in letter.addressees],
        "inspectorates": list(letter.inspectorates),
        "topic": letter.topic,
        "judgements": [{"aspect": j.aspect, "grade": j.grade} for j in letter.judgements if not j.board],
        "improvement_points": [p.text for p in sorted(improvement, key=_for_board)],
        "strength_points": [p.text for p in letter.points if p.kind == "strength"],
        "headings": [h.text for h in letter.headings],
        "statement_due": letter.statement_due,
    }


def _for_board(point: Point) -> bool:
    return point.board


def _person(person: Any) -> dict[str, str | None]:
    return {"name": person.name, "role": person.role, "organisation": person.organisation}


def finding_rows(letter: Letter, ids: Identifiers) -> list[dict[str, Any]]:
    """The letter's findings as `letters findings` gives them, in order; `ids` makes their IRIs."""
    passages = {passage.number: passage for passage in letter.passages}
    text = letter.document.text
    points = [p for p in letter.points if p.kind != "strength"]
    rows = []
    for number, finding in enumerate(letter.findings, 1):
        rows.append(
            {
                "document": letter.document.name,
                "page": letter.document.page_of(finding.span.start),
                "text": " ".join(finding.span.of(text).split()),
                "section": _section(passages.get(finding.passage)),
                "polarity": finding.polarity,
                "themes": list(finding.themes),
                "improvement_point": finding.point and any(p.span.overlaps(finding.span) for p in points),
                "iri": ids.finding(letter.key, number),
            }
        )
    return rows


def _section(passage: Passage | None) -> str | None:
    """The nearest heading above a passage."""
    return passage.path[-1] if passage is not None and passage.path else None
