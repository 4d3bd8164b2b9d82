from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ui.cli import main

SEEDS = Path(__file__).parents[2] / "data" / "letters"


class Ended(NamedTuple):
    """How a command ended: its status and what it wrote."""

    status: int
    out: str
    err: str


Letters = Callable[..., Ended]


@pytest.fixture(scope="session")
def seeds_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the two sample letters; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("seeds") / "library"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["letters", "ingest", str(SEEDS), "--library", str(folder)])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code in (0, None)
    return folder


@pytest.fixture
def letters(
    seeds_library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Letters:
    """Runs the command in an empty folder, on the library of the sample letters unless told otherwise."""
    for name in list(os.environ):
        if name.startswith("LETTERS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LETTERS_LIBRARY", str(seeds_library))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["letters", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Ended(code if isinstance(code, int) else 0, out, err)

    return run
