"""Authorities by all their names."""

import pytest

from kg.letters import places


@pytest.mark.parametrize(
    ("text", "gss"),
    [
        ("Inspection of the Royal Borough of Windsor and Maidenhead local authority", "E06000040"),
        ("London Borough of Bexley", "E09000004"),
        ("City of Bradford Metropolitan Borough Council", "E08000032"),
        ("Bournemouth, Christchurch & Poole Council", "E06000058"),
        ("Kingston upon Hull", "E06000010"),
        ("Kingston upon Thames", "E09000021"),
        ("St Helens Metropolitan Borough Council", "E08000013"),
        ("County Durham", "E06000047"),
        ("Telford & Wrekin Council", "E06000020"),
        ("Northumberland County Council", "E06000057"),
        ("Southend on Sea", "E06000033"),
    ],
)
def test_every_name_of_an_authority_leads_to_it(text: str, gss: str) -> None:
    assert places.find(text)[0].authority.gss == gss


def test_the_longest_name_wins_and_parts_of_words_are_none() -> None:
    assert [p.authority.name for p in places.find("East Sussex, Derbyshire and North Yorkshire")] == [
        "East Sussex",
        "Derbyshire",
        "North Yorkshire",
    ]


def test_plain_words_are_no_places() -> None:
    assert places.find("reading the records, they bury the point") == []


def test_shorter_names_are_taken_only_on_request() -> None:
    assert places.find("East Riding local authority") == []
    assert places.find("East Riding local authority", short=True)[0].authority.name == "East Riding of Yorkshire"


def test_a_near_miss_is_mended_only_where_it_is_safe() -> None:
    near = places.misspelt("Hertfordshyre County Council")
    assert near is not None
    assert near.name == "Hertfordshire"
    assert places.misspelt("Sandford") is None
