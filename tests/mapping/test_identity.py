from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import LibraryError
from kg.mapping.evidence import Sighting
from kg.mapping.identity import Overrides, links, read_overrides
from kg.mapping.people import addressee_iri, body_name, inspector_iri, plain_name
from kg.vocabulary import Identifiers

IDS = Identifiers()


def inspector(name: str, letter: str, year: int = 2020, **more: str) -> Sighting:
    person = inspector_iri(IDS, name, more.get("organisation"))
    return Sighting(person, name, letter, more.pop("role", "team"), year=year, **more)  # type: ignore[arg-type]


def addressee(name: str, letter: str, place: str, year: int = 2020, **more: str) -> Sighting:
    return Sighting(addressee_iri(IDS, name, place), name, letter, "addressee", authority=place, year=year, **more)  # type: ignore[arg-type]


def merged(*sightings: Sighting, overrides: Overrides | None = None) -> set[tuple[str, str]]:
    """Links as pairs of what follows /person/ in the IRIs."""
    found = links(sightings, overrides)
    return {(link.variant.split("person/")[1], link.canonical.split("person/")[1]) for link in found}


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Dr  Mary O'Shea CBE", "Mary O’Shea"),
        ("Sir John Smith, QPM", "John Smith"),
        ("Cathy Long (seconded)", "Cathy Long"),
        ("ANN LEE HMI", "Ann Lee"),
        ("Jo Ba", "Jo Ba"),
        ("Dr", "Dr"),
    ],
)
def test_titles_and_post_nominals_are_no_part_of_a_name(printed: str, plain: str) -> None:
    assert plain_name(printed) == plain


@pytest.mark.parametrize(
    "name",
    [
        "HMICFRS",
        "HM Inspectorate of Constabulary and Fire & Rescue Services",
        "His Majesty’s Inspectorate of Constabulary and Fire and Rescue Services (HMICFRS)",
    ],
)
def test_an_inspectorate_is_one_body_under_its_names(name: str) -> None:
    assert body_name(name) == "HMICFRS"


@pytest.mark.parametrize(
    ("often", "once"),
    [
        ("Tracey Hallam", "Tracy Hallam"),
        ("Stella Dorrington", "Stella Dorington"),
        ("Andrew Pentreath", "Andy Pentreath"),
        ("Louise Wickham", "Lousie Wickham"),
        ("Fiona Treen", "Fiona J Treen"),
        ("Marian Holt-Brandon", "Marian Brandon"),
        ("Patricia Quantrill", "P Quantrill"),
        ("Łucja Ødegård-Holm", "Lucja Odegard"),
        ("Oonagh MacAllan", "Oonagh Mac Allan"),
        ("Annelien van den Brook", "Annelien van den Broock"),
    ],
)
def test_one_inspector_under_two_spellings(often: str, once: str) -> None:
    found = links([inspector(often, "a"), inspector(often, "b"), inspector(once, "c")])
    assert [(link.variant, link.canonical) for link in found] == [(IDS.person(once), IDS.person(often))]
    assert found[0].reason
    assert 0.7 < found[0].similarity <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brenda Collier", "Brendan Collier"),
        ("Paul Webber", "Pauline Webber"),
        ("Joan Hartley", "Joanna Hartley"),
        ("Karen Ellis", "Karin Allis"),
        ("Ann Lee", "Ann Leo"),
        ("Mark Rose Hill", "Mark Adam Hill"),
        ("Danielle Pruett", "Daniel Pruett"),
        ("Louise Garrick", "Louis Garrick"),
        ("Mary Attwell", "Marie Attwell"),
    ],
)
def test_two_names_are_two_people(one: str, other: str) -> None:
    assert merged(inspector(one, "a"), inspector(one, "b"), inspector(other, "c")) == set()


def test_two_who_stand_side_by_side_are_two() -> None:
    assert merged(inspector("Tracey Hallam", "a"), inspector("Tracy Hallam", "a")) == set()


def test_two_who_are_both_often_met_are_two() -> None:
    many = [inspector(name, f"{name}{n}") for name in ("Ian Thomson", "Ian Thompson") for n in range(4)]
    assert merged(*many) == set()


