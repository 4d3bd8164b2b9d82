"""People counted and paired, both of two years, pronouns, words that are no slips: on the invented letters."""

from __future__ import annotations

import pytest

from rag.answers.expected import tells
from rag.assistant import Assistant
from rag.model import Turn
from rag.questions.spelling import corrected
from rag.retrieval.query import terms


def test_what_follows_most_is_counted(assistant: Assistant) -> None:
    inspections = assistant.ask("Who led the most inspections of authorities?").answer
    assert "- **Cid Specimen** (3):" in inspections
    authorities = assistant.ask("Who inspected the most authorities?").answer
    assert "- **Cid Specimen** (2 authorities, 3 letters):" in authorities
    assert "- **Joy Example** (2):" in authorities


def test_more_than_one_of_what_is_named(assistant: Assistant) -> None:
    regions = assistant.ask("How many inspectors have worked in more than one region?").answer
    assert regions.startswith("2 people inspected (more than one region each):")
    assert "(2 regions, 3 letters)" in regions
    led = assistant.ask("Which inspectors have led more than one inspection?").answer
    assert led.startswith("1 person")


@pytest.mark.parametrize(
    ("question", "together"),
    [
        ("Who did Ann Example work with most?", True),
        ("Did Ann Example inspect Leeds together with Joy Example?", True),
        ("Who are Ann Example's colleagues?", True),
        ("With whom has Ann Example inspected?", True),
        ("What did Ann Example say about how agencies worked together in Leeds?", False),
        ("Has Ann Example worked with the police?", False),
    ],
)
def test_only_people_inspect_together(assistant: Assistant, question: str, together: bool) -> None:
    assert ("Joy Example** (1)" in assistant.ask(question).answer) == together


@pytest.mark.parametrize(
    "question",
    [
        "Have Ann Example and Zed Nobody worked together?",
        "Have Zed Nobody and Ann Example worked together?",
        "Has Ann Example worked with Zed Nobody?",
    ],
)
def test_a_person_unknown_is_not_passed_over(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


def test_both_years(assistant: Assistant) -> None:
    both = assistant.ask("How many authorities were inspected in both 2019 and 2023?").answer
    assert both.startswith("**1** authority has letters that match in each of 2019 and 2023:")
    assert "March 2019" in both
    assert "March 2023" in both
    assert assistant.ask("Which authorities were inspected in both 2021 and 2022?").answer.startswith("0 authorities")
    people = assistant.ask("Which inspectors worked in both 2019 and 2023?").answer
    assert people.startswith("1 person inspected:")
    assert "Cid Specimen** (2)" in people


def test_she_is_who_stands_before_her(assistant: Assistant) -> None:
    first = "Who led the inspection of Kent?"
    history = [Turn("user", first), Turn("assistant", assistant.ask(first).answer)]
    assert "Cid" not in assistant.understand("What help did the girl get when she was missing?", history).question
    assert "Cid" not in assistant.understand("Did Bob Sample say why he left?", history).question
    assert "Cid Specimen" in assistant.understand("Did she also inspect Leeds?", history).question


@pytest.mark.parametrize("word", ["horses", "curses", "contrast", "lesion", "fester"])
def test_words_of_their_own_are_no_slips(word: str) -> None:
    assert corrected(f"what is said about {word}", lambda _: False)[1] == ()


def test_capitals_are_matter_unless_they_name_a_place() -> None:
    sentence = "Of care leavers, 55% are in education."
    assert tells(("percentage",), sentence, "What percentage of Care Leavers are in Education?")
    assert tells(("percentage",), sentence, "In Nottingham City, what percentage of care leavers are in education?")
    assert not tells(("percentage",), sentence, "What percentage of Social Workers are Agency Staff?")


def test_a_word_of_its_own_is_searched_for_itself() -> None:
    assert [phrase for term in terms("contrast") for phrase, _ in term.alternatives] == [("contrast",)]
