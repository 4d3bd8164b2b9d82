"""What the mapping promises, checked: the SHACL shapes of ontology/shapes.ttl over a letter's graph, in plain words.

A whole check costs some tenths of a second for a report of 5,000 triples, since pySHACL looks at every quotation. A
brief one leaves out what follows from the mapping alone (passages, sections, findings, sources) and looks at what
depends on the letter: dates, people, judgements, points. It costs a tenth of that and is meant for ingest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

import ontology
from kg.graph.store import GraphStore
from kg.vocabulary import INSP, PREFIXES, ROOT

Severity = Literal["violation", "warning"]

_SHAPE = rdflib.Namespace(ROOT + "shape/")
_BY_CONSTRUCTION = ("Passage", "Section", "Finding", "Mention", "Statement", "Source", "Quote", "Position")
_LEFT_OUT = frozenset(
    ox.NamedNode(PREFIXES[prefix] + name)
    for prefix, names in {
        "insp": ("Passage", "Section", "Finding", "Mention"),
        "oa": ("TextQuoteSelector", "TextPositionSelector"),
        "rdf": ("Statement",),
    }.items()
    for name in names
)
_LETTER_GRAPH = "graph/letter/"
_IDENTIFIER = ox.NamedNode(PREFIXES["dcterms"] + "identifier")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is not as promised, or (a warning) that was expected and not found.

    `letter` is the key, None outside letters' graphs; `document` its file name; `node` and `path` are IRIs, `path` and
    `value` empty where they would say nothing.
    """

    letter: str | None
    document: str
    severity: Severity
    message: str
    node: str
    path: str = ""
    value: str = ""

    def __str__(self) -> str:
        """One line for people."""
        where = self.document or self.letter or self.node
        shown = f" ({self.value})" if self.value and len(self.value) < 80 else ""
        return f"{where}: {self.message.rstrip('.')}{shown}."


def validate(store: GraphStore, letter: str | None = None) -> list[Violation]:
    """Checks one letter's graph (by its key), or all letters' graphs and the derived ones."""
    found: list[Violation] = []
    for iri in store.graphs():
        base, is_letter, key = iri.partition(_LETTER_GRAPH)
        if (is_letter and letter in (None, key)) or (letter is None and "graph/derived/" in base):
            dumped = store.dump(ox.RdfFormat.N_TRIPLES, iri)
            triples = [quad.triple for quad in ox.parse(dumped, format=ox.RdfFormat.N_TRIPLES)]
            found += validate_triples(triples, key if is_letter else None)
    return found


def validate_triples(triples: Iterable[ox.Triple], key: str | None = None, *, brief: bool = False) -> list[Violation]:
    """Checks what one graph says, read together with the reference data; violations first, each once."""
    data = _known()
    triples = list(triples)
    left_out = {t.subject for t in triples if t.predicate == _TYPE and t.object in _LEFT_OUT} if brief else set()
    for triple in triples:
        if triple.subject not in left_out:
            data.add((_rdflib(triple.subject), _rdflib(triple.predicate), _rdflib(triple.object)))
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(brief), inference="none", inplace=True)
    if conforms or not isinstance(report, rdflib.Graph):
        return []
    document = next((_value(t.object) for t in triples if t.predicate == _IDENTIFIER), "")
    results = [_violation(report, result, key, document) for result in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(dict.fromkeys(results), key=lambda v: (v.severity != "violation", v.message, v.node, v.value))


def _violation(report: rdflib.Graph, result: rdflib.term.Node, key: str | None, document: str) -> Violation:
    def value(predicate: rdflib.URIRef) -> str:
        found = report.value(result, predicate)
        return "" if found is None or isinstance(found, rdflib.BNode) else str(found)

    warned = report.value(result, SH.resultSeverity) == SH.Warning
    return Violation(
        letter=key,
        document=document,
        severity="warning" if warned else "violation",
        message=value(SH.resultMessage) or "This node is not as its shape says.",
        node=value(SH.focusNode),
        path=value(SH.resultPath),
        value=value(SH.value),
    )


@lru_cache(maxsize=2)
def _shapes(brief: bool) -> rdflib.Graph:
    """The shapes without those of the reference data, which changes with the package only and is tested with it."""
    shapes = rdflib.Graph().parse(data=ontology.content(ontology.SHAPES), format="turtle")
    for name in ("Authority", "Concept", "ConceptScheme", *(_BY_CONSTRUCTION if brief else ())):
        shapes.remove((_SHAPE[name], SH.targetClass, None))
    return shapes


@lru_cache(maxsize=1)
def _reference() -> list[tuple[rdflib.term.Node, ...]]:
    """What shapes ask of the reference graph: who is an authority, which concept is in which scheme."""
    kept = (ox.NamedNode(PREFIXES["skos"] + "inScheme"), ox.NamedNode(INSP + "Authority"))
    return [
        (_rdflib(triple.subject), _rdflib(triple.predicate), _rdflib(triple.object))
        for triple in ontology.reference_triples()
        if triple.predicate == kept[0] or (triple.predicate == _TYPE and triple.object == kept[1])
    ]


def _known() -> rdflib.Graph:
    graph = rdflib.Graph()
    for subject, predicate, value in _reference():
        graph.add((subject, predicate, value))
    return graph


def _rdflib(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return _uri(term.value)
    if isinstance(term, ox.Literal):
        plain = term.datatype.value == PREFIXES["xsd"] + "string" or term.language
        return rdflib.Literal(term.value, lang=term.language, datatype=None if plain else _uri(term.datatype.value))
    return rdflib.BNode(_value(term))


@lru_cache(maxsize=4096)
def _uri(iri: str) -> rdflib.URIRef:
    return rdflib.URIRef(iri)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
