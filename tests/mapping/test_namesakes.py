from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from kg.graph import EmbeddedStore
from kg.mapping import triples
from kg.mapping.derived import derive
from kg.mapping.evidence import Sighting
from kg.mapping.identity import Overrides, links, read_overrides
from kg.mapping.namesakes import part
from kg.mapping.people import addressee_iri, inspector_iri
from kg.model import Inspector, Letter, Person
from kg.validation import validate
from kg.vocabulary import REFERENCE_GRAPH, Identifiers
from tests.mapping.examples import at, letter

IDS = Identifiers()
LONDON = {"region": "London", "authority": "auth/E09000002"}
NORTH = {"region": "North East", "authority": "auth/E06000001"}


def visit(
    file: str, start: str, end: str, name: str = "Ann Lee", role: str = "team", kind: str = "focused-visit", **more: str
) -> Sighting:
    person = inspector_iri(IDS, name)
    return Sighting(
        person, name, f"letter/{file}", role, part=f"{file}/{name}/{role}", file=file, kind=kind, start=start, end=end,
        year=int(start[:4]), **more,
    )  # fmt: skip


def to(post: str, file: str, body: str = "", name: str = "Ann Lee") -> Sighting:
    person = addressee_iri(IDS, name, "E09000002")
    return Sighting(
        person, name, f"letter/{file}", "addressee", title=post, organisation=body, part=f"{file}/{post}", file=file,
        **LONDON,
    )  # fmt: skip


def nodes(*sightings: Sighting, said: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()) -> list[str]:
    """What follows the name in each naming's node."""
    return [one.person.split("ann-lee")[-1] for one in part(sightings, said)[0]]


def test_nobody_is_on_site_in_two_regions_at_one_time() -> None:
    here, there = visit("a", "2022-05-09", "2022-05-10", **LONDON), visit("b", "2022-05-09", "2022-05-10", **NORTH)
    assert nodes(here, there) == ["", "/as-in-b"]
    _, (namesake,) = part([here, there])
    assert "on site in London from 2022-05-09 to 2022-05-10 and in North East" in namesake.reason
    assert namesake.hint == "North East"


@pytest.mark.parametrize(
    "other",
    [
        visit("b", "2022-05-11", "2022-05-12", **NORTH),
        visit("b", "2022-05-10", "2022-05-11", **NORTH),
        visit("b", "2022-05-09", "2022-05-10", region="London", authority="auth/E09000003"),
        visit("b", "2022-05-09", "2022-05-20", kind="ilacs", **NORTH),
        visit("b", "2022-05-09", "2022-05-10", role="quality-assurance", **NORTH),
        visit("b", "2022-05-09", "2022-05-10"),
    ],
    ids=["another day", "a day in common", "one region", "a part of a longer visit", "from afar", "place not known"],
)
def test_all_else_is_no_evidence(other: Sighting) -> None:
    assert nodes(visit("a", "2022-05-09", "2022-05-10", **LONDON), other) == ["", ""]


def test_who_has_a_colleague_at_both_visits_is_one() -> None:
    days = ("2022-05-09", "2022-05-10")
    team = [visit(file, *days, name=name, **place) for file, place in (("a", LONDON), ("b", NORTH))
            for name in ("Ann Lee", "Bo Day")]  # fmt: skip
    assert not part(team)[1]


def test_a_lead_is_on_site_all_the_time() -> None:
    led = visit("a", "2022-05-09", "2022-05-20", role="lead", kind="ilacs", **LONDON)
    assert nodes(led, visit("b", "2022-05-11", "2022-05-12", **NORTH)) == ["", "/as-in-b"]


def test_other_visits_go_to_the_one_with_whom_they_have_most_in_common() -> None:
    letters = [
        visit("a", "2018-02-06", "2018-02-07", **NORTH),
        visit("b", "2019-05-07", "2019-05-08", **LONDON),
        visit("c", "2022-05-09", "2022-05-10", **LONDON),
        visit("d", "2022-05-09", "2022-05-10", **NORTH),
        visit("e", "2023-01-10", "2023-01-11", region="South West"),
    ]
    assert nodes(*letters) == ["/as-in-a", "", "", "/as-in-a", ""]
    assert nodes(*reversed(letters)) == list(reversed(nodes(*letters)))
    assert not links(part(letters)[0]), "what was told apart is not put together again"


