"""The types that flow through the rooms: bytes -> pages -> blocks -> Letter -> (triples, passages).

Everything that is read out of a letter points back into `Document.text` by character offsets (`Span`). That text is
made once, by the reader; nothing looks a place up again by searching. Offsets are Python string indices,
ends exclusive.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import Literal, TypeVar, dataclass_transform

BlockKind = Literal["heading", "paragraph", "bullet", "cell", "footnote"]
DocumentType = Literal[
    "focused-visit-letter",
    "monitoring-visit-letter",
    "jtai-letter",
    "ilacs-report",
    "sif-report",
    "send-report",
    "other",
]
Polarity = Literal["strength", "improvement", "mixed", "neutral"]
PointKind = Literal["improvement", "priority-action", "recommendation", "strength"]
InspectorRole = Literal["lead", "team", "quality-assurance"]

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, order_default=True)
def _value(kind: type[_T]) -> type[_T]:
    """A frozen dataclass to the type checker. A page has hundreds of them: held to it at run time, each would take
    five times as long to make.
    """
    return dataclass(slots=True, order=True, unsafe_hash=True)(kind)


@_value
class Span:
    """A stretch of `Document.text`: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@_value
class Line:
    """A printed line: where it stands in the text, and on the page.

    `box` is (left, bottom, right, top) in PDF points from the page's lower left corner; None where the format has no
    pages. `size` is the font size in points (0 where unknown).
    """

    span: Span
    page: int
    box: tuple[float, float, float, float] | None = None
    size: float = 0.0
    bold: bool = False


@_value
class Block:
    """A paragraph, bullet, heading, table cell or footnote of the document, in reading order.

    `level` is 1.. for headings (1 is the largest), the nesting depth 1.. for bullets, otherwise 0. `marker` is the
    bullet glyph or number as printed ('■', '1.', '') which is not part of the span.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: clean text in reading order, without page headers, footers and page numbers.

    `page_starts[i]` is the offset in `text` at which page i+1 begins; a document without pages has one.
    `notes` says in plain words what the reader had to do (encoding guessed, pages without text ...).
    """

    name: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    page_starts: tuple[int, ...]
    notes: tuple[str, ...] = ()

    def page_of(self, offset: int) -> int:
        """The page, counted from 1, on which the character stands."""
        return bisect.bisect_right(self.page_starts, offset) or 1

    def text_of(self, block: Block) -> str:
        """The words of a block."""
        return block.span.of(self.text)


@dataclass(frozen=True, slots=True)
class Inspector:
    """One of the people who carried out the visit; `organisation` is None where the letter names no inspectorate."""

    name: str
    role: InspectorRole
    span: Span
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A signatory or an addressee. `role` and `organisation` are None where the letter gives none."""

    name: str
    role: str | None
    organisation: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """An aspect and its grade, both normalised: grade is 'Outstanding', 'Good', 'Requires improvement to be good',
    'Inadequate' or 'Not judged'. `board` marks the safeguarding board's own judgement (SIF), which is not the
    authority's.
    """

    aspect: str
    grade: str
    span: Span
    board: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """An item of the letter's own lists of strengths or of what needs to improve.

    `board`: made to the safeguarding board.

    `text` is the item's words, which may leave out what stands between them on the page (a footnote, a page number).
    """

    kind: PointKind
    text: str
    span: Span
    board: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the letter's own structure, in order."""

    text: str
    level: int
    span: Span


@_value
class Passage:
    """One paragraph or bullet with the headings above it: the unit of retrieval.

    `number` counts from 1 in reading order and, with the letter's key, makes the passage's IRI. `sentences` are spans
    in the document's text, in order, that cover the passage's words.
    """

    number: int
    span: Span
    page: int
    path: tuple[str, ...]
    kind: BlockKind
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence or bullet that evaluates practice. `themes` are ids of the SKOS scheme; `confidence` is 0 to 1."""

    span: Span
    passage: int
    polarity: Polarity
    themes: tuple[str, ...]
    confidence: float
    point: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """An earlier visit of which the letter speaks: its kind, and its date (a year, a month or a day) as far as said."""

    kind: DocumentType | None
    date: str
    span: Span


@dataclass(frozen=True, slots=True)
class Letter:
    """What one document says of itself. Dates are ISO days; None where the letter does not say.

    `places` tells where each scalar field was read: {'published': Span, ...}. `warnings` are plain sentences: what was
    expected for this kind and not found, what was doubtful.
    """

    document: Document
    document_type: DocumentType
    authority: str | None = None
    gss: str | None = None
    published: str | None = None
    visit_start: str | None = None
    visit_end: str | None = None
    topic: str | None = None
    framework: str | None = None
    statement_due: str | None = None
    inspectorates: tuple[str, ...] = ()
    inspectors: tuple[Inspector, ...] = ()
    signatories: tuple[Person, ...] = ()
    addressees: tuple[Person, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    points: tuple[Point, ...] = ()
    headings: tuple[Heading, ...] = ()
    passages: tuple[Passage, ...] = ()
    findings: tuple[Finding, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: dict[str, Span] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The letter's identity: the first 16 hexadecimal digits of its content's SHA-256."""
        return self.document.sha256[:16]
