"""Pieces side by side: parts of one line, cells of a table's row, columns under a letter's close."""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.piece import Page, Piece, is_marker, marker_length, same_row


@dataclass(slots=True)
class Row:
    """What is read together: one line (a single cell of one piece), or a table's row with the lines of each cell."""

    cells: list[list[Piece]]


def join_lines(pieces: list[Piece]) -> list[Piece]:
    """Put raised footnote marks and other stretches of the same line back together."""
    lines: list[Piece] = []
    for piece in pieces:
        if lines:
            last = lines[-1]
            gap = piece.left - last.right
            if gap <= -2:  # nearly always: the next line
                lines.append(piece)
                continue
            large, small = max(last.size, piece.size), min(last.size, piece.size)
            near = 2 if last.text.isdigit() and small < 0.85 * large else 0.6
            if gap < near * large and same_row(last, piece):
                _append(last, piece, gap)
                continue
            if gap < 40 and is_marker(last.text) and same_row(last, piece):
                piece.text, piece.left = f"{last.text} {piece.text}", last.left
                piece.marker = marker_length(piece.text)
                lines[-1] = piece
                continue
        lines.append(piece)
    return lines


def _append(last: Piece, piece: Piece, gap: float) -> None:
    """Run `piece` on to `last`, minding which of the two is a footnote's mark."""
    raised = piece.size < 0.85 * last.size and piece.text.isdigit()
    if last.size < 0.85 * piece.size and last.text.isdigit():
        last.noted = True
        last.size, last.bottom, last.top, last.bold = piece.size, piece.bottom, piece.top, piece.bold
    last.text += ("" if raised or gap < 0.12 * last.size else " ") + piece.text
    last.right = piece.right
    last.raised = len(piece.text) if raised else piece.raised
    if not raised:
        last.bold = last.bold and piece.bold
        last.italic = last.italic and piece.italic


def rows(lines: list[Piece], pitch: float) -> list[Row]:
    """Lines in reading order, those of a table gathered into its rows.

    PDFium gives a table cell by cell, or line by line across cells; both are seen from where a piece stands: to the
    right of the lines before it and at their height, or straight under a cell of the row so far.
    """
    found: list[Row] = []
    cells: list[list[Piece]] = []  # of the last row
    for piece in lines:
        if len(cells) > 1 and (cell := _cell_above(found[-1], piece, pitch)) is not None:
            cell.append(piece)
        elif cells and piece.top > cells[0][-1].bottom + 2 and _beside(found, piece, pitch):
            cells.append([piece])
        else:
            cells = [[piece]]
            found.append(Row(cells))
    return found


def _beside(found: list[Row], piece: Piece, pitch: float) -> bool:
    """Whether the piece is the last row's next cell; a label's lines, each a row so far, are made its first cell."""
    row = found[-1]
    if len(row.cells) > 1:
        return _right_of(row.cells[-1], piece) and piece.bottom < max(p.top for cell in row.cells for p in cell)
    label = row.cells[0][:]
    count = 1
    while count < len(found) and len(found[-1 - count].cells) == 1:
        above, below = found[-1 - count].cells[0][-1], label[0]
        if not (0 < above.bottom - below.bottom < 1.3 * pitch and abs(above.left - below.left) < 30):
            break
        if above.right > piece.left - 4 or above.bottom > piece.top + pitch or abs(above.size - below.size) > 0.9:
            break
        label[:0] = found[-1 - count].cells[0]
        count += 1
    if not _right_of(label, piece) or piece.bottom > label[0].top - 1:
        return False
    del found[len(found) - count :]
    found.append(row)
    row.cells[0] = label
    return True


def _right_of(cell: list[Piece], piece: Piece) -> bool:
    return piece.left > max(p.right for p in cell) + 4


def _cell_above(row: Row, piece: Piece, pitch: float) -> list[Piece] | None:
    """The cell of the row that the piece goes on with."""
    for cell in reversed(row.cells):
        drop = cell[-1].bottom - piece.bottom
        if abs(cell[-1].left - piece.left) < 4 and 0 < drop < 1.3 * max(pitch, piece.size):
            return cell
    return None


def columns(pieces: list[Piece], page: Page) -> list[Piece]:
    """Signatories side by side, read one column after the other; unchanged where nothing stands side by side."""
    starts = [
        p.left
        for p in pieces
        if p.left > 0.3 * page.width and any(same_row(p, q) and q.right < p.left - 8 for q in pieces)
    ]
    if not starts:
        return pieces
    edges: list[float] = []
    for left in sorted(starts):
        if not edges or left > edges[-1] + 80:
            edges.append(left)
    ordered: list[Piece] = []
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: -p.bottom):
        if any(piece.left < edge - 5 and piece.right > edge + 5 for edge in edges):  # runs across the columns
            ordered += _by_column(band, edges)
            ordered.append(piece)
            band = []
        else:
            band.append(piece)
    return ordered + _by_column(band, edges)


def _by_column(band: list[Piece], edges: list[float]) -> list[Piece]:
    return sorted(band, key=lambda p: (sum(p.left > edge - 5 for edge in edges), -p.bottom, p.left))
