"""The two sample letters in a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.library import Library
from kg.settings import Settings
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest

LETTERS = Path(__file__).parents[2] / "data" / "letters"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("ontology")
    embedder = open_embedder()
    with Library.open(folder, Settings(), write=True) as opened:
        index = open_index(opened.index_folder, embedder.name, embedder.dimension)
        ingest([path for path in LETTERS.iterdir() if path.suffix == ".txt"], opened, index, embedder)
    with Library.open(folder, Settings()) as opened:
        yield opened
