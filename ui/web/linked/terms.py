"""What classes and properties are called, from the ontology's own labels."""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph as ox

import ontology
from kg.vocabulary import PREFIXES


def name_of(iri: str) -> str:
    """A term's label; for terms of other vocabularies the words of its name: 'has selector' for oa:hasSelector."""
    if not iri:
        return ""
    known = _labels().get(iri)
    if known:
        return known
    local = re.split(r"[#/]", iri)[-1] or iri
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower().replace("_", " ")


@cache
def _labels() -> dict[str, str]:
    found = {}
    for quad in ox.parse(ontology.content(ontology.ONTOLOGY), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == PREFIXES["rdfs"] + "label" and isinstance(quad.subject, ox.NamedNode):
            found[quad.subject.value] = str(getattr(quad.object, "value", ""))
    return found
