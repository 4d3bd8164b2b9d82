"""The child process in which users' queries run: `python -m kg.graph.sandbox`. It only ever reads a snapshot.

The parent kills it at the time limit; should the parent be gone, an alarm does. A memory limit holds for everything
that a query needs beyond what the open store takes.
"""

from __future__ import annotations

import fcntl
import io
import itertools
import os
import resource
import signal
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph.results import GRAPHS, at_most, cut, row_ends
from kg.process import Frame, serve
from kg.vocabulary import PREFIXES

_TABLE = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
WITH_PREFIXES = frozenset({"turtle", "trig", "rdfxml"})
_WRITTEN = {**_TABLE, "ntriples": ox.RdfFormat.N_TRIPLES}
_LARGE = 128 << 20  # bytes on disk; some 600,000 statements (65 letters), which take 300 MB in memory
_STATM = os.open("/proc/self/statm", os.O_RDONLY) if Path("/proc/self/statm").exists() else -1


class _EnoughError(Exception):
    """The result has grown beyond its limits."""


class _Buffer(io.BytesIO):
    """Collects a table while it is written; stops the writing soon after the row cap, or at the size limit."""

    def __init__(self, format: str, rows: int, size: int) -> None:
        super().__init__()
        self.data = bytearray()
        self._format, self._rows, self._size, self._next = format, rows, size, 1 << 18

    def write(self, chunk: Any) -> int:
        self.data += chunk
        if len(self.data) >= self._next:
            self._next *= 2
            if len(self.data) > self._size or self._is_full():
                raise _EnoughError
        return len(chunk)

    def _is_full(self) -> bool:
        if self._format == "ntriples":
            return self.data.count(b"\n") > self._rows
        written = bytes(self.data)
        if at_most(written, self._format) <= self._rows:
            return False
        return sum(1 for _ in itertools.islice(row_ends(written, self._format), self._rows + 1)) > self._rows


class _Sandbox:
    """Holds one snapshot open between queries."""

    def __init__(self) -> None:
        self._path = ""
        self._lock = -1
        self._store = ox.Store()
        self._held = 0

    def answer(self, request: dict[str, Any], _: list[bytes]) -> Frame:
        if "warm" in request:
            self._open(request["warm"])
            return {"loaded": bool(request["load"]) and self._load()}, []
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + 1)
        try:
            self._open(request["path"])
            _limit_memory(request["memory"])
            header, body = self._run(request)
        except SyntaxError as error:
            header, body = {"refused": str(error)}, b""
        except MemoryError:
            header, body = {"large": True}, b""
        except (OSError, ValueError) as error:
            header, body = {"refused": str(error)}, b""
        signal.setitimer(signal.ITIMER_REAL, 0)
        header["memory"] = _memory_held() - self._held
        return header, [body]

    def _open(self, path: str) -> None:
        if path == self._path:
            return
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if self._lock >= 0:
            os.close(self._lock)
        self._lock = os.open(path, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self._store, self._path = ox.Store.read_only(path), path
        self._held = _memory_held()

    def _load(self) -> bool:
        """Takes a small graph into memory, where most queries need a tenth of the time; whether it is one."""
        if sum(file.stat().st_size for file in Path(self._path).iterdir()) > _LARGE:
            return False
        memory, triples = ox.Store(), ox.RdfFormat.N_TRIPLES
        for graph in (ox.DefaultGraph(), *self._store.named_graphs()):  # one by one: all together take twice the memory
            memory.bulk_load(self._store.dump(format=triples, from_graph=graph) or b"", format=triples, to_graph=graph)
        self._store, self._held = memory, _memory_held()
        return True

    def _run(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        sparql, default, named = request["sparql"], request["default_graphs"], request["named_graphs"]
        result = self._store.query(
            sparql,
            base_iri=request["base_iri"],
            # Those that may be used: the engine reads each anew. The guard lets nobody write one with escapes.
            prefixes={name: iri for name, iri in PREFIXES.items() if f"{name}:" in sparql},
            # A union would win over the query's own FROM; a request that names one kind of graph has none of the other.
            use_default_graph_as_union=not (default or named or request["own_dataset"]),
            default_graph=[ox.NamedNode(iri) for iri in default] if default or named else None,
            named_graphs=[ox.NamedNode(iri) for iri in named] if default or named else None,
        )
        format, rows = request["format"], request["rows"]
        if isinstance(result, ox.QueryBoolean):
            return {"rows": 1, "truncated": False}, result.serialize(format=_TABLE[format]) or b""
        if isinstance(result, ox.QueryTriples):
            body, complete = _written(result, "ntriples", request)
            lines = body.splitlines(keepends=True)
            if not complete and not body.endswith(b"\n"):
                lines.pop()
            kept = dict.fromkeys(lines[:rows])  # a triple of two graphs comes twice
            return {"rows": len(kept), "truncated": len(lines) > rows or not complete}, _graph(b"".join(kept), format)
        body, complete = _written(result, format, request)
        body, count, truncated = cut(body, format, rows, complete)
        return {"rows": count, "truncated": truncated}, body


def _written(result: ox.QuerySolutions | ox.QueryTriples, format: str, request: dict[str, Any]) -> tuple[bytes, bool]:
    """What the engine writes, and whether it came to its end before the limits."""
    buffer = _Buffer(format, request["rows"], request["body"] << 20)
    try:
        result.serialize(buffer, format=_WRITTEN[format])  # type: ignore[arg-type]
    except _EnoughError:
        return bytes(buffer.data), False
    return bytes(buffer.data), True


def _graph(lines: bytes, format: str) -> bytes:
    if format in ("ntriples", "nquads"):
        return lines
    triples = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return ox.serialize(triples, format=RDF[format], prefixes=PREFIXES if format in WITH_PREFIXES else None) or b""


def _memory_held() -> int:
    """MiB of this process's own, files that it shares left out.

    Not ru_maxrss: Linux lets it begin at what the parent held when it started this process.
    """
    if _STATM < 0:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20
    _, resident, shared = _pages()
    return (resident - shared) * resource.getpagesize() >> 20


def _pages() -> tuple[int, int, int]:
    """All pages of this process, those in memory, those of them that are shared."""
    whole, resident, shared = os.pread(_STATM, 100, 0).split()[:3]
    return int(whole), int(resident), int(shared)


def _limit_memory(mebibytes: int) -> None:
    pages = _pages()[0] if _STATM >= 0 else 0
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (mebibytes << 20), resource.RLIM_INFINITY))


if __name__ == "__main__":
    assert set(RDF) == set(GRAPHS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(_Sandbox().answer)
