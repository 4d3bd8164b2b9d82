"""A report as plain data: sections of blocks, which every format of documents lays out in its own way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kg.exports.about import About

Picture = Literal["svg", "png"]


@dataclass(frozen=True, slots=True)
class Cite:
    """Where something stands: the source's number, the page (0: the letter as a whole), the passage's IRI if any."""

    number: int
    page: int
    passage: str | None = None

    def __str__(self) -> str:
        return f"[{self.number},\N{NO-BREAK SPACE}p.\N{NO-BREAK SPACE}{self.page}]" if self.page else f"[{self.number}]"


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their citations. `quoted`: they are a letter's own. `note` is set apart from them."""

    text: str
    cites: tuple[Cite, ...] = ()
    quoted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `small` ones are remarks."""

    said: Said
    small: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, under a few words that say what it is. `tone` is 'strength', 'improvement' or ''."""

    title: str
    items: tuple[Said, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are shares of the page's width; the first row of `rows` follows the header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, drawn when it is needed. `alt` says in words what it shows."""

    draw: Callable[[Picture], bytes]
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


Block = Paragraph | Listing | Grid | Figure | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered source: a letter, when it was published, its file, the pages cited."""

    number: int
    title: str
    published: str
    document: str
    pages: tuple[int, ...]
    iri: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole: `figures` are the summary's numbers, label and value."""

    title: str
    subtitle: str
    figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    about: About
