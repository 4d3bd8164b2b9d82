from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

import ontology
from kg.mapping import triples
from kg.mapping.terms import date, integer, node, term, text
from kg.validation import validate_triples
from kg.vocabulary import PREFIXES, Identifiers
from tests.mapping.examples import every_kind, letter

IDS = Identifiers()
SH = "http://www.w3.org/ns/shacl#"


def graph(**changes: object) -> list[ox.Triple]:
    return triples(letter(**changes), IDS)  # type: ignore[arg-type]


def without(subject: str, predicate: str) -> list[ox.Triple]:
    """The good letter's graph without one property of the nodes of a class."""
    kept = graph()
    nodes = {t.subject for t in kept if t.predicate == term("rdf:type") and t.object == term(subject)}
    assert nodes
    return [t for t in kept if not (t.subject in nodes and t.predicate == term(predicate))]


def with_value(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> list[ox.Triple]:
    """The same with another value instead."""
    kept = without(subject, predicate)
    first = next(t.subject for t in kept if t.predicate == term("rdf:type") and t.object == term(subject))
    return [*kept, ox.Triple(first, term(predicate), value)]


def one(name: str) -> list[ox.Triple]:
    """A node of a derived graph of which nothing is said but its class."""
    return [ox.Triple(node("https://example.org/it"), term("rdf:type"), term(name))]


def messages(found: list[ox.Triple], **options: bool) -> set[str]:
    return {violation.message for violation in validate_triples(found, **options)}


@pytest.mark.parametrize("made", every_kind(), ids=lambda made: made.document_type)
def test_a_good_letter_conforms(made: object) -> None:
    assert not [v for v in validate_triples(triples(made, IDS)) if v.severity == "violation"]  # type: ignore[arg-type]


def test_the_whole_letter_has_no_warning_either() -> None:
    assert validate_triples(graph()) == []


BAD: dict[str, tuple[Callable[[], list[ox.Triple]], str]] = {
    "Letter": (lambda: without("insp:Letter", "dcterms:identifier"), "one file name"),
    "LetterNamesAuthority": (lambda: graph(gss=None, authority=None), "authority was not found"),
    "KnownKind": (lambda: graph(document_type="other"), "not recognised as any known kind"),
    "DatedLetter": (lambda: graph(published=None), "date was not found"),
    "GradedReport": (lambda: graph(document_type="ilacs-report"), "Fewer than four judgements"),
    "DatedVisit": (lambda: graph(visit_start=None), "days of the visit"),
    "Visit": (lambda: graph(visit_end="2022-05-01"), "lies after its last"),
    "Person": (lambda: one("foaf:Person"), "no name"),
    "Organization": (lambda: one("org:Organization"), "must have one name"),
    "Participation": (lambda: with_value("insp:Participation", "insp:roleKind", text("guest")), "capacity"),
    "Judgement": (lambda: with_value("insp:Judgement", "insp:grade", term("grade:excellent")), "not one of the grades"),
    "Point": (lambda: with_value("insp:Point", "insp:theme", term("theme:weather")), "theme is not in the scheme"),
    "Finding": (lambda: with_value("insp:Finding", "insp:polarity", text("good")), "not one of the four"),
    "PartOfLetter": (lambda: without("insp:Judgement", "insp:source"), "where in the letter it stands"),
    "Section": (lambda: without("insp:Section", "insp:level"), "no level"),
    "Passage": (lambda: with_value("insp:Passage", "insp:blockKind", text("poem")), "no known kind"),
    "Mention": (lambda: with_value("insp:Mention", "insp:mentionedDate", text("long ago")), "neither a day"),
    "Statement": (lambda: without("rdf:Statement", "rdf:object"), "no object"),
    "Source": (lambda: without("oa:SpecificResource", "insp:passage"), "in no passage"),
    "Quote": (lambda: without("oa:TextQuoteSelector", "oa:exact"), "no words"),
    "Position": (lambda: with_value("oa:TextPositionSelector", "oa:end", integer(0)), "not before its end"),
    "IdentityLink": (lambda: one("insp:IdentityLink"), "does not say why"),
    "Outcome": (lambda: one("insp:Outcome"), "exactly one point for improvement"),
}


@pytest.mark.parametrize("shape", sorted(BAD))
def test_a_bad_letter_fails(shape: str) -> None:
    make, expected = BAD[shape]
    assert any(expected in message for message in messages(make()))


def test_every_shape_has_a_bad_letter() -> None:
    shapes = {
        q.subject.value.rsplit("/", 1)[-1]
        for q in ox.parse(ontology.content(ontology.SHAPES), format=ox.RdfFormat.TURTLE)
        if isinstance(q.subject, ox.NamedNode) and q.object.value == SH + "NodeShape"
    }
    helpers = {name for name in shapes if name.endswith("Concept")}
    assert shapes - helpers == BAD.keys() | {"Authority", "ConceptScheme"}


def test_the_reference_data_conforms_to_its_shapes() -> None:
    import pyshacl
    import rdflib

    data = rdflib.Graph().parse(data=ontology.reference_ntriples(), format="nt")
    shapes = rdflib.Graph().parse(data=ontology.content(ontology.SHAPES), format="turtle")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=True)
    assert conforms, report
    data.add((rdflib.URIRef(PREFIXES["auth"] + "X"), rdflib.RDF.type, rdflib.URIRef(PREFIXES["insp"] + "Authority")))
    assert not pyshacl.validate(data, shacl_graph=shapes)[0]


def test_a_brief_check_finds_what_depends_on_the_letter() -> None:
    assert messages(graph(published=None), brief=True) == {"The letter's date was not found."}
    assert messages(with_value("insp:Letter", "dcterms:issued", date("2022")), brief=True)
    assert messages(without("oa:TextQuoteSelector", "oa:exact"), brief=True) == set()


def test_a_violation_reads_as_a_sentence() -> None:
    (found,) = validate_triples(graph(published=None))
    assert str(found) == "made.txt: The letter's date was not found."
    assert found.severity == "warning"
