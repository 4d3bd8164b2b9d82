from __future__ import annotations

import datetime
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.graph import EmbeddedStore, EndpointStore, GraphStore, load_reference, run_query
from kg.graph.store import ntriples

EX = "http://example.org/"
NAME, DATE = ox.NamedNode(EX + "name"), ox.NamedNode(EX + "date")
HARD = ["C:\\users\\x", "\\u0041", 'a"b', "x\u0002y\n\r\t", "é 😀 ’", "{ } # ' <a>", " .\n"]


def _people(*names: str) -> list[ox.Triple]:
    return [ox.Triple(ox.NamedNode(f"{EX}{number}"), NAME, ox.Literal(name)) for number, name in enumerate(names)]


def _names(store: GraphStore) -> list[str | None]:
    return sorted(store.select(f"SELECT ?n {{ ?s <{NAME.value}> ?n }}").column("n"), key=str)


def test_a_graph_is_replaced_and_dropped(store: GraphStore) -> None:
    store.replace_graph(EX + "g1", _people("a", "b"))
    store.replace_graph(EX + "g2", _people("c"))
    store.replace_graph(EX + "g1", _people("d"))
    assert _names(store) == ["c", "d"]
    assert store.graphs() == [EX + "g1", EX + "g2"]
    store.drop_graph(EX + "g1")
    store.drop_graph(EX + "nowhere")
    assert _names(store) == ["c"]


def test_any_text_survives(store: GraphStore) -> None:
    store.replace_graph(EX + "g", _people(*HARD))
    assert _names(store) == sorted(HARD)
    store.replace_graphs({EX + "g": ntriples(_people(*HARD)), EX + "h": ntriples(_people("x"))})
    assert _names(store) == sorted([*HARD, "x"])


def test_bindings_are_values_not_text(store: GraphStore) -> None:
    store.replace_graph(EX + "g", _people(*HARD))
    for name in HARD:
        assert len(store.select(f"SELECT ?s {{ ?s <{NAME.value}> ?n }}", {"n": name})) == 1
    evil = '" } ; DROP ALL #'
    assert len(store.select(f"SELECT ?s {{ ?s <{NAME.value}> ?n }}", {"n": evil})) == 0


def test_dates_and_nested_groups_can_be_bound(store: GraphStore) -> None:
    day = ox.Literal("2022-05-09", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    store.replace_graph(EX + "g", [*_people("a"), ox.Triple(ox.NamedNode(EX + "0"), DATE, day)])
    query = f"SELECT ?s {{ ?s <{NAME.value}> ?n {{ ?s <{DATE.value}> ?d FILTER(?d >= ?since) }} }}"
    assert len(store.select(query, {"since": datetime.date(2022, 1, 1)})) == 1
    assert len(store.select(query, {"since": datetime.date(2023, 1, 1)})) == 0


def test_ask_construct_and_dump(store: GraphStore) -> None:
    store.replace_graph(EX + "g", _people("a"))
    assert store.select("ASK { ?s ?p 'a' }").one() == "true"
    assert store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == _people("a")
    assert list(ox.parse(store.dump(ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)) == [
        ox.Quad(*_people("a")[0], ox.NamedNode(EX + "g"))
    ]
    assert list(ox.parse(store.dump(ox.RdfFormat.TURTLE, EX + "g"), format=ox.RdfFormat.TURTLE))


def test_reference_files_are_loaded_anew(store: GraphStore, tmp_path: Path) -> None:
    file = tmp_path / "reference.ttl"
    file.write_text('@prefix ex: <http://example.org/> . ex:a ex:name "one", "two" .')
    assert load_reference(store, EX + "reference", [file]) == 2
    file.write_text("this is not turtle")
    with pytest.raises(StoreError, match=r"reference\.ttl"):
        load_reference(store, EX + "reference", [file])
    assert _names(store) == ["one", "two"]


def test_the_same_store_in_rdflib(store: GraphStore) -> None:
    store.replace_graph(EX + "g", _people("a"))
    rows = list(store.dataset().query(f"SELECT ?n {{ GRAPH ?g {{ ?s <{NAME.value}> ?n }} }}"))
    assert [str(row[0]) for row in rows] == ["a"]  # type: ignore[index]


def test_a_query_by_the_guarded_door(store: GraphStore) -> None:
    store.replace_graph(EX + "g", _people("a", "b"))
    result = run_query(store, f"SELECT ?n {{ ?s <{NAME.value}> ?n }} ORDER BY ?n", format="csv")
    assert (result.body, result.rows, result.truncated) == (b"n\r\na\r\nb\r\n", 2, False)


def test_results_may_be_used_in_any_thread(store: GraphStore) -> None:
    store.replace_graph(EX + "g", _people("a", "b"))
    rows = store.select(f"SELECT ?n {{ ?s <{NAME.value}> ?n }}")
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(len(list(rows))))
    thread.start()
    thread.join()
    assert seen == [2]


def test_readers_see_what_was_published(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path, writable=True)
    reader = EmbeddedStore(tmp_path)
    writer.replace_graph(EX + "g", _people("a"))
    writer.publish()
    assert _names(reader) == []
    reader.refresh()
    other = EmbeddedStore(tmp_path)
    writer.replace_graph(EX + "g", _people("b"))
    writer.publish()
    assert (_names(reader), _names(other), _names(writer)) == (["a"], ["a"], ["b"])
    reader.refresh()
    assert _names(reader) == ["b"]
    for store in (reader, other, writer):
        store.close()
    assert len(list((tmp_path / "snapshots").iterdir())) <= 2


def test_two_writers_are_one_too_many(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path, writable=True)
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        EmbeddedStore(tmp_path, writable=True)
    writer.close()
    with pytest.raises(StoreError, match="opened for reading"):
        EmbeddedStore(tmp_path).drop_graph(EX)


def test_an_endpoint_that_is_not_there() -> None:
    store = EndpointStore("http://127.0.0.1:1/query")
    with pytest.raises(StoreError, match="does not answer"):
        store.graphs()
    with pytest.raises(StoreError, match="LETTERS_GRAPH_UPDATE_URL"):
        store.drop_graph(EX)
    store.close()
