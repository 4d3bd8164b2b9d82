"""What a graph store can do. Two real ones: `EmbeddedStore` (Oxigraph in a folder) and `EndpointStore` (by HTTP)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.results import Limits, QueryResult, Request
from kg.graph.rows import Bindings, Rows

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.task import Task

Triples = Iterable[ox.Triple]


class GraphStore(Protocol):
    """A set of named graphs. Queries see the union of them all; results are whole before they are handed over."""

    def replace_graph(self, iri: str, triples: Triples) -> None:
        """Puts the triples in the place of what the graph holds, in one step that happens wholly or not at all."""

    def replace_graphs(self, graphs: Mapping[str, bytes]) -> None:
        """Puts N-Triples in the place of what each graph holds; quick; a crash may leave some half done."""

    def drop_graph(self, iri: str) -> None:
        """Removes the graph and all that is in it; nothing happens where there is none."""

    def graphs(self) -> list[str]:
        """The names of all graphs, sorted."""

    def select(self, query: str, bindings: Bindings = {}) -> Rows:  # noqa: B006
        """The project's own SELECT or ASK query (one row 'true' or 'false'), with values for some of its variables."""

    def construct(self, query: str, bindings: Bindings = {}) -> list[ox.Triple]:  # noqa: B006
        """The triples of the project's own CONSTRUCT or DESCRIBE query."""

    def dump(self, format: ox.RdfFormat, graph: str | None = None) -> bytes:
        """Everything (formats of datasets only), or one graph."""

    def evaluate(self, request: Request, limits: Limits) -> QueryResult:
        """A user's query that the guard has let in. Call `kg.graph.run_query`, not this."""

    def begin(self, request: Request, limits: Limits) -> Task | None:
        """The same as it runs, for an event loop; None where it cannot begin at once. Call `kg.graph.answer_query`."""

    def dataset(self) -> Dataset:
        """The same store as an rdflib Dataset whose default graph is the union of all."""

    def optimise(self) -> None:
        """Makes later reading quicker, where the store can; worth its time after many letters."""

    def publish(self) -> None:
        """Lets readers see what has been written."""

    def refresh(self) -> None:
        """Lets a reader see what others have published since."""

    def close(self) -> None:
        """Ends what belongs to the store."""


def load_reference(store: GraphStore, iri: str, files: Iterable[Path]) -> int:
    """Replaces a graph by the contents of RDF files; how many triples they held."""
    triples: list[ox.Triple] = []
    for file in files:
        format = ox.RdfFormat.from_extension(file.suffix.lstrip("."))
        if format is None:
            raise StoreError(f"{file.name}: not a known RDF format")
        try:
            triples += [quad.triple for quad in ox.parse(path=str(file), format=format)]
        except (SyntaxError, OSError) as error:
            raise StoreError(f"{file.name}: {error}") from None
    store.replace_graph(iri, triples)
    return len(triples)


def ntriples(triples: Triples) -> bytes:
    """Triples written out, once each."""
    return ox.serialize(dict.fromkeys(triples), format=ox.RdfFormat.N_TRIPLES) or b""


def replacement(iri: str, content: bytes) -> str:
    """The update that replaces one graph."""
    graph = str(ox.NamedNode(iri))
    return f"DROP SILENT GRAPH {graph} ;\nINSERT DATA {{ GRAPH {graph} {{\n{content.decode()}}} }}"
