from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from kg.library import Library
from kg.settings import Settings
from rag.embedding import open_embedder
from rag.index import open_index
from rag.ingest import ingest
from rag.opening import open_assistant
from ui.web.access import Access
from ui.web.server import create_app
from ui.web.services import Services

SEEDS = Path(__file__).parents[2] / "data" / "letters"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the two sample letters."""
    folder = tmp_path_factory.mktemp("mcp") / "library"
    embedder = open_embedder()
    with Library.open(folder, Settings(), write=True) as library:
        index = open_index(library.index_folder, embedder.name, embedder.dimension)
        ingest([SEEDS], library, index, embedder)
    return folder


@pytest.fixture(scope="session")
def services(folder: Path) -> Iterator[Services]:
    with Library.open(folder, Settings()) as library, open_assistant(library) as assistant:
        yield Services(library, assistant)


@contextmanager
def listening(services: Services, access: Access) -> Iterator[str]:
    """The server on a socket of this machine; its address."""
    closed = Services(services.library, services.assistant, access=access)
    config = uvicorn.Config(create_app(closed, with_app=False), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
