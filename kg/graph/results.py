"""Formats of results, and the counting of rows in results that are already written out."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
GRAPHS = {
    "turtle": "text/turtle",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "nquads": "application/n-quads",
    "rdfxml": "application/rdf+xml",
}
MEDIA_TYPES = {**TABLES, **GRAPHS}
_ENDINGS = {"json": b"]}}", "xml": b"</results></sparql>", "csv": b"", "tsv": b""}
_PARSED = 8 << 20  # a longer table is not parsed to be counted: that takes several times its size
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}]')


@dataclass(frozen=True, slots=True)
class Limits:
    """What a user's query may cost. `rows` counts triples where the result is a graph; `body` and `memory` are MiB.

    `waiting`: how many may wait for one of the `concurrent` places.
    """

    seconds: float = 10.0
    rows: int = 10_000
    memory: int = 1024
    body: int = 64
    concurrent: int = 4
    text: int = 200_000
    waiting: int = 8


@dataclass(frozen=True, slots=True)
class Request:
    """A user's query on its way to a store. No graphs named: everything that the store holds.

    `own_dataset`: the query itself names graphs (FROM), which hold unless the request names some.
    """

    sparql: str
    format: str
    form: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None
    own_dataset: bool = False

    @property
    def whole(self) -> bool:
        """Whether the default graph is the union of everything that the store holds."""
        return not (self.default_graphs or self.named_graphs or self.own_dataset)


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A result, written out. `form` is 'select', 'ask' or 'graph'; `truncated`: there was more than the row cap."""

    body: bytes
    format: str
    form: str
    rows: int
    truncated: bool
    seconds: float

    @property
    def media_type(self) -> str:
        """The media type of `body`."""
        return MEDIA_TYPES[self.format]


def cut(body: bytes, format: str, rows: int, complete: bool = True) -> tuple[bytes, int, bool]:
    """The first `rows` rows of a table, how many they are, and whether there were more.

    `complete` is False for a body whose writing was stopped somewhere.
    """
    if complete and at_most(body, format) <= rows:
        return body, _count(body, format), False
    end = count = 0
    for stop in row_ends(body, format):
        if count == rows:
            return body[:end] + _ENDINGS[format], rows, True
        end, count = stop, count + 1
    if complete:
        return body, count, False
    return body[:end] + _ENDINGS[format], count, True


def row_ends(body: bytes, format: str) -> Iterator[int]:
    """The offset behind each row of a written table."""
    return {"xml": _xml_ends, "json": _json_ends, "csv": _csv_ends, "tsv": _tsv_ends}[format](body)


def at_most(body: bytes, format: str) -> int:
    """A number of rows that the table cannot exceed; quick."""
    if format == "json":
        return body.count(b"},{") + 1
    return body.count(b"<result") if format == "xml" else max(0, body.count(b"\n") - 1)


def _count(body: bytes, format: str) -> int:
    """How many rows a whole table has."""
    if format == "json" and len(body) < _PARSED:
        with contextlib.suppress(ValueError, KeyError, TypeError):  # what a foreign endpoint wrote may be anything
            return len(json.loads(body)["results"]["bindings"])
    if format == "csv" and b'"' not in body:
        return max(0, body.count(b"\n") - 1)
    return sum(1 for _ in row_ends(body, format))


def _xml_ends(body: bytes) -> Iterator[int]:
    return (match.end() for match in re.finditer(rb"</result>|<result\s*/>", body))


def _tsv_ends(body: bytes) -> Iterator[int]:
    ends = (match.end() for match in re.finditer(rb"\n", body))
    next(ends, None)
    return ends


def _csv_ends(body: bytes) -> Iterator[int]:
    """Line ends outside quotes; a doubled quote keeps the parity."""
    inside, header = False, True
    for match in re.finditer(rb'"|\n', body):
        if match.group() == b'"':
            inside = not inside
        elif not inside:
            if not header:
                yield match.end()
            header = False


def _json_ends(body: bytes) -> Iterator[int]:
    """Closing braces of the objects in `results.bindings`, which are the third level of the document."""
    depth = 0
    for match in _JSON.finditer(body):
        if match.group() == b"{":
            depth += 1
        elif match.group() == b"}":
            depth -= 1
            if depth == 2:
                yield match.end()
