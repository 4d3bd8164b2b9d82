"""schema.org in the pages, for search engines: https://schema.org/docs/gs.html."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from kg.vocabulary import INSP, PREFIXES
from ui.web.linked.document import LICENCE
from ui.web.linked.node import RDF_TYPE, Node

Thing = dict[str, Any]


def script(node: Node) -> Markup:
    """A JSON-LD script element that describes the node; empty for what schema.org has no word for."""
    thing = described(node)
    if not thing:
        return Markup("")
    # Letters' words may hold '</script>': in JSON these three can be written as escapes.
    text = json.dumps(thing, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">' + text + "</script>")


def described(node: Node) -> Thing:
    """The node as a schema.org thing, {} for what schema.org has no word for."""
    classes = {str(value.term.value) for value in node.facts.get(RDF_TYPE, ())}
    for class_iri, describe in _DESCRIBERS.items():
        if class_iri in classes:
            thing: Thing = {"@context": "https://schema.org", "@id": node.iri, "name": node.label, **describe(node)}
            return {key: value for key, value in thing.items() if value not in ("", None, [], {})}
    return {}


def _letter(node: Node) -> Thing:
    return {
        "@type": "Report",
        "datePublished": node.prefixed("dcterms:issued"),
        "identifier": node.prefixed("dcterms:identifier"),
        "about": [*_all(node, "insp:authority"), *_all(node, "insp:reportsOn")],
        "author": _all(node, "insp:signatory"),
        "inLanguage": "en-GB",
        "license": LICENCE,
    }


def _visit(node: Node) -> Thing:
    return {
        "@type": "Event",
        "startDate": node.prefixed("insp:startDate"),
        "endDate": node.prefixed("insp:endDate"),
        "description": node.prefixed("insp:topic"),
        "organizer": _all(node, "insp:conductedBy"),
        "performer": _all(node, "insp:inspector"),
        "about": _all(node, "insp:authority"),
    }


def _authority(node: Node) -> Thing:
    return {
        "@type": "GovernmentOrganization",
        "identifier": node.prefixed("insp:gss"),
        "alternateName": _texts(node, "skos:altLabel"),
        "dissolutionDate": node.prefixed("insp:abolished"),
        "location": [{"@type": "AdministrativeArea", **region} for region in _all(node, "insp:region")],
    }


def _person(node: Node) -> Thing:
    return {"@type": "Person", "alternateName": [name for name in _texts(node, "foaf:name") if name != node.label]}


def _organisation(_: Node) -> Thing:
    return {"@type": "GovernmentOrganization"}


def _words(node: Node) -> Thing:
    return {
        "@type": "Quotation",
        "text": node.prefixed("insp:text"),
        "isPartOf": _all(node, "insp:letter"),
        "about": _all(node, "insp:theme"),
        "position": node.prefixed("insp:number") or node.prefixed("insp:position"),
    }


def _judgement(node: Node) -> Thing:
    grade = next((value.label for value in node.facts.get(INSP + "grade", ())), "")
    return {
        "@type": "Review",
        "itemReviewed": next(iter(_all(node, "insp:authority")), None),
        "reviewAspect": node.prefixed("insp:aspectLabel"),
        "reviewRating": {"@type": "Rating", "ratingValue": grade},
        "isPartOf": _all(node, "insp:letter"),
    }


def _concept(node: Node) -> Thing:
    return {
        "@type": "DefinedTerm",
        "termCode": node.prefixed("skos:notation"),
        "description": node.prefixed("skos:scopeNote") or node.prefixed("skos:definition"),
        "alternateName": _texts(node, "skos:altLabel"),
        "inDefinedTermSet": node.prefixed("skos:inScheme"),
    }


def _scheme(node: Node) -> Thing:
    return {"@type": "DefinedTermSet", "description": node.prefixed("skos:definition")}


_DESCRIBERS: dict[str, Callable[[Node], Thing]] = {
    INSP + "Letter": _letter,
    INSP + "Visit": _visit,
    INSP + "Authority": _authority,
    INSP + "Judgement": _judgement,
    INSP + "Finding": _words,
    INSP + "Point": _words,
    INSP + "Passage": _words,
    PREFIXES["foaf"] + "Person": _person,
    PREFIXES["org"] + "Organization": _organisation,
    PREFIXES["skos"] + "ConceptScheme": _scheme,
    PREFIXES["skos"] + "Concept": _concept,
}


def _all(node: Node, name: str) -> list[Thing]:
    prefix, _, local = name.partition(":")
    values = node.facts.get(PREFIXES[prefix] + local, ())
    return [{"@id": v.term.value, "name": v.label} for v in values if isinstance(v.term, ox.NamedNode)]


def _texts(node: Node, name: str) -> list[str]:
    prefix, _, local = name.partition(":")
    return [str(value.term.value) for value in node.facts.get(PREFIXES[prefix] + local, ())]
