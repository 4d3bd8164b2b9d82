"""What kind of answer a question expects, and whether a sentence holds one."""

from __future__ import annotations

import pytest

from rag.answers.expected import tells
from rag.questions.intents import EXPECTS


def expected(question: str) -> set[str]:
    return {name for name, pattern in EXPECTS if pattern.search(question)}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What salary does the council offer new social workers?", "money"),
        ("What do parents pay for short breaks?", "money"),
        ("How much were the foster carers paid?", "money"),
        ("How old was the youngest child?", "age"),
        ("What is the phone number of the front door?", "contact"),
        ("Which university trains the social workers?", "name"),
        ("What software do the workers record in?", "name"),
        ("Who is the lead member for children's services?", "person"),
        ("What are the names of the social workers who were met?", "person"),
        ("What was the turnover of staff in percent?", "percentage"),
    ],
)
def test_what_is_expected(question: str, kind: str) -> None:
    assert kind in expected(question)


@pytest.mark.parametrize(
    "question",
    [
        "What had the council paid for to free up its workers?",
        "How much help do care leavers get?",
        "What schools do to support children in care?",
        "Who is responsible for checking the plans?",
        "What happens in children's homes at night?",
        "Which team works with children at risk of exploitation?",
    ],
)
def test_what_any_sentence_may_answer(question: str) -> None:
    assert not expected(question)


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("Who is the lead member?", "The lead member, Aino Tervola, meets children often.", True),
        ("Who is the lead member?", "Lead inspector: Aino Tervola", False),
        ("Who is the lead member?", "The lead member rallies support for the Families First service.", False),
        ("Which university trains them?", "The course at Norwick University is valued by the workers.", True),
        ("Which university trains them?", "Workers value the course at university.", False),
        ("Which judge was critical?", "Work in court was judged poor by the Family Court.", False),
        ("How old was the youngest?", "A child aged nine was missing.", True),
        ("How old was the youngest?", "Nine children were missing.", False),
        ("Which school is it?", "The Virtual School is ambitious.", False),
        ("Which company runs it?", "It is run by Bright Futures North, a company that the council owns.", True),
    ],
)
def test_whether_a_sentence_holds_it(question: str, sentence: str, held: bool) -> None:
    kinds = tuple(name for name, pattern in EXPECTS if pattern.search(question))
    assert kinds
    assert tells(kinds, sentence, question) is held
