"""Compares results of queries as tables of terms.

A blank node's name, a number's spelling and the order of the columns of SELECT * make no difference.
"""

from __future__ import annotations

import csv
import io
import re

import pyoxigraph as ox

Row = tuple[str, ...]
_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_BLANK = re.compile(r"^_:\S+$")


def same(found: bytes, expected: bytes, ending: str) -> str | None:
    """Why two written results differ; None where they are the same. Rows are in the query's order."""
    mine, theirs = (_renamed(_by_name(rows(body, ending))) for body in (found, expected))
    if mine == theirs:
        return None
    different = next((pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]), None)
    return f"{different[0]}, not {different[1]}" if different else f"{len(mine)} rows, not {len(theirs)}"


def rows(body: bytes, ending: str) -> list[Row]:
    """The header and the rows of a written table."""
    return {"csv": _csv, "tsv": _tsv, "srj": _json, "json": _json}[ending](body)


def _csv(body: bytes) -> list[Row]:
    found = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    return [tuple(plain(cell) for cell in row) for row in found]


def plain(cell: str) -> str:
    """A number without its spelling: stores keep the value of a double, and CSV does not tell its type."""
    return str(float(cell)) if _NUMBER.match(cell) else cell


def _by_name(table: list[Row]) -> list[Row]:
    """The columns in the order of their names: that of SELECT * is left open by the standard."""
    if not table:
        return table
    order = sorted(range(len(table[0])), key=lambda column: table[0][column])
    return [tuple(row[column] for column in order) if len(row) == len(order) else row for row in table]


def _tsv(body: bytes) -> list[Row]:
    lines = body.decode("utf-8").split("\n")
    found = [tuple(line.rstrip("\r").split("\t")) for line in lines if line.strip("\r")]
    return [found[0], *(tuple(map(spelling, row)) for row in found[1:])]


def spelling(written: str) -> str:
    """A term of the TSV format in one spelling: it is written as in Turtle."""
    if not written or _BLANK.match(written):
        return written
    quad = next(iter(ox.parse(f"<x:s> <x:p> {written} .".encode(), format=ox.RdfFormat.TURTLE)))
    value = quad.object
    if isinstance(value, ox.Literal) and value.datatype.value.endswith(("#double", "#decimal", "#integer")):
        return f"{float(value.value)}^^{value.datatype.value}"
    return str(value)


def _json(body: bytes) -> list[Row]:
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return [(str(bool(found)),)]
    assert isinstance(found, ox.QuerySolutions)
    header = tuple(variable.value for variable in found.variables)
    return [header, *(tuple("" if term is None else str(term) for term in row) for row in found)]


def _renamed(table: list[Row]) -> list[Row]:
    """Blank nodes numbered as they are met."""
    names: dict[str, str] = {}
    return [
        tuple(names.setdefault(cell, f"_:{len(names)}") if _BLANK.match(cell) else cell for cell in row)
        for row in table
    ]
