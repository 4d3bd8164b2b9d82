"""PDF: printed lines with their font and place, by raw PDFium calls; `layout` makes blocks of them.

A call into PDFium from Python costs more than the work that it does, so each page's text is fetched in one call, and
fonts and boxes are asked for a few times a line, not once a character.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pypdfium2.raw as pdfium

from kg.errors import UnreadableFile
from kg.model import Document
from kg.reading import assemble, layout
from kg.reading.piece import Page, Piece, ends_sentence, marker_length

MEDIA_TYPE = "application/pdf"

_HYPHENS = ("\x02", "\ufffe")  # PDFium's mark for a hyphen at a line's end; which of the two depends on its version
_WIDE = 1.3  # a gap inside a line, in font sizes, that parts two columns
_ITALIC = 1 << 6  # the font descriptor's flag

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "the PDF is encrypted: remove its password first",
    pdfium.FPDF_ERR_SECURITY: "the PDF is encrypted in a way that cannot be read",
    pdfium.FPDF_ERR_FORMAT: "the PDF is damaged or cut short",
}

_box = pdfium.FS_RECTF()
_matrix = pdfium.FS_MATRIX()
_left, _top, _right, _bottom = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
_flags = ctypes.c_int()

_loose_box = pdfium.FPDFText_GetLooseCharBox
_font_size = pdfium.FPDFText_GetFontSize
_font_weight = pdfium.FPDFText_GetFontWeight


def read(data: bytes, name: str) -> Document:
    """A PDF's bytes as a Document; `UnreadableFile` where it cannot be opened or holds no text."""
    with _opened(data, name) as handle:
        count = pdfium.FPDF_GetPageCount(handle)
        if not count:
            raise UnreadableFile(f"{name}: the PDF has no pages")
        pages = [_page(handle, number) for number in range(count)]
    if not any(page.pieces for page in pages):
        raise UnreadableFile(f"{name}: the PDF holds images only, no text: run it through text recognition (OCR) first")
    empty = [str(page.number) for page in pages if not page.pieces]
    notes = [f"no text on page{'s' if len(empty) > 1 else ''} {', '.join(empty)}"] if empty else []
    drafts, remarks = layout.blocks(pages)
    return assemble.document(name, MEDIA_TYPE, data, drafts, count, notes + remarks)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pdfium.FPDF_DOCUMENT]:
    pdfium.FPDF_InitLibrary()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        reason = _REASONS.get(pdfium.FPDF_GetLastError(), "the PDF cannot be opened")
        raise UnreadableFile(f"{name}: {reason}")
    try:
        yield handle
    finally:
        pdfium.FPDF_CloseDocument(handle)


def _page(handle: pdfium.FPDF_DOCUMENT, number: int) -> Page:
    page = pdfium.FPDF_LoadPage(handle, number)
    if not page:
        return Page(number + 1, 0.0, 0.0, [])
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        pieces = _pieces(text_page) if text_page else []
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)
    return Page(number + 1, width, height, pieces)


