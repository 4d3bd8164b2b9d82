from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph import EmbeddedStore, EndpointStore, GraphStore
from tests.graph.servers import oxigraph


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[str]:
    """A real Oxigraph server in memory; its address."""
    with oxigraph() as address:
        yield address


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
