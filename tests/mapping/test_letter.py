from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.mapping import triples
from kg.model import Letter
from kg.vocabulary import PREFIXES, Identifiers
from tests.mapping.examples import TEXT, letter

IDS = Identifiers()
PARTS = ("Participation", "Judgement", "Point", "Finding", "Mention")
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def store(*letters: Letter) -> ox.Store:
    made = ox.Store()
    for one in letters:
        for triple in triples(one, IDS):
            made.add(ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(IDS.graph(one.key))))
    return made


def rows(made: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = made.query(HEAD + query, use_default_graph_as_union=True)
    return [tuple(getattr(cell, "value", "") for cell in row) for row in found]  # type: ignore[union-attr]


def test_the_same_letter_gives_the_same_triples_each_once() -> None:
    first, second = triples(letter(), IDS), triples(letter(), IDS)
    assert first == second
    assert len(set(first)) == len(first)


def test_who_led_and_who_signed_is_one_person() -> None:
    found = rows(
        store(letter()),
        "SELECT ?p {?v insp:leadInspector ?p; insp:inspector ?p . ?l insp:signatory ?p; insp:reportsOn ?v}",
    )
    assert found == [(IDS.person("Ann O’Neil"),)]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_quoted_exactly(part: str) -> None:
    found = rows(
        store(letter()),
        f"""SELECT ?part ?exact ?start ?end ?page {{ ?part a insp:{part} ; insp:source ?s . ?s oa:hasSource ?l ;
        insp:passage ?passage ; insp:page ?page ; oa:hasSelector [a oa:TextQuoteSelector ; oa:exact ?exact],
        [a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end] . ?passage a insp:Passage }}""",
    )
    for _, exact, start, end, _ in found:
        assert TEXT[int(start) : int(end)] == exact
    assert len(found) == int(rows(store(letter()), f"SELECT (COUNT(?p) AS ?n) {{?p a insp:{part}}}")[0][0])


def test_a_quote_over_a_page_break_is_its_longer_part() -> None:
    found = rows(
        store(letter()),
        "SELECT ?text ?exact {?p a insp:ImprovementPoint; insp:text ?text; insp:source/oa:hasSelector/oa:exact ?exact}",
    )
    assert found == [
        (
            "The recording of supervision and the timeliness of assessments of need.",
            "The recording of supervision and the",
        )
    ]


def test_scalar_facts_are_sourced_by_statements() -> None:
    found = rows(
        store(letter()),
        """SELECT ?p ?exact { ?st a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
        insp:source/oa:hasSelector/oa:exact ?exact . ?s ?p ?o } ORDER BY ?p""",
    )
    assert ("http://purl.org/dc/terms/issued", "18 July 2022") in found
    assert len(found) == 6


def test_points_take_the_themes_of_their_findings() -> None:
    assert rows(store(letter()), "SELECT ?t {?p a insp:PointForImprovement; insp:theme ?t} ORDER BY ?t") == [
        (PREFIXES["theme"] + "assessment",),
        (PREFIXES["theme"] + "supervision",),
    ]


def test_sections_are_nested_and_hold_their_passages() -> None:
    found = rows(
        store(letter()),
        """SELECT ?t { ?s rdfs:label "Main findings" ; insp:parent/insp:position 1 .
        ?p insp:section ?s ; insp:number ?n ; insp:blockKind "paragraph" ; insp:text ?t } ORDER BY ?n""",
    )
    assert found[0][0].startswith("Social workers know")


def test_two_letters_about_one_visit_meet_in_one_node() -> None:
    made = store(letter("one.txt"), letter("two.txt"))
    assert rows(made, "SELECT (COUNT(DISTINCT ?v) AS ?n) (COUNT(?l) AS ?m) {?l insp:reportsOn ?v}") == [("1", "2")]


def test_a_letter_that_says_nothing_still_maps() -> None:
    empty = Letter(letter().document, "other")
    made = store(empty)
    assert rows(made, "SELECT ?t {?l a insp:OtherDocument; insp:documentType ?t}") == [("other",)]
    assert not rows(made, "SELECT ?d {?l insp:authority|dcterms:issued ?d}")


def test_dump_and_parse_give_the_same_graph() -> None:
    made = triples(letter(), IDS)
    dumped = ox.serialize(made, format=ox.RdfFormat.TURTLE)
    assert dumped is not None
    again = ox.Dataset(ox.parse(dumped, format=ox.RdfFormat.TURTLE))
    first = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in made)
    for dataset in (first, again):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert first == again
