"""The ontology's reference page and files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from markupsafe import Markup

import ontology
from kg.vocabulary import INSP, PREFIXES
from ontology import diagram
from ontology.page import nodes
from ui.web.linked.addresses import Addresses
from ui.web.linked.document import FORMATS, write
from ui.web.views import render

_OTHER = {**PREFIXES, "vann": "http://purl.org/vocab/vann/"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as it stands on the page; what it points to is given as text and address."""

    id: str
    label: str
    comment: str
    example: str
    above: tuple[tuple[str, str], ...]
    of: tuple[tuple[str, str], ...]
    value: tuple[tuple[str, str], ...]


@cache
def page() -> str:
    """The reference page as HTML."""
    said = nodes()
    terms = {name: of for name, of in said.items() if name.startswith("insp:")}
    head = said["https://w3id.org/inspection-letters/ontology"]
    names = {"ttl": "Turtle", "jsonld": "JSON-LD", "rdf": "RDF/XML", "nt": "N-Triples"}
    return render(
        "ontology.html",
        whole=True,
        documents=[(names[ending], media, f"/ontology.{ending}") for ending, (media, _) in FORMATS.items()],
        comment=head["rdfs:comment"][0],
        note=head["skos:editorialNote"][0],
        version=head["owl:versionInfo"][0],
        namespace=INSP,
        classes=[_entry(name, of) for name, of in sorted(terms.items()) if "owl:Class" in of["rdf:type"]],
        properties=[_entry(name, of) for name, of in sorted(terms.items()) if "owl:Class" not in of["rdf:type"]],
        diagram=Markup(diagram.svg()),
    )


@cache
def written(ending: str) -> bytes:
    """The ontology in one of the formats; as Turtle the file itself, with its comments."""
    content = ontology.content(ontology.ONTOLOGY)
    if ending == "ttl":
        return content
    return write([quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)], ending)


def _entry(name: str, said: dict[str, list[str]]) -> Entry:
    return Entry(
        id=name.removeprefix("insp:"),
        label=said["rdfs:label"][0],
        comment=said["rdfs:comment"][0],
        example=", ".join(said["skos:example"]),
        above=_linked(said["rdfs:subClassOf"] + said["rdfs:subPropertyOf"]),
        of=_linked(said["schema:domainIncludes"] or said["rdfs:domain"]),
        value=_linked(said["schema:rangeIncludes"] or said["rdfs:range"]),
    )


def _linked(names: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _address(name)) for name in names)


def _address(name: str) -> str:
    prefix, colon, local = name.partition(":")
    if prefix == "insp":
        return f"#{local}"
    iri = _OTHER[prefix] + local if colon and prefix in _OTHER else name
    return Addresses().path(iri) or iri
