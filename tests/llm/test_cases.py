"""No unsupported claim reaches the reader, whatever the model and whatever the letters say."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.model import Answer, Text
from tests.llm.cases import FAILING, GROUPS, LETTERS_AGAINST_US, WRITING, Case, table
from tests.llm.conftest import Made
from tests.llm.server import serving

DOCS = Path(__file__).parents[2] / "docs" / "llm.md"
BEGIN, END = "<!-- cases: made by tests/llm -->\n", "<!-- end of cases -->"
EVERY = [case for cases in GROUPS.values() for case in cases]
RUNS: dict[str, Answer] = {}


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.does)
def test_a_reader_gets_what_stands(case: Case, made: Made, plain: Assistant) -> None:
    with serving(case.script) as server:
        assistant = made.assistant(case.settings.get("llm_base_url", server.url), **_without_address(case))
        begun = time.monotonic()
        events = list(assistant.stream(case.question))
        assert time.monotonic() - begun < case.most
    answer = events[-1]
    assert isinstance(answer, Answer)
    RUNS[case.does] = answer
    without = plain.ask(case.question)
    assert "".join(event.words for event in events if isinstance(event, Text)) == answer.answer
    assert answer.answered is case.answered
    if case in (*WRITING, *LETTERS_AGAINST_US, *FAILING) or not case.answered:
        lead = " ".join(case.gets)
        assert answer.answer == (f"{lead}\n\n{without.answer}" if lead else without.answer)
        assert answer.citations == without.citations
        assert answer.llm == ("openai:scripted" if lead else None)
        assert answer.notes
    else:
        assert answer.llm == "openai:scripted"
        assert answer.citations
    assert all("sk-secret" not in line for line in made.trace.read_text().splitlines()) if made.trace.exists() else True


def test_the_table_in_the_docs_is_true(plain: Assistant) -> None:
    if len(RUNS) < len(EVERY):
        pytest.skip("needs the runs of all cases before it")
    text = DOCS.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    new = f"{before}{BEGIN}\n{table(RUNS, plain.ask)}\n\n{END}{after}"
    if os.environ.get("WRITE_DOCS"):
        DOCS.write_text(new, encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == new, "run the tests of tests/llm with WRITE_DOCS=1"


def _without_address(case: Case) -> dict[str, object]:
    return {name: value for name, value in case.settings.items() if name != "llm_base_url"}
