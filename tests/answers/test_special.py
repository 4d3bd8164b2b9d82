"""Questions of a form of their own, on the invented letters."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.questions import special


def test_a_kind_is_defined_by_the_ontology(assistant: Assistant) -> None:
    answer = assistant.ask("What is a JTAI?")
    assert answer.answered
    assert "ontology" in answer.answer
    assert answer.citations == ()
    assert not assistant.ask("What does XYZQ stand for?").answered


def test_why_a_grade_was_given(assistant: Assistant) -> None:
    answer = assistant.ask("Why was Kent judged inadequate?")
    assert "**Inadequate**" in answer.answer
    assert "recording of management oversight" in answer.answer
    refused = assistant.ask("Why was Kent judged outstanding?")
    assert not refused.answered
    assert "**Inadequate**" in refused.answer


def test_the_latest_on_an_authority(assistant: Assistant) -> None:
    assert "March 2023" in assistant.ask("Any news on Leeds?").answer


def test_both_parts_are_answered(assistant: Assistant) -> None:
    answer = assistant.ask("Who led the 2021 visit to Leeds and what did it say about young parents?")
    assert "Ann Example" in answer.answer
    assert "Bluebird" in answer.answer


def test_the_part_that_cannot_be_answered_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Who led the 2021 visit to Leeds and how much did the Bluebird project cost?")
    assert answer.answered
    assert "The other part: The letters do not say" in answer.answer


def test_shares(assistant: Assistant) -> None:
    assert "**1** of 3 (33%)" in assistant.ask("What percentage of ILACS inspections were judged inadequate?").answer


def test_a_misspelt_authority_may_come_first(assistant: Assistant) -> None:
    assert assistant.ask("Bradfrod's lead inspector?").understanding["authorities"] == ["Bradford"]


@pytest.mark.parametrize(
    "question",
    ["When was the visit to Camden?", "When was the last inspection of Leeds?", "When was Kent last visited?"],
)
def test_when(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered, answer.answer
    assert answer.understanding["fields"] == ["visit-dates"]


def test_what_is_no_matter_of_letters_is_refused(assistant: Assistant) -> None:
    assert not assistant.ask("What do letters say about quantum chromodynamics?").answered


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What does IRO stand for?", "IRO"),
        ("Define MASH", "MASH"),
        ("What is a focused visit?", "focused visit"),
        ("What are the grades?", None),
        ("What is the weather like?", None),
    ],
)
def test_terms(question: str, term: str | None) -> None:
    assert special.term_of(question, {"focused visit", "good"}) == term


def test_those_that_are_not(assistant: Assistant) -> None:
    """A negated list holds the others, and says of how many."""
    positive = assistant.ask("Which authorities have had a focused visit?")
    others = assistant.ask("Which authorities have never had a focused visit?")
    named = [
        {name for name in ("Leeds", "Kent", "Camden") if f"- {name}" in answer.answer} for answer in (positive, others)
    ]
    assert named[0] | named[1] == {"Leeds", "Kent", "Camden"}
    assert not named[0] & named[1]
    assert "of the 3 authorities" in others.answer
    assert not assistant.ask("Which letters do not mention neglect?").answered


@pytest.mark.parametrize(
    "question", ["Which authorities in the East of England were inspected?", "Are CAMHS waits long?"]
)
def test_no_authority_is_guessed(assistant: Assistant, question: str) -> None:
    """Regions and abbreviations are not misspelt authorities."""
    assert "read as" not in assistant.ask(question).understood


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What was the LSCB judged in Kent?", "has no judgement of the safeguarding children board"),
        ("What did the letter to Leeds say about swimming lessons?", "The letters do not say anything on this"),
        ("What salary do social workers get in Leeds?", "The letters do not say how much money"),
        ("How old are the social workers in Leeds?", "The letters do not say at what age"),
    ],
)
def test_what_is_not_told_is_refused(assistant: Assistant, question: str, reason: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert reason in answer.answer


def test_a_misspelt_word_is_read(assistant: Assistant) -> None:
    spelt = assistant.ask("What did the letter to Leeds say about supervision?")
    misspelt = assistant.ask("What did the letter to Leeds say about suprevision?")
    assert misspelt.answered == spelt.answered
    assert set(misspelt.citations) & set(spelt.citations)
