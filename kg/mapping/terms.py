"""RDF terms made short, and a sheet on which triples are collected."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

Term = ox.NamedNode | ox.Literal

_XSD = PREFIXES["xsd"]
_DATE = ox.NamedNode(_XSD + "date")
_MONTH = ox.NamedNode(_XSD + "gYearMonth")
_YEAR = ox.NamedNode(_XSD + "gYear")
_INTEGER = ox.NamedNode(_XSD + "integer")
_DECIMAL = ox.NamedNode(_XSD + "decimal")
_BOOLEAN = ox.NamedNode(_XSD + "boolean")


@lru_cache(maxsize=1024)
def term(name: str) -> ox.NamedNode:
    """A vocabulary term by its prefixed name: `term("insp:Letter")`."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


A = term("rdf:type")


def node(iri: str) -> ox.NamedNode:
    """A node by its full IRI."""
    return ox.NamedNode(iri)


def text(value: str, language: str | None = None) -> ox.Literal:
    """A plain or language-tagged string."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def date(value: str) -> ox.Literal:
    """An ISO day, month or year as the XSD type that fits its length."""
    return ox.Literal(value, datatype={4: _YEAR, 7: _MONTH}.get(len(value), _DATE))


def integer(value: int) -> ox.Literal:
    """A whole number."""
    return ox.Literal(str(value), datatype=_INTEGER)


def decimal(value: float) -> ox.Literal:
    """A number with three places: enough for a confidence, and the same on every machine."""
    return ox.Literal(f"{value:.3f}", datatype=_DECIMAL)


def boolean(value: bool) -> ox.Literal:
    """True or false."""
    return ox.Literal("true" if value else "false", datatype=_BOOLEAN)


def short(words: str, size: int = 80) -> str:
    """The beginning of a text as a label: one line, cut between words, an ellipsis where something was left out."""
    line = " ".join(words.split())
    if len(line) <= size:
        return line
    kept = line[: size + 1].rpartition(" ")[0] or line[:size]
    return kept.rstrip(" ,;:.") + "…"


class Sheet:
    """Collects triples in order, each once."""

    def __init__(self) -> None:
        self._triples: dict[ox.Triple, None] = {}

    def add(self, subject: ox.NamedNode, predicate: str, value: Term | None) -> None:
        """Add one triple; nothing where the letter gives no value."""
        if value is not None:
            self._triples[ox.Triple(subject, term(predicate), value)] = None

    def a(self, subject: ox.NamedNode, *classes: str) -> None:
        """Say what a node is."""
        for name in classes:
            self._triples[ox.Triple(subject, A, term(name))] = None

    def label(self, subject: ox.NamedNode, words: str) -> None:
        """Say how a node is called, in short: every node has a label, so that tools and pages need not show IRIs."""
        self.add(subject, "rdfs:label", text(short(words)))

    def triples(self) -> list[ox.Triple]:
        """Everything added so far."""
        return list(self._triples)
