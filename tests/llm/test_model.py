"""The model behind LangChain: methods, traces, stopping, many at once, and nothing at all when it is off."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import Settings
from rag.assistant import STOPPED, Assistant
from rag.llm.companion import open_model
from rag.llm.looking import terms
from rag.llm.model import METHODS
from rag.llm.probe import probe
from rag.llm.prompts import prompt
from rag.model import Answer, Text
from tests.llm.cases import BLUEBIRD, BOROUGHS, MENTOR, OK, fills, replies, says, without
from tests.llm.conftest import Made
from tests.llm.server import Asked, Reply, serving

OFF = """
import sys
from pathlib import Path
import ui.cli, ui.cli.app, rag.opening, rag.assistant
from kg.library import Library
from rag.opening import open_assistant
with Library.open(Path(sys.argv[1])) as library, open_assistant(library) as assistant:
    assert assistant.ask("How many letters are there?").answered
held = [name for name in sys.modules if name.split(".")[0] in
        {"langchain", "langchain_core", "langchain_openai", "langchain_ollama", "langchain_anthropic", "langsmith",
         "langgraph", "openai", "anthropic", "ollama", "tiktoken"} or name.startswith("rag.llm")]
assert not held, held
"""


def test_nothing_is_imported_while_no_model_is_set(made: Made) -> None:
    library, _ = made.shelf
    ended = subprocess.run(
        [sys.executable, "-c", OFF, str(library.folder)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_each_call_is_recorded_without_the_key(made: Made) -> None:
    with serving(says(f"{MENTOR} [ID].", "With sk-secret-of-nobody Leeds failed [ID].")) as server:
        made.assistant(server.url).ask(BLUEBIRD)
        assert server.asked[0].headers["authorization"] == "Bearer sk-secret-of-nobody"
    lines = made.trace.read_text().splitlines()
    calls = [json.loads(line) for line in lines]
    assert [call["purpose"] for call in calls] == ["write", "mend"]
    assert calls[0]["model"] == "openai:scripted"
    assert calls[0]["prompt"][0]["role"] == "system"
    assert MENTOR in calls[0]["prompt"][1]["content"]
    assert MENTOR in calls[0]["answer"]
    assert calls[0]["tokens"]["output_tokens"] == 7
    assert calls[0]["seconds"] > 0
    assert "sk-secret" not in made.trace.read_text()
    assert "***" in calls[0]["answer"]
    assert made.trace.stat().st_mode & 0o077 == 0


def test_a_library_that_cannot_be_written_is_no_reason_to_fail(made: Made, tmp_path: Path) -> None:
    answer, _ = made.ask(says(f"{MENTOR} [ID]."), BLUEBIRD, llm_trace=tmp_path / "none" / "trace.jsonl")
    assert answer.llm == "openai:scripted"


@pytest.mark.parametrize("method", METHODS)
def test_each_method_fills_a_form(made: Made, method: str) -> None:
    answer, server = made.ask(fills(OK), BOROUGHS, llm_structured=method)
    assert answer.answered
    assert [asked.method for asked in server.asked] == [method]


def test_a_server_that_knows_one_method_is_asked_by_that_one_from_then_on(made: Made) -> None:
    with serving(without("json_schema", without("function_calling", fills(OK)))) as server:
        assistant = made.assistant(server.url)
        assert assistant.ask(BOROUGHS).answered
        assert assistant.ask(BOROUGHS).answered
        assert Counter(asked.method for asked in server.asked) == {
            "json_schema": 1, "function_calling": 1, "json_mode": 2,
        }  # fmt: skip


def test_the_probe_tells_what_works(made: Made) -> None:
    def script(asked: Asked) -> Reply | str:
        if asked.method == "function_calling":
            return Reply("tools are not supported", 400)
        return '{"number": 7, "word": "river"}' if asked.method == "json_schema" else '{"number": 8, "word": "x"}'

    with serving(script) as server:
        told = dict(probe(made.settings(server.url)))
    assert re.fullmatch(r"answers at .* \(\d+\.\d s\)", told["openai:scripted"])
    assert told["json_schema"].startswith("works")
    assert "tools are not supported" in told["function_calling"]
    assert told["json_mode"].startswith("gives JSON, but the wrong one")
    assert dict(probe(made.settings("http://127.0.0.1:9/v1")))["openai:scripted"].startswith(
        "No language model answers"
    )


def test_stopping_leaves_the_model_alone_at_once(made: Made) -> None:
    stop = threading.Event()
    script = replies(Reply(" ".join(["word"] * 500), drip=0.05))
    with serving(script) as server:
        events = made.assistant(server.url).stream(BLUEBIRD, stop=stop)
        threading.Timer(0.3, stop.set).start()
        begun = time.monotonic()
        *_, answer = events
        assert time.monotonic() - begun < 6
    assert isinstance(answer, Answer)
    assert answer.notes == (STOPPED,)
    assert not answer.answered


def test_a_sentence_is_shown_before_the_model_has_ended(made: Made) -> None:
    def script(asked: Asked) -> Reply:
        return Reply(f"{MENTOR} [{asked.evidence[0][0]}].\n" + "word " * 500, drip=0.02)

    stop = threading.Event()
    with serving(script) as server:
        events = made.assistant(server.url).stream(BLUEBIRD, stop=stop)
        begun = time.monotonic()
        first = next(event for event in events if isinstance(event, Text))
        assert time.monotonic() - begun < 6
        stop.set()
        *_, answer = events
    assert first.words == f"{MENTOR} [1]."
    assert isinstance(answer, Answer)
    assert answer.answer == first.words


def test_questions_at_once_do_not_wait_for_each_other(made: Made) -> None:
    together = threading.Barrier(3)

    def script(asked: Asked) -> str:
        together.wait(timeout=8)
        return f"{MENTOR} [{asked.evidence[0][0]}]."

    with serving(script) as server, ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(made.assistant(server.url).ask, [BLUEBIRD] * 3))
    assert {answer.llm for answer in answers} == {"openai:scripted"}


def test_facts_and_refusals_for_a_reason_are_not_put_to_the_model(made: Made) -> None:
    with serving(says("Nothing.")) as server:
        assistant = made.assistant(server.url)
        for question in (
            "How many letters are there?",
            "Who led the focused visit to Leeds?",
            "What did inspectors say about Wigan in 2015?",
            "When will Leeds be inspected next?",
            "How much money did Leeds spend on agency staff?",
        ):
            assert assistant.ask(question).llm is None
        assert server.asked == []


def test_tracing_is_off_whatever_the_environment_says(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(f"{MENTOR} [ID].")) as server, serving(says("")) as collector:
        for name, value in {
            "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "x",
            "LANGSMITH_ENDPOINT": collector.url,
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        assert made.assistant(server.url).ask(BLUEBIRD).llm
        time.sleep(0.2)
        assert collector.asked == []


def test_a_key_that_lies_about_is_not_sent_to_a_server_of_ones_own(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody")
    with serving(says("NONE")) as server:
        made.assistant(server.url, llm_api_key=None).ask(BLUEBIRD)
        assert server.asked[0].headers["authorization"] == "Bearer none"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gpt", "write provider:model"),
        ("nobody:model", "nobody"),
        ("groq:llama", "its package is not installed"),
        ("openai:gpt-5", "api_key"),
    ],
)
def test_a_model_that_cannot_be_is_a_setting_that_is_wrong(
    name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=message):
        open_model(Settings(llm=name))


def test_prompts_speak_of_terms_that_there_are() -> None:
    text = prompt("query", concepts="", tries=3)
    named = set(re.findall(r"\binsp:\w+", text))
    assert len(named) > 30
    assert named <= {f"insp:{term.rpartition('#')[2]}" for term in terms()}
    assert {file.name for file in files("rag.llm").joinpath("prompts").iterdir()} == {
        "write.md", "question.md", "mend.md", "read.md", "read-again.md", "query.md",
    }  # fmt: skip


def test_a_model_that_knows_no_temperature_is_asked_without(made: Made) -> None:
    def script(asked: Asked) -> Reply | str:
        if "temperature" in asked.body:
            return Reply("Unsupported value: 'temperature' does not support 0", 400)
        return f"{MENTOR} [{asked.evidence[0][0]}]."

    answer, server = made.ask(script, BLUEBIRD)
    assert answer.llm
    assert len(server.asked) == 2


def test_asking_is_the_same_with_a_stream(plain: Assistant) -> None:
    *_, last = plain.stream(BLUEBIRD)
    assert isinstance(last, Answer)
    assert last.answer == plain.ask(BLUEBIRD).answer


def test_in_a_comparison_each_sentence_says_of_whom_it_speaks(made: Made) -> None:
    def script(asked: Asked) -> str:
        return "\n".join(f"Personal advisers stay in touch with care leavers [{name}]." for name, _ in asked.evidence)

    question = "What did inspectors say about personal advisers of care leavers in Leeds and in Camden?"
    answer, _ = made.ask(script, question)
    lead = answer.answer.partition("\n\n")[0]
    assert answer.llm
    assert "The focused visit to Leeds (May 2021): Personal advisers stay in touch with care leavers [1]." in lead
    assert "The focused visit to Camden (June 2022): Personal advisers stay in touch with care leavers" in lead


def test_a_summary_and_what_became_of_points_begin_with_the_models_words(made: Made) -> None:
    def script(asked: Asked) -> str:
        return "\n".join(f"{text.split('. ')[0].split('.')[0]} [{name}]." for name, text in asked.evidence)

    for question in (
        "Summarise the focused visit to Leeds",
        "What became of the points for improvement of Leeds since 2019?",
        "How did the grades of Leeds change?",
    ):
        answer, server = made.ask(script, question)
        assert len(server.asked) <= 2
        assert answer.llm, question
        assert "[1]" in answer.answer.partition("\n\n")[0]
