from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ontology
from kg.graph import EmbeddedStore
from kg.library import Library
from kg.mapping import triples
from kg.mapping.derived import derive
from kg.mapping.identity import Overrides
from kg.mapping.mentions import HeldVisit, SaidVisit, resolve
from kg.model import Inspector, Letter, Mention
from kg.validation import validate
from kg.vocabulary import REFERENCE_GRAPH, Identifiers
from tests.mapping.examples import at, letter

IDS = Identifiers()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    made = EmbeddedStore(tmp_path, writable=True)
    made.replace_graph(REFERENCE_GRAPH, ontology.reference_triples())
    yield made
    made.close()


def put(store: EmbeddedStore, *letters: Letter) -> None:
    for one in letters:
        store.replace_graph(IDS.graph(one.key), triples(one, IDS))


def earlier(name: str, inspector: str) -> Letter:
    return letter(
        name, document_type="ilacs-report", visit_start="2018-10-08", visit_end="2018-10-19", published="2018-12-03",
        inspectors=(Inspector(inspector, "team", at("Bo Lee")),), signatories=(), mentions=(),
    )  # fmt: skip


def test_inspectors_are_counted_by_their_canonical_node(store: EmbeddedStore) -> None:
    put(store, letter("a"), earlier("b", "Ann O’Niel"))
    derive(store, IDS)
    count = "SELECT (COUNT(DISTINCT ?who) AS ?n) {{ ?visit insp:inspector{path} ?who }}"
    assert store.select(count.format(path="")).one() == "4"
    assert store.select(count.format(path="/insp:canonical")).one() == "3"
    why = store.select("SELECT ?label { ?link a insp:IdentityLink ; rdfs:label ?label }")
    assert why.one() == "Ann O’Niel is Ann O’Neil: spelling of the surname"
    assert store.select("SELECT ?n { ?p skos:altLabel ?n ; foaf:name 'Ann O’Neil' }").one() == "Ann O’Niel"


def test_people_and_bodies_are_described_once_in_all_graphs(store: EmbeddedStore) -> None:
    put(store, letter("a"), letter("b"), earlier("c", "Ann O'Neil"))
    derive(store, IDS)
    for what in ("foaf:Person", "org:Organization"):
        found = store.select(f"SELECT ?it (COUNT(?label) AS ?n) {{ ?it a {what} ; rdfs:label ?label }} GROUP BY ?it")
        assert found
        assert {row["n"] for row in found} == {"1"}
    names = store.select(f"SELECT ?n {{ <{IDS.person('Ann O’Neil')}> foaf:name ?n }} ORDER BY ?n").column("n")
    assert names == ["Ann O'Neil", "Ann O’Neil", "Dr Ann O’Neil"]


def test_an_authority_without_a_code_is_described(store: EmbeddedStore) -> None:
    put(store, letter("a", gss=None, authority="Camelot"), letter("b", gss=None, authority="Camelot"))
    derive(store, IDS)
    assert (
        store.select("SELECT ?n { ?l a insp:Letter ; insp:authority ?a . ?a a insp:Authority ; rdfs:label ?n }").column(
            "n"
        )
        == ["Camelot"] * 2
    )
    assert not [v for v in validate(store) if v.severity == "violation"]


def test_everybody_has_exactly_one_canonical_node(store: EmbeddedStore) -> None:
    put(store, letter("a"), earlier("b", "Ann O’Niel"))
    derive(store, IDS)
    found = store.select(
        "SELECT ?p (COUNT(DISTINCT ?c) AS ?n) { ?p a foaf:Person OPTIONAL {?p insp:canonical ?c} } GROUP BY ?p"
    )
    assert {row["n"] for row in found} == {"1"}


def test_a_removed_letter_and_an_override_undo_a_link(store: EmbeddedStore) -> None:
    put(store, letter("a"), earlier("b", "Ann O’Niel"))
    derive(store, IDS, Overrides(apart=(frozenset({"Ann O’Niel", "Ann O’Neil"}),)))
    assert not store.select("SELECT ?link { ?link a insp:IdentityLink }")
    derive(store, IDS)
    assert store.select("SELECT ?link { ?link a insp:IdentityLink }")
    store.drop_graph(IDS.graph(earlier("b", "").key))
    derive(store, IDS)
    assert not store.select("SELECT ?link { ?link a insp:IdentityLink }")


def test_a_mention_leads_to_the_visit_that_is_held(store: EmbeddedStore) -> None:
    put(store, letter("a"))
    derive(store, IDS)
    assert not store.select("SELECT ?v { ?m insp:refersTo ?v }")
    put(store, earlier("b", "Bo Lee"))
    derive(store, IDS)
    assert store.select("SELECT ?v { ?m insp:refersTo ?v }").one() == IDS.visit("E08000016", "ilacs", "2018-10-08")


def test_the_whole_store_is_valid(store: EmbeddedStore) -> None:
    put(store, letter("a", mentions=(Mention(None, "2018", at("October 2018")),)), earlier("b", "Ann O’Niel"))
    derive(store, IDS)
    assert {v.severity for v in validate(store)} <= {"warning"}
    assert validate(store, letter("a").key) == []


HELD = (
    HeldVisit("sif", "X", "sif", "2015-03-02", "2015-03-25", ("2015-05-20",)),
    HeldVisit("focus", "X", "focused-visit", "2018-10-02", "2018-10-03", ("2018-10-26",)),
    HeldVisit("full", "X", "ilacs", "2018-11-05", "2018-11-16", ("2019-01-07",)),
    HeldVisit("own", "X", "ilacs", "2022-01-10", "2022-01-21", ("2022-03-07",)),
    HeldVisit("elsewhere", "Y", "sif", "2015-03-02", "2015-03-25"),
)


@pytest.mark.parametrize(
    ("kind", "date", "visit"),
    [
        ("sif", "2015", "sif"),
        ("ilacs", "2015-03", "sif"),
        ("", "2018", "full"),
        ("focused-visit", "2018-10", "focus"),
        ("", "2018-10", "focus"),
        ("", "2018-11-07", "full"),
        ("ilacs", "2019-01", "full"),
        ("jtai", "2018", None),
        ("ilacs", "2022", None),
        ("", "2016", None),
    ],
)
def test_a_mention_is_resolved_by_kind_and_date(kind: str, date: str, visit: str | None) -> None:
    assert resolve(SaidVisit("X", kind, date, "own"), HELD) == visit


def test_a_mention_of_two_visits_is_neither() -> None:
    two = (HeldVisit("a", "X", "monitoring-visit", "2020-02-01"), HeldVisit("b", "X", "monitoring-visit", "2020-09-01"))
    assert resolve(SaidVisit("X", "monitoring-visit", "2020", "own"), two) is None


def test_the_library_heeds_the_users_decisions(tmp_path: Path) -> None:
    count = "SELECT (COUNT(DISTINCT ?link) AS ?n) { ?link a insp:IdentityLink }"
    with Library.open(tmp_path / "library", write=True) as library:
        for one in (letter("a"), earlier("b", "Ann O’Niel")):
            library.store.replace_graph(library.ids.graph(one.key), triples(one, library.ids))
        library.derive()
        assert library.store.select(count).one() == "1"
        (library.folder / "identity.toml").write_text('[[apart]]\npeople = ["Ann O’Neil", "Ann O’Niel"]\n', "utf-8")
        library.derive()
        assert library.store.select(count).one() == "0"
