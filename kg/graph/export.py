"""The graph, or some of its named graphs, written out as RDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyoxigraph as ox

from kg.graph.sandbox import RDF
from kg.graph.store import GraphStore
from kg.vocabulary import PREFIXES

_DATASETS = ("nquads", "trig", "jsonld")


def export_rdf(store: GraphStore, format: str, target: BinaryIO, graphs: Iterable[str] | None = None) -> int:
    """Writes all graphs or the named ones, graph by graph; how many statements were written.

    N-Quads, TriG and JSON-LD keep the graphs' names; the other formats hold the triples of all of them.
    """
    names = sorted(graphs) if graphs is not None else store.graphs()
    counted = _Count()
    if format in _DATASETS:
        quads = (
            ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(iri))
            for iri in names
            for triple in counted(_triples(store, iri))
        )
        ox.serialize(quads, target, format=RDF[format], prefixes=PREFIXES if format == "trig" else None)
    else:
        triples = (triple for iri in names for triple in counted(_triples(store, iri)))
        ox.serialize(triples, target, format=RDF[format], prefixes=None if format == "ntriples" else PREFIXES)
    return counted.count


class _Count:
    """Counts what passes through."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        for triple in triples:
            self.count += 1
            yield triple


def _triples(store: GraphStore, iri: str) -> Iterator[ox.Triple]:
    content = store.dump(ox.RdfFormat.N_TRIPLES, iri)
    return (quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
