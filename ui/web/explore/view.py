"""A table as it is shown: its filters, its columns, one page of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ui.web.explore.asked import Asked
from ui.web.results import Cell

ROWS = 50

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Filter:
    """A field that narrows the table: a choice among options, or words where there are none."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its head, what a row shows in it, and by what it sorts."""

    name: str
    label: str
    cell: Callable[[Row], Cell | Sequence[Cell]]
    key: Callable[[Row], object]
    number: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column as it is shown: where a click leads, how the table is sorted by it now."""

    label: str
    link: str
    sorted: str
    number: bool


@dataclass(frozen=True, slots=True)
class View:
    """One page of a table, ready for the template."""

    what: str
    filters: tuple[Filter, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[tuple[Cell, ...], ...], ...]
    total: int
    page: int
    pages: int
    previous: str
    next: str
    one: str
    many: str
    whole: int


def page_of(
    what: str,
    names: tuple[str, str],
    asked: Asked,
    filters: Iterable[Filter],
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    whole: int,
) -> View:
    """Sort the chosen rows as asked and take one page of them. `whole`: how many there are without filters."""
    chosen = next((column for column in columns if column.name == asked["sort"]), None)
    down = asked["order"] == "down"
    if chosen:
        rows = sorted(rows, key=chosen.key, reverse=down)  # type: ignore[arg-type]
    pages = max(1, -(-len(rows) // ROWS))
    page = min(asked.page, pages)
    shown = rows[(page - 1) * ROWS : page * ROWS]
    return View(
        what=what,
        filters=tuple(replace(found, value=found.value or asked[found.name]) for found in filters),
        heads=tuple(_head(what, asked, column, column is chosen, down) for column in columns),
        rows=tuple(tuple(_cells(column.cell(row)) for column in columns) for row in shown),
        total=len(rows),
        page=page,
        pages=pages,
        previous=asked.address(what, page=str(page - 1)) if page > 1 else "",
        next=asked.address(what, page=str(page + 1)) if page < pages else "",
        one=names[0],
        many=names[1],
        whole=whole,
    )


def options(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The values that occur, each its own label, sorted."""
    return tuple((value, value) for value in sorted({value for value in values if value}))


def years(name: str, label: str, days: Iterable[str]) -> Filter:
    """A choice among the years that occur."""
    return Filter(name, label, "", tuple(reversed(options(day[:4] for day in days))))


def _head(what: str, asked: Asked, column: Column[Row], is_chosen: bool, down: bool) -> Head:
    # Numbers and days are asked for from the largest; names from A.
    first = "down" if column.number else "up"
    order = ("up" if down else "down") if is_chosen else first
    link = asked.address(what, sort=column.name, order=order)
    return Head(column.label, link, ("descending" if down else "ascending") if is_chosen else "", column.number)


def _cells(shown: Cell | Sequence[Cell]) -> tuple[Cell, ...]:
    return (shown,) if isinstance(shown, Cell) else tuple(shown)
