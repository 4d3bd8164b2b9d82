"""An ingest that is killed and run again, and what two libraries must have in common to be the same."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox

from kg.library import Library
from kg.settings import load_settings
from rag.embedding import PACKAGED
from rag.index import open_index

ROOT = Path(__file__).parents[2]


def start(library: Path, *paths: Path) -> subprocess.Popen[bytes]:
    """`letters ingest` in a process group of its own."""
    command = [sys.executable, "-m", "ui.cli", "ingest", *map(str, paths), "--library", str(library)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True)


def run(library: Path, *paths: Path) -> float:
    """An ingest to its end; the seconds it took. Files that cannot be read are no reason to complain here."""
    began = time.monotonic()
    process = start(library, *paths)
    _, errors = process.communicate()
    assert process.returncode in (0, 1), errors.decode()
    assert b"Traceback" not in errors, errors.decode()
    return time.monotonic() - began


def run_and_kill(library: Path, after: float, *paths: Path) -> bool:
    """Kills an ingest (SIGKILL) so many seconds after its start; whether it was still at work."""
    process = start(library, *paths)
    assert process.stderr
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True
    finally:
        process.stderr.close()
    return False


def opens(library: Path) -> list[str]:
    """Opens a library as a reader after a kill; what it says is unfinished. Each letter that it shows must be whole."""
    if not (library / "manifest.sqlite").is_file():
        return []
    try:
        held = Library.open(library, load_settings(False))
    except Exception:
        if not (library / "originals").is_dir() or not any((library / "originals").iterdir()):
            return []  # killed before the library was made
        raise
    with held:
        graphs = set(held.store.graphs())
        for letter in held.letters():
            assert held.ids.graph(letter.key) in graphs, letter.document.name
            assert held.original(letter.key).is_file()
        status = held.status()
        return [*status.unfinished, *status.waiting]


def content(library: Path) -> dict[str, Any]:
    """Everything a finished library holds, in a form that can be compared: graph, letters, originals, index."""
    with Library.open(library, load_settings(False)) as held:
        assert held.status().unfinished == ()
        assert held.status().waiting == ()
        quads = ox.Dataset(ox.parse(held.store.dump(ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS))
        quads.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        graph = sorted(map(str, quads))
        letters = held.letters()
        originals = {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in held.folder.glob("originals/*")
        }
        sources = held.manifest.sources()
        index = open_index(held.index_folder, PACKAGED, 384)
        try:
            keys = index.keys()
            vectors = {key: index.vectors(key) for key in keys}
            rows = index.counts()
        finally:
            index.close()
    return {
        "graph": graph,
        "letters": letters,
        "originals": originals,
        "sources": sources,
        "rows": rows,
        "vectors": vectors,
    }


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """In which parts two libraries differ; vectors may by the last digits of a float."""
    parts = [part for part in one if part != "vectors" and one[part] != other[part]]
    for key, (numbers, vectors) in one["vectors"].items():
        their_numbers, theirs = other["vectors"].get(key, ([], np.zeros((0, 384))))
        if list(numbers) != list(their_numbers) or not np.allclose(vectors, theirs, atol=1e-5):
            parts.append(f"vectors of {key}")
    return parts
