from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import LettersError
from rag.assistant import Assistant
from rag.evaluation import evaluate, read_questions
from rag.model import Turn

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


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "What?"}\nnot json\n', encoding="utf-8")
    with pytest.raises(LettersError, match="line 2"):
        read_questions(file)


def test_own_questions_are_answered(samples: Assistant) -> None:
    questions = read_questions(OWN)
    answers = [
        samples.ask(q["question"], [Turn(**turn) for turn in q.get("history", [])]).as_json(q["id"]) for q in questions
    ]
    report = evaluate(questions, json.loads(json.dumps(answers)), samples.library)  # type: ignore[arg-type]
    assert report.means["ALL"]["verbatim"] == 1.0
    assert [(r.identifier, r.question, r.missing) for r in report.misses] == []
