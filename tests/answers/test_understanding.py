from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.model import Turn
from rag.questions.frame import Frame


def named(assistant: Assistant, frame: Frame) -> list[str]:
    return [assistant.catalogue.name(n.gss) for n in frame.authorities]


@pytest.mark.parametrize(
    ("words", "authority"),
    [
        ("the IoW letter", "Isle of Wight"),
        ("RBWM in 2022", "Windsor and Maidenhead"),
        ("BwD JTAI", "Blackburn with Darwen"),
        ("care on Scilly", "Isles of Scilly"),
        ("the Isle of White", "Isle of Wight"),
        ("the visit to Houndslow", "Hounslow"),
        ("children in Mertin", "Merton"),
        ("the Bromely letter", "Bromley"),
        ("on the solihul childrens services inspection", "Solihull"),
        ("Hull's social workers", "Kingston Upon Hull, City of"),
        ("in County Durham", "Durham"),
        ("the City of Bristol", "Bristol, City of"),
    ],
)
def test_authorities_by_any_name(assistant: Assistant, words: str, authority: str) -> None:
    assert named(assistant, assistant.understand(f"What did inspectors say about {words}?")) == [authority]


@pytest.mark.parametrize(
    "words",
    ["leaders leading a survey", "children reading and sleeping", "who needs help", "a narrow front door", "New York"],
)
def test_english_words_are_no_authorities(assistant: Assistant, words: str) -> None:
    assert named(assistant, assistant.understand(f"What do letters say about {words}?")) == []


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Who led the Leeds inspection?", "lead"),
        ("Name the lead inspector for Leeds 2019.", "lead"),
        ("Who was in charge of the Kent inspection?", "lead"),
        ("Who QA'd the 2017 SIF of Leeds?", "quality-assurance"),
        ("Who made up the inspection team in Leeds?", "team"),
        ("Whose signatures are on the Leeds letter?", "signatories"),
        ("Which DCS was the Leeds letter addressed to?", "addressees"),
        ("Who received the Leeds letter?", "addressees"),
        ("On what dates were inspectors in Leeds for the focused visit?", "visit-dates"),
        ("When did the joint inspection of Leeds take place?", "visit-dates"),
        ("When was the Leeds letter published?", "published"),
        ("By when did Leeds have to send its written statement of action?", "statement-due"),
        ("What was the focused visit to Leeds about?", "topic"),
        ("How was Leeds rated overall in 2019?", "grades"),
        ("Which part of Leeds services did Ofsted rate outstanding?", "grades"),
        ("What needs to improve in Leeds?", "improvement"),
        ("List the areas for priority action in Leeds.", "priority-action"),
        ("What recommendations were made to Leeds?", "recommendation"),
        ("What three strengths did inspectors list for Leeds?", "strength"),
    ],
)
def test_facts_of_a_letter(assistant: Assistant, question: str, field: str) -> None:
    frame = assistant.understand(question)
    assert frame.ask == "facts"
    assert field in frame.fields


@pytest.mark.parametrize(
    ("question", "ask", "unit"),
    [
        ("How many JTAI letters do you have about London?", "count", "letters"),
        ("How many authorities do you cover?", "count", "authorities"),
        ("Which London boroughs have had an ILACS inspection?", "list", "authorities"),
        ("Where were leaders judged inadequate?", "list", "authorities"),
        ("Whose overall effectiveness got worse?", "list", "authorities"),
        ("Which inspectors have led in more than one authority?", "list", "inspectors"),
        ("What is the earliest report you have?", "superlative", "letters"),
        ("Which report lists the most areas for improvement?", "superlative", "letters"),
        ("How many times has Leeds been inspected?", "count", "letters"),
        ("What is in this library?", "coverage", "letters"),
        ("How has the overall grade of Leeds changed?", "change", "letters"),
        ("What do inspectors say about neglect in the South West?", "passages", "letters"),
        ("When Leeds was inspected in 2019, did workers grasp the risks?", "passages", "letters"),
    ],
)
def test_what_is_asked_for(assistant: Assistant, question: str, ask: str, unit: str) -> None:
    frame = assistant.understand(question)
    assert (frame.ask, frame.unit) == (ask, unit)


def talk(*questions: str) -> list[Turn]:
    return [turn for q in questions for turn in (Turn("user", q), Turn("assistant", "..."))]


def test_a_follow_up_keeps_the_subject(assistant: Assistant) -> None:
    frame = assistant.understand("and for 2023?", talk("What was the overall grade of Leeds in 2019?"))
    assert named(assistant, frame) == ["Leeds"]
    assert frame.fields == ("grades",)
    assert [p.words for p in frame.periods] == ["2023"]


def test_a_follow_up_keeps_the_matter(assistant: Assistant) -> None:
    frame = assistant.understand("What about Kent?", talk("Who led the ILACS inspection of Leeds?"))
    assert named(assistant, frame) == ["Kent"]
    assert (frame.fields, frame.kinds) == (("lead",), ("ilacs",))


def test_a_change_of_subject_drops_what_was_said(assistant: Assistant) -> None:
    frame = assistant.understand("How many focused visits are there?", talk("Who led the ILACS inspection of Leeds?"))
    assert (named(assistant, frame), frame.ask, frame.kinds) == ([], "count", ("focused-visit",))


def test_three_turns(assistant: Assistant) -> None:
    frame = assistant.understand(
        "and care leavers?", talk("What was said about supervision in Leeds?", "what about Kent?")
    )
    assert named(assistant, frame) == ["Kent"]
    assert frame.focus == ("care", "leavers")
