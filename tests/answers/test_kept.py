"""Answers that are kept: given again while the library stays as it is, made anew once a letter came."""

import threading
import time
from pathlib import Path

import pytest

from kg.library import Library
from kg.settings import Settings
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest
from rag.kept import Kept
from rag.opening import open_assistant
from tests.answers.invented import write

COUNT = "How many letters are there?"


def test_an_answer_is_kept_until_a_letter_comes(tmp_path: Path) -> None:
    first, *others = write(tmp_path)
    home = tmp_path / "library"
    _bring_in(home, [first])
    with Library.open(home, Settings(library=home)) as library, open_assistant(library, kept=8) as assistant:
        before = assistant.ask(COUNT)
        again = assistant.ask(COUNT)
        assert again.facts is before.facts
        assert again.answer == before.answer
        _bring_in(home, others)
        stale = assistant.ask(COUNT)
        assert stale.facts is not before.facts  # nobody told the assistant; what was kept is not served all the same
        assistant.refresh()
        assert str(len(others) + 1) in assistant.ask(COUNT).answer != before.answer


def test_an_answer_with_very_many_facts_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "library"
    _bring_in(home, write(tmp_path))
    with Library.open(home, Settings(library=home)) as library, open_assistant(library, kept=8) as assistant:
        first = assistant.ask(COUNT)
        assert first.facts
        assert assistant.ask(COUNT).facts is first.facts
        assistant.refresh()
        monkeypatch.setattr("rag.assistant.MOST_FACTS_KEPT", len(first.facts) - 1)
        assert assistant.ask(COUNT).facts is not assistant.ask(COUNT).facts


def test_what_is_made_from_the_letters_counts_as_well(tmp_path: Path) -> None:
    letters = write(tmp_path)
    home = tmp_path / "library"
    _bring_in(home, letters)
    with Library.open(home, Settings(library=home)) as library, open_assistant(library, kept=8) as assistant:
        before, generation = assistant.ask(COUNT), library.generation()
        _bring_in(home, [])
        assert library.generation() == generation  # nothing was made anew
        assert assistant.ask(COUNT).facts is before.facts
        (home / "identity.toml").write_text('[[apart]]\npeople = ["Joy Example", "Jane Smith"]\n', "utf-8")
        _bring_in(home, [])
        assert library.generation() > generation
        assert assistant.ask(COUNT).facts is not before.facts
        generation = library.generation()
        _bring_in(home, [])
        assert library.generation() == generation


def _bring_in(home: Path, letters: list[Path]) -> None:
    with Library.open(home, write=True) as library:
        embedder = open_embedder()
        index = open_index(library.index_folder, embedder.name, embedder.dimension)
        ingest(letters, library, index, embedder)
        index.close()


def test_one_thread_makes_what_many_want() -> None:
    kept: Kept[int] = Kept(2)
    made: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("a", make))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]


def test_the_one_not_wanted_for_longest_goes_and_a_failure_is_not_kept() -> None:
    kept: Kept[str] = Kept(2)
    for key in "abac":
        kept.get(key, lambda: "first")
    assert kept.get("a", lambda: "second") == "first"
    assert kept.get("b", lambda: "second") == "second"
    with pytest.raises(ValueError, match="no"):
        kept.get("d", _fail)
    assert kept.get("d", lambda: "made") == "made"
    assert kept.get("e", lambda: "once", lambda _: False) == "once"
    assert kept.get("e", lambda: "twice") == "twice"


def _fail() -> str:
    raise ValueError("no")
