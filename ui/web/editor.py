"""What the SPARQL tab is filled with: worked examples, the words that the editor completes, results as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, JSONResponse

import ontology
from kg.errors import LettersError
from kg.graph.guard import form_of
from kg.graph.results import Request
from kg.vocabulary import PREFIXES
from ontology import competency
from ui.web.results import error_view, result_view
from ui.web.services import Services
from ui.web.words import curie


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of the tab."""

    question: str
    query: str
    note: str


def router(services: Services) -> APIRouter:
    """What the tab fetches: the words it completes, and results as HTML."""
    routes = APIRouter()

    @routes.get("/parts/terms")
    def terms() -> JSONResponse:
        return JSONResponse(vocabulary(), headers={"Cache-Control": "private, max-age=3600"})

    @routes.post("/parts/results", response_class=HTMLResponse)
    def results(query: Annotated[str, Form()] = "") -> HTMLResponse:
        try:
            form = form_of(query)
            result = services.query(Request(query, "turtle" if form == "graph" else "json", form))
        except LettersError as error:
            return HTMLResponse(error_view(str(error)))
        return HTMLResponse(result_view(services.library.ids.base, query, result, services.limits.rows))

    return routes


@cache
def worked_examples() -> Mapping[str, tuple[Example, ...]]:
    """The competency questions by purpose."""
    return {
        purpose: tuple(Example(found.question, found.query, found.note) for found in group)
        for purpose, group in competency.by_purpose().items()
    }


@cache
def vocabulary() -> dict[str, object]:
    """Our prefixes, and the ontology's classes, properties and concepts, each with what it says of itself."""
    kinds: dict[str, str] = {}
    labels: dict[str, str] = {}
    comments: dict[str, str] = {}
    for triple in ontology.reference_triples():
        name, predicate, value = str(triple.subject), triple.predicate.value, getattr(triple.object, "value", "")
        name = name.strip("<>")
        local = predicate.rpartition("#")[2]
        if local == "type" and (kind := _kind(value)):
            kinds[name] = kind
        elif local in ("label", "prefLabel"):
            labels.setdefault(name, value)
        elif local in ("comment", "definition", "scopeNote"):
            comments.setdefault(name, value)
    terms = [
        {"name": short, "kind": kind, "label": labels.get(iri, ""), "comment": comments.get(iri, "")[:160]}
        for iri, kind in kinds.items()
        if (short := curie(iri)) != iri
    ]
    standard = [
        {"name": name, "kind": kind, "label": "", "comment": ""}
        for kind, names in _STANDARD.items()
        for name in names.split()
    ]
    return {"prefixes": PREFIXES, "terms": sorted([*terms, *standard], key=lambda term: term["name"].lower())}


# What the graph uses of other vocabularies.
_STANDARD = {
    "property": "a rdf:type rdfs:label rdfs:subClassOf skos:prefLabel skos:altLabel skos:notation skos:broader "
    "dcterms:issued dcterms:identifier foaf:name oa:hasSource oa:hasSelector oa:exact oa:start oa:end",
    "class": "foaf:Person org:Organization skos:Concept oa:SpecificResource",
}


def _kind(type_iri: str) -> str:
    local = type_iri.rpartition("#")[2]
    if local in ("Class", "Restriction"):
        return "class" if local == "Class" else ""
    if local.endswith("Property"):
        return "property"
    # Authorities are left out: there are 150 of them, and people know them by name, not by code.
    return "concept" if local in ("Concept", "Theme", "Grade", "Aspect", "Kind", "Area", "Region") else ""
