"""The RDF document about a node: what is said of it, what refers to it, and what everything in it is called."""

from __future__ import annotations

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.vocabulary import PREFIXES
from ui.web.linked.node import Node

FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
}
"""Ending of the address -> media type and format."""

BACKLINKS = 500
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_VOID = "http://rdfs.org/ns/void#"
_KNOWN = {**PREFIXES, "void": _VOID, "sd": "http://www.w3.org/ns/sparql-service-description#"}
_INCOMING = """CONSTRUCT {{ ?s ?p {node} }}
WHERE {{ {{ SELECT DISTINCT ?s ?p WHERE {{ ?s ?p {node} }} LIMIT {limit} OFFSET {offset} }} }}"""
_NAMES = """CONSTRUCT {{ ?x rdfs:label ?label ; a ?class }}
WHERE {{ VALUES ?x {{ {nodes} }} ?x rdfs:label ?label . OPTIONAL {{ ?x a ?class }} }}"""


def triples(store: GraphStore, node: Node, page: int = 1) -> tuple[list[ox.Triple], bool]:
    """Everything about the node, with one page of what refers to it; and whether there are further pages."""
    found: dict[ox.Triple, None] = {}
    for one in (node, *_parts(node)):
        for predicate, values in one.facts.items():
            for value in values:
                found[ox.Triple(ox.NamedNode(one.iri), ox.NamedNode(predicate), value.term)] = None
    query = _INCOMING.format(node=ox.NamedNode(node.iri), limit=BACKLINKS + 1, offset=(page - 1) * BACKLINKS)
    incoming = store.construct(query)
    for triple in incoming[:BACKLINKS]:
        found[triple] = None
    own = {node.iri, *(part.iri for part in _parts(node))}
    others = {t for triple in found for t in (triple.subject, triple.object) if isinstance(t, ox.NamedNode)}
    nodes = " ".join(sorted(str(other) for other in others if other.value not in own))
    for triple in store.construct(_NAMES.format(nodes=nodes)) if nodes else ():
        found[triple] = None
    return list(found), len(incoming) > BACKLINKS


def serialised(found: list[ox.Triple], ending: str, node: str, address: str, dataset: str) -> bytes:
    """The document in a format, with a few words about itself: topic, licence, dataset."""
    said = [
        (PREFIXES["rdf"] + "type", ox.NamedNode(PREFIXES["foaf"] + "Document")),
        (PREFIXES["foaf"] + "primaryTopic", ox.NamedNode(node)),
        (PREFIXES["dcterms"] + "license", ox.NamedNode(LICENCE)),
        (_VOID + "inDataset", ox.NamedNode(dataset)),
    ]
    about = [ox.Triple(ox.NamedNode(address), ox.NamedNode(predicate), value) for predicate, value in said]
    return write([*about, *found], ending)


def write(found: list[ox.Triple], ending: str) -> bytes:
    """Triples in one of `FORMATS`, those of one subject together, with the prefixes that are used."""
    places: dict[object, int] = {}
    for triple in found:
        places.setdefault(triple.subject, len(places))
    ordered = sorted(found, key=lambda triple: places[triple.subject])
    names = [str(term.value) for triple in found for term in _terms(triple)]
    used = {name: iri for name, iri in _KNOWN.items() if any(found_name.startswith(iri) for found_name in names)}
    return ox.serialize(ordered, format=FORMATS[ending][1], prefixes=None if ending == "nt" else used) or b""


def _terms(triple: ox.Triple) -> list[ox.NamedNode]:
    terms = [triple.subject, triple.predicate, triple.object]
    terms += [triple.object.datatype] if isinstance(triple.object, ox.Literal) else []
    return [term for term in terms if isinstance(term, ox.NamedNode)]


def _parts(node: Node) -> list[Node]:
    return [inner for part in node.parts for inner in (part, *_parts(part))]
