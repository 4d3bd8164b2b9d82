"""The lines of a plain text: which page each is on, without page heads, page numbers and marks that stand alone.

Text copied from PDFs prints a bullet or number on a line of its own, a footnote's number above the note, two columns
of a letterhead side by side; here each comes to the line that it belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.reading import shape
from kg.reading.piece import ends_sentence, is_marker

COLUMNS = re.compile(r"(?<=\S)\s{4,}(?=\S)")
"""The space between two columns of a line."""
_TAB = re.compile(r"(?<=\S)\t+(?=\S)")  # parts columns
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,3})?$", re.I)
_CONTENTS = re.compile(r"(?:table of )?contents", re.I)


@dataclass(slots=True)
class SourceLine:
    """A source line with the page it is on and whether a blank line stands before it."""

    text: str
    page: int
    apart: bool


def source_lines(text: str) -> tuple[list[SourceLine], int]:
    """The lines of a text, and the number of its pages, which form feeds part."""
    text = re.sub(r"\r\n?|\x85|\u2028|\u2029", "\n", text).replace("\v", "\n")
    pages = [page.split("\n") for page in text.rstrip("\f\n ").split("\f")]
    source = _Source(_repeated(pages), len(pages) > 1)
    for number, page in enumerate(pages, 1):
        source.take_page(number, page)
    return _letterhead(source.lines), len(pages)


class _Source:
    """Goes through the pages once, with the marks that wait for their lines in hand."""

    def __init__(self, repeated: set[str], paged: bool) -> None:
        self.lines: list[SourceLine] = []
        self._repeated = repeated
        self._paged = paged
        self._page = 0
        self._apart = True
        self._markers: list[str] = []
        self._blank = 0  # blank lines since the last line with words
        self._fresh = False  # a marker was read since the last line of text
        self._noted = 0
        self._note = ""
        self._contents = 0

    def take_page(self, number: int, page: list[str]) -> None:
        """One page more."""
        self._page = number
        self._apart = self._apart or number > 1
        self._note = ""
        self._markers.clear()
        started = False
        for row, line in enumerate(page):
            words = line.strip()
            self._blank = 0 if words else self._blank + 1
            if not words:
                self._apart = True
                if self._blank > 1:
                    self._markers.clear()
            elif is_marker(words) and words != "-":
                self._markers.append(words)
                self._fresh = True
            elif self._markers and (
                self._fresh or self._apart or ends_sentence(self.lines[-1].text) or words[0] == "#"
            ):
                self._marked(words)
            elif self._paged and started and self._is_note(words) and _texts_below(page, row):
                self._noted = int(words)
                self._note = f"[^{words}]: "
            elif self._apart and _PAGE_NUMBER.match(words):
                self._number(words)
            elif _fold(words) not in self._repeated:
                started = True
                self._add(line)

    def _marked(self, words: str) -> None:
        """A line whose bullet or number was printed before it; marks that wait at a section's title are lost."""
        marker = self._markers.pop(0)
        if words[0] == "#" or shape.section_title(words):
            self._markers, marker = [], ""
        self._apart, self._fresh = True, False
        self._add(f"{marker} {words}".strip())

    def _is_note(self, words: str) -> bool:
        """Whether a line is nothing but the number that the next footnote may have."""
        if len(words) > 2 or not words.isdecimal() or self._contents == self._page:
            return False
        return self._noted < int(words) < self._noted + 4

    def _number(self, words: str) -> None:
        """A number on a line of its own: a contents row's, or the page's."""
        if self._contents == self._page and not self.lines[-1].text[-1:].isdigit():
            self.lines[-1].text += f" {words}"

    def _add(self, line: str) -> None:
        if _CONTENTS.fullmatch(line.strip()):
            self._contents = self._page
        if self._note:
            line, self._apart, self._note = self._note + line.strip(), True, ""
        self.lines.append(SourceLine(_TAB.sub(" " * 4, line).expandtabs(4).rstrip(), self._page, self._apart))
        self._apart = False


def _texts_below(page: list[str], row: int) -> bool:
    """Whether text stands under a line that is nothing but a number: then it is a footnote's, and no page's."""
    below = [line.strip() for line in page[row + 1 :] if line.strip()]
    return bool(below) and below[0][0].isupper() and len(below[0]) > 25


def _letterhead(lines: list[SourceLine]) -> list[SourceLine]:
    """The lines with a letterhead of two columns read one after the other: what stands to the right goes first."""
    greeting = next((i for i, line in enumerate(lines[:60]) if shape.DEAR.match(line.text.strip())), 0)
    head = [COLUMNS.split(line.text.strip(), maxsplit=1) for line in lines[:greeting]]
    indents = sorted(len(line.text) - len(line.text.lstrip()) for line in lines[:greeting])
    if sum(len(cells) > 1 for cells in head) < 2:
        return lines
    left: list[SourceLine] = []
    right: list[SourceLine] = []
    for line, cells in zip(lines, head, strict=False):
        indent = len(line.text) - len(line.text.lstrip())
        if len(cells) == 1 and indent > indents[0] + 20:
            cells = ["", *cells]
        if cells[0]:
            left.append(SourceLine(cells[0], line.page, line.apart))
        if len(cells) > 1:
            right.append(SourceLine(cells[1], line.page, not right))
    if left:
        left[0].apart = True
    return [*right, *left, *lines[greeting:]]


def _repeated(pages: list[list[str]]) -> set[str]:
    """The first and last lines that most pages share, digits apart."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        full = [line.strip() for line in page if line.strip()]
        seen.update({_fold(line) for line in full[:3] + full[-3:]})
    return {line for line, count in seen.items() if count >= max(3, 0.6 * len(pages))}


def _fold(line: str) -> str:
    return re.sub(r"\d+", "#", line).lower()
