"""Whole letters of every kind, written for the tests, and the two sample letters."""

from pathlib import Path

import pytest

from kg.letters import parse
from kg.model import Letter
from kg.reading import read, read_bytes
from kg.rows import finding_rows, table_row
from kg.vocabulary import Identifiers
from tests.letters import written

SAMPLES = Path(__file__).parents[2] / "data" / "letters"


def letter(text: str, name: str = "letter.txt") -> Letter:
    return parse(read_bytes(text.encode(), name))


def names(people: list[dict[str, str]]) -> list[str]:
    return [person["name"] for person in people]


def test_isles_of_scilly_sample() -> None:
    row = table_row(parse(read(SAMPLES / "isles-of-scilly-focused-visit-2022.txt")))
    assert (row["document_type"], row["gss"], row["published"]) == ("focused-visit-letter", "E06000053", "2022-08-23")
    assert (row["visit_start"], row["visit_end"]) == ("2022-07-19", "2022-07-20")
    assert names(row["inspectors"]) == ["Tracey Ledder", "Joy Howick"]
    assert names(row["addressees"]) == ["Aisling Khan"]
    assert len(row["improvement_points"]) == 3
    assert len(row["headings"]) == 3


def test_isle_of_wight_sample() -> None:
    row = table_row(parse(read(SAMPLES / "isle-of-wight-focused-visit-2017.txt")))
    assert (row["gss"], row["published"], row["visit_start"], row["visit_end"]) == (
        "E06000046",
        "2017-08-24",
        "2017-08-01",
        "2017-08-01",
    )
    assert [(i["name"], i["role"]) for i in row["inspectors"]] == [
        ("Linda Steele", "team"),
        ("Andy Whippy", "team"),
        ("Janet Fraser", "quality-assurance"),
    ]
    assert (len(row["strength_points"]), len(row["improvement_points"])) == (12, 6)
    assert row["headings"] == ["Overview", "Areas of strength", "Areas for improvement"]


def test_focused_visit() -> None:
    read_letter = letter(written.FOCUSED_2019)
    row = table_row(read_letter)
    assert (row["document_type"], row["authority"], row["published"]) == (
        "focused-visit-letter",
        "Suffolk",
        "2019-03-14",
    )
    assert (row["visit_start"], row["visit_end"]) == ("2019-02-19", "2019-02-20")
    assert names(row["inspectors"]) == ["Orla Penhaligon", "Tobias van der Leer"]
    assert row["addressees"] == [
        {
            "name": "Quentin Alderwick",
            "role": "Director of Children and Families",
            "organisation": "Suffolk County Council",
        }
    ]
    assert row["improvement_points"] == [
        "The timeliness of strategy discussions.",
        "The quality of: chronologies case summaries.",
        "The recording of management oversight, e.g. in supervision notes.",
    ]
    assert row["headings"] == ["Overview", "What needs to improve in this area of social work practice", "Findings"]
    assert read_letter.warnings == ()
    assert [m.date for m in read_letter.mentions] == ["2015-07-03"]


def test_a_year_that_the_visit_does_not_print_comes_from_the_letters_date() -> None:
    row = table_row(letter(written.FOCUSED_2021))
    assert (row["visit_start"], row["visit_end"]) == ("2021-09-28", "2021-09-29")
    assert row["addressees"][0]["organisation"] == "London Borough of Havering"


def test_monitoring_visits_do_not_take_the_dates_of_the_inspection_before() -> None:
    old, new = letter(written.MONITORING_2018), letter(written.MONITORING_2023)
    assert (old.document_type, old.visit_start, old.visit_end) == (
        "monitoring-visit-letter",
        "2017-12-06",
        "2017-12-07",
    )
    assert (new.document_type, new.visit_start, new.visit_end) == (
        "monitoring-visit-letter",
        "2023-03-28",
        "2023-03-29",
    )
    assert [i.name for i in old.inspectors] == ["Linnea Crabtree", "Jasper Umeh"]
    assert old.addressees[0].organisation == "Reading Borough Council"
    assert new.topic == "the response to children in need; the quality of supervision"
    assert [m.date for m in new.mentions] == ["2022-07"]


