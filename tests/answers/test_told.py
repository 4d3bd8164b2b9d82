"""Findings and points counted, ranked and listed; who inspected with whom; what follow-ups take over."""

from __future__ import annotations

import re

import pytest

from rag.answers.expected import tells
from rag.assistant import Assistant
from rag.questions.spelling import corrected
from tests.answers.invented import after


def _counted(assistant: Assistant, condition: str, prefix: str = "") -> int:
    prefix += "PREFIX insp: <https://w3id.org/inspection-letters/ontology#> "
    query = f"{prefix}SELECT DISTINCT ?f WHERE {{ {condition} }}"
    return len(list(assistant.library.store.select(query)))


SUPERVISION = "insp:theme <https://w3id.org/inspection-letters/theme/supervision>"


def test_findings_are_counted_by_theme(assistant: Assistant) -> None:
    answer = assistant.ask("How many findings about supervision are there?")
    assert f"**{_counted(assistant, f'?f a insp:Finding ; {SUPERVISION}')}** findings on supervision" in answer.answer
    assert answer.citations


def test_points_are_no_findings(assistant: Assistant) -> None:
    points = _counted(assistant, f"?f a insp:PointForImprovement ; {SUPERVISION}")
    answer = assistant.ask("How many improvement points about supervision are there?").answer
    assert f"**{points}** point" in answer


def test_the_most_of_a_theme(assistant: Assistant) -> None:
    answer = assistant.ask("Which authority has the most weaknesses on supervision?")
    assert answer.answered
    weak = '?f a insp:Finding ; insp:polarity "improvement" ; insp:letter/insp:authority/rdfs:label ?name ; '
    prefix = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    numbers = {
        name: _counted(assistant, f'{weak}{SUPERVISION} FILTER(STR(?name) = "{name}")', prefix)
        for name in ("Leeds", "Kent", "Camden")
    }
    first = {name for name, number in numbers.items() if number == max(numbers.values())}
    said = answer.answer.split(" the most: ")[0]
    assert {name for name in numbers if f"**{name}**" in said} == first
    assert f"the most: **{max(numbers.values())}** " in answer.answer
    assert answer.understanding["themes"] == ["supervision"]
    assert answer.understanding["polarity"] == "improvement"


def test_a_part_of_a_theme_is_looked_for_by_its_words(assistant: Assistant) -> None:
    meant = assistant.ask("How many weaknesses about caseloads are there?").understanding
    assert meant["themes"] == []
    assert meant["words"] == "caseloads"


def test_praise_is_listed(assistant: Assistant) -> None:
    answer = assistant.ask("Show me praise for the work of personal advisers since 2021")
    assert answer.answered
    assert "stay in touch" in answer.answer


def test_a_theme_that_nobody_finds(assistant: Assistant) -> None:
    assert "**0**" in assistant.ask("How many strengths on neglect are there in Kent?").answer
    assert not assistant.ask("List all weaknesses about zebra crossings").answered


def test_points_only_where_points_are_asked_for(assistant: Assistant) -> None:
    points = assistant.ask("How many letters mention supervision in their improvement points?").answer
    assert "point for improvement" in points
    assert "caseloads" not in points.lower()


def test_who_inspected_together(assistant: Assistant) -> None:
    assert "**Ann Example** and **Joy Example**" in assistant.ask("Which inspectors worked together most often?").answer
    assert "Bob Sample" in assistant.ask("Who has Joy Example inspected with?").answer
    assert not assistant.ask("Who has Cid Specimen inspected with?").answered


def test_agencies_that_work_together_are_no_inspectors(assistant: Assistant) -> None:
    meant = assistant.ask("What did inspectors find about how agencies work together in Leeds?").understanding
    assert meant["unit"] != "inspectors"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which inspectors led more than two inspections?", {"Cid Specimen"}),
        ("Which authorities have had more than two inspections?", {"Leeds"}),
        ("Which authorities' latest inspection was inadequate?", {"Kent"}),
        ("Which councils are currently good?", {"Leeds"}),
    ],
)
def test_thresholds_and_what_holds_now(assistant: Assistant, question: str, expected: set[str]) -> None:
    answer = assistant.ask(question).answer
    names = {"Ann Example", "Bob Sample", "Cid Specimen", "Leeds", "Kent", "Camden"}
    said = {name for name in names if re.search(rf"^- (?:\*\*)?{name}", answer, re.MULTILINE)}
    assert said == expected


