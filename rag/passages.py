"""Which passages of a letter are indexed, and the text by which each is embedded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Letter, Passage
from kg.vocabulary import Identifiers
from rag.index.base import IndexRow, day_number

INDEXED = frozenset({"paragraph", "bullet"})
HEAD = 240
"""Standing text is known by its first characters."""
_STANDING = (
    "if you would like a copy of this",
    "interested in our work",
    "you may reuse",
    "you may copy",
    "you can subscribe",
    "to receive regular email",
    "crown copyright",
    "piccadilly gate",
    "textphone",
    "minicom",
    "enquiries@",
    "the office for standards in education",
    "it regulates and inspects",
    "it assesses council",
    "ofsted produces this report",
    "this publication is available",
    "this report is available",
    "this document is available",
    "any complaints about the inspection",
    "carried out under section",
    "looked closely at the experiences",
    "inspectors considered the quality of work and the",
    "was given the opportunity to review this section",
)
_DESCRIPTOR = re.compile(
    r"an? (?:outstanding|good|inadequate) (?:local authority|lscb)\b|(?:a|in a) local authority that requires"
    r"|an lscb that (?:is|requires)"
    r"|(?:a local authority|an lscb) (?:that )?is (?:likely to be |judged )?(?:inadequate|good)"
)
"""What every letter of a kind says of its publisher, its making and its grades: an answer to nothing."""
_WORD = re.compile(r"[A-Za-z]{2,}")
FEWEST_WORDS = 4
"""Shorter pieces (a name, a telephone number, a signature's line) are found through the graph."""


def is_boilerplate(words: str) -> bool:
    """Whether a passage's words are the publisher's standing text."""
    start = words[:HEAD].lower()
    return any(phrase in start for phrase in _STANDING) or _DESCRIPTOR.match(start) is not None


def has_content(words: str) -> bool:
    """Whether a passage's words are worth searching."""
    return len(_WORD.findall(words)) >= FEWEST_WORDS and not is_boilerplate(words)


def indexed_passages(letter: Letter) -> list[Passage]:
    """Paragraphs and bullets with real content, in reading order."""
    text = letter.document.text
    return [p for p in letter.passages if p.kind in INDEXED and has_content(" ".join(p.span.of(text).split()))]


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
