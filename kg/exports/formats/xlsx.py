"""A workbook: one sheet a class, typed cells, a filter on every column, the first row kept in sight."""

from __future__ import annotations

import datetime
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import SelectionError
from kg.exports.formats.base import Format, Job
from kg.exports.packing import repack
from kg.exports.rows import Row, Value, rows
from kg.exports.tables import STATEMENTS, TABLES, Column, Table
from kg.exports.text import LONGEST_CELL

if TYPE_CHECKING:
    from openpyxl import Workbook

_MOST_ROWS = 1_048_576
_LONGEST = "SELECT (COUNT(*) AS ?rows) { ?finding a insp:Finding ; insp:theme ?theme }"
_WIDE = {"text", "quote", "scope", "object"}
_MIDDLE = {"title", "visit", "aspect", "themes", "section", "heading", "topic", "framework", "authority_name", "name"}


class _Sheet:
    """A sheet that is made when its first row comes."""

    def __init__(self, book: Workbook, table: Table) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self.table, self.rows = table, 1
        self._sheet: Any = book.create_sheet(table.name)
        self._cell = WriteOnlyCell
        for number, column in enumerate(table.columns, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = _width(column)
        self._last = get_column_letter(len(table.columns))
        self._sheet.freeze_panes = "B2"
        header = [WriteOnlyCell(self._sheet, column.name.replace("_", " ")) for column in table.columns]
        for cell in header:
            cell.font = Font(bold=True)
        self._sheet.append(header)

    def add(self, row: Row) -> None:
        """One more row. Raises SelectionError when the sheet is full."""
        self.rows += 1
        if self.rows > _MOST_ROWS:
            raise _too_many(self.table)
        self._sheet.append([self._typed(value) for value in row])

    def _typed(self, value: Value) -> Any:
        if not isinstance(value, str):
            return value
        cell = self._cell(self._sheet, value[:LONGEST_CELL])
        cell.data_type = "s"  # text that begins with = is no formula
        return cell

    def close(self) -> None:
        """The filter spans all rows."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self.rows}"


def _too_many(table: Table) -> SelectionError:
    most = f"A sheet holds {_MOST_ROWS - 1:,} rows"
    return SelectionError(f"{most}, and there are more for “{table.title}”: choose less, or take csv")


def _check(job: Job) -> None:
    """Whether the longest sheet of a whole library has room, before it is read. Raises SelectionError."""
    if job.chosen.whole:
        longest = next(table for table in TABLES if table.name == "finding_themes")
        if int(job.library.store.select(_LONGEST).one() or 0) >= _MOST_ROWS:
            raise _too_many(longest)


def _width(column: Column) -> int:
    if column.refers or column.name in ("id", "canonical", "evidence", "sha256"):
        return 14
    if column.name in _WIDE:
        return 80
    return 34 if column.name in _MIDDLE else max(14, len(column.name) + 2)


def _write(job: Job, target: BinaryIO) -> None:
    from openpyxl import Workbook

    _check(job)
    book = Workbook(write_only=True)
    front: Any = book.create_sheet("about")
    front.column_dimensions["A"].width, front.column_dimensions["B"].width = 24, 110
    sheets: dict[str, _Sheet] = {}
    try:
        for table, row in rows(job):
            if table.name not in sheets:
                sheets[table.name] = _Sheet(book, table)
            sheets[table.name].add(row)
        job.check()
    except BaseException:
        _give_up(book)
        raise
    for sheet in sheets.values():
        sheet.close()
    _front(front, job, sheets)
    order = ["about", STATEMENTS.name, *(table.name for table in TABLES)]
    book._sheets.sort(key=lambda sheet: order.index(sheet.title))
    about = job.about
    book.properties.title, book.properties.creator = about.title, about.software
    book.properties.description, book.properties.subject = about.rows()[-1][1], about.said()[:250]
    book.properties.created = datetime.datetime.combine(about.created, datetime.time())
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        repack(file, target, about.created)


def _give_up(book: Any) -> None:
    """Each sheet is a temporary file, which openpyxl would keep until the program ends."""
    for sheet in book._sheets:
        sheet.close()
        sheet._writer.cleanup()


def _front(front: Any, job: Job, sheets: dict[str, _Sheet]) -> None:
    """The first sheet: what this is, and what the others hold."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    def text(value: str, *, bold: bool = False) -> Any:
        cell = WriteOnlyCell(front, value[:LONGEST_CELL])
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)
        return cell

    for name, value in job.about.rows():
        front.append([text(name, bold=True), text(value)])
    front.append([])
    front.append([text("Sheet", bold=True), text("What it holds", bold=True)])
    for table in (STATEMENTS, *TABLES):
        if table.name in sheets:
            count = sheets[table.name].rows - 1
            front.append([text(table.name), text(f"{table.title}: {count:,} rows")])


FORMATS = (
    Format(
        "xlsx",
        "workbook (Excel)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        False,
        _write,
    ),
)
