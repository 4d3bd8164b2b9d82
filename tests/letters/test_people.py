"""Names, posts and bodies."""

import pytest

from kg.letters import people
from kg.letters.posts import split_role, without_street


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Olwen Wales, Interim Executive Director of Children’s Services", "Olwen Wales"),
        ("Dr Colm O’Tierney BSc MB ChB MSc DCH FRCA", "Dr Colm O’Tierney"),
        ("Gwenda Prosser, CBE", "Gwenda Prosser"),
        ("Petra Lindqvist Designated Nurse for NHS Somewhere", "Petra Lindqvist"),
        ("Chief Supt Anil Bahri, Borough Commander", "Anil Bahri"),
        ("Tom de Winter, Chief Constable", "Tom de Winter"),
        ("Edwin Marlowe QPM Chief Constable", "Edwin Marlowe"),
        ("Lavinia St Clere, Chair", "Lavinia St Clere"),
        ("Maria D’Arcy, Chief Nurse", "Maria D’Arcy"),
        ("Dora Kestrel OI", "Dora Kestrel"),
        ("Perpetua d’Arcy, HMI", "Perpetua d’Arcy"),
        ("Łukasz Şahin-Wójcik, Head of Service", "Łukasz Şahin-Wójcik"),
        ("Sabina de Souza Bi-Borough Director", "Sabina de Souza"),
        ("Olu Starkey Detective Chief Superintendent", "Olu Starkey"),
        ("Mrs Anne-Marie O'Neill-Smith MBE, Head", "Anne-Marie O'Neill-Smith"),
    ],
)
def test_a_name_is_read_without_what_stands_around_it(line: str, name: str) -> None:
    found = people.leading_name(line)
    assert found is not None
    assert found.text == name


@pytest.mark.parametrize(
    "line",
    [
        "Barnsley Metropolitan Borough Council",
        "Care Quality Commission",
        "His Majesty’s Inspector",
        "Piccadilly Gate",
        "Director of Children’s Services",
        "14 March 2019",
    ],
)
def test_bodies_posts_and_addresses_are_no_names(line: str) -> None:
    assert people.leading_name(line) is None


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("Chief Nurse, NHS Devon CCG", ("Chief Nurse", "NHS Devon CCG")),
        (
            "Director of Quality, Nursing & Patient Safety, Hounslow CCG",
            ("Director of Quality, Nursing & Patient Safety", "Hounslow CCG"),
        ),
        ("Independent Scrutineer", ("Independent Scrutineer", None)),
        ("Chief Nursing Officer at NHS Lancashire ICB", ("Chief Nursing Officer", "NHS Lancashire ICB")),
        ("", (None, None)),
    ],
)
def test_what_follows_a_name_is_post_and_body(rest: str, expected: tuple[str | None, str | None]) -> None:
    assert split_role(rest) == expected


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("Surrey County Council Children’s Services", "Surrey County Council Children’s Services"),
        ("Sandford Borough Council Safeguarding Partnership", "Sandford Borough Council Safeguarding Partnership"),
        ("Devon County Council Topsham Road", "Devon County Council"),
        ("Devon County Council Exeter", "Devon County Council"),
        ("Devon County Council 3 Fore Street", "Devon County Council"),
    ],
)
def test_a_body_ends_where_its_address_begins(body: str, kept: str) -> None:
    assert without_street(body) == kept
