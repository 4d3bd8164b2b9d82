"""Writing SPARQL from typed terms, and reading its rows as plain text.

No text of a user ever reaches a query except through `literal`, which serialises it as a proper RDF term, so that the
query that is shown runs as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode

from kg.vocabulary import PREFIXES

Row = dict[str, str]


class Store(Protocol):
    """The door of the graph that is needed here."""

    def select(self, query: str) -> Any:
        """The rows of a SELECT query, materialised."""


def rows(store: Store, query: str) -> list[Row]:
    """Rows as plain text: IRIs and lexical forms; unbound names are left out."""
    return [_plain(row) for row in store.select(with_prefixes(query))]


def _plain(row: Mapping[str, object]) -> Row:
    return {name: _text(value) for name, value in row.items() if value is not None}


def _text(value: object) -> str:
    return str(value.value) if hasattr(value, "value") else str(value)


def with_prefixes(query: str) -> str:
    """The query with a PREFIX line for each prefix that it uses and does not declare."""
    declared = set(re.findall(r"(?im)^\s*PREFIX\s+([a-z]+):", query))
    outside = re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>\s]*>', " ", query)
    used = set(re.findall(r"(?<![\w?])([a-z]+):(?=[A-Za-z0-9_])", outside)) & PREFIXES.keys() - declared
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(used)) + query


def literal(text: str) -> str:
    """A string as a SPARQL literal."""
    return str(Literal(text))


def day_literal(iso: str) -> str:
    """An ISO day as an xsd:date literal."""
    return str(Literal(iso, datatype=NamedNode(PREFIXES["xsd"] + "date")))


def iri(address: str) -> str:
    """An IRI as a SPARQL term, shortened with a known prefix where that is safe."""
    for prefix, namespace in PREFIXES.items():
        name = address.removeprefix(namespace)
        if name != address and re.fullmatch(r"[A-Za-z0-9](?:[\w-]*\w)?", name):
            return f"{prefix}:{name}"
    return str(NamedNode(address))


def values(variable: str, terms: Iterable[str]) -> str:
    """A VALUES block for one variable; the terms are serialised already."""
    return f"VALUES ?{variable} {{ {' '.join(terms)} }}"


def of_board(row: Row) -> bool:
    """Whether a judgement or point is of the safeguarding board, and not of the authority."""
    return row.get("board") in {"true", "1"}


def tail(address: str) -> str:
    """The last step of an IRI."""
    return re.split(r"[/#]", address)[-1]
