from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from benchmarks.hostile_queries import HOSTILE
from kg.errors import QueryBusy, QueryRefused, QueryTimeout, QueryTooLarge
from kg.graph import GRAPHS, TABLES, EmbeddedStore, Limits, answer_query, run_query
from kg.graph.gate import Gate
from kg.graph.results import Request, cut
from kg.graph.sandbox import _Sandbox

EX = "http://example.org/"
SHORT = Limits(seconds=1.0, rows=100)
HARSH = Limits(seconds=0.5, rows=100)
QUICK = "SELECT ?o { ?s <http://example.org/p1> ?o } ORDER BY ?o LIMIT 3"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(tmp_path_factory.mktemp("graph"), writable=True)
    store.replace_graph(
        EX + "g",
        [
            ox.Triple(
                ox.NamedNode(f"{EX}s{i}"), ox.NamedNode(f"{EX}p{i % 7}"), ox.NamedNode(f"{EX}s{(i * 7 + 1) % 2000}")
            )
            for i in range(2000)
        ],
    )
    yield store
    store.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_costs_its_sender_an_error(full: EmbeddedStore, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        query = HOSTILE[name].replace("{port}", str(listener.getsockname()[1]))
        before = len(full.select("SELECT * { ?s ?p ?o }"))
        began = time.monotonic()
        try:
            result = run_query(full, query, HARSH)
        except (QueryRefused, QueryTimeout, QueryTooLarge):
            pass
        else:
            assert result.truncated or result.rows <= SHORT.rows
        assert time.monotonic() - began < HARSH.seconds + 5
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert len(full.select("SELECT * { ?s ?p ?o }")) == before
    assert run_query(full, QUICK).rows == 3


@pytest.mark.parametrize("format", TABLES)
def test_the_row_cap_is_told_and_leaves_a_whole_table(full: EmbeddedStore, format: str) -> None:
    result = run_query(full, "SELECT ?s ?p ?o { ?s ?p ?o }", SHORT, format)
    assert (result.rows, result.truncated) == (100, True)
    if format == "json":
        assert len(json.loads(result.body)["results"]["bindings"]) == 100
    elif format == "xml":
        parsed = ox.parse_query_results(result.body, format=ox.QueryResultsFormat.XML)
        assert len(list(parsed)) == 100  # type: ignore[arg-type]
    else:
        assert result.body.count(b"\n") == 101
    whole = run_query(full, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100", SHORT, format)
    assert (whole.rows, whole.truncated, whole.body) == (100, False, result.body)


@pytest.mark.parametrize("format", GRAPHS)
def test_graphs_come_in_every_format(full: EmbeddedStore, format: str) -> None:
    result = run_query(full, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", SHORT, format)
    assert (result.rows, result.truncated, result.media_type) == (100, True, GRAPHS[format])
    parsed = ox.parse(result.body, format=ox.RdfFormat.from_media_type(result.media_type))
    assert len(list(parsed)) == 100


def test_rows_are_counted_whatever_they_hold() -> None:
    store = ox.Store()
    query = r"""SELECT * { VALUES (?a ?b) { ("x\ny,\"q\"}},{" <a:b>) (UNDEF UNDEF) ("</result>{\\" 3) ("\"" "\n") } }"""
    for name, format in {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
    }.items():
        body = store.query(query).serialize(format=format)  # type: ignore[union-attr]
        assert body
        assert cut(body, name, 10) == (body, 4, False)
        for rows in range(4):
            shorter, count, truncated = cut(body, name, rows)
            assert (count, truncated) == (rows, True)
            assert cut(shorter, name, 10) == (shorter, rows, False)


def test_formats_must_fit_the_query(full: EmbeddedStore) -> None:
    with pytest.raises(QueryRefused, match="gives a table: choose one of json, xml, csv, tsv, not turtle"):
        run_query(full, QUICK, format="turtle")
    with pytest.raises(QueryRefused, match="gives a graph"):
        run_query(full, "DESCRIBE <x:y>", format="csv")


def test_a_syntax_error_has_its_place(full: EmbeddedStore) -> None:
    with pytest.raises(QueryRefused, match=r"^Line 2, column 9: the query cannot be read on from here: “}”$"):
        run_query(full, "SELECT * {\n  ?s ?p }\n# end")


def test_graphs_can_be_named(full: EmbeddedStore) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert b"2000" in run_query(full, count, default_graphs=[EX + "g"], format="csv").body
    assert b"\n0" in run_query(full, count, default_graphs=[EX + "other"], format="csv").body
    assert b"2000" in run_query(full, f"SELECT (COUNT(*) AS ?n) FROM <{EX}g> {{ ?s ?p ?o }}", format="csv").body


def test_only_so_many_at_once(full: EmbeddedStore) -> None:
    limits = Limits(seconds=1.0, concurrent=1)

    def run_slowly() -> None:
        with pytest.raises(QueryTimeout):
            run_query(full, HOSTILE["cross product counted"], limits)

    slow = threading.Thread(target=run_slowly)
    slow.start()
    time.sleep(0.2)
    with pytest.raises(QueryBusy, match="try again"):
        run_query(full, QUICK, Limits(seconds=0.2, concurrent=1))
    with pytest.raises(QueryBusy, match="try again"):
        run_query(full, QUICK, Limits(seconds=60, concurrent=1, waiting=0))
    slow.join()
    assert run_query(full, QUICK, limits).rows == 3


def test_who_waits_is_let_in_by_turns() -> None:
    gate, limits = Gate(), Limits(seconds=20, concurrent=1, waiting=3)
    order: list[int] = []

    def go(number: int) -> None:
        with gate.place(limits):
            order.append(number)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(3)]
    with gate.place(limits):
        for number, thread in enumerate(threads, 1):
            thread.start()
            while len(gate._waiting) < number:
                time.sleep(0.001)
        assert not gate.enter_at_once(limits)
        with pytest.raises(QueryBusy, match="1 queries are running"):
            gate.enter(limits)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2]


@pytest.fixture
def reader(full: EmbeddedStore, tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store that an event loop can ask, with one warm sandbox."""
    full.publish()
    (tmp_path / "snapshots").symlink_to(full._snapshots)
    store = EmbeddedStore(tmp_path)
    run_query(store, QUICK)
    yield store
    store.close()


def test_a_small_graph_is_held_in_memory(reader: EmbeddedStore) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    queries = [
        query,
        "SELECT ?g ?s ?o { GRAPH ?g { ?s <http://example.org/p1> ?o } } ORDER BY ?s ?o",
        f"SELECT ?s ?o FROM <{EX}g> {{ ?s <{EX}p1> ?o }} ORDER BY ?s ?o",
        f"SELECT ?g ?s FROM NAMED <{EX}g> {{ GRAPH ?g {{ ?s <{EX}p2> ?o }} }} ORDER BY ?s",
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.graph.pool._LOADED", 0)
        from_disk = [run_query(reader, each).body for each in queries]
    assert not reader._pool._loaded
    for _ in range(200):
        if len(reader._pool._loaded) == 2 and not reader._pool._starting:
            break
        time.sleep(0.05)
        run_query(reader, query)
    assert len(reader._pool._loaded) == 2
    child = reader._pool._take(reader._published())
    assert child in reader._pool._loaded
    reader._pool._keep(child)
    assert [run_query(reader, each).body for each in queries] == from_disk


def test_a_large_graph_stays_on_disk(reader: EmbeddedStore) -> None:
    sandbox, path = _Sandbox(), reader._published()
    assert sandbox.answer({"warm": path, "load": False}, [])[0] == {"loaded": False}
    assert sandbox.answer({"warm": path, "load": True}, [])[0] == {"loaded": True}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.graph.sandbox._LARGE", 0)
        assert sandbox.answer({"warm": path, "load": True}, [])[0] == {"loaded": False}


def asked(sparql: str, form: str = "select") -> Request:
    return Request(sparql, "json", form)


def test_an_event_loop_gets_what_a_thread_gets(reader: EmbeddedStore) -> None:
    async def both() -> None:
        for query in (QUICK, "SELECT * { ?s ?p ?o }", "ASK {}"):
            result = await answer_query(reader, asked(query), SHORT)
            expected = run_query(reader, query, SHORT)
            assert result
            assert (result.body, result.rows, result.truncated) == (expected.body, expected.rows, expected.truncated)
        with pytest.raises(QueryRefused, match="Line 1, column 10: the query cannot be read on"):
            await answer_query(reader, asked("SELECT * }"), SHORT)
        with pytest.raises(QueryRefused, match="SERVICE is not allowed"):
            await answer_query(reader, asked(HOSTILE["service"]), SHORT)
        assert await answer_query(reader, asked("SELECT * FROM <x:a> { ?s ?p ?o }"), SHORT) is None
        assert await answer_query(reader, asked(QUICK + " " * 1000), SHORT) is None
        many = Request(QUICK, "json", "select", default_graphs=(EX + "g",) * 1000)
        assert await answer_query(reader, many, SHORT) is None

    asyncio.run(both())


def test_an_event_loop_does_not_wait_for_a_newer_graph(full: EmbeddedStore, reader: EmbeddedStore) -> None:
    def begins() -> bool:
        return asyncio.run(answer_query(reader, asked(QUICK))) is not None

    assert begins()
    with reader._lock:
        beside: list[bool] = []
        thread = threading.Thread(target=lambda: beside.append(begins()))
        thread.start()
        thread.join()
    full.replace_graph(EX + "later", [])
    full.publish()
    assert (beside, begins()) == ([False], False)
    reader.refresh()
    run_query(reader, QUICK)
    assert begins()


def test_an_event_loop_is_free_while_a_query_runs_to_its_limit(reader: EmbeddedStore) -> None:
    async def both() -> None:
        long = asyncio.create_task(answer_query(reader, asked(HOSTILE["paths"]), HARSH))
        given_up = asyncio.create_task(answer_query(reader, asked(HOSTILE["paths"]), Limits(seconds=30)))
        longest = 0.0
        while not long.done():
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
        assert longest < 0.15
        with pytest.raises(QueryTimeout):
            long.result()
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)

    asyncio.run(both())
    assert reader._pool._gate._running == 0
    assert run_query(reader, QUICK).rows == 3


def test_queries_see_what_was_written_last(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, writable=True)
    for name in ("a", "b"):
        store.replace_graph(EX + "g", [ox.Triple(ox.NamedNode(EX), ox.NamedNode(EX), ox.Literal(name))])
        assert run_query(store, "SELECT ?o { ?s ?p ?o }", format="csv").body == f"o\r\n{name}\r\n".encode()
    store.close()


def test_the_graphs_that_a_query_names_are_all_that_it_sees(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, writable=True)
    for name in "gh":
        triple = ox.Triple(ox.NamedNode(EX + name), ox.NamedNode(EX + "p"), ox.NamedNode(EX + "o"))
        store.replace_graph(EX + name, [triple])

    def subjects(query: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> list[str]:
        body = run_query(store, query, format="csv", default_graphs=default, named_graphs=named).body
        return sorted(line.removeprefix(EX) for line in body.decode().split()[1:])

    g, h = EX + "g", EX + "h"
    assert subjects("SELECT ?s { ?s ?p ?o }") == ["g", "h"]
    assert subjects(f"SELECT ?s FROM <{g}> {{ ?s ?p ?o }}") == ["g"]
    assert subjects(f"SELECT ?s FROM NAMED <{g}> {{ ?s ?p ?o }}") == []
    assert subjects(f"SELECT ?s FROM NAMED <{g}> {{ GRAPH ?x {{ ?s ?p ?o }} }}") == ["g"]
    assert subjects(f"SELECT ?s FROM <{g}> {{ ?s ?p ?o }}", default=(h,)) == ["h"]
    assert subjects("SELECT ?s { ?s ?p ?o }", named=(g,)) == []
    assert subjects("SELECT ?s { GRAPH ?x { ?s ?p ?o } }", named=(g,)) == ["g"]
    assert subjects("SELECT ?s { GRAPH ?x { ?s ?p ?o } }", default=(g,)) == []
    store.close()
