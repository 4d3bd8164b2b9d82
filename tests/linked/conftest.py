"""The two sample letters in a real library, and the server over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kg.library import Library
from kg.settings import Settings
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest
from ui.web.server import create_app
from ui.web.services import Services

LETTERS = Path(__file__).parents[2] / "data" / "letters"
BASE = "https://letters.example/x/"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample letters under a base IRI of another host."""
    folder = tmp_path_factory.mktemp("linked")
    settings = Settings(base_iri=BASE)
    embedder = open_embedder()
    with Library.open(folder, settings, write=True) as opened:
        index = open_index(opened.index_folder, embedder.name, embedder.dimension)
        ingest([path for path in LETTERS.iterdir() if path.suffix == ".txt"], opened, index, embedder)
    with Library.open(folder, settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(library: Library) -> TestClient:
    return TestClient(create_app(Services(library, None, origins=("https://tools.example",)), with_app=False))  # type: ignore[arg-type]
