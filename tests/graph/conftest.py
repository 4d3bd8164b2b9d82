from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import EmbeddedStore, EndpointStore, GraphStore


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[str]:
    """A real Oxigraph server in memory; its address."""
    command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert command, "the package 'oxigraph' is part of the development requirements"
    address = f"127.0.0.1:{_free_port()}"
    server = subprocess.Popen([command, "serve", "--bind", address], stderr=subprocess.DEVNULL)
    store = EndpointStore(f"http://{address}/query")
    for _ in range(100):
        try:
            store.graphs()
            break
        except StoreError:
            time.sleep(0.05)
    store.close()
    yield f"http://{address}"
    server.kill()
    server.wait()


@pytest.fixture(params=["embedded", "endpoint"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """Both kinds of store, empty."""
    made: GraphStore
    if request.param == "embedded":
        made = EmbeddedStore(tmp_path / "graph", writable=True)
    else:
        address = request.getfixturevalue("oxigraph_server")
        made = EndpointStore(f"{address}/query", f"{address}/update")
        for graph in made.graphs():
            made.drop_graph(graph)
    yield made
    made.close()
