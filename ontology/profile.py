"""Whether an ontology is within OWL 2 RL: https://www.w3.org/TR/owl2-profiles/#OWL_2_RL.

Everything that is written has to be one of the axioms below, with everything that they speak of declared; whatever is
not recognised counts as a fault. So the check is right for ontologies that are written in these forms, as ours is, and
refuses others (class expressions, for one), of which some would be within the profile too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_OWL, _XSD = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2001/XMLSchema#"
_RESERVED = (_RDF, _RDFS, _OWL, _XSD)
_CLASS, _OBJECT, _DATA, _ANNOTATION = (
    _OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
_CHARACTERISTICS = {
    _OWL + name: (_OBJECT,)
    for name in (
        "InverseFunctionalProperty", "SymmetricProperty", "AsymmetricProperty", "TransitiveProperty",
        "IrreflexiveProperty",
    )
} | {_OWL + "FunctionalProperty": (_OBJECT, _DATA)}  # fmt: skip
_BUILT_IN_ANNOTATIONS = {_RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")} | {
    _OWL + name for name in ("versionInfo", "deprecated", "priorVersion", "backwardCompatibleWith")
}
DATATYPES = {_RDFS + "Literal", _RDF + "PlainLiteral", _RDF + "XMLLiteral"} | {
    _XSD + name
    for name in (
        "decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger", "long",
        "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "float", "double",
        "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary",
        "base64Binary", "anyURI", "dateTime", "dateTimeStamp",
    )
}  # fmt: skip
"""The datatypes of OWL 2 RL. There is no type for a day among them."""


def faults(triples: Iterable[ox.Triple]) -> list[str]:
    """Why the ontology is not within OWL 2 RL, one line each; empty where it is."""
    triples = list(triples)
    kinds: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value == _RDF + "type" and isinstance(triple.object, ox.NamedNode):
            kinds[_value(triple.subject)].add(triple.object.value)
    return sorted({*_declarations(kinds), *(fault for triple in triples for fault in _axiom(triple, kinds))})


def _declarations(kinds: dict[str, set[str]]) -> Iterable[str]:
    for name, declared in kinds.items():
        if name.startswith(_RESERVED):
            yield f"<{name}> belongs to OWL itself and cannot be declared"
        if len(declared & {_OBJECT, _DATA, _ANNOTATION}) > 1:
            yield f"<{name}> is declared as properties of two sorts"
    if sum(_OWL + "Ontology" in declared for declared in kinds.values()) != 1:
        yield "there is not one ontology header"


def _axiom(triple: ox.Triple, kinds: dict[str, set[str]]) -> Iterable[str]:
    subject, predicate, value = _value(triple.subject), triple.predicate.value, _value(triple.object)
    mine, its = kinds[subject], kinds[value]
    said = f"<{subject}> <{predicate}> {triple.object}"
    if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
        yield f"{said}: class expressions are not recognised"
    elif predicate == _RDF + "type":
        if value in _CHARACTERISTICS:
            if not mine & set(_CHARACTERISTICS[value]):
                yield f"{said}: not a property of the right sort"
        elif value not in (_CLASS, _OBJECT, _DATA, _ANNOTATION, _OWL + "Ontology"):
            yield f"{said}: not a declaration"
    elif predicate in (_RDFS + "subClassOf", _OWL + "equivalentClass", _OWL + "disjointWith"):
        if not (_CLASS in mine and _CLASS in its):
            yield f"{said}: both have to be declared classes, neither of them owl:Thing"
    elif predicate in (_RDFS + "subPropertyOf", _OWL + "equivalentProperty", _OWL + "inverseOf"):
        if not mine & its & {_OBJECT, _DATA}:
            yield f"{said}: both have to be declared properties of one sort"
    elif predicate == _RDFS + "domain":
        if not mine & {_OBJECT, _DATA} or _CLASS not in its:
            yield f"{said}: a domain is a declared class other than owl:Thing"
    elif predicate == _RDFS + "range":
        if not ((_OBJECT in mine and _CLASS in its) or (_DATA in mine and value in DATATYPES)):
            yield f"{said}: a range is a declared class or a datatype of OWL 2 RL"
    elif predicate not in _BUILT_IN_ANNOTATIONS and _ANNOTATION not in kinds[predicate]:
        yield f"{said}: not a declared annotation property"
    elif isinstance(triple.object, ox.Literal) and not _is_known(triple.object):
        yield f"{said}: the datatype is not one of OWL 2 RL"


def _is_known(literal: ox.Literal) -> bool:
    return bool(literal.language) or literal.datatype.value in DATATYPES


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
