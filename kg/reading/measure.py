"""A PDF page's printed lines with their place and font, by raw PDFium calls.

A call into PDFium from Python costs more than the work that it does, so each page's text is fetched in one call, and
fonts and boxes are asked for a few times a line, not once a character.
"""

from __future__ import annotations

import ctypes
import math
import re
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from kg.reading.assemble import HARD_HYPHEN, clean
from kg.reading.piece import Piece, ends_sentence, marker_length

_HYPHENS = re.compile("[\x02\ufffe]")  # PDFium's mark for a hyphen at a line's end; which one depends on its version
# What is not known to be printed as it stands (other spaces, soft hyphens, controls): a page with any is cleaned.
_ODD = re.compile(r"[^ -~\r\n\x02\xa1-\xac\xae-\u167f\u2010-\u2027\u2030-\u205e\u20a0-\u2fff\ue000-\ufdff\ufffe]")
_SECTION = re.compile(r"\d+\.\d+\.?\s+")
_WIDE = 0.75  # a gap inside a line, in font sizes, that parts two columns
_NEAR = 0.6  # letters' own edges may stand closer than the room that they take
_FAR = 3.0  # a line that is wider than usual by more is looked at in any case
_SPACE = 0.35  # a space between words
_ITALIC = 1 << 6  # the font descriptor's flag
_FORCE_BOLD = 1 << 18
_BOLD = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy", re.I)
_NAME = 128
_SAMPLES = 6  # characters a page that are asked whether their font tells what they are
_ADDRESS = ctypes.c_void_p


def _bare(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes addresses as numbers and keeps the interpreter's lock: to check the types of
    pointers and to give the lock away would cost more than what is asked for.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _ADDRESS).value or 0)


_loose_box = _bare(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _ADDRESS, ctypes.c_int, _ADDRESS)
_rect = _bare(pdfium.FPDFText_GetRect, ctypes.c_int, _ADDRESS, ctypes.c_int, *[_ADDRESS] * 4)
_count_rects = _bare(pdfium.FPDFText_CountRects, ctypes.c_int, _ADDRESS, ctypes.c_int, ctypes.c_int)
_font_size = _bare(pdfium.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, ctypes.c_int)
_font_weight = _bare(pdfium.FPDFText_GetFontWeight, ctypes.c_int, _ADDRESS, ctypes.c_int)


