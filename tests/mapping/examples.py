"""A letter made by hand that has every part, for the tests of mapping and shapes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import get_args

from kg.model import (
    Block,
    Document,
    DocumentType,
    Finding,
    Heading,
    Inspector,
    Judgement,
    Letter,
    Line,
    Mention,
    Passage,
    Person,
    Point,
    PointKind,
    Span,
)

PAGES = (
    "18 July 2022\n"
    "Jo Field, Director of Children’s Services\n"
    "Focused visit to Barnsley children’s services\n"
    "This letter summarises the findings of the focused visit on 9 and 10 May 2022. "
    "The inspectors were Ann O’Neil, Bo Lee and Cy Rowe. Inspectors looked at early help. "
    "The last inspection was in October 2018.\n"
    "Overall effectiveness: Requires improvement to be good\n"
    "What needs to improve\n"
    "The recording of supervision and the ",
    "timeliness of assessments of need.\n"
    "Main findings\n"
    "Social workers know their children well. Chronologies are not always up to date.\n"
    "A statement of action is due by 5 September 2022.\n"
    "Yours sincerely\n"
    "Dr Ann O’Neil, His Majesty’s Inspector\n",
)
TEXT = "".join(PAGES)


def at(words: str, nth: int = 0) -> Span:
    """Where words stand in the text."""
    starts = [found.start() for found in re.finditer(re.escape(words), TEXT)]
    return Span(starts[nth], starts[nth] + len(words))


def _spans() -> list[tuple[str, Span]]:
    """The blocks: lines of the text, those of the headings marked; the point over the page break is one."""
    headings = {"Focused visit to Barnsley children’s services", "What needs to improve", "Main findings"}
    found = []
    offset = 0
    for line in TEXT.split("\n"):
        if line:
            found.append(("heading" if line in headings else "paragraph", Span(offset, offset + len(line))))
        offset += len(line) + 1
    return found


def _document(name: str) -> Document:
    blocks = tuple(Block("heading" if kind == "heading" else "paragraph", span) for kind, span in _spans())
    lines = tuple(Line(block.span, 1 if block.span.start < len(PAGES[0]) else 2) for block in blocks)
    digest = hashlib.sha256((name + TEXT).encode()).hexdigest()
    return Document(name, "text/plain", digest, TEXT, blocks, lines, (0, len(PAGES[0])))


def letter(name: str = "made.txt", **changes: object) -> Letter:
    """The letter; `changes` replace its fields."""
    document = _document(name)
    passages = tuple(
        Passage(number, block.span, document.page_of(block.span.start), (), block.kind, (block.span,))
        for number, block in enumerate(document.blocks, start=1)
    )
    point = Span(at("The recording").start, at("assessments of need.").end)
    made = Letter(
        document=document,
        document_type="focused-visit-letter",
        authority="Barnsley",
        gss="E08000016",
        published="2022-07-18",
        visit_start="2022-05-09",
        visit_end="2022-05-10",
        topic="early help",
        framework="ILACS",
        statement_due="2022-09-05",
        inspectorates=("Ofsted",),
        inspectors=(
            Inspector("Ann O’Neil", "lead", at("Ann O’Neil")),
            Inspector("Bo Lee", "team", at("Bo Lee")),
            Inspector("Cy Rowe", "quality-assurance", at("Cy Rowe")),
        ),
        signatories=(Person("Dr Ann O’Neil", "His Majesty’s Inspector", "Ofsted", at("Dr Ann O’Neil")),),
        addressees=(Person("Jo Field", "Director of Children’s Services", "Barnsley Council", at("Jo Field")),),
        judgements=(
            Judgement("Overall effectiveness", "Requires improvement to be good", at("Overall effectiveness: Req")),
        ),
        points=(Point("improvement", point.of(TEXT), point),),
        headings=(
            Heading(
                "Focused visit to Barnsley children’s services", 1, at("Focused visit to Barnsley children’s services")
            ),
            Heading("What needs to improve", 2, at("What needs to improve")),
            Heading("Main findings", 2, at("Main findings")),
        ),
        passages=passages,
        findings=(
            Finding(point, 7, "improvement", ("supervision", "assessment"), 0.9, True),
            Finding(at("Social workers know their children well."), 9, "strength", ("direct-work",), 0.8, False),
            Finding(at("Chronologies are not always up to date."), 9, "improvement", ("recording",), 0.75, False),
        ),
        mentions=(Mention("ilacs-report", "2018-10", at("October 2018")),),
        places={
            "authority": at("Barnsley"),
            "published": at("18 July 2022"),
            "visit_start": at("9 and 10 May 2022"),
            "visit_end": at("9 and 10 May 2022"),
            "topic": at("early help"),
            "statement_due": at("5 September 2022"),
        },
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def every_kind() -> list[Letter]:
    """The letter as each type of document, once with every kind of point."""
    points = tuple(
        Point(kind, "The recording of supervision", at("The recording of supervision")) for kind in get_args(PointKind)
    )
    return [letter(f"{kind}.txt", document_type=kind, points=points) for kind in get_args(DocumentType)]
