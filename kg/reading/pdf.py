"""PDF: opened by PDFium, read page by page; `measure` finds the printed lines, `layout` makes blocks of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2.raw as pdfium

from kg.errors import UnreadableFile
from kg.model import Document
from kg.reading import assemble, layout
from kg.reading.measure import Measure
from kg.reading.piece import Page

MEDIA_TYPE = "application/pdf"

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "the PDF is encrypted: remove its password first",
    pdfium.FPDF_ERR_SECURITY: "the PDF is encrypted in a way that cannot be read",
    pdfium.FPDF_ERR_FORMAT: "the PDF is damaged or cut short",
}
_NO_LETTERS = "the PDF's fonts do not tell which letters they print: run it through text recognition (OCR) first"


def read(data: bytes, name: str) -> Document:
    """A PDF's bytes as a Document; `UnreadableFile` where it cannot be opened or holds no text."""
    with _opened(data, name) as handle:
        count = pdfium.FPDF_GetPageCount(handle)
        if not count:
            raise UnreadableFile(f"{name}: the PDF has no pages")
        measure = Measure()
        pages = [_page(handle, number, measure) for number in range(count)]
    if not any(page.pieces for page in pages):
        raise UnreadableFile(f"{name}: the PDF holds images only, no text: run it through text recognition (OCR) first")
    if measure.unknown > 0.5:
        raise UnreadableFile(f"{name}: {_NO_LETTERS}")
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


def _upright(handle: pdfium.FPDF_DOCUMENT, number: int, page: pdfium.FPDF_PAGE) -> pdfium.FPDF_PAGE:
    """The page with upright text, and its visible part's lower left corner at the origin.

    PDFium tells places in the page's own system, so the content of a page that is turned or cut is moved, and the
    page loaded anew.
    """
    box = pdfium.FS_RECTF()
    if not page or not pdfium.FPDF_GetPageBoundingBox(page, box):
        return page
    turns = _text_turns(page) if pdfium.FPDFPage_GetRotation(page) else 0
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    if not (turns or left or bottom or pdfium.FPDFPage_GetRotation(page)):
        return page
    wide, high = right - left, top - bottom
    matrix = (
        (1, 0, 0, 1, -left, -bottom),
        (0, -1, 1, 0, -bottom, right),
        (-1, 0, 0, -1, right, top),
        (0, 1, -1, 0, top, -left),
    )[turns]
    size = (high, wide) if turns % 2 else (wide, high)
    pdfium.FPDFPage_TransFormWithClip(page, pdfium.FS_MATRIX(*matrix), pdfium.FS_RECTF(0, size[1], size[0], 0))
    pdfium.FPDFPage_SetRotation(page, 0)
    pdfium.FPDFPage_SetMediaBox(page, 0, 0, *size)
    pdfium.FPDFPage_SetCropBox(page, 0, 0, *size)
    pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_LoadPage(handle, number)


def _text_turns(page: pdfium.FPDF_PAGE) -> int:
    """By how many quarters of a circle, against the clock, most of a turned page's text is written."""
    text_page = pdfium.FPDFText_LoadPage(page)
    count = pdfium.FPDFText_CountChars(text_page)
    angles = [pdfium.FPDFText_GetCharAngle(text_page, index) for index in range(0, count, max(1, count // 50))]
    pdfium.FPDFText_ClosePage(text_page)
    quarters = Counter(-round(2 * angle / math.pi) % 4 for angle in angles if angle >= 0)
    return quarters.most_common(1)[0][0] if quarters else 0


def _page(handle: pdfium.FPDF_DOCUMENT, number: int, measure: Measure) -> Page:
    page = _upright(handle, number, pdfium.FPDF_LoadPage(handle, number))
    if not page:
        return Page(number + 1, 0.0, 0.0, [])
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        pieces = measure.pieces(text_page) if text_page else []
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)
    return Page(number + 1, width, height, pieces)