def test_joint_inspection_with_signatures_in_columns() -> None:
    row = table_row(letter(written.JTAI_2021))
    assert (row["document_type"], row["gss"], row["statement_due"]) == ("jtai-letter", "E06000027", "2022-07-04")
    assert row["inspectorates"] == ["Ofsted", "CQC", "HMICFRS", "HMI Probation"]
    assert row["topic"] == "criminal exploitation of children"
    assert [(s["name"], s["organisation"]) for s in row["signatories"]] == [
        ("Valentina Roscoe", "Ofsted"),
        ("Dr Ignatius Pell", "CQC"),
        ("Leopold Strangways", "HMICFRS"),
        ("Beatrix Onyekachi-Hall", "HMI Probation"),
    ]
    assert names(row["addressees"]) == [
        "Gwendolen Farquhar",
        "Dr Osric Blenkinsop",
        "Cassius Thorne",
        "Hermia Lovelace",
    ]
    assert (len(row["improvement_points"]), len(row["strength_points"])) == (3, 1)


def test_ilacs_report() -> None:
    row = table_row(letter(written.ILACS_2024))
    assert (row["document_type"], row["gss"], row["published"]) == ("ilacs-report", "E06000050", None)
    assert (row["visit_start"], row["visit_end"]) == ("2024-02-26", "2024-03-08")
    assert row["inspectors"] == [{"name": "Philippa Zeller-Jones", "role": "lead"}]
    assert [j["grade"] for j in row["judgements"]] == [
        "Good",
        "Requires improvement to be good",
        "Good",
        "Outstanding",
        "Good",
    ]


def test_sif_report_keeps_the_boards_judgement_apart() -> None:
    report = letter(written.SIF_2016)
    row = table_row(report)
    assert (row["document_type"], row["authority"], row["gss"]) == ("sif-report", "Sandford", None)
    assert {j["aspect"]: j["grade"] for j in row["judgements"]} == {
        "Overall effectiveness": "Requires improvement to be good",
        "Children who need help and protection": "Requires improvement to be good",
        "Children looked after and achieving permanence": "Good",
        "Adoption performance": "Outstanding",
        "Experiences and progress of care leavers": "Inadequate",
        "Leadership, management and governance": "Requires improvement to be good",
    }
    assert [(j.grade, j.board) for j in report.judgements if j.board] == [("Good", True)]
    assert [(p.text, p.board) for p in report.points][-1] == ("Publish the annual report on time.", True)
    assert [(i["name"], i["role"]) for i in row["inspectors"]] == [
        ("Cordelia Nightshade", "lead"),
        ("Barnaby St John", "team"),
        ("Ursula Maddox", "team"),
        ("Ned Flint", "team"),
        ("Oona Fitzgerald", "team"),
        ("Sebastian Vane", "quality-assurance"),
    ]
    assert any("Sandford" in warning for warning in report.warnings)


def test_send_report() -> None:
    row = table_row(letter(written.SEND_2023))
    assert (row["document_type"], row["gss"], row["visit_start"]) == ("send-report", "E06000010", "2023-11-20")
    assert [(i["name"], i["role"]) for i in row["inspectors"]] == [
        ("Clement Addo", "lead"),
        ("Harriet Quayle", "lead"),
        ("Rufus Bellweather", "team"),
        ("Marguerite du Pré", "team"),
    ]


@pytest.mark.parametrize("text", ["Minutes of a meeting.", "a", "Dear\n\nYours sincerely", "12 May 2020"])
def test_anything_else_is_read_as_other_and_says_little(text: str) -> None:
    row = table_row(letter(text))
    assert row["document_type"] == "other"
    assert row["judgements"] == []
    assert row["inspectors"] == []


@pytest.mark.parametrize("text", [v for k, v in vars(written).items() if k.isupper()])
def test_every_part_stands_where_it_says(text: str) -> None:
    read_letter = letter(text)
    words = read_letter.document.text
    blocks = [b.span for b in read_letter.document.blocks]
    assert [p.span for p in read_letter.passages] == blocks
    assert [p.number for p in read_letter.passages] == list(range(1, len(blocks) + 1))
    for heading in read_letter.headings:
        assert heading.text in " ".join(heading.span.of(words).split())
    for inspector in read_letter.inspectors:
        assert inspector.name.split()[-1] in inspector.span.of(words)
    for person in (*read_letter.signatories, *read_letter.addressees):
        assert person.name.split()[-1] in person.span.of(words)
    for place in read_letter.places.values():
        assert 0 <= place.start < place.end <= len(words)
    for passage in read_letter.passages:
        assert all(passage.span.start <= s.start < s.end <= passage.span.end for s in passage.sentences)
    for row in finding_rows(read_letter, Identifiers()):
        assert set(row) == {"document", "page", "text", "section", "polarity", "themes", "improvement_point", "iri"}
