"""Printed lines to blocks: what the layout of pages says of a document's structure.

Everything is judged against the document's own body text (its size, its line pitch), in PDF points.

- A table's row is one 'cell' block, its cells parted by ' | ', a cell's own lines together.
- Columns under a letter's close are read one after the other.
- A bullet keeps its glyph in `marker`, with its depth as `level`; a numbered paragraph its number, as a 'paragraph'.
- Footnotes are blocks of their own, before a block that runs over to the next page, otherwise at their page's end.
- Page heads and feet, page numbers and contents lists are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.reading.assemble import Draft
from kg.reading.blocks import Builder, Style
from kg.reading.columns import columns, join_lines, rows
from kg.reading.furniture import drop_contents, drop_furniture, part_footnotes
from kg.reading.piece import Page, Piece
from kg.reading.shape import CLOSE


def blocks(pages: list[Page]) -> tuple[list[Draft], list[str]]:
    """All pages' blocks in reading order, and notes on what was left out."""
    for page in pages:
        page.pieces = join_lines(page.pieces)  # first: a footnote's lone mark would pass for a page number
    drop_furniture(pages)
    contents = drop_contents(pages)
    style = _style(pages)
    builder = Builder(style)
    for page in pages:
        body, notes = part_footnotes(page.pieces, style.size, page.height)
        close = next((i for i, piece in enumerate(body) if piece.text[:1] in "Yy" and CLOSE.match(piece.text)), None)
        if close is not None:
            builder.add(rows(body[: close + 1], style.pitch), page, body)
            builder.close()
            body = body[close + 1 :]
            builder.add(rows(columns(body, page), style.pitch), page, body)
        else:
            ordered = columns(body, page) if builder.closed else body
            builder.add(rows(ordered, style.pitch), page, body)
        builder.add_notes(notes, page)
    remarks = [f"contents list on page {number} left out" for number in contents]
    return builder.finish(), remarks


def _style(pages: list[Page]) -> Style:
    """The commonest size, and the commonest distance between a line and one that goes on in the middle of a sentence:
    in a short letter more lines begin a paragraph than go on with one.
    """
    exact: defaultdict[float, int] = defaultdict(int)
    sizes: Counter[float] = Counter()
    pitches: defaultdict[int, int] = defaultdict(int)
    others: defaultdict[int, int] = defaultdict(int)
    for page in pages:
        before: Piece | None = None
        for piece in page.pieces:
            size = piece.size
            exact[size] += len(piece.text)
            if before and -0.3 < before.size - size < 0.3:
                drop = before.bottom - piece.bottom
                if 0.9 * size < drop < 2 * size:
                    counted = pitches if piece.text[0].islower() and not piece.marker else others
                    counted[round(drop)] += 1
            before = piece
    for size, count in exact.items():
        sizes[round(size, 1)] += count
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    pitches = pitches or others
    pitch = max(pitches, key=pitches.__getitem__) if pitches else 1.2 * size
    return Style(size, min(float(pitch), 1.5 * size))
