"""What the graph must be able to answer, asked of the two sample letters."""

from __future__ import annotations

import re

import pytest

from kg.library import Library
from ontology.competency import Question, by_purpose, questions, read
from tests.ontology.answers import rows

AT_LEAST = re.compile(r"at least (\d+) (rows|triples)")


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_the_graph_answers(question: Question, library: Library) -> None:
    found = rows(library.store, question.query)
    least = AT_LEAST.fullmatch(question.expected[0]) if question.expected else None
    if least:
        size = int(found[0].split()[0]) if least[2] == "triples" else len(found)
        assert size >= int(least[1])
    else:
        assert found == list(question.expected)


def test_there_are_enough_of_them_and_each_is_well_kept() -> None:
    assert len(questions()) >= 40
    assert len({question.question for question in questions()}) == len(questions())
    assert len(by_purpose()) >= 8
    for question in questions():
        assert re.fullmatch(r"\d{3}(-[a-z]+)+", question.id)
        assert question.purpose
        assert question.query.startswith(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
        assert "#" not in question.query.replace("<https://w3id.org", "")
    purposes = [question.purpose for question in questions()]
    assert sorted(set(purposes), key=purposes.index) == list(by_purpose())


def test_queries_heed_the_two_traps() -> None:
    for question in questions():
        if re.search(r"COUNT\((?!DISTINCT)[^)]*visit", question.query, re.IGNORECASE):
            pytest.fail(f"{question.id} counts visits without DISTINCT")
        if re.search(r"insp:(inspector|leadInspector|teamInspector)\b", question.query):
            assert "insp:canonical" in question.query, f"{question.id} counts names, not people"


def test_a_question_is_read_from_its_file() -> None:
    text = "# How many?\n# purpose: Some\n# note: one: two\n# expected: 1 | 2\n# expected: 3\nSELECT ?n\nWHERE {}\n"
    question = Question("101-how", "How many?", "Some", "SELECT ?n\nWHERE {}\n", ("1 | 2", "3"), "one: two")
    assert read("101-how.rq", text) == question
