"""Parts of letters that are printed in many ways: who visited, who is written to, who signed, lists, grades, kinds."""

from __future__ import annotations

import pytest

from kg.letters import parse
from kg.model import Letter
from kg.reading import read_bytes
from kg.rows import table_row

ADDRESS = "Ms Ada Vere\nDirector of Children’s Services\nDevon County Council\nExeter\nEX2 4QD"
HEAD = f"5 July 2019\n\n{ADDRESS}\n\nDear Ms Vere\n\n"
TITLE = "Focused visit to Devon children’s services\n\n"
OPENING = "This letter summarises the findings of the focused visit to Devon children’s services on 4 and 5 June 2019. "


def letter(body: str, head: str = HEAD + TITLE + OPENING) -> Letter:
    return parse(
        read_bytes(f"{head}{body}\n\nYours sincerely\n\nOrla Fenn\nHer Majesty’s Inspector\n".encode(), "l.txt")
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The lead inspector was Orla Fenn, HMI, and the team inspectors were Ivo Trent HMI and Una Blane HMI.",
            [("Orla Fenn", "lead"), ("Ivo Trent", "team"), ("Una Blane", "team")],
        ),
        ("The inspectors were: Orla Fenn, HMI; Ivo Trent, HMI.", [("Orla Fenn", "team"), ("Ivo Trent", "team")]),
        (
            "Her Majesty’s Inspectors for this visit were Orla St. Leger and Ivo Trent.",
            [("Orla St. Leger", "team"), ("Ivo Trent", "team")],
        ),
        (
            "Her Majesty’s Inspectors Orla Fenn and Ivo Trent carried out the visit. "
            "The visit was quality assured by Una Blane, Senior HMI.",
            [("Orla Fenn", "team"), ("Ivo Trent", "team"), ("Una Blane", "quality-assurance")],
        ),
        (
            "Inspectors were Orla Fenn (Lead HMI) and Ivo Trent, with Max Pym observing.",
            [("Orla Fenn", "lead"), ("Ivo Trent", "team")],
        ),
        (
            "Inspectors were Orla Fenn and Max Pym. The visit was quality assured by Una Blane and Ivo Trent.",
            [
                ("Orla Fenn", "team"),
                ("Max Pym", "team"),
                ("Una Blane", "quality-assurance"),
                ("Ivo Trent", "quality-assurance"),
            ],
        ),
        ("I was on site with my colleague Ivo Trent HMI.", [("Ivo Trent", "team")]),
        ("It was led by Orla Fenn, HMI, with Ivo Trent, HMI.", [("Orla Fenn", "lead"), ("Ivo Trent", "team")]),
        (
            "It was carried out by lead inspector Orla Fenn, Her Majesty’s Inspector, and Ivo Trent HMI.",
            [("Orla Fenn", "lead"), ("Ivo Trent", "team")],
        ),
        (
            "The inspectors were: Orla Fenn HMI; Ivo Trent HMI; and Una Blane, Ofsted Inspector.",
            [("Orla Fenn", "team"), ("Ivo Trent", "team"), ("Una Blane", "team")],
        ),
        (
            "HMI for this visit were Orla Fenn and Ivo Trent. They were joined by Una Blane, HMI.",
            [("Orla Fenn", "team"), ("Ivo Trent", "team"), ("Una Blane", "team")],
        ),
    ],
)
def test_who_visited(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(one["name"], one["role"]) for one in table_row(letter(sentence))["inspectors"]] == expected


def test_others_are_named_below_the_first_ones_postal_address() -> None:
    others = "EX2 4QD\nIvo Trent, Accountable Officer, NHS Devon CCG\nUna Blane, local area nominated officer"
    row = table_row(letter("", (HEAD + TITLE + OPENING).replace("EX2 4QD", others)))
    assert [(one["name"], one["organisation"]) for one in row["addressees"]] == [
        ("Ada Vere", "Devon County Council"),
        ("Ivo Trent", "NHS Devon CCG"),
        ("Una Blane", None),
    ]


def test_one_address_whose_lines_were_broken_names_one_person() -> None:
    broken = ADDRESS.replace("Exeter", "Market House\nStation Street").replace("EX2 4QD", "EX2\n4QD")
    row = table_row(
        letter("", (HEAD + TITLE + OPENING).replace(ADDRESS, broken).replace("Dear Ms Vere", "Dear Ada Vere"))
    )
    assert [one["name"] for one in row["addressees"]] == ["Ada Vere"]


def test_short_points_without_bullets_are_points() -> None:
    listed = "The timeliness of visits to children in need.\n\nCapacity in the assessment teams.\n\n"
    row = table_row(letter("\n\nWhat needs to improve?\n\n" + listed + "Main findings\n\nAll is well."))
    assert row["improvement_points"] == listed.split("\n\n")[:2]


def test_a_list_that_an_unfinished_point_opens_belongs_to_it() -> None:
    row = table_row(
        letter("\n\nWhat needs to improve\n\n■ Supervision, so that\no it is regular\no it is recorded.\n■ Plans.")
    )
    assert row["improvement_points"] == ["Supervision, so that it is regular it is recorded.", "Plans."]


