"""Results of trusted queries: materialised at once, never lazily (a pyoxigraph result must not leave its thread)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.scan import bind

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Value = ox.NamedNode | ox.Literal | str | bool | int | float | datetime.date
Bindings = Mapping[str, Value]


def term(value: Value) -> ox.NamedNode | ox.Literal:
    """A Python value as an RDF term. A plain str is a literal; name an IRI with `pyoxigraph.NamedNode`."""
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if isinstance(value, datetime.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    return ox.Literal(value)


def bound(query: str, values: Bindings) -> str:
    """The query with values for some of its variables: as VALUES, since engines' own parameters differ in scope."""
    return bind(query, {name: str(term(value)) for name, value in values.items()}) if values else query


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of terms. `query` is the text that made it, bindings written in, as it can be shown and run again."""

    variables: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    query: str = ""

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Each row as a dict of plain strings; unbound variables are left out."""
        for row in self.terms:
            yield {name: text(cell) for name, cell in zip(self.variables, row, strict=True) if cell is not None}

    def dicts(self) -> list[dict[str, str]]:
        """All rows as dicts of plain strings; unbound variables are left out."""
        return list(self)

    def column(self, variable: str) -> list[str | None]:
        """One column as plain strings."""
        position = self.variables.index(variable)
        return [None if row[position] is None else text(row[position]) for row in self.terms]

    def one(self) -> str | None:
        """The first cell of the first row, None when there is no row."""
        return text(self.terms[0][0]) if self.terms and self.terms[0][0] is not None else None


def text(cell: Term | None) -> str:
    """A term's plain words: the IRI, the literal's lexical form, or the blank node's label."""
    return "" if cell is None else str(cell.value)