def test_two_spellings_on_site_at_one_time_are_two_people() -> None:
    here = visit("a", "2022-05-09", "2022-05-10", name="Tracey Hallam", **LONDON)
    there = visit("b", "2022-05-09", "2022-05-10", name="Tracy Hallam", **NORTH)
    later = visit("b", "2023-05-09", "2023-05-10", name="Tracy Hallam", **NORTH)
    assert not links([here, there])
    assert len(links([here, later])) == 1


def test_one_letter_names_two_posts_that_nobody_holds_both() -> None:
    director = to("Director of Children’s Services", "a")
    for two in (
        to("Chief Constable", "a", "Wessex Police"),
        to("Chief Constable", "b", "Wessex Police"),
        to("Accountable Officer", "a", "NHS Wessex ICB"),
    ):
        assert len(set(nodes(director, two))) == 2
    for one in (
        to("Accountable Officer", "b", "NHS Wessex ICB"),  # posts can be changed
        to("Independent Chair", "a", "Safeguarding Board"),  # or joined
    ):
        assert len(set(nodes(director, one))) == 1


def test_the_user_says_in_which_letters_a_name_is_of_another(tmp_path: Path) -> None:
    file = tmp_path / "identity.toml"
    file.write_text('[[apart]]\npeople = ["Ann Lee"]\nletters = ["b"]\n', "utf-8")
    days = [visit(name, f"20{n}-05-09", f"20{n}-05-10", **LONDON) for n, name in ((16, "a"), (18, "b"), (20, "c"))]
    assert nodes(*days, said=read_overrides(file).namesakes) == ["", "/as-in-b", ""]


def seen(name: str, **changes: object) -> Letter:
    team = (Inspector("Ann O’Neil", "team", at("Ann O’Neil")), Inspector(f"Bo {name}", "team", at("Bo Lee")))
    return letter(name, inspectors=team, signatories=(), **changes)


KENT = {"authority": "Kent", "gss": "E10000016"}
COUNT = (
    "SELECT (COUNT(DISTINCT ?who) AS ?n) { ?visit insp:inspector/insp:canonical ?who . ?who foaf:name 'Ann O’Neil' }"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    made = EmbeddedStore(tmp_path, writable=True)
    made.replace_graph(REFERENCE_GRAPH, ontology.reference_triples())
    for one in (seen("a"), seen("b", **KENT)):
        made.replace_graph(IDS.graph(one.key), triples(one, IDS))
    yield made
    made.close()


def test_every_query_sees_two_people(store: EmbeddedStore) -> None:
    derive(store, IDS)
    assert store.select(COUNT).one() == "2"
    names = store.select("SELECT ?l { ?p owl:differentFrom ?other . ?p rdfs:label ?l . ?other rdfs:label ?n }").one()
    assert names in ("Ann O’Neil (South East)", "Ann O’Neil (Yorkshire and The Humber)")
    assert "on site" in str(store.select("SELECT ?why { ?l insp:differentFrom ?p ; insp:reason ?why }").one())
    assert not [v for v in validate(store) if v.severity == "violation"]
    before = store.dump(ox.RdfFormat.N_QUADS)
    derive(store, IDS)
    assert store.dump(ox.RdfFormat.N_QUADS) == before, "nothing changes when nothing came"


def test_a_decision_is_undone_by_the_user_or_when_its_evidence_is_gone(store: EmbeddedStore) -> None:
    derive(store, IDS)
    derive(store, IDS, Overrides(merge=(frozenset({"Ann O’Neil"}),)))
    assert store.select(COUNT).one() == "1"
    assert not len(store.select("SELECT ?p { ?p owl:differentFrom ?other }"))
    store.drop_graph(IDS.graph(seen("a").key))
    derive(store, IDS)
    assert store.select("SELECT ?who { ?visit insp:inspector ?who . ?who foaf:name 'Ann O’Neil' }").column("who") == [
        IDS.person("Ann O’Neil")
    ]


def test_one_letter_with_two_addressees_of_one_name_leads_to_both(store: EmbeddedStore) -> None:
    both = (
        Person("Jo Field", "Director of Children’s Services", "Barnsley Council", at("Jo Field")),
        Person("Jo Field", "Chief Constable", "South Yorkshire Police", at("Jo Field")),
    )
    one = letter("c", addressees=both)
    store.replace_graph(IDS.graph(one.key), triples(one, IDS))
    derive(store, IDS)
    assert (
        len(store.select(f"SELECT DISTINCT ?who {{ <{IDS.letter(one.key)}> insp:addressee/insp:canonical ?who }}")) == 2
    )
