"""Oxigraph in a folder. One process may write; any number read the snapshots that it publishes."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph import snapshots
from kg.graph.pool import Pool
from kg.graph.results import Limits, QueryResult, Request
from kg.graph.rows import Bindings, Rows, bound
from kg.graph.store import Triples, ntriples, replacement
from kg.graph.task import Task
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset


class EmbeddedStore:
    """A `GraphStore` in `folder`. A reader (`writable=False`) sees the last published snapshot until it refreshes."""

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        self._snapshots = folder / "snapshots"
        self._writable = writable
        self._changed = False
        self._lock = threading.RLock()
        self._pool = Pool()
        self._held: snapshots.Hold | None = None
        if writable:
            live = folder / "live"
            live.mkdir(parents=True, exist_ok=True)
            try:
                self._store = ox.Store(str(live))
            except OSError as error:
                raise StoreError(f"The graph in {folder} cannot be opened for writing: {error}") from None
            self._changed = snapshots.newest(self._snapshots) is None
        else:
            self._open_newest()

    def replace_graph(self, iri: str, triples: Triples) -> None:
        """Puts the triples in the place of what the graph holds, in one transaction."""
        self._writing().update(replacement(iri, ntriples(triples)))

    def replace_graphs(self, graphs: Mapping[str, bytes]) -> None:
        """Puts N-Triples in the place of what each graph holds; quick; a crash may leave some half done."""
        store = self._writing()
        held = [iri for iri in graphs if store.contains_named_graph(ox.NamedNode(iri))]
        if held:
            store.update(";".join(f"DROP SILENT GRAPH {ox.NamedNode(iri)}" for iri in held))
        lines = []
        for iri, content in graphs.items():
            end = f" {ox.NamedNode(iri)} .\n".encode()
            lines.append(content.replace(b" .\n", end))
        # A line end ends a statement: N-Triples write those inside literals as \n.
        store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)

    def drop_graph(self, iri: str) -> None:
        """Removes the graph; nothing happens where there is none."""
        self._writing().update(f"DROP SILENT GRAPH {ox.NamedNode(iri)}")

    def graphs(self) -> list[str]:
        """The names of all graphs, sorted."""
        return sorted(str(graph.value) for graph in self._store.named_graphs())

    def select(self, query: str, bindings: Bindings = {}) -> Rows:  # noqa: B006
        """The project's own SELECT or ASK query, whole before it is returned."""
        text = bound(query, bindings)
        result = self._query(text)
        if isinstance(result, ox.QueryBoolean):
            return Rows(("answer",), ((ox.Literal(bool(result)),),), text)
        if not isinstance(result, ox.QuerySolutions):
            raise StoreError("select() wants a SELECT or ASK query")
        names = tuple(variable.value for variable in result.variables)
        return Rows(names, tuple(tuple(row) for row in result), text)

    def construct(self, query: str, bindings: Bindings = {}) -> list[ox.Triple]:  # noqa: B006
        """The triples of the project's own CONSTRUCT or DESCRIBE query."""
        result = self._query(bound(query, bindings))
        if not isinstance(result, ox.QueryTriples):
            raise StoreError("construct() wants a CONSTRUCT or DESCRIBE query")
        return list(dict.fromkeys(result))

    def dump(self, format: ox.RdfFormat, graph: str | None = None) -> bytes:
        """Everything (formats of datasets only), or one graph."""
        name = ox.NamedNode(graph) if graph else None
        return self._store.dump(format=format, from_graph=name, prefixes=PREFIXES) or b""

    def evaluate(self, request: Request, limits: Limits) -> QueryResult:
        """A user's query, in a child process on a snapshot."""
        return self._pool.run(self._published(), request, limits)

    def begin(self, request: Request, limits: Limits) -> Task | None:
        """The same as it runs, for an event loop; None where it cannot begin at once."""
        held = self._held
        if self._writable or not held or not held.path or not self._is_current(held):
            return None
        return self._pool.begin(str(held.path), request, limits)

    def dataset(self) -> Dataset:
        """The same store for rdflib. Give it SPARQL as text: a prepared query runs in rdflib's own slow engine."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self._store), default_union=True)

    def publish(self) -> None:
        """Takes a snapshot for readers, if anything was written since the last."""
        with self._lock:
            if self._writable and self._changed:
                self._changed = False
                snapshots.publish(self._snapshots, lambda target: self._store.backup(str(target)))

    def refresh(self) -> None:
        """Opens the newest snapshot, if it is not the one that is open."""
        with self._lock:
            if not self._writable and self._held and snapshots.newest(self._snapshots) != self._held.path:
                self._open_newest()

    def optimise(self) -> None:
        """Makes later reading quicker; worth its time after many letters."""
        self._writing().optimize()

    def close(self) -> None:
        """Publishes what was written and lets the folder go."""
        self.publish()
        self._pool.close()
        if self._held:
            self._held.release()
        self._store = ox.Store()
        self._writable = False

    def _is_current(self, held: snapshots.Hold) -> bool:
        """Whether the snapshot is the newest; False too where that cannot be told without waiting for a thread."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return held is self._held and held.path == snapshots.newest(self._snapshots)
        finally:
            self._lock.release()

    def _published(self) -> str:
        with self._lock:
            if self._writable:
                self.publish()
            path = snapshots.newest(self._snapshots) if self._writable else self._held and self._held.path
        if path is None:
            raise StoreError("The graph is empty: ingest letters first")
        return str(path)

    def _open_newest(self) -> None:
        held = snapshots.Hold(self._snapshots)
        try:
            self._store = ox.Store.read_only(str(held.path)) if held.path else ox.Store()
        except OSError as error:
            raise StoreError(f"The graph in {self._snapshots.parent} cannot be read: {error}") from None
        if self._held:
            self._held.release()
        self._held = held

    def _writing(self) -> ox.Store:
        if not self._writable:
            raise StoreError("The graph was opened for reading")
        self._changed = True
        return self._store

    def _query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self._store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
