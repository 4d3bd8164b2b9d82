"""Printed lines to blocks: what a page's layout says of structure.

Everything is judged against the document's own body text (its size, its line pitch), in PDF points. A table's row is one
'cell' block, its cells joined with ' | '; side-by-side columns under a letter's close are read one after the other.
A numbered paragraph keeps its number in `marker`; a bullet its glyph.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.reading.assemble import HARD_HYPHEN, Draft, TextLine

GLYPHS = "◼■▪●•◾❑□◦○➢➤►▶✓✔❖⬛⯀\uf0b7\uf0a7\uf06e\uf0d8\uf0a8\uf0fc\uf076\uf02d\uf0be\uf071\uf0a2"
_GLYPH = re.compile(rf"([{GLYPHS}]|[o−–—\-](?=\s))\s*")
_NUMBER = re.compile(r"(\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–|]?\s*\d{1,3}\s*[-–|]?(?:\s*(?:of|/)\s*\d{1,3})?", re.I)
_SENTENCE_END = re.compile(r"[.!?:;][’”'\")\]]*\d{0,2}$")
_CLOSE = re.compile(r"yours (?:sincerely|faithfully)", re.I)
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{3,}|_{6,}")


def marker_length(text: str) -> int:
    """How many characters of the line are its bullet or number with the space behind it."""
    found = _GLYPH.match(text) or _NUMBER.match(text)
    return found.end() if found and found.end() < len(text) else 0


@dataclass(slots=True)
class Piece:
    """A stretch of one printed line without a wide gap in it. `text_left` is where the words start after a marker."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    text_left: float


@dataclass(slots=True)
class Page:
    """A page's pieces in PDFium's order; `number` counts from 1."""

    number: int
    width: float
    height: float
    pieces: list[Piece]


@dataclass(slots=True)
class _Style:
    """What the document's body text looks like."""

    size: float
    pitch: float


def blocks(pages: list[Page]) -> list[Draft]:
    """All pages' blocks in reading order, furniture left out."""
    _drop_furniture(pages)
    style = _style(pages)
    builder = _Builder(style)
    for page in pages:
        lines = _joined(page.pieces)
        body, notes = _part_footnotes(lines, style, page)
        builder.add_page(page, body, notes)
    return builder.finish()


def _style(pages: list[Page]) -> _Style:
    sizes: Counter[float] = Counter()
    pitches: Counter[int] = Counter()
    for page in pages:
        before: Piece | None = None
        for piece in page.pieces:
            sizes[round(piece.size, 1)] += len(piece.text)
            if before and abs(before.size - piece.size) < 0.3:
                drop = before.bottom - piece.bottom
                if 0.9 * piece.size < drop < 2 * piece.size:
                    pitches[round(drop)] += 1
            before = piece
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    pitch = pitches.most_common(1)[0][0] if pitches else 1.2 * size
    return _Style(size, min(float(pitch), 1.5 * size))


def _drop_furniture(pages: list[Page]) -> None:
    """Take out page numbers and what stands at the head or foot of several pages in the same words."""
    seen: Counter[tuple[str, int]] = Counter()
    margins: list[list[tuple[Piece, tuple[str, int]]]] = []
    for page in pages:
        low, high = 0.105 * page.height, 0.895 * page.height
        found = [(p, _furniture_key(p)) for p in page.pieces if p.top < low or p.bottom > high]
        margins.append(found)
        seen.update({key for _, key in found})
    for page, found in zip(pages, margins, strict=True):
        drop = {id(p) for p, key in found if (seen[key] >= 3 or 2 <= seen[key] >= len(pages) - 1)
                or _PAGE_NUMBER.fullmatch(p.text)}
        if drop:
            page.pieces = [p for p in page.pieces if id(p) not in drop]


def _furniture_key(piece: Piece) -> tuple[str, int]:
    return re.sub(r"\d+", "#", piece.text).lower(), round(piece.bottom / 8)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Put raised footnote marks and other stretches of the same line back together."""
    lines: list[Piece] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last and _same_row(last, piece) and -2 < piece.left - last.right < 0.9 * max(last.size, piece.size):
            gap = piece.left - last.right
            raised = piece.size < 0.85 * last.size and piece.text[:1].isdigit()
            last.text += ("" if raised or gap < 0.12 * last.size else " ") + piece.text
            last.right = piece.right
            if last.size < piece.size:  # a footnote's number stands before its larger text
                last.size, last.bottom, last.top = piece.size, piece.bottom, piece.top
            last.bold = last.bold and (piece.bold or raised)
        else:
            lines.append(piece)
    return lines


def _same_row(a: Piece, b: Piece) -> bool:
    shared = min(a.top, b.top) - max(a.bottom, b.bottom)
    return shared > 0.5 * min(a.top - a.bottom, b.top - b.bottom)


def _part_footnotes(lines: list[Piece], style: _Style, page: Page) -> tuple[list[Piece], list[Piece]]:
    """The small print that closes a page and begins with a footnote's mark."""
    start = len(lines)
    while start and lines[start - 1].size < 0.9 * style.size and lines[start - 1].top < 0.6 * page.height:
        start -= 1
    while start < len(lines) and not re.match(r"[\d*†‡¹²³]", lines[start].text):
        start += 1
    return lines[:start], lines[start:]