class Measure:
    """Measures the lines of one document's pages.

    It learns how wide the document's letters usually are: only a line that is wider for its letters than usual is worth
    the calls that look for a gap inside it.
    """

    def __init__(self) -> None:
        self._usual = 0.4  # in font sizes; below that of common text faces, so that nothing is missed while it learns
        self._box = pdfium.FS_RECTF()
        self._box_at = ctypes.addressof(self._box)
        self._edges = tuple(ctypes.c_double() for _ in range(4))  # left, top, right, bottom
        self._edges_at = tuple(map(ctypes.addressof, self._edges))
        self._matrix = pdfium.FS_MATRIX()
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(_NAME)
        self._buffer = (ctypes.c_ushort * 20_000)()
        self._sampled = self._unknown = 0
        self._page: pdfium.FPDF_TEXTPAGE = None
        self._page_at = 0
        self._text = ""
        self._plain = True
        self._bold = False
        self._found: list[Piece] = []

    @property
    def unknown(self) -> float:
        """The share of characters, as far as looked at, of which the fonts do not tell what letter they print."""
        return self._unknown / self._sampled if self._sampled else 0.0

    def pieces(self, text_page: pdfium.FPDF_TEXTPAGE) -> list[Piece]:
        """The page's lines in PDFium's order, parted where a wide gap shows columns."""
        self._page, self._found = text_page, []
        self._page_at = ctypes.cast(text_page, _ADDRESS).value or 0
        self._text = text = self._fetch()
        for index in range(0, len(text), max(1, len(text) // _SAMPLES)):
            self._sampled += 1
            self._unknown += pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1
        self._plain = _ODD.search(text) is None
        hyphens = "\x02" in text or "\ufffe" in text
        start = 0
        for row in text.split("\r\n"):
            at = start
            start += len(row) + 2
            if hyphens and _HYPHENS.search(row):
                # PDFium runs the next line on after a line-end hyphen.
                *parts, row = _HYPHENS.split(row)
                for part in parts:
                    self._measure(at, part, True)
                    at += len(part) + 1
            self._measure(at, row, False)
        return self._found

    def _fetch(self) -> str:
        """The page's text, one Python character for each of PDFium's character indices."""
        count = pdfium.FPDFText_CountChars(self._page)
        if count <= 0:
            return ""
        if count >= len(self._buffer):
            self._buffer = (ctypes.c_ushort * (2 * count))()
        # Fewer may be written than were counted; behind them the buffer holds the page before.
        count = min(count, max(0, pdfium.FPDFText_GetText(self._page, 0, count, self._buffer) - 1))
        text = ctypes.string_at(self._buffer, 2 * count).decode("utf-16-le", "replace")
        # A surrogate pair decoded to one character would shift every index behind it: its halves are kept apart.
        return text if len(text) == count else "".join(map(chr, self._buffer[:count]))

    def _measure(self, at: int, row: str, hyphen: bool) -> None:
        words = row.strip()
        if not words:
            return
        start = at if row[0] == words[0] else at + len(row) - len(row.lstrip())
        piece = self._piece(words, start, hyphen)
        count, usual = len(words), self._usual
        width = (piece.right - piece.text_left) / (count * piece.size)
        excess = (width - usual) * count
        if excess > 0.4 and width > 1.035 * usual and (excess > _FAR or self._apart(start, count, piece.size)):
            cuts = self._gaps(start, start + count, piece.size)
            if cuts:
                self._part(start, start + count, cuts, hyphen)
                return
        if count > 40 and not piece.bold:
            self._usual = usual + 0.1 * (width - usual)
        self._found.append(piece)

    def _part(self, start: int, end: int, cuts: list[int], hyphen: bool) -> None:
        for first, last in pairwise([start, *cuts, end]):
            part = self._text[first:last]
            words = part.strip()
            if words:
                self._found.append(self._piece(words, first + part.index(words[0]), hyphen and last == end))

    def _piece(self, words: str, start: int, hyphen: bool) -> Piece:
        page, box, box_at = self._page_at, self._box, self._box_at
        first, last = start, start + len(words) - 1
        _loose_box(page, start, box_at)
        text_left = left = box.left
        # Font and height come from a letter of the running text: a footnote's raised mark may stand at either end.
        sample, marker, opening = start, 0, words[0]
        letter = opening.isalpha()
        if not letter or opening in "ivx" or not words[1:2].isalpha():
            marker = marker_length(words)
            if marker:
                first = start + marker
                _loose_box(page, first, box_at)
                text_left = box.left
            if marker or not letter:
                sample = (first + last + 1) // 2
                sample += words[sample - start] == " "  # a space may belong to another font
                _loose_box(page, sample, box_at)
        bottom, top = box.bottom, box.top
        size = _font_size(page, sample)
        _loose_box(page, last, box_at)
        right = box.right
        if not 0.7 * size < top - bottom < 2 * size:  # the text's matrix scales it
            size = max((top - bottom) / 1.2, 0.1)
        text = words if self._plain and "  " not in words else clean(words)
        piece = Piece(text, left, bottom, right, top, size, False, text_left, marker)
        if words[-1].isdigit():
            piece.raised = self._raised(words, last)
            last -= piece.raised
        if not letter and (opening.isdigit() or opening in "*†‡"):
            piece.noted = _font_size(page, start) < 0.85 * _font_size(page, sample)
        if _font_weight(page, first) >= _BOLD:
            piece.bold = _font_weight(page, last) >= _BOLD
        elif (opening.isupper() or self._bold) and (words[-1] in "?:" or not ends_sentence(words)):
            # What may be a heading, or its second line, is worth a closer look: not every font tells its weight.
            piece.bold = self._named_bold(first) and self._named_bold(last)
            piece.italic = not piece.bold and self._slanted(first) and self._slanted(last)
        self._bold = piece.bold
        if hyphen:
            piece.text += HARD_HYPHEN
        return piece

    def _raised(self, words: str, last: int) -> int:
        """How many digits at the end are smaller than the words before them."""
        digits = len(words) - len(words.rstrip("0123456789"))
        if digits == len(words) or digits > 3:
            return 0
        return digits if _font_size(self._page_at, last) < 0.85 * _font_size(self._page_at, last - digits) else 0

    def _named_bold(self, index: int) -> bool:
        """Bold by the font's flag or name."""
        pdfium.FPDFText_GetFontInfo(self._page, index, self._name, _NAME, self._flags)
        return bool(self._flags.value & _FORCE_BOLD) or _BOLD_NAME.search(self._name.value) is not None

    def _slanted(self, index: int) -> bool:
        """Italic by the text's matrix (Word slants fonts that have no italic) or by the font's own flag."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        if abs(matrix.c) > 0.1 * abs(matrix.a) and abs(matrix.b) < 0.05 * abs(matrix.a):
            return True
        pdfium.FPDFText_GetFontInfo(self._page, index, None, 0, self._flags)
        return bool(self._flags.value & _ITALIC)

    def _apart(self, start: int, count: int, size: float) -> bool:
        """Whether two of the line's text objects stand apart: much sooner asked than every space, and hardly a program
        writes two columns as one object.
        """
        edges, least = self._edges, _NEAR * size
        right = math.inf
        for number in range(_count_rects(self._page_at, start, count)):
            _rect(self._page_at, number, *self._edges_at)
            if edges[0].value - right > least:
                return True
            right = edges[2].value
        return False

    def _gaps(self, start: int, end: int, size: float) -> list[int]:
        """Indices inside the line at which text goes on after a gap that no space between words explains."""
        text, page, box, box_at = self._text, self._page_at, self._box, self._box_at
        section = _SECTION.match(text, start, end)
        at = section.end() if section else start + marker_length(text[start:end])
        gaps: list[tuple[float, int]] = []
        while (space := text.find(" ", at, end)) > 0:
            at = space + 1
            while text[at] == " ":
                at += 1
            _loose_box(page, space - 1, box_at)
            right = box.right
            _loose_box(page, at, box_at)
            gaps.append((box.left - right, at))
        usual = sorted(gap for gap, _ in gaps)[len(gaps) // 2] if len(gaps) > 2 else _SPACE * size
        least = max(_WIDE * size, 1.8 * usual)
        return [at for gap, at in gaps if gap > least]
