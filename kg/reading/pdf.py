"""PDF: opened by PDFium, read page by page; `measure` finds the printed lines, `layout` makes blocks of them."""

from __future__ import annotations

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


def _page(handle: pdfium.FPDF_DOCUMENT, number: int, measure: Measure) -> Page:
    page = pdfium.FPDF_LoadPage(handle, number)
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
