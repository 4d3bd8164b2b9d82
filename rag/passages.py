"""Which passages of a letter are indexed, and the text by which each is embedded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Letter, Passage
from kg.vocabulary import Identifiers
from rag.index.base import IndexRow, day_number

INDEXED = frozenset({"paragraph", "bullet"})
_WORD = re.compile(r"[A-Za-z]{2,}")
FEWEST_WORDS = 4
"""Shorter pieces (a name, a telephone number, a signature's line) are found through the graph."""


def indexed_passages(letter: Letter) -> list[Passage]:
    """Paragraphs and bullets with real content, in reading order."""
    text = letter.document.text
    return [p for p in letter.passages if p.kind in INDEXED and len(_WORD.findall(p.span.of(text))) >= FEWEST_WORDS]


def passage_text(letter: Letter, passage: Passage) -> str:
    """What is embedded: the heading right above the passage, then its words."""
    words = " ".join(passage.span.of(letter.document.text).split())
    return f"{passage.path[-1]}: {words}" if passage.path else words


def index_rows(letter: Letter, passages: Sequence[Passage], ids: Identifiers) -> list[IndexRow]:
    """The rows that the index keeps of the letter's passages."""
    points = [point.span for point in letter.points]
    return [
        IndexRow(
            iri=ids.passage(letter.key, passage.number),
            letter=letter.key,
            number=passage.number,
            page=passage.page,
            gss=letter.gss or "",
            kind=letter.document_type,
            published=day_number(letter.published),
            visited=day_number(letter.visit_start),
            point=any(span.overlaps(passage.span) for span in points),
        )
        for passage in passages
    ]