class _Builder:
    """Grows blocks line by line over all pages."""

    def __init__(self, style: _Style) -> None:
        self.style = style
        self.drafts: list[Draft] = []
        self.geometry: list[_Shape] = []
        self.closed = False

    def add_page(self, page: Page, body: list[Piece], notes: list[Piece]) -> None:
        """One page's lines; its footnotes go before a block that runs on to the next page."""
        fresh = True
        right = max((line.right for line in body), default=0.0)
        for row in _rows(body):
            if len(row) > 1:
                self._add_row(page, row)
            else:
                self._add_line(page, row[0], right, fresh)
            fresh = False
        if notes:
            self._add_notes(page, notes)

    def _add_row(self, page: Page, row: list[Piece]) -> None:
        lines = [_line(piece, page) for piece in row]
        for line in lines[:-1]:
            line.text += " |"
        self._push(Draft("cell", lines), row[-1])

    def _add_line(self, page: Page, piece: Piece, right: float, fresh: bool) -> None:
        if _LEADERS.search(piece.text) or piece.text.strip().lower() == "contents":
            self.geometry.append(_Shape(piece, piece.left))
            self.drafts.append(Draft("cell", [_line(piece, page)]))
            return
        draft = self.drafts[-1] if self.drafts else None
        length = marker_length(piece.text)
        if length and not self._is_marker(piece, draft):
            length = 0
        if draft and not length and self._continues(draft, piece, right, fresh):
            draft.lines.append(_line(piece, page))
            self.geometry[-1].last = piece
            return
        if _CLOSE.match(piece.text):
            self.closed = True
        self._push(self._new(page, piece, length), piece)

    def _push(self, draft: Draft, piece: Piece) -> None:
        self.drafts.append(draft)
        self.geometry.append(_Shape(piece, piece.text_left))

    def _new(self, page: Page, piece: Piece, length: int) -> Draft:
        line = _line(piece, page)
        marker = piece.text[:length].strip()
        line.text = piece.text[length:]
        glyph = bool(marker) and not marker[-1] in ".)"
        heading = not glyph and not self.closed and (piece.bold or piece.size > self.style.size + 1.5)
        if heading:
            return Draft("heading", [line], 1, marker)
        if glyph:
            return Draft("bullet", [line], 1, marker)
        return Draft("paragraph", [line], 0, marker)

    def _is_marker(self, piece: Piece, draft: Draft | None) -> bool:
        first = piece.text[0]
        if first in "o−–—-" and draft:
            return draft.kind == "bullet" or bool(_SENTENCE_END.search(draft.lines[-1].text))
        if first.isalpha() and draft and not _SENTENCE_END.search(draft.lines[-1].text):
            return False
        return True

    def _continues(self, draft: Draft, piece: Piece, right: float, fresh: bool) -> bool:
        shape = self.geometry[-1]
        last = shape.last
        if draft.kind in ("cell", "footnote"):
            return False
        heading = draft.kind == "heading"
        if heading != (piece.bold or piece.size > self.style.size + 1.5) and not self.closed and (
            heading or piece.size > self.style.size + 1.5 or _SENTENCE_END.search(last.text)
        ):
            return False
        if abs(last.size - piece.size) > 0.9:
            return False
        if last.text.endswith(HARD_HYPHEN):
            return True
        ended = bool(_SENTENCE_END.search(last.text))
        if fresh:
            return not heading and not ended and (piece.text[:1].islower() or last.right > 0.8 * right)
        drop = last.bottom - piece.bottom
        if drop <= 0 or drop > max(1.24 * self.style.pitch, 1.3 * piece.size):
            return False
        if draft.marker:
            return piece.left > shape.first.left + 3 or (not ended and piece.left > shape.first.left - 3)
        if abs(piece.left - shape.first.left) > 12 and ended:
            return False
        first_word = piece.text.split(" ", 1)[0]
        room = right - last.right - 0.5 * piece.size * (len(first_word) + 1)
        return not (ended and room > 3 * piece.size and not piece.text[:1].islower())

    def _add_notes(self, page: Page, notes: list[Piece]) -> None:
        drafts: list[Draft] = []
        for piece in notes:
            if not drafts or re.match(r"[\d*†‡¹²³]", piece.text):
                drafts.append(Draft("footnote", []))
            drafts[-1].lines.append(_line(piece, page))
        at = len(self.drafts)
        if at and self.drafts[-1].kind in ("paragraph", "bullet") and self.drafts[-1].lines[0].page == page.number:
            if not _SENTENCE_END.search(self.drafts[-1].lines[-1].text):
                at -= 1
        self.drafts[at:at] = drafts
        self.geometry[at:at] = [_Shape(notes[0], 0.0) for _ in drafts]

    def finish(self) -> list[Draft]:
        """The blocks, with headings ranked by their size."""
        sizes = sorted({round(d.lines[0].size) for d in self.drafts if d.kind == "heading"}, reverse=True)
        for draft in self.drafts:
            if draft.kind == "heading":
                if sum(len(line.text) for line in draft.lines) > 220:
                    draft.kind, draft.level = "paragraph", 0
                else:
                    draft.level = sizes.index(round(draft.lines[0].size)) + 1
        return self.drafts


@dataclass(slots=True)
class _Shape:
    """Where a block's first words stand and its last line so far."""

    first: Piece
    text_left: float
    last: Piece = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.last = self.last or self.first


def _rows(lines: list[Piece]) -> list[list[Piece]]:
    """Pieces that stand side by side, in one list; a wrapped label's lines come before the cell beside it."""
    rows: list[list[Piece]] = []
    for piece in lines:
        if rows and _same_row(rows[-1][-1], piece) and piece.left > rows[-1][-1].right:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _line(piece: Piece, page: Page) -> TextLine:
    box = (round(piece.left, 2), round(piece.bottom, 2), round(piece.right, 2), round(piece.top, 2))
    return TextLine(piece.text, page.number, box, round(piece.size, 1), piece.bold)
