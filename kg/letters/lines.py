"""A document as the parsers look at it: printed lines with their clean words, and the opening of the letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from kg.model import Block, Document, Line, Span
from kg.reading.shape import DEAR, section_title

_SINCERELY = re.compile(r"^\s*Yours\s+(?:sincerely|faithfully|truly)\b", re.I)


def squash(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(text.split())


def _promoted(block: Block, words: str) -> Block:
    """A paragraph that is a section's usual title is a heading, whatever the format let the reader see."""
    if block.kind == "paragraph" and not block.marker and len(words) < 130 and section_title(words):
        return replace(block, kind="heading", level=2)
    return block


def places(text: str, words: tuple[str, ...], start: int = 0) -> list[int]:
    """Where any of the words begins, in order: in a whole letter much sooner known than a pattern's first letters."""
    found = []
    for word in words:
        at = text.find(word, start)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1)
    return sorted(found)


@dataclass(slots=True)
class Printed:
    """A line that has words on it; `span` leaves out the white space around them."""

    text: str
    span: Span
    line: Line


# Whitespace that a reader may leave: two spaces, or any that is neither a plain space nor a line's end.
_UNEVEN = ("  ", *(chr(code) for code in range(0x3001) if chr(code).isspace() and chr(code) not in " \n"))


class Reading:
    """A document with what several parsers need from it, each worked out once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    @cached_property
    def lines(self) -> list[Printed]:
        """The printed lines in reading order; made from the text where the reader gives none."""
        lines = self.document.lines
        if not lines:
            lines = tuple(
                Line(Span(m.start(), m.end()), self.document.page_of(m.start()))
                for m in re.finditer(r"[^\n]+", self.text)
            )
        made = []
        text, even = self.text, self._even
        for line in lines:
            span = line.span
            raw = text[span.start : span.end]
            words = raw if even and "\n" not in raw and raw.strip() == raw else squash(raw)
            if words and words == raw:
                made.append(Printed(words, span, line))
            elif words:
                start = span.start + len(raw) - len(raw.lstrip())
                made.append(Printed(words, Span(start, start + len(raw.strip())), line))
        return made

    @cached_property
    def _even(self) -> bool:
        """Whether words stand apart by single spaces and line ends throughout, so that lines need not be squashed."""
        return not any(white in self.text for white in _UNEVEN)

    @cached_property
    def blocks(self) -> list[tuple[Block, str]]:
        """The blocks in reading order with their words."""
        text, even = self.text, self._even
        made = []
        for block in self.document.blocks:
            raw = text[block.span.start : block.span.end]
            words = raw if even and "\n" not in raw and raw.strip() == raw else squash(raw)
            if words:
                made.append((_promoted(block, words), words))
        return made

    @cached_property
    def head(self) -> str:
        """The first 6,000 characters in lower case, in which patterns are sooner found than by ignoring case."""
        return self.text[:6000].lower()

    @cached_property
    def greeting(self) -> int | None:
        """The index in `lines` of 'Dear ...', if the document is a letter."""
        for i, line in enumerate(self.lines[:120]):
            if DEAR.match(line.text):
                return i
        return None

    @cached_property
    def closing(self) -> int | None:
        """The index in `lines` of the last 'Yours sincerely'."""
        for i in range(len(self.lines) - 1, -1, -1):
            if _SINCERELY.match(self.lines[i].text):
                return i
        return None

    @cached_property
    def opening(self) -> Span:
        """Where a letter says what it is about: from the greeting (or the top) on, some 3,500 characters."""
        start = self.lines[self.greeting].span.start if self.greeting is not None else 0
        return Span(start, min(len(self.text), start + 3500))

    @cached_property
    def top(self) -> Span:
        """The first page and a little more, where reports print their title, dates and grades."""
        return Span(0, min(len(self.text), 5000))
