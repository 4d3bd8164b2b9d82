"""RDF in its six formats. N-Quads, TriG and JSON-LD keep the names of graphs; the others hold the triples of all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import pyoxigraph as ox

from kg.exports.formats.base import Format, Job
from kg.vocabulary import PREFIXES

_PREFIXES = {**PREFIXES, "void": "http://rdfs.org/ns/void#"}


def _quads(job: Job) -> Iterator[ox.Quad]:
    """The export's description in the default graph, then everything where it stands."""
    for triple in job.about.triples():
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
    for chunk in job.chunks():
        graph = ox.NamedNode(chunk.graph) if chunk.graph else ox.DefaultGraph()
        for triple in chunk.triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _write(syntax: ox.RdfFormat, prefixes: bool, job: Job, target: BinaryIO) -> None:
    known = _PREFIXES if prefixes else None
    if syntax.supports_datasets:
        ox.serialize(_quads(job), target, format=syntax, prefixes=known)
    else:
        ox.serialize((quad.triple for quad in _quads(job)), target, format=syntax, prefixes=known)


def _format(
    name: str, title: str, media_type: str, suffix: str, syntax: ox.RdfFormat, *, prefixes: bool = False
) -> Format:
    return Format(name, title, media_type, suffix, True, partial(_write, syntax, prefixes))


FORMATS = (
    _format("turtle", "Turtle", "text/turtle", "ttl", ox.RdfFormat.TURTLE, prefixes=True),
    _format("trig", "TriG", "application/trig", "trig", ox.RdfFormat.TRIG, prefixes=True),
    _format("jsonld", "JSON-LD", "application/ld+json", "jsonld", ox.RdfFormat.JSON_LD),
    _format("ntriples", "N-Triples", "application/n-triples", "nt", ox.RdfFormat.N_TRIPLES),
    _format("nquads", "N-Quads", "application/n-quads", "nq", ox.RdfFormat.N_QUADS),
    _format("rdfxml", "RDF/XML", "application/rdf+xml", "rdf", ox.RdfFormat.RDF_XML, prefixes=True),
)
