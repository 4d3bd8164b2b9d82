from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from kg.mapping import triples
from kg.vocabulary import INSP, PREFIXES, Identifiers
from ontology import build
from ontology.page import page
from tests.mapping.examples import every_kind

RDF, RDFS, OWL, SKOS = (PREFIXES[name] for name in ("rdf", "rdfs", "owl", "skos"))
REFERENCE = ontology.reference_triples()
TERMS = {t.subject.value for t in REFERENCE if t.subject.value.startswith(INSP)}
DERIVED = {"refersTo", "canonical", "IdentityLink", "variant", "sameAs", "differentFrom", "reason", "similarity"}
DERIVED |= {"Outcome", "point", "status", "laterVisit", "evidence"}
REFERENCE_ONLY = {"Authority", "dfeCode", "ofstedUrn", "gss", "region", "authorityType", "statisticalNeighbour"}
REFERENCE_ONLY |= {"abolished", "successor", "rank", "area"}


def used_by_mapping() -> set[str]:
    found = set()
    for letter in every_kind():
        for triple in triples(letter, Identifiers()):
            found.add(triple.predicate.value)
            if triple.predicate.value == RDF + "type":
                found.add(triple.object.value)
    return {iri for iri in found if iri.startswith(INSP)}


def test_every_term_of_the_mapping_is_defined() -> None:
    assert used_by_mapping() <= TERMS


def test_every_defined_term_is_used() -> None:
    assert {iri.removeprefix(INSP) for iri in TERMS - used_by_mapping()} == DERIVED | REFERENCE_ONLY


@pytest.mark.parametrize("term", sorted(TERMS), ids=lambda iri: iri.removeprefix(INSP))
def test_every_term_says_what_it_is(term: str) -> None:
    said = {t.predicate.value: t.object for t in REFERENCE if t.subject.value == term}
    assert {RDFS + "label", RDFS + "comment", SKOS + "example"} <= said.keys()
    if said[RDF + "type"].value != OWL + "Class":
        assert said.keys() & {RDFS + "domain", PREFIXES["schema"] + "domainIncludes"}
        assert said.keys() & {RDFS + "range", PREFIXES["schema"] + "rangeIncludes"}


@pytest.mark.parametrize("name", [*ontology.REFERENCE, ontology.SHAPES])
def test_files_parse_and_speak_of_known_terms(name: str) -> None:
    found = {term.value for quad in ox.parse(ontology.content(name), format=ox.RdfFormat.TURTLE) for term in quad.triple
             if isinstance(term, ox.NamedNode)}  # fmt: skip
    assert {iri for iri in found if iri.startswith(INSP)} <= TERMS


def test_the_reference_data_is_one_text_without_blank_nodes() -> None:
    assert not [t for t in REFERENCE if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]
    assert ontology.reference_ntriples() == ontology.reference_ntriples()
    assert len(ontology.reference_ntriples().splitlines()) == len(REFERENCE)


def test_authorities_are_those_of_the_table() -> None:
    assert ontology.content(ontology.AUTHORITIES).decode() == build.authorities()


def test_the_reference_page_is_up_to_date() -> None:
    assert (Path(__file__).parents[2] / "docs" / "ontology.md").read_text(encoding="utf-8") == page()


def test_every_concept_that_the_data_points_to_exists() -> None:
    subjects = {t.subject.value for t in REFERENCE}
    here = re.compile(
        re.escape(PREFIXES["insp"].removesuffix("ontology#")) + r"(theme|grade|aspect|kind|area|region|authority)/"
    )
    pointed = {t.object.value for t in REFERENCE if isinstance(t.object, ox.NamedNode) and here.match(t.object.value)}
    assert pointed <= subjects


def test_what_people_call_a_theme_leads_to_one_theme() -> None:
    names = defaultdict(set)
    for t in REFERENCE:
        if t.subject.value.startswith(PREFIXES["theme"]) and t.predicate.value in (
            SKOS + "altLabel",
            SKOS + "prefLabel",
        ):
            names[t.object.value.lower()].add(t.subject.value)
    assert not {name: found for name, found in names.items() if len(found) > 1}
    assert len(set.union(*names.values())) == 33


def test_the_packaged_prefixes_are_those_of_the_files() -> None:
    for file in Path(ontology.__file__).parent.glob("*.ttl"):
        declared = dict(re.findall(r"@prefix (\w+): <([^>]+)>", file.read_text(encoding="utf-8")))
        assert {p: iri for p, iri in declared.items() if p in PREFIXES} == {
            p: PREFIXES[p] for p in declared if p in PREFIXES
        }
