from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.library import Library
from rag.assistant import Assistant
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest
from rag.retrieval import Retriever
from tests.answers.invented import write

DATA = Path(__file__).parents[2] / "data"


def _assistant(folder: Path, letters: list[Path]) -> Iterator[Assistant]:
    embedder = open_embedder()
    with Library.open(folder, write=True) as library:
        index = open_index(library.index_folder, embedder.name, embedder.dimension)
        ingest(letters, library, index, embedder)
        yield Assistant(library, Retriever(library, index, embedder))
        index.close()


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant on five invented letters about Leeds, Kent and Camden."""
    folder = tmp_path_factory.mktemp("invented")
    yield from _assistant(folder / "library", write(folder))


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant on the two sample letters."""
    letters = sorted((DATA / "letters").glob("*.txt"))
    yield from _assistant(tmp_path_factory.mktemp("samples") / "library", letters)
