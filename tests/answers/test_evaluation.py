from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.evaluation import evaluate, read_questions

OWN = Path(__file__).parents[2] / "data" / "questions" / "own.jsonl"
QUESTION = {
    "id": "a", "type": "lookup", "question": "When?", "facts": [["8 March 2019"], ["Leeds", "leeds city"]],
    "forbidden": ["Kent"], "documents": ["x.pdf"], "quotes": ["The visit took place on 8 March 2019 in Leeds."],
}  # fmt: skip


def judged(answer: str, document: str = "x.pdf", answered: bool = True) -> dict[str, float]:
    citation = {"document": document, "page": 1, "quote": "The visit took place on 8 March 2019 in Leeds."}
    row = {"id": "a", "answered": answered, "answer": answer, "citations": [citation]}
    return dict(evaluate([QUESTION], [row]).results[0].scores)


def test_right() -> None:
    scores = judged("It was on 2019-03-08 in **Leeds** [1].")
    assert (scores["correct"], scores["facts"], scores["evidence"], scores["documents"]) == (1.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("answer", "document", "answered"),
    [
        ("On 8 March 2019.", "x.pdf", True),
        ("8 March 2019, Leeds, not Kent", "x.pdf", True),
        ("8 March 2019, Leeds", "y.pdf", True),
        ("8 March 2019, Leeds", "x.pdf", False),
        ("18 March 20199 in Leeds", "x.pdf", True),
    ],
)
def test_wrong(answer: str, document: str, answered: bool) -> None:
    assert judged(answer, document, answered)["correct"] == 0.0


def test_bad_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    lines = [
        '{"question": "What?", "facts": ["that"]}',
        "not json",
        '{"id": "x", "question": "When?", "facts": "2 May"}',
        '{"id": "x", "question": "When?", "documents": [3]}',
        '{"id": "y", "question": "When?"}',
        '{"id": "1", "question": "Which?", "facts": [["a", "b"]]}',
        '{"id": "z", "type": "unanswerable", "question": "Why?", "history": "before"}',
        '{"id": "z", "type": "unanswerable", "question": "Why?"}',
    ]
    file.write_bytes("\n".join(lines).encode() + b"\n{\xff}\n")
    found, problems = read_questions(file)
    assert [one.identifier for one in found] == ["1", "z"]
    assert found[0].row["facts"] == [["that"]]
    assert [problem.split(": ")[0].rpartition(" ")[2] for problem in problems] == ["2", "3", "4", "5", "6", "7", "9"]


def test_floors() -> None:
    report = evaluate([QUESTION], [{"id": "a", "answered": True, "answer": "no"}])
    assert report.below({"lookup": {"correct": 0.5}, "ALL": {"answered": 1.0}}) == [
        "lookup, correct: 0.000 is below 0.500"
    ]


def test_own_questions_are_answered(samples: Assistant) -> None:
    questions, problems = read_questions(OWN)
    assert problems == []
    answers = [samples.ask(q.question, q.history).as_json(q.identifier) for q in questions]
    rows = [q.row for q in questions]
    report = evaluate(rows, json.loads(json.dumps(answers)), samples.library)  # type: ignore[arg-type]
    assert report.means["ALL"]["verbatim"] == 1.0
    assert [(r.identifier, r.question, r.missing) for r in report.misses] == []
