"""PDF: printed lines with their font and place, by raw PDFium calls; `layout` makes blocks of them.

Calls into PDFium from Python cost more than the work they do, so each page's text is fetched in one call, and fonts and
boxes are asked for once a line, not once a character.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2.raw as pdfium

from kg.errors import UnreadableFile
from kg.model import Document
from kg.reading import assemble, layout
from kg.reading.layout import Page, Piece

_HYPHENS = ("\x02", "\ufffe")  # PDFium's mark for a hyphen at a line's end; which of the two depends on its version
_WIDE = 1.3  # a gap inside a line, in font sizes, that parts two columns

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "the PDF is encrypted: remove its password first",
    pdfium.FPDF_ERR_SECURITY: "the PDF is encrypted in a way that cannot be read",
    pdfium.FPDF_ERR_FORMAT: "the PDF is damaged or cut short",
}


def read(data: bytes, name: str) -> Document:
    """A PDF's bytes as a Document; `UnreadableFile` where it cannot be opened or holds no text."""
    with _opened(data, name) as handle:
        count = pdfium.FPDF_GetPageCount(handle)
        if not count:
            raise UnreadableFile(f"{name}: the PDF has no pages")
        pages = [_page(handle, number) for number in range(count)]
    if not any(page.pieces for page in pages):
        raise UnreadableFile(f"{name}: the PDF holds images only, no text: run it through text recognition (OCR) first")
    empty = [str(number) for number, page in enumerate(pages, 1) if not page.pieces]
    notes = [f"no text on page{'s' if len(empty) > 1 else ''} {', '.join(empty)}"] if empty else []
    return assemble.document(name, "application/pdf", data, layout.blocks(pages), count, notes)


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
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    # Offsets in this string are PDFium's character indices: a surrogate pair counts as two on both sides only
    # if it is kept apart, so lone halves pass here and are put together when a piece is cleaned.
    return "".join(map(chr, buffer[:count])) if any(0xD800 <= c < 0xE000 for c in buffer[:count]) else bytes(
        buffer
    )[: 2 * count].decode("utf-16-le", "replace")


def _pieces(text_page: pdfium.FPDF_TEXTPAGE) -> list[Piece]:
    """The page's lines in PDFium's order, parted where a wide gap shows columns."""
    text = _text(text_page)
    pieces: list[Piece] = []
    at = 0
    for row in text.split("\r\n"):
        for part, hard in _parts(row):
            stripped = part.strip()
            if stripped:
                start = at + len(part) - len(part.lstrip())
                pieces.extend(_measured(text_page, text, start, start + len(stripped), hard))
            at += len(part) + hard
        at += 2
    return pieces


def _parts(row: str) -> list[tuple[str, bool]]:
    """A row of PDFium's text cut after each line-end hyphen, which it does not follow by a line break."""
    if _HYPHENS[0] not in row and _HYPHENS[1] not in row:
        return [(row, False)]
    cut = row.replace(_HYPHENS[1], _HYPHENS[0]).split(_HYPHENS[0])
    return [(part, True) for part in cut[:-1]] + [(cut[-1], False)]


_box = pdfium.FS_RECTF()
_a, _b, _c, _d = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()


def _measured(text_page: pdfium.FPDF_TEXTPAGE, text: str, start: int, end: int, hard: bool) -> list[Piece]:
    cuts = [start, *_columns(text_page, text, start, end), end]
    return [
        _piece(text_page, text, first, last, hard and last == end)
        for first, last in zip(cuts, cuts[1:], strict=False)
        if text[first:last].strip()
    ]


def _piece(text_page: pdfium.FPDF_TEXTPAGE, text: str, start: int, end: int, hard: bool) -> Piece:
    while text[end - 1] == " ":
        end -= 1
    inner = text[start:end]
    sample = start + layout.marker_length(inner)
    pdfium.FPDFText_GetLooseCharBox(text_page, start, _box)
    left = _box.left
    pdfium.FPDFText_GetLooseCharBox(text_page, sample, _box)
    bottom, top, text_left, right = _box.bottom, _box.top, _box.left, _box.right
    if end - 1 > sample:
        pdfium.FPDFText_GetLooseCharBox(text_page, end - 1, _box)
        right = _box.right
    size = pdfium.FPDFText_GetFontSize(text_page, sample)
    if not 0.7 < (top - bottom) / (size or 1) < 2:  # the size is scaled by the text's matrix
        size = (top - bottom) / 1.2
    bold = pdfium.FPDFText_GetFontWeight(text_page, sample) >= 600
    if bold and end - 1 > sample:
        bold = pdfium.FPDFText_GetFontWeight(text_page, end - 1) >= 600
    words = assemble.clean(inner)
    return Piece(words + assemble.HARD_HYPHEN if hard else words, left, bottom, right, top, size, bold, text_left)


def _columns(text_page: pdfium.FPDF_TEXTPAGE, text: str, start: int, end: int) -> list[int]:
    """Indices inside the line at which text goes on after a wide gap."""
    count = pdfium.FPDFText_CountRects(text_page, start, end - start)
    if count < 2:
        return []
    body = start + layout.marker_length(text[start:end])
    size = 0.0
    cuts = []
    reach = None
    for index in range(count):
        pdfium.FPDFText_GetRect(text_page, index, _a, _b, _c, _d)
        left, top, right, bottom = _a.value, _b.value, _c.value, _d.value
        if reach is not None and left - reach > 9:
            size = size or pdfium.FPDFText_GetFontSize(text_page, body) or 12
            if left - reach > _WIDE * max(size, 9):
                at = pdfium.FPDFText_GetCharIndexAtPos(text_page, left + 0.5, (top + bottom) / 2, 2, 4)
                if body < at < end and text[at - 1] == " ":
                    cuts.append(at)
        reach = max(right, reach or right)
    return sorted(set(cuts))
