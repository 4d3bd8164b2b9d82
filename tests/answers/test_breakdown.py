"""Counts and lists by year, region, kind, authority and grade, and what 'them' means after a list."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from tests.answers.invented import after


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("How many letters are there per year?", "year"),
        ("Which regions are covered?", "region"),
        ("Which kinds of letters do you hold?", "kind"),
        ("Give me a breakdown of the overall grades", "grade"),
        ("List the letters by region", "region"),
        ("What was the last inspection of each authority?", "authority"),
        ("Which region has the most inspections?", "region"),
    ],
)
def test_grouped(assistant: Assistant, question: str, by: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert answer.understanding["by"] == by
    assert answer.sparql


def test_groups_hold_every_letter_once(assistant: Assistant) -> None:
    answer = assistant.ask("How many letters are there in each year?").answer
    rows = [line.split("|")[2] for line in answer.splitlines() if line.startswith("| 2")]
    assert sum(map(int, rows)) == assistant.status["letters"]


@pytest.mark.parametrize("question", ["In which region is Leeds?", "How many children go missing each year in Leeds?"])
def test_not_grouped(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).understanding["by"] is None


def test_them_after_a_list(assistant: Assistant) -> None:
    listed = assistant.ask("Which authorities were judged inadequate?")
    led = after(assistant, "Which authorities were judged inadequate?", "Who led them?").answer
    assert led.count(" led ") == len(listed.citations)


def test_the_other_end_of_a_superlative(assistant: Assistant) -> None:
    alone = assistant.ask("What is the oldest letter?").answer
    assert after(assistant, "What is the newest letter?", "and the oldest?").answer == alone


def test_when_alone(assistant: Assistant) -> None:
    assert "took place" in after(assistant, "Which authorities were judged inadequate?", "when?").answer


@pytest.mark.parametrize(
    "question",
    [
        "Which letters mention a split between early help and social care?",
        "How many letters mention regional adoption agencies?",
    ],
)
def test_words_that_group_elsewhere_are_looked_for(assistant: Assistant, question: str) -> None:
    meant = assistant.ask(question).understanding
    assert meant["by"] is None
    assert {"split", "regional"} & set(meant["words"].split())


def test_authorities_are_counted_where_they_are_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("How many authorities were inspected in each region?").answer
    assert f"**{assistant.status['authorities']}** authorities" in answer