def _text(text_page: pdfium.FPDF_TEXTPAGE) -> str:
    """The page's text, one Python character for each of PDFium's character indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    # utf-16 decoding would make one character of a surrogate pair and shift every index behind it.
    raw = bytes(buffer)[: 2 * count]
    text = raw.decode("utf-16-le", "replace")
    return text if len(text) == count else "".join(map(chr, buffer[:count]))


def _pieces(text_page: pdfium.FPDF_TEXTPAGE) -> list[Piece]:
    """The page's lines in PDFium's order, parted where a wide gap shows columns."""
    text = _text(text_page)
    pieces: list[Piece] = []
    start = 0
    for row in text.split("\r\n"):
        at = start
        start += len(row) + 2
        if _HYPHENS[0] in row or _HYPHENS[1] in row:
            # PDFium runs the next line on after a line-end hyphen.
            parts = row.replace(_HYPHENS[1], _HYPHENS[0]).split(_HYPHENS[0])
            for part in parts[:-1]:
                _measure(text_page, text, at, part, pieces, True)
                at += len(part) + 1
            row = parts[-1]
        _measure(text_page, text, at, row, pieces, False)
    return pieces


def _measure(
    text_page: pdfium.FPDF_TEXTPAGE, text: str, at: int, row: str, pieces: list[Piece], hyphen: bool
) -> None:
    stripped = row.strip()
    if not stripped:
        return
    start = at + len(row) - len(row.lstrip())
    end = start + len(stripped)
    cuts = _columns(text_page, text, start, end)
    if not cuts:
        pieces.append(_piece(text_page, stripped, start, hyphen))
        return
    for first, last in pairwise([start, *cuts, end]):
        part = text[first:last]
        if part.strip():
            first += len(part) - len(part.lstrip())
            pieces.append(_piece(text_page, part.strip(), first, hyphen and last == end))


def _piece(text_page: pdfium.FPDF_TEXTPAGE, inner: str, start: int, hyphen: bool) -> Piece:
    last = start + len(inner) - 1
    marker = marker_length(inner)
    first = start + marker
    _loose_box(text_page, start, _box)
    text_left = left = _box.left
    if marker:
        _loose_box(text_page, first, _box)
        text_left = _box.left
    _loose_box(text_page, last, _box)
    right = _box.right
    # Font and height come from the middle: a footnote's raised mark may stand at either end.
    middle = (first + last + 1) // 2
    if inner[middle - start] == " ":  # a space may belong to another font
        middle += 1
    _loose_box(text_page, middle, _box)
    bottom, top = _box.bottom, _box.top
    size = _font_size(text_page, middle)
    if not 0.7 * size < top - bottom < 2 * size:  # the text's matrix scales it
        size = (top - bottom) / 1.2
    text = assemble.clean(inner)
    piece = Piece(text, left, bottom, right, top, size, False, text_left)
    final = inner[-1]
    if final.isdigit():
        piece.raised = _raised(text_page, inner, last, size)
        last -= piece.raised
    if inner[0].isdigit() or inner[0] in "*†‡":
        piece.noted = _font_size(text_page, start) < 0.85 * size
    if _font_weight(text_page, first) >= 600:
        piece.bold = _font_weight(text_page, last) >= 600
    elif inner[0].isupper() and not ends_sentence(text):
        piece.italic = _slanted(text_page, first) and _slanted(text_page, last)
    if hyphen:
        piece.text += assemble.HARD_HYPHEN
    return piece


def _raised(text_page: pdfium.FPDF_TEXTPAGE, inner: str, last: int, size: float) -> int:
    """How many digits at the end are smaller than the words before them."""
    digits = len(inner) - len(inner.rstrip("0123456789"))
    if digits == len(inner) or digits > 3:
        return 0
    return digits if _font_size(text_page, last) < 0.85 * _font_size(text_page, last - digits) else 0


def _slanted(text_page: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    """Italic by the text's matrix (Word slants fonts that have no italic) or by the font's own flag."""
    pdfium.FPDFText_GetMatrix(text_page, index, _matrix)
    if abs(_matrix.c) > 0.1 * abs(_matrix.a) and abs(_matrix.b) < 0.05 * abs(_matrix.a):
        return True
    pdfium.FPDFText_GetFontInfo(text_page, index, None, 0, _flags)
    return bool(_flags.value & _ITALIC)


def _columns(text_page: pdfium.FPDF_TEXTPAGE, text: str, start: int, end: int) -> list[int]:
    """Indices inside the line at which text goes on after a wide gap."""
    count = pdfium.FPDFText_CountRects(text_page, start, end - start)
    if count < 2:
        return []
    cuts: list[int] = []
    reach: float | None = None
    for index in range(count):
        pdfium.FPDFText_GetRect(text_page, index, _left, _top, _right, _bottom)
        left, right = _left.value, _right.value
        if reach is not None and left - reach > 10:
            body = start + marker_length(text[start:end])
            if left - reach > _WIDE * max(_font_size(text_page, body), 9):
                at = pdfium.FPDFText_GetCharIndexAtPos(text_page, left + 0.5, (_top.value + _bottom.value) / 2, 2, 4)
                if body < at < end and text[at - 1] == " ":
                    cuts.append(at)
        reach = right if reach is None else max(right, reach)
    return sorted(set(cuts))
