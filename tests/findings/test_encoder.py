"""The language model that judges findings: its windows, its arithmetic, and what is done without it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import sleep
from typing import Any

import numpy as np
import pytest

from kg.encoder.package import open_tokenizer, weights_file
from kg.errors import LettersError
from kg.findings import encoder, find, judge
from kg.findings.features import Unit
from kg.findings.finder import units
from kg.findings.windows import LONGEST, Window, windows
from kg.letters import parse
from kg.model import Point
from kg.reading import read_bytes
from rag.embedding import OnnxEmbedder
from tests.findings.test_findings import letter

SHORT = "Plans are good. Reviews are late! They are not always recorded well. Children’s views are heard."
LONG = "Social workers visit children often and know them well, which helps them to plan. " * 12


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return open_tokenizer(weights_file())


def body(*paragraphs: str) -> list[Unit]:
    return units(*letter(*paragraphs, path=("A long heading of a section " * 4, "Findings")), ())


@pytest.mark.parametrize("paragraphs", [(SHORT,), (LONG,), (SHORT, LONG, SHORT), ("word " * 300 + ".",)])
def test_each_judged_sentence_stands_in_one_window(paragraphs: tuple[str, ...], tokenizer: Any) -> None:
    held = body(*paragraphs)
    judged = [place for place in range(len(held)) if place != 1]
    found = windows(held, judged, "the ‘front door’", tokenizer)
    spans = [(window, span) for window in found for span in window.spans]
    assert sorted(place for _, (place, _, _) in spans) == judged
    for window, (place, begin, end) in spans:
        assert len(window.ids) <= LONGEST
        assert window.opening <= begin < end < len(window.ids)
        words = tokenizer.encode(held[place].text, add_special_tokens=False).ids
        assert window.ids[begin:end] == words[: end - begin]
        assert end - begin == len(words) or len(words) > LONGEST / 2


def test_a_window_opens_with_the_topic_and_the_headings_and_holds_what_stands_before(tokenizer: Any) -> None:
    (window,) = windows(body("First one. Second one."), [1], "children in care", tokenizer)
    assert tokenizer.decode(window.ids[: window.opening]).startswith("children in care. a long heading")
    assert tokenizer.decode(window.ids[window.opening :]) == "first one. second one."


def test_without_changes_the_states_are_those_of_the_packaged_model(tokenizer: Any) -> None:
    texts = ["Strategy discussions are timely.", "Children wait too long for help from mental health services."]
    found = []
    for place, text in enumerate(texts):
        ids = tokenizer.encode(text).ids
        found.append(Window(ids, len(ids), [(place, 0, len(ids))]))
    nothing = io.BytesIO()
    np.savez(nothing)
    states = encoder.Encoder(nothing.getvalue()).states(found)
    for place, vector in enumerate(OnnxEmbedder().embed(texts)):
        assert vector @ states[place] / np.linalg.norm(states[place]) > 0.97  # rounded matrices


def test_a_point_without_words_is_judged_all_the_same() -> None:
    document, passages = letter("\u200b\u200b\u200b. Plans are good.", kind="bullet")
    point = Point("improvement", "", passages[0].span)
    assert [finding.polarity for finding in find(document, passages, (point,))] == ["improvement", "improvement"]


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing() -> None:
        raise LettersError("The embedding model is not installed")

    monkeypatch.setattr(encoder, "weights_file", missing)
    encoder.load.cache_clear()
    yield
    encoder.load.cache_clear()


@pytest.mark.usefixtures("without_model")
def test_without_the_model_words_alone_judge_and_one_note_says_so(caplog: pytest.LogCaptureFixture) -> None:
    document, passages = letter("Management oversight is strong.", "Supervision is not regular.")
    with caplog.at_level(logging.WARNING):
        found = [find(document, passages, ()) for _ in range(2)]
    assert [finding.polarity for finding in found[0]] == ["strength", "improvement"]
    assert found[0] == found[1]
    assert [record.message for record in caplog.records] == [
        "Findings are judged by words alone, less exactly: The embedding model is not installed"
    ]


@pytest.mark.usefixtures("without_model")
def test_threads_load_the_model_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def slow() -> None:
        sleep(0.05)
        raise LettersError("slow")

    monkeypatch.setattr(encoder, "weights_file", slow)
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda _: find(*letter("Management oversight is strong."), ()), range(2))
    assert first == second
    assert len(caplog.records) == 1


def test_what_is_found_does_not_depend_on_what_was_read_before() -> None:
    text = "Findings\n\nManagement oversight is strong. Supervision is not regular.\n\n" + SHORT
    read = parse(read_bytes(text.encode(), "letter.txt"))
    assert read.findings == ()
    judged = judge(read)
    assert judged.findings
    judge(replace(read, topic="mental health"))
    assert judge(read) == judged
