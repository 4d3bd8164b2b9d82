from __future__ import annotations

from pathlib import Path

from kg.library import Library
from kg.settings import load_settings
from rag.opening import open_assistant
from tests.library.conftest import SEEDS, Ingest, letter
from tests.library.killing import start

QUESTION = "What do inspectors say about supervision on the Isle of Wight?"


def test_questions_are_answered_beside_an_ingest(folder: Path, tmp_path: Path, bring: Ingest) -> None:
    bring(SEEDS)
    files = tmp_path / "files"
    files.mkdir()
    for authority in ("Leeds", "York", "Kent", "Barnsley", "Devon"):
        (files / f"{authority}.txt").write_text(letter(authority))
    with Library.open(folder, load_settings(False)) as library, open_assistant(library) as assistant:
        before = assistant.ask(QUESTION)
        assert before.citations
        process = start(folder, files)
        while process.poll() is None:
            assert assistant.ask(QUESTION).citations == before.citations
        _, errors = process.communicate()
        assert process.returncode == 0, errors.decode()
        assistant.refresh()
        assert len(library.letters()) == 7
        assert "supervision is not regular enough" in assistant.ask("What is said of supervision in Leeds?").answer
