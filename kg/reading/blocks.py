"""Lines grow into blocks: where one ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.reading.assemble import HARD_HYPHEN, Draft, TextLine
from kg.reading.columns import Row
from kg.reading.piece import Page, Piece, ends_sentence, is_glyph
from kg.reading.shape import CLOSE

_LONGEST_HEADING = 220
_ITEM_NUMBER = re.compile(r"\(?\d{1,3}[.)]?")
_ANNEX = re.compile(r"(?:annex|appendix)\b", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """What the document's body text looks like: font size and distance of lines."""

    size: float
    pitch: float


@dataclass(slots=True)
class _Grown:
    """A block so far, with the pieces that it began and last went on with."""

    draft: Draft
    first: Piece
    last: Piece


class Builder:
    """Takes pages in order; `closed` from a letter's close on, where bold lines are names and no headings."""

    def __init__(self, style: Style) -> None:
        self.closed = False
        self._style = style
        self._grown: list[_Grown] = []
        self._right = 0.0
        self._first_column: float | None = None  # its right margin, where a page has two

    def close(self) -> None:
        """The letter's close has been read: signatories follow."""
        self.closed = True

    def add(self, rows: list[Row], page: Page, body: list[Piece]) -> None:
        """One page's rows; `body` is what its right margin is taken from."""
        right = max([piece.right for piece in body], default=0.0)
        if right:
            self._right = right
            self._first_column = _first_column(body, page.width / 2)
        for row in rows:
            if len(row.cells) > 1 and not _prose(row):
                self._add_cells(row, page.number)
            else:
                for cell in row.cells:
                    for piece in cell:
                        self._add_line(piece, page.number)

    def add_notes(self, notes: list[list[Piece]], page: Page) -> None:
        """A page's footnotes, in front of a block that may run over to the next page."""
        at = len(self._grown)
        if at and not self.closed and self._grown[-1].draft.lines[0].page == page.number:
            last = self._grown[-1]
            at -= last.draft.kind in ("paragraph", "bullet") and self._may_run_over(last)
        grown = [_Grown(Draft("footnote", [_line(p, page.number) for p in note]), note[0], note[-1]) for note in notes]
        self._grown[at:at] = grown

    def finish(self) -> list[Draft]:
        """The blocks, with headings ranked by size and weight, and bullets by depth."""
        ranks: set[tuple[int, bool]] = set()
        for grown in self._grown:
            draft = grown.draft
            if draft.kind == "heading" and sum(len(line.text) for line in draft.lines) > _LONGEST_HEADING:
                draft.kind = "paragraph"
            if draft.kind == "heading":
                ranks.add(_rank(grown))
        order = sorted(ranks, reverse=True)
        depths: list[float] = []
        above: _Grown | None = None
        for grown in self._grown:
            draft = grown.draft
            if draft.kind == "heading":
                draft.level = order.index(_rank(grown)) + 1
            if draft.kind == "bullet":
                if above and _in_next_column(above, grown):
                    depths.clear()
                draft.level = _depth(depths, grown.first.left)
                above = grown
            elif draft.kind != "footnote":
                depths.clear()
        return [grown.draft for grown in self._grown]

    def _add_cells(self, row: Row, page: int) -> None:
        label, rest = row.cells[0], row.cells[1:]
        if len(label) == len(rest) == 1 and _ITEM_NUMBER.fullmatch(label[0].text):
            self._grown.append(_Grown(Draft("paragraph", [], 0, label[0].text), label[0], rest[0][-1]))
            self._grown[-1].draft.lines += [_line(piece, page) for piece in rest[0]]
            return
        if not self.closed and all(piece.size > self._style.size + 1.5 for piece in label):
            # A section's heading that stands in a table beside its grade.
            self._grown.append(_Grown(Draft("heading", [_line(p, page) for p in label], 1), label[0], label[-1]))
            row = Row(rest)
        lines: list[TextLine] = []
        for cell in row.cells:
            if lines and not lines[-1].text.endswith(":"):  # 'Lead inspector:' and the name are one phrase
                lines[-1].text += " |"
            lines += [_line(piece, page) for piece in cell]
        self._grown.append(_Grown(Draft("cell", lines), row.cells[0][0], row.cells[-1][-1]))

    def _add_line(self, piece: Piece, page: int) -> None:
        grown = self._grown[-1] if self._grown else None
        if grown and grown.draft.kind == "footnote":  # a page's footnotes do not part what runs over
            grown = next((g for g in reversed(self._grown) if g.draft.kind != "footnote"), None)
        length = piece.marker
        if length and not self._is_marker(piece, grown):
            length = 0
        if grown and not length and self._continues(grown, piece, page):
            grown.draft.lines.append(_line(piece, page))
            grown.last = piece
        else:
            self._grown.append(_Grown(self._new(piece, length, page), piece, piece))

    def _new(self, piece: Piece, length: int, page: int) -> Draft:
        line = _line(piece, page)
        marker = piece.text[:length].strip()
        if length:
            line.text = piece.text[length:]
        if self.closed and (_ANNEX.match(piece.text) or piece.size > self._style.size + 3):
            self.closed = False
        if marker and marker[-1] not in ".)":
            return Draft("bullet", [line], 1, marker if marker.isprintable() or "\ue000" <= marker <= "\uf8ff" else "•")
        if not self.closed and (self._stands_out(piece) or piece.italic):
            if piece.raised:
                line.text = line.text[: -piece.raised]
            return Draft("heading", [line], 1, marker)
        return Draft("paragraph", [line], 0, marker)

    def _stands_out(self, piece: Piece) -> bool:
        return piece.bold or piece.size > self._style.size + 1.5

    def _is_marker(self, piece: Piece, grown: _Grown | None) -> bool:
        """Whether what looks like a number, letter or dash opens an item, and is no part of a running sentence."""
        if grown is None or is_glyph(piece.text) or grown.draft.kind in ("heading", "cell"):
            return True
        if grown.draft.marker and abs(grown.first.left - piece.left) < 4:
            return True
        drop = grown.last.bottom - piece.bottom
        return ends_sentence(grown.last.text) or drop > 1.24 * self._style.pitch

    def _may_run_over(self, grown: _Grown) -> bool:
        text = grown.last.text
        return not ends_sentence(text) or self._right - grown.last.right < 4 * grown.last.size

    def _continues(self, grown: _Grown, piece: Piece, page: int) -> bool:
        draft, first, last = grown.draft, grown.first, grown.last
        if draft.kind == "cell" or not -0.9 <= last.size - piece.size <= 0.9:
            return False
        if piece.text[:1] in "Yy" and CLOSE.match(piece.text):
            return False
        if last.text[-1:] == HARD_HYPHEN:
            return True
        ended = ends_sentence(last.text)
        if not self.closed:
            heading = draft.kind == "heading"
            lowered = heading and first.italic and not first.bold  # an italic heading's second line
            if (heading or ended) and self._stands_out(piece) != (heading and not lowered):
                return False
            if lowered and not piece.text[:1].islower():
                return False
            if piece.italic and not heading and not first.italic and ended:
                return False
        if draft.lines[-1].page != page:
            return self._runs_over(grown, piece, ended)
        drop, most = last.bottom - piece.bottom, 1.24 * self._style.pitch
        if drop <= 0:
            return not ended and self._goes_on_in_next_column(grown, piece)
        if drop > most and drop > 1.3 * piece.size:
            return False
        if draft.marker:
            return piece.left > first.left + 3 or (not ended and piece.left > first.left - 3)
        if abs(piece.left - first.left) > 12 and ended:
            return False
        return not (ended and not piece.text[:1].islower() and self._room(piece, last) > 3 * piece.size)

    def _runs_over(self, grown: _Grown, piece: Piece, ended: bool) -> bool:
        """Whether a page's first line goes on with the last block of the page before."""
        if grown.draft.kind == "heading" or self.closed:
            return False
        first, last = grown.first, grown.last
        if grown.draft.marker:
            if abs(piece.left - first.text_left) < 4 < first.text_left - first.left:
                return True
            return not ended and (piece.text[:1].islower() or self._room(piece, last) < 0)
        if abs(piece.left - first.left) > 12:
            return not ended and piece.text[:1].islower()
        return self._room(piece, last) < 0 or (not ended and piece.text[:1].islower())

    def _goes_on_in_next_column(self, grown: _Grown, piece: Piece) -> bool:
        """Whether a line above the block's last one goes on with it, at the top of the next column."""
        if self.closed or grown.draft.kind == "heading" or self._first_column is None:
            return False
        moved = grown.last.right <= self._first_column < piece.left
        return moved and (piece.text[:1].islower() or self._room(piece, grown.last) < 0)

    def _room(self, piece: Piece, last: Piece) -> float:
        """How much space the last line left unused beyond what the next line's first word needed."""
        word = piece.text.split(" ", 1)[0]
        right = self._right
        if self._first_column and last.right <= self._first_column:
            right = self._first_column
        return right - last.right - 0.5 * piece.size * (len(word) + 1)