def test_a_generation_apart_is_two() -> None:
    assert merged(inspector("Tracey Hallam", "a", 2010), inspector("Tracy Hallam", "b", 2024)) == set()


def test_an_initial_that_could_be_two_people_is_neither() -> None:
    people = [inspector("Anna Pell", "a"), inspector("Alan Pell", "b"), inspector("A Pell", "c")]
    assert merged(*people) == set()


def test_a_short_form_of_two_names_needs_a_rare_surname() -> None:
    pair = [inspector("Christopher Gaunt", "a"), inspector("Chris Gaunt", "b")]
    assert merged(*pair) == {("chris-gaunt", "christopher-gaunt")}
    assert merged(*pair, inspector("Mary Gaunt", "c")) == set()


def test_one_name_in_two_inspectorates_is_two_people() -> None:
    one = inspector("Helen Marsh", "a", organisation="CQC", role="signatory")
    other = inspector("Helen Marsh", "b", organisation="Ofsted")
    assert one.person != other.person
    assert merged(one, other) == set()


def test_one_name_is_one_person_after_the_inspectorate_was_renamed() -> None:
    found = merged(
        inspector("Wilma Lock", "a", 2016, organisation="HMIC", role="signatory"),
        inspector("Wilma Lock", "b", 2018, organisation="HMICFRS", role="signatory"),
    )
    assert found == {("wilma-lock/hmicfrs", "wilma-lock/hmic")}


def test_an_inspector_and_an_addressee_of_one_name_are_two() -> None:
    assert merged(inspector("Dan Frome", "a"), addressee("Dan Frome", "b", "E06000001")) == set()


DCS = "Director of Children’s Services"


def test_a_director_who_moved_is_one_and_two_at_a_time_are_two() -> None:
    moved = [
        addressee("Ida Moss", "a", "E06000001", 2016, title=DCS),
        addressee("Ida Moss", "b", "E06000002", 2019, title=DCS),
    ]
    assert merged(*moved) == {("ida-moss/E06000002", "ida-moss/E06000001")}
    assert merged(*moved, addressee("Ida Moss", "c", "E06000001", 2020, title=DCS)) == set()


def test_a_chief_constable_serves_several_authorities_of_a_region() -> None:
    post = {"title": "Chief Constable", "organisation": "Wessex Police", "region": "South West"}
    assert (
        len(merged(addressee("Al Byrd", "a", "E06000001", **post), addressee("Al Byrd", "b", "E06000002", **post))) == 1
    )
    elsewhere = {"title": "Chief Constable", "organisation": "Mercia Police", "region": "West Midlands"}
    assert (
        merged(addressee("Al Byrd", "a", "E06000001", **post), addressee("Al Byrd", "b", "E06000003", **elsewhere))
        == set()
    )


def test_the_user_has_the_last_word() -> None:
    people = [inspector("Tracey Hallam", "a"), inspector("Tracy Hallam", "b"), inspector("Pat Sway", "c")]
    apart = Overrides(apart=(frozenset({"Tracey Hallam", "Tracy Hallam"}),))
    assert merged(*people, overrides=apart) == set()
    married = Overrides(merge=(frozenset({"Pat Sway", IDS.person("Tracey Hallam")}),))
    assert len(merged(*people, overrides=married)) == 2


def test_the_order_of_letters_does_not_matter() -> None:
    people = [
        inspector(name, f"l{n}")
        for n, name in enumerate(("Tracey Hallam", "Tracy Hallam", "Tracie Hallam", "T Hallam"))
    ]
    assert merged(*people) == merged(*reversed(people))


def test_overrides_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "identity.toml"
    assert read_overrides(file) == Overrides()
    file.write_text(
        '[[merge]]\npeople = ["A B", "C D"]\nwhy = "married"\n[[apart]]\npeople = ["E F", "E G"]\n', "utf-8"
    )
    assert read_overrides(file) == Overrides(merge=(frozenset({"A B", "C D"}),), apart=(frozenset({"E F", "E G"}),))
    for wrong in ("[[merge]]\nnames = 3\n", '[[apart]]\npeople = ["A B"]\nletters = "kent.pdf"\n'):
        file.write_text(wrong, "utf-8")
        with pytest.raises(LibraryError, match=r"identity\.toml"):
            read_overrides(file)
