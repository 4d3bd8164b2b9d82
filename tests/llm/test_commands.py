"""The commands with a model: the answer as it comes, the status, the scores without and with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.llm.cases import BLUEBIRD, MENTOR, says
from tests.llm.conftest import Made
from tests.llm.server import serving
from ui.cli import main

Run = Callable[..., str]


@pytest.fixture
def run(made: Made, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command on the invented letters with the model at an address; gives all that it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LETTERS_LIBRARY", str(made.shelf[0].folder))
    monkeypatch.setenv("LETTERS_LLM", "openai:scripted")
    monkeypatch.setenv("LETTERS_LLM_TRACE", str(made.trace))

    def command(url: str, *arguments: str) -> str:
        monkeypatch.setenv("LETTERS_LLM_BASE_URL", url)
        monkeypatch.setattr(sys, "argv", ["letters", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in (0, None)
        told = capfd.readouterr()
        return told.out + told.err

    return command


def test_an_answer_comes_with_the_models_words_and_what_is_to_be_known_of_them(run: Run) -> None:
    with serving(says(f"{MENTOR} [ID].")) as server:
        told = run(server.url, "ask", "--stream", BLUEBIRD)
        row = json.loads(run(server.url, "ask", "--json", BLUEBIRD))
    assert told.startswith(f"{MENTOR} [1].\n\nThe focused visit to Leeds")
    assert "openai:scripted wrote the first lines" in told
    assert row["llm"] == "openai:scripted"
    assert row["notes"]


def test_the_status_tells_of_the_model(run: Run) -> None:
    with serving(says('{"number": 7, "word": "river"}')) as server:
        told = run(server.url, "status")
    assert "model       openai:scripted: answers at" in told
    assert "model       json_mode: works" in told
    assert "No language model answers" in run("http://127.0.0.1:9/v1", "status")


def test_scores_without_and_with_the_model(run: Run, tmp_path: Path) -> None:
    question = {
        "id": "1",
        "type": "passage",
        "question": BLUEBIRD,
        "facts": [["mentor"]],
        "documents": ["leeds-visit.txt"],
    }
    (tmp_path / "questions.jsonl").write_text(json.dumps(question))
    with serving(says(f"{MENTOR} [ID].")) as server:
        told = run(server.url, "evaluate", "questions.jsonl", "--llm", "--output", "answers.jsonl")
        assert len(server.asked) == 1
    assert "Without a language model:" in told
    assert "With openai:scripted:" in told
    assert told.count("1.000      1.000") >= 2
    assert json.loads((tmp_path / "answers.jsonl").read_text())["llm"] == "openai:scripted"