def _prose(row: Row) -> bool:
    """Whether what stands side by side is columns of running text and no table's row: every cell has a dozen lines."""
    return all(len(cell) > 11 for cell in row.cells)


def _rank(grown: _Grown) -> tuple[int, bool]:
    return round(grown.first.size), grown.first.bold


def _first_column(body: list[Piece], middle: float) -> float | None:
    """Where the first of two columns of running text ends; None where a page has one."""
    second = sum(piece.left > middle - 10 for piece in body)
    if second < 8:
        return None
    first = [piece.right for piece in body if piece.right < middle + 10]
    return max(first) if len(first) > 11 and len(first) + second > 0.9 * len(body) else None


def _in_next_column(above: _Grown, grown: _Grown) -> bool:
    """Whether a bullet stands higher up on its page than the one before it, and far to its right."""
    return (
        above.draft.lines[0].page == grown.draft.lines[0].page
        and grown.first.bottom > above.first.bottom
        and grown.first.left > above.first.left + 100
    )


def _depth(depths: list[float], left: float) -> int:
    """A bullet's depth by how far it is indented against the bullets before it; `depths` is their stack."""
    while depths and left < depths[-1] - 6:
        depths.pop()
    if not depths or left > depths[-1] + 6:
        depths.append(left)
    return len(depths)


def _line(piece: Piece, page: int) -> TextLine:
    return TextLine(piece.text, page, (piece.left, piece.bottom, piece.right, piece.top), piece.size, piece.bold)
