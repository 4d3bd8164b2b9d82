"""Counts, lists and follow-ups that once broke off, or left out a condition of the question."""

from __future__ import annotations

import pytest

from rag.answers import told
from rag.assistant import Assistant
from rag.model import Turn
from rag.questions.constraints import LASTING, at_least
from tests.answers.invented import after


def test_a_follow_up_is_no_template(assistant: Assistant) -> None:
    answer = after(assistant, "What are the strengths of Kent on supervision?", r"And the weaknesses \q \1?")
    assert answer.understood


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("authorities with more than ፩ inspections", None),
        ("more than 3 years between inspections", None),
        ("over two months after inspections", None),
        ("more than two full joint targeted area inspections", 3),
        ("at least three weaknesses on supervision", 3),
        ("at least two regions", 2),
        ("over 10 points for improvement", 11),
        ("eleven or more improvement points", 11),
    ],
)
def test_a_number_counts_what_follows_it(words: str, number: int | None) -> None:
    assert at_least(words) == number


def test_at_least_is_not_fewest(assistant: Assistant) -> None:
    assert assistant.understand("Which authorities have at least three inspections?").measure is None
    assert assistant.understand("Which authority has the least inspections?").measure == "fewest"


def test_findings_go_by_their_number(assistant: Assistant) -> None:
    one = assistant.ask("Which authorities have at least one weakness on supervision?")
    assert "**2** authorities with at least 1 weakness on supervision" in one.answer
    assert {f"- **{name}**" in one.answer for name in ("Leeds", "Camden")} == {True}
    assert not assistant.ask("Which authorities have more than 50 weaknesses about supervision?").answered


def test_points_go_by_their_number(assistant: Assistant) -> None:
    assert "**5** letters" in assistant.ask("Which letters have at least two points for improvement?").answer
    assert not assistant.ask("Which letters have more than 10 points for improvement?").answered


@pytest.mark.parametrize(
    "question",
    [
        "Which authorities have no weaknesses on supervision?",
        "Which authorities never had weaknesses on supervision?",
        "How many authorities have no weaknesses on supervision?",
        "Which authorities were never criticised for supervision?",
        "Which authorities have no strengths on neglect?",
        "Which regions have no weaknesses on supervision?",
        "Which authority has the most strengths, not weaknesses?",
        "Which authorities had more than 3 years between inspections?",
        "Which letters have more than two inspections about caseloads?",
    ],
)
def test_what_is_not_gone_by_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert "I cannot count or list by" in answer.answer


@pytest.mark.parametrize("now", ["today", "at present", "right now", "as of now", "at the moment"])
def test_now_is_no_word_of_the_letters(assistant: Assistant, now: str) -> None:
    answer = assistant.ask(f"Which authorities are inadequate {now}?").answer
    assert "- Kent: ILACS inspection" in answer
    assert "- Leeds" not in answer


def test_what_letters_of_a_grade_say(assistant: Assistant) -> None:
    answer = assistant.ask("Which inadequate authorities mention strategy meetings?").answer
    assert "- Kent" in answer
    assert "- Leeds" not in answer


def test_findings_without_a_group(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "_groups", lambda *_: {})
    assert not assistant.ask("Which region has the most weaknesses on supervision?").answered


def test_the_fewest_are_of_those_that_have_any(assistant: Assistant) -> None:
    assert "Of those that have any" in assistant.ask("Which authority has the fewest findings on supervision?").answer


def test_a_long_list_quotes_one_of_each_letter(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "LISTED", 2)
    answer = assistant.ask("List all weaknesses about supervision").answer
    assert answer.count("\n- ") == 2
    assert "One of each letter" in answer
    monkeypatch.setattr(told, "LISTED", 1)
    assert "One of each authority" in assistant.ask("List all weaknesses about supervision").answer


def test_the_same_authority_again_is_no_second(assistant: Assistant) -> None:
    asked = ("How good is Leeds?", "and Kent?", "and Kent in 2022?")
    frame = assistant.understand("which of the two is rated higher?", [Turn("user", question) for question in asked])
    assert [assistant.catalogue.name(named.gss) for named in frame.authorities] == ["Leeds", "Kent"]


def test_a_stretch_of_years_is_no_length(assistant: Assistant) -> None:
    assert not LASTING.search("Which authorities improved over the years?")
    assert not assistant.ask("Which authorities improved over the years?").answered