def test_what_was_found_is_carried(assistant: Assistant) -> None:
    assert "May 2021" in after(assistant, "Which authority was inspected last?", "when?", "and before that?").answer
    led = after(assistant, "Who led the inspection of Kent?", "what else has he led?")
    assert led.answered
    assert "March 2019" in led.answer
    assert "March 2023" in led.answer
    ones = after(assistant, "How many authorities were judged inadequate?", "which ones?")
    assert ones.answered
    assert re.search(r"^- Kent: ILACS inspection", ones.answer, re.MULTILINE)
    two = after(assistant, "How good is Leeds?", "and Kent?", "which of the two is rated higher?")
    assert two.answered
    leeds, _, kent = two.answer.partition("inspection of Kent")
    assert "inspection of Leeds" in leeds
    assert "Overall effectiveness: **Good**" in leeds
    assert "Overall effectiveness: **Inadequate**" in kent


def test_two_periods_are_counted_apart(assistant: Assistant) -> None:
    answer = assistant.ask("How many inspections were there in 2021 and in 2022?").answer
    assert re.search(r"\*\*1\*\* [^*]*\b2021\b", answer)
    assert re.search(r"\*\*2\*\* [^*]*\b2022\b", answer)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("what did they critisise about assesments", "what did they criticise about assessments"),
        ("recomendations on saftey", "recommendations on safety"),
        ("the criticism of casework and sexting", "the criticism of casework and sexting"),
        ("in wolverhamton", "in wolverhamton"),
    ],
)
def test_misspelt_words(written: str, meant: str) -> None:
    names = {"wolverhamton"}
    assert corrected(written, {*names, "sexting"}.__contains__)[0] == meant


def test_a_word_of_the_letters_is_not_misspelt(assistant: Assistant) -> None:
    answer = assistant.ask("What was said about the Bluebird projct in Leeds?")
    assert "“projct” read as “project”" in answer.understood


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("In which authorities was leadership good but care leavers judged inadequate?", set()),
        ("Where was leadership judged inadequate and children in care judged requires improvement?", {"Kent"}),
        ("Which authority had the longest gap between two inspections?", {"Leeds"}),
        ("Which county councils were inspected?", {"Kent"}),
        ("Which authorities have no letter from 2021?", {"Kent", "Camden"}),
    ],
)
def test_conditions_that_are_not_one_grade(assistant: Assistant, question: str, expected: set[str]) -> None:
    answer = assistant.ask(question).answer
    said = {name for name in ("Leeds", "Kent", "Camden") if re.search(rf"^- (?:\*\*)?{name}", answer, re.MULTILINE)}
    assert said == expected


def test_inspectors_who_never_did(assistant: Assistant) -> None:
    answer = assistant.ask("Which inspectors have never worked in London?").answer
    assert "Cid Specimen" in answer
    assert "Bob Sample" not in answer


def test_a_fact_of_several_letters(assistant: Assistant) -> None:
    answer = assistant.ask("Who led the inspections that were judged inadequate?")
    assert answer.answered
    assert "Cid Specimen" in answer.answer


def test_an_aspect_after_a_grade(assistant: Assistant) -> None:
    answer = after(assistant, "How has the overall grade of Leeds changed over time?", "what about leadership?").answer
    assert "leadership: **Requires improvement to be good**" in answer


def test_a_share_is_of_what_is_asked() -> None:
    asked = "What percentage of social workers are agency staff?"
    assert not tells(("percentage",), "Social workers see 94% of care leavers.", asked)
    assert tells(("percentage",), "Of the social workers, 30% are agency staff.", asked)
