from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.library.planning import Job
from kg.library.pool import read_all
from kg.library.readings import unpack
from tests.library.conftest import letter

CRASH = """
import os, sys, time
import kg.library.reader as reader
whole = reader.answer

def answer(request, parts):
    if "crash" in request["name"]:
        os.abort()
    if "fault" in request["name"]:
        raise ValueError("two\\nlines")
    if "hang" in request["name"]:
        time.sleep(60)
    return whole(request, parts)

reader.serve(answer)
"""


def _job(folder: Path, name: str) -> Job:
    path = folder / name
    path.write_text(letter(name))
    return Job(hashlib.sha256(path.read_bytes()).hexdigest()[:16], name, path, str(path))


def test_a_worker_that_dies_or_hangs_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "trouble.py").write_text(CRASH)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    jobs = [_job(tmp_path, f"{name}.txt") for name in ("one", "crash", "two", "fault", "hang", "three", "four")]
    found = {reading.job.name: reading for reading in read_all(jobs, "http://example.org/", 2, 8.0, module="trouble")}
    assert {name: reading.failed for name, reading in found.items() if reading.failed} == {
        "crash.txt": "reading it failed: ended by SIGABRT",
        "fault.txt": "reading it failed: lines",
        "hang.txt": "reading it took too long and was stopped",
    }
    for name in ("one", "two", "three", "four"):
        assert unpack(found[f"{name}.txt"].letter).document.name == f"{name}.txt"


def test_a_file_that_changed_meanwhile_is_not_taken(tmp_path: Path) -> None:
    job = _job(tmp_path, "letter.txt")
    job.path.write_text("something else")
    (reading,) = read_all([job], "http://example.org/", 1, 30.0)
    assert reading.failed == "changed while it was being read; run the ingest again"
