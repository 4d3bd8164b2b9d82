"""An understanding handed back as corrected: each name changes the answer, wrong values are one clear line."""

from __future__ import annotations

import json

import pytest

from kg.errors import LettersError
from rag.assistant import Assistant
from rag.model import Turn

ALL = "How many inspections have there been?"


def test_nothing_changed_is_the_same_answer(assistant: Assistant) -> None:
    for question in (ALL, "Who led the focused visit to Testshire?", "Which authorities were judged inadequate?"):
        answer = assistant.ask(question)
        again = assistant.ask(question, (), json.loads(json.dumps(answer.understanding)))
        assert (again.answer, again.understanding) == (answer.answer, answer.understanding)


def test_an_authority_and_a_period_are_corrected(assistant: Assistant) -> None:
    name = assistant.choices()["authorities"][0]["value"]
    answer = assistant.ask(ALL, (), {"ask": "list", "unit": "letters", "authorities": [name]})
    assert name in answer.answer
    assert name in answer.understood
    never = assistant.ask(ALL, (), {"ask": "count", "periods": [{"from": None, "until": "1999-12-31"}]})
    assert "**0**" in never.answer


def test_a_correction_stands_in_what_is_asked_next(assistant: Assistant) -> None:
    name = assistant.choices()["authorities"][0]["value"]
    turns = [Turn("user", ALL, {"ask": "list", "authorities": [name]}), Turn("assistant", "")]
    assert assistant.ask("And who led it?", turns).understanding["authorities"] == [name]


@pytest.mark.parametrize(
    "edited",
    [
        {"authority": ["x"]},
        {"authorities": ["Nowhere-on-Sea"]},
        {"kinds": "jtay"},
        {"kinds": 3},
        {"periods": [{"from": "last week"}]},
        {"periods": [{"from": "2021-01-01", "until": "2020-01-01"}]},
        {"periods": ["2021"]},
        {"limit": 0},
        {"limit": True},
        {"ask": None},
        {"ask": "facts", "fields": []},
        {"grades": ["splendid"]},
        {"visits": ["no-such.pdf"]},
        {"inspectors": ["Nobody Known"]},
        {"in_sequence": "yes"},
        {"words": 1},
        {"polarity": ["weak"]},
        [],
    ],
)
def test_a_wrong_value_is_one_clear_line(assistant: Assistant, edited: object) -> None:
    with pytest.raises(LettersError, match=r"^understanding: [^\n]+$"):
        assistant.ask(ALL, (), edited)  # type: ignore[arg-type]


def test_every_choice_is_taken(assistant: Assistant) -> None:
    offered = assistant.choices()
    for name, held in offered.items():
        if name in {"ask", "fields", "periods.of", "unit"}:
            continue
        for choice in held[:3]:
            single = name in {"neighbours_of", "role", "polarity", "change", "order", "by"}
            edited = {name: choice["value"] if single else [choice["value"]]}
            assert assistant.ask(ALL, (), edited).understanding[name] in (edited[name], [choice["value"]])
