"""Rows written as JSON lines, CSV, a workbook, or a table for people."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from rich.table import Table

Row = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NOT_IN_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_767  # characters in a cell of a workbook


def jsonl(rows: Iterable[Row], target: BinaryIO) -> None:
    """One JSON object a line."""
    for row in rows:
        target.write((json.dumps(row, ensure_ascii=False) + "\n").encode())


def csv_table(rows: Iterable[Row], target: BinaryIO) -> None:
    """CSV with a byte-order mark, which spreadsheets need to see that it is UTF-8; lists are joined by line ends."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow(row)
        writer.writerow([_safe(flat(value)) for value in row.values()])
    text.detach()


def xlsx(rows: Iterable[Row], target: BinaryIO) -> None:
    """A workbook with one sheet: typed cells, a filter, the first row kept in sight."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("letters")
    kept = list(rows)
    names = list(kept[0]) if kept else []
    for number, name in enumerate(names, 1):
        longest = max(len(flat(row[name])) for row in kept)
        sheet.column_dimensions[get_column_letter(number)].width = min(60, max(len(name), longest) + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(names)))}{len(kept) + 1}"
    header = [WriteOnlyCell(sheet, name) for name in names]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in kept:
        cells = [WriteOnlyCell(sheet, _typed(value)) for value in row.values()]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that begins with = is no formula
        sheet.append(cells)
    book.save(target)


def for_people(rows: Iterable[Row], shown: Iterable[str]) -> Table:
    """A table of some of the columns."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    names = tuple(shown)
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(flat(row[name]).replace("\n", "; ")) for name in names))
    return table


def flat(value: Any) -> str:
    """A value as one cell's text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(flat(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(flat(item) for item in value.values() if item is not None)
    return str(value)


def _safe(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _typed(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return datetime.date.fromisoformat(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return _NOT_IN_CELLS.sub("", flat(value))[:_LONGEST]
