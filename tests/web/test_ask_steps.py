"""The steps of an answer that grows, as the Ask tab yields them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from kg.errors import LibraryError, StoreError
from kg.library import Library
from kg.model import Letter
from rag.model import Answer, Event, Progress, Text
from tests.web.conftest import Quoting
from ui.web.ask_tab import SHOWN_EVERY, _Asking
from ui.web.services import Services


class _Slow(Quoting):
    """Tells two steps and two pieces at once each, then thinks."""

    def stream(self, *_: Any, **__: Any) -> Iterator[Event]:
        for first, second in (
            (Progress("First step"), Progress("Second step")),
            (Text("Half a wo"), Text("rd is whole.")),
        ):
            time.sleep(2 * SHOWN_EVERY)
            yield first
            yield second
            time.sleep(4 * SHOWN_EVERY)
        yield Answer(True, "Half a word is whole.")


class _Changing:
    """A library that counts how often all its letters are read."""

    def __init__(self, library: Library, held: Sequence[Letter]) -> None:
        self.library, self.held, self.read = library, held, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.library, name)

    def generation(self) -> int:
        return time.monotonic_ns()

    def letters(self) -> Sequence[Letter]:
        self.read += 1
        return self.held


def _steps(services: Services, question: str = "Why timely?") -> list[Any]:
    return list(_Asking(services)._answered(question, [], None, threading.Event()))


def test_the_last_step_and_the_last_word_are_shown_while_a_model_thinks(library: Library) -> None:
    steps = _steps(Services(library, _Slow(library)))
    titles = [(step[0][-1].metadata or {}).get("title") for step in steps]
    assert "Second step …" in titles
    assert "Half a word is whole." in [step[0][-1].content for step in steps[:-1]]


def test_letters_are_read_once_and_a_cited_one_that_came_meanwhile_is_looked_up(
    library: Library, rutland: Letter, kent: Letter
) -> None:
    changing = _Changing(library, [rutland])
    last = _steps(Services(changing, Quoting(library)))[-1]
    assert changing.read == 1
    assert kent.key in last[0][-1].content


def test_a_cited_letter_that_went_and_a_library_that_fails_are_told(
    library: Library, rutland: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = _Changing(library, [rutland])

    def gone(key: str) -> Letter:
        raise LibraryError("gone")

    monkeypatch.setattr(changing, "letter", gone, raising=False)
    last = _steps(Services(changing, Quoting(library)))[-1]
    assert "no longer in the library" in last[1]

    def fails() -> Sequence[Letter]:
        raise StoreError("The disk is full")

    monkeypatch.setattr(changing, "letters", fails)
    [only] = _steps(Services(changing, Quoting(library)))
    assert "The disk is full" in only[0][-1].content


def test_what_many_want_at_once_is_made_once(library: Library) -> None:
    services, made = Services(library, Quoting(library)), []

    def make() -> int:
        time.sleep(0.1)
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=services.once, args=("slow", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