@pytest.mark.parametrize(
    "misread",
    [
        "Inspectors last saw this service on 6 June 2018. The visit on 4 and S June 2019 was short.",
        "The council was formed on 1 April 2019. The visit took place on Z4 and 2S June 2019.",
        "The visit took place on l4 Junc 2O19.",
    ],
)
def test_days_of_something_else_do_not_stand_in_for_a_misread_visit(misread: str) -> None:
    row = table_row(letter("", HEAD + TITLE + misread))
    assert (row["visit_start"], row["visit_end"]) == (None, None)


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        ("9 June 2014 2 July 2014", ("2014-06-09", "2014-07-02")),
        ("24 to Z6 Sept\nDate of previous inspection: 12 to 16 June 2012", (None, None)),
    ],
)
def test_labelled_days_that_lost_their_dash_or_were_misread(dates: str, days: tuple[str | None, str | None]) -> None:
    report = f"Devon County Council\n\nInspection of children’s social care services\n\nInspection dates: {dates}\n\n"
    row = table_row(parse(read_bytes(f"{report}Children’s services are good.\n".encode(), "r.txt")))
    assert (row["visit_start"], row["visit_end"]) == days


def test_grades_of_two_lines_around_their_rows() -> None:
    table = "\n".join(
        f"{' ' * 60}Requires\n{row}\n{' ' * 60}improvement\n"
        for row in (
            "1. Children who need help and protection", "2. Children looked after and achieving permanence",
            "2.1 Adoption performance", "2.2 Experiences and progress of care leavers",
            "3. Leadership, management and governance",
        )
    )  # fmt: skip
    title = "Inspection of services for children in need of help and protection, children looked after and care leavers"
    row = table_row(parse(read_bytes(f"Devon County Council\n\n{title}\n\n{table}\n\nSummary".encode(), "r.txt")))
    assert [one["grade"] for one in row["judgements"]] == ["Requires improvement to be good"] * 5


def test_a_name_that_its_column_breaks_is_one() -> None:
    signed = "Yours sincerely\n\nAda-May     Ivo Trent\nVere\nHM Inspector     Chief Inspector of Hospitals\n"
    read_letter = parse(read_bytes((HEAD + TITLE + OPENING + "\n\n" + signed).encode(), "l.txt"))
    assert [person.name for person in read_letter.signatories] == ["Ada-May Vere", "Ivo Trent"]


def test_a_farewell_is_no_point() -> None:
    body = """Seen.

Areas for improvement

■ The timeliness of visits.
■ Plans, in particular:
   o goals
   o dates
- Oversight.

The local authority should submit an action plan to Ofsted within 70 working days of receiving this letter.

I am copying this letter to the Department for Education. This letter will be published on the Ofsted website."""
    points = [point.text for point in letter(body).points]
    assert points == ["The timeliness of visits.", "Plans, in particular: goals dates", "Oversight."]


def test_a_sentence_can_open_a_list() -> None:
    body = (
        "The area must tackle the following areas of significant weakness:\n\n■ Late plans.\n■ Weak oversight of them."
    )
    assert [(p.kind, p.text) for p in letter(body).points] == [
        ("priority-action", "Late plans."),
        ("priority-action", "Weak oversight of them."),
    ]


def test_days_that_a_list_names_submit_nothing() -> None:
    conferences = "The timeliness of child protection conferences, so that they are held within 15 working days."
    submit = (
        "The local authority should submit this to Ofsted. It has to reach us within 70 working days of Ofsted’s visit."
    )
    body = f"Seen.\n\nAreas for improvement\n\n{conferences}\n\nThe use of supervision by managers at all levels."
    assert [point.text for point in letter(f"{body}\n\n{submit}").points] == [
        conferences,
        "The use of supervision by managers at all levels.",
    ]


def test_what_is_looked_at_again_opens_no_list() -> None:
    for said in (
        "Inspectors saw the following areas of serious concern that were identified at the last inspection:",
        "The visit reviewed progress in the following areas of significant weakness:",
    ):
        assert not letter(f"Seen.\n\n{said}\n\n■ Late plans.\n■ Weak oversight of them.").points


def test_a_finding_that_sounds_like_a_graded_title_is_none() -> None:
    found = "The experiences and progress of children in care in Barnsley are not yet good."
    graded = ["The experiences and progress of care leavers: good", "The impact of leaders on practice is inadequate"]
    body = f"Seen.\n\nMain findings\n\n{found}\n\n" + "\n\n".join(f"{title}\n\nPlans are clear." for title in graded)
    assert [heading for heading in table_row(letter(body))["headings"] if "of" in heading.split()] == graded


