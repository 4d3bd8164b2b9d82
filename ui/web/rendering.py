"""Pages of an original as they look, with the cited words marked."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from kg.model import Document, Line, Span

Box = tuple[float, float, float, float]

SCALE = 1.6
MARK = (255, 225, 90)

# PDFium keeps global state: two threads inside it at once crash the process.
_pdfium = threading.Lock()


def render_page(original: Path, document: Document, page: int, cited: Span | None = None) -> bytes:
    """A page (counted from 1) of a PDF as PNG, the words of `cited` that stand on it marked."""
    with _pdfium:
        pdf = pdfium.PdfDocument(original)
        try:
            leaf = pdf[page - 1]
            image = leaf.render(scale=SCALE).to_pil().convert("RGB")
            marks = _marks(leaf, document, page, cited) if cited else []
            placed = [_in_pixels(leaf, box) for box in marks]
        finally:
            pdf.close()
    if placed:
        image = _marked(image, placed)
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=False)
    return out.getvalue()


def first_mark(document: Document, page: int, cited: Span) -> float | None:
    """How far down the page the cited words begin, 0 (top) to 1, by the lines alone; None where they have no place."""
    boxes = [line.box for line in _cited_lines(document, page, cited) if line.box]
    tops = [line.box[3] for line in document.lines if line.page == page and line.box]
    if not boxes or not tops:
        return None
    height = max(max(tops) * 1.06, 1.0)
    return max(0.0, min(1.0, 1 - boxes[0][3] / height))


def _cited_lines(document: Document, page: int, cited: Span) -> list[Line]:
    return [line for line in document.lines if line.page == page and line.span.overlaps(cited)]


def _marks(leaf: pdfium.PdfPage, document: Document, page: int, cited: Span) -> list[Box]:
    """One box a line, in PDF points, cut to the cited part of the line."""
    lines = [line for line in _cited_lines(document, page, cited) if line.box]
    if not lines:
        return []
    text_page = leaf.get_textpage()
    characters = []
    for index in range(text_page.count_chars()):
        if not text_page.get_text_range(index, 1).isspace():
            characters.append(text_page.get_charbox(index))
    return [box for line in lines if (box := _part_of_line(line, document.text, cited, characters))]


def _part_of_line(line: Line, text: str, cited: Span, characters: list[Box]) -> Box | None:
    """The box of the line from the first to the last cited character.

    The text has lost spaces and soft hyphens of the page, so characters are counted without spaces; where the counts
    differ all the same, the place is estimated by proportion.
    """
    assert line.box is not None
    left, bottom, right, top = line.box
    words = line.span.of(text)
    from_ = max(cited.start, line.span.start) - line.span.start
    to = min(cited.end, line.span.end) - line.span.start
    total = len("".join(words.split()))
    before = len("".join(words[:from_].split()))
    upto = len("".join(words[:to].split()))
    if total == 0 or upto <= before:
        return None
    if before == 0 and upto == total:
        return line.box
    inside = sorted(box for box in characters if _centre_inside(box, line.box))
    if len(inside) >= upto and abs(len(inside) - total) <= 2:
        return inside[before][0], bottom, inside[min(upto, len(inside)) - 1][2], top
    width = right - left
    return left + width * before / total, bottom, left + width * upto / total, top


def _centre_inside(box: Box, line: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return line[0] - 1 <= x <= line[2] + 1 and line[1] - 1 <= y <= line[3] + 1


def _in_pixels(leaf: pdfium.PdfPage, box: Box) -> Box:
    # PDF coordinates start at the crop box's lower left corner, which need not be the origin.
    crop_left, _, _, crop_top = leaf.get_cropbox()
    left, bottom, right, top = box
    pad = 1.5
    return (
        (left - crop_left - pad) * SCALE,
        (crop_top - top - pad) * SCALE,
        (right - crop_left + pad) * SCALE,
        (crop_top - bottom + pad) * SCALE,
    )


def _marked(image: Image.Image, boxes: list[Box]) -> Image.Image:
    """Like a highlighter pen: the paper turns yellow, the ink stays."""
    paper = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(paper)
    for box in boxes:
        draw.rounded_rectangle(box, radius=3, fill=MARK)
    return ImageChops.multiply(image, paper)
