from __future__ import annotations

import random
from pathlib import Path

from tests.library.conftest import SEEDS, letter
from tests.library.killing import content, differences, opens, run, run_and_kill

KILLS = 4


def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """The script tests/tools/kills.py does the same many times on files of one's own."""
    files = tmp_path / "files"
    files.mkdir()
    for authority in ("Leeds", "York", "Kent"):
        (files / f"{authority}.txt").write_text(letter(authority))
    (files / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    seconds = run(tmp_path / "undisturbed", files, SEEDS)
    expected = content(tmp_path / "undisturbed")
    assert len(expected["letters"]) == 5
    moments = random.Random(1)
    library = tmp_path / "killed"
    for number in range(KILLS):
        run_and_kill(library, seconds * moments.uniform(0.3, 0.95), files, SEEDS)
        opens(library)
        if number % 2:
            run(library, files, SEEDS)
            assert differences(content(library), expected) == []
            library = tmp_path / f"killed{number}"