def test_grades_in_a_column_beside_names_that_run_on() -> None:
    text = """Inspection of Torbay local authority children’s services

Inspection dates: 4 to 8 March 2024

Lead inspector: Orla Fenn, His Majesty’s Inspector

Judgement                                            Grade

The impact of leaders on social work practice with   Requires improvement to
children and families                                be good

The experiences and progress of children who need    Good
help and protection

The experiences and progress of children in care     Inadequate

The experiences and progress of care leavers         Outstanding

Overall effectiveness                                Good

Services have changed since the last inspection, when they were outstanding.
"""
    report = parse(read_bytes(text.encode(), "l.txt"))
    assert [judgement.grade for judgement in report.judgements] == [
        "Requires improvement to be good",
        "Good",
        "Inadequate",
        "Outstanding",
        "Good",
    ]


def test_a_misread_title_tells_the_kind() -> None:
    head = (HEAD + TITLE + OPENING).replace("Focused visit", "Focuscd vislt").replace("focused visit", "focuscd visit")
    assert letter("Seen.", head).document_type == "focused-visit-letter"
    head = f"{HEAD}Joint targcted area inspection of neglect in Devon, which was carried out in June.\n\n"
    assert letter("Seen.", head).document_type == "jtai-letter"
    assert letter("Seen.", HEAD + "Your question\n\nThank you for asking about Devon.").document_type == "other"


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_title_in_the_line_of_the_greeting_tells_the_kind(between: str) -> None:
    address = "Ada Vere, Director of Children’s Services, Devon County Council, Exeter " * 9
    title = "Joint targeted area inspection of the multi-agency response to neglect in Devon"
    said = "Between 3 and 7 June 2019, four inspectorates carried out a joint inspection. Plans are clear. "
    text = f"5 July 2019 {address}{between}Dear local partnership {title} {said}"
    assert parse(read_bytes(text.encode(), "l.txt")).document_type == "jtai-letter"


@pytest.mark.parametrize("word", ["children’s", "childrens"])
def test_an_inspection_that_is_mentioned_is_no_title(word: str) -> None:
    head = f"{HEAD}Assurance of your services\n\n"
    said = f"Ofsted last carried out an inspection of {word} social care services in Barnsley in 2019. "
    assert (
        letter(
            f"{said}We spoke to children, parents and social workers about the help that they have.", head
        ).document_type
        == "other"
    )


def test_a_reports_misread_title_tells_its_kind() -> None:
    prose = "Plans are clear, and children are seen often. " * 6
    text = f"lnspection of chi1dren’s social care servlces\n\nTorbay\n\n{prose}\n"
    assert parse(read_bytes(text.encode(), "l.txt")).document_type == "ilacs-report"


def test_the_title_tells_the_kind_and_not_what_is_mentioned_below() -> None:
    body = "It followed the joint targeted area inspection (JTAI) in December 2018 and a monitoring visit in May 2017."
    assert letter(body).document_type == "focused-visit-letter"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("on 4 and 5 June 2019", ("2019-06-04", "2019-06-05")),
        ("on 4 June and 10 June", ("2019-06-04", "2019-06-10")),
        ("between 4 and 10 June", ("2019-06-04", "2019-06-10")),
        ("w/c 3 June 2019", ("2019-06-03", None)),
        ("in the week commencing Monday 3 June", ("2019-06-03", None)),
    ],
)
def test_days_of_the_visit(said: str, days: tuple[str, str | None]) -> None:
    row = table_row(letter("Seen.", HEAD + TITLE + OPENING.replace("on 4 and 5 June 2019", said)))
    assert (row["visit_start"], row["visit_end"]) == days


def test_a_range_whose_first_day_is_misread_is_left_out() -> None:
    row = table_row(letter("Seen.", HEAD + TITLE + OPENING.replace("4 and 5 June", "4 t0 5 June")))
    assert (row["visit_start"], row["visit_end"]) == (None, None)


def test_a_shuffled_table_that_the_headings_contradict_is_not_taken() -> None:
    aspects = ["children who need help and protection", "children in care", "care leavers"]
    rows = ["The impact of leaders on social work practice with children and families\nGood"]
    rows += [
        f"The experiences and progress of {name}\n{grade}"
        for name, grade in zip(aspects, ("Good", "Good", "Outstanding"), strict=True)
    ]
    told = "\n\n".join(
        f"The experiences and progress of {name}: {grade}\n\nAll as said."
        for name, grade in zip(aspects, ("good", "outstanding", "good"), strict=True)
    )
    title = "Inspection of Devon local authority children’s services\n\nInspection dates: 3 to 7 June 2024\n\n"
    text = (
        title
        + "Judgement\n\nGrade\n\n"
        + "\n\n".join([*rows, "Overall effectiveness\nGood"])
        + f"\n\nServices are good.\n\n{told}\n"
    )
    read_letter = parse(read_bytes(text.encode(), "r.txt"))
    assert {j.aspect.split(" of ")[-1]: j.grade for j in read_letter.judgements} == {
        "children who need help and protection": "Good",
        "leaders on social work practice with children and families": "Good",
        "Overall effectiveness": "Good",
    }
    assert any("a heading as" in warning for warning in read_letter.warnings)
