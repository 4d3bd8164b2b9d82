"""Graph and index on real servers: with a login before the store, and with two processes at work."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from kg.errors import QueryBusy, QueryRefused, QueryTimeout, StoreError
from kg.graph import EndpointStore, Limits, run_query
from kg.library import Library
from kg.settings import load_settings
from rag.opening import open_assistant
from tests.graph.servers import chroma, oxigraph
from ui.web.server import create_app
from ui.web.services import Services

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "data" / "letters").glob("*.txt"))
QUESTION = "What do inspectors say about supervision on the Isle of Wight?"
LOGIN = "Basic " + base64.b64encode(b"ann:pa:ss").decode()
EX = "http://example.org/"
TRIPLES = [ox.Triple(ox.NamedNode(f"{EX}{n}"), ox.NamedNode(EX + "p"), ox.Literal(n)) for n in range(300)]


@contextmanager
def login_before(address: str) -> Iterator[str]:
    """A proxy that asks for a name and a password, as those before managed stores do; its address."""

    class Proxy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers["authorization"] != LOGIN:
                self._answer(401, "text/plain", b"Who are you?")
                return
            kept = {name: self.headers[name] for name in ("content-type", "accept") if self.headers[name]}
            answer = httpx.post(address + self.path, content=body, headers=kept)
            self._answer(answer.status_code, answer.headers.get("content-type", ""), answer.content)

        def _answer(self, status: int, media: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", media)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_store_that_asks_for_a_login(oxigraph_server: str) -> None:
    with login_before(oxigraph_server) as address:
        store = EndpointStore(f"{address}/query", f"{address}/update", "ann", "pa:ss")
        store.replace_graph(EX + "login", TRIPLES)
        assert EX + "login" in store.graphs()
        assert run_query(store, f"SELECT ?s {{ ?s <{EX}p> 7 }}").rows == 1
        store.drop_graph(EX + "login")
        store.close()
        for user, password in ((None, None), ("ann", "guess")):
            stranger = EndpointStore(f"{address}/query", f"{address}/update", user, password)
            with pytest.raises(StoreError, match="answered 401: Who are you"):
                stranger.graphs()
            with pytest.raises(StoreError, match="answered 401"):
                stranger.replace_graph(EX + "login", TRIPLES)
            with pytest.raises(StoreError, match="answered 401"):
                run_query(stranger, "ASK {}")
            stranger.close()


def test_limits_hold_on_a_server() -> None:
    # A server of its own: what is stopped here goes on there, and would keep a core from all later tests.
    with oxigraph() as address:
        store = EndpointStore(f"{address}/query", f"{address}/update")
        store.replace_graph(EX + "limits", TRIPLES)
        cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        with pytest.raises(QueryTimeout):
            run_query(store, cross, Limits(seconds=0.5))
        capped = run_query(store, f"SELECT ?s ?o {{ ?s <{EX}p> ?o }}", Limits(rows=10), "csv")
        assert (capped.rows, capped.truncated, capped.body.count(b"\n")) == (10, True, 11)
        for query in ("DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT * FROM <x:y> {}"):
            with pytest.raises(QueryRefused):
                run_query(store, query)

        def run_slowly() -> None:
            with pytest.raises(QueryTimeout):
                run_query(store, cross, Limits(seconds=1.0))

        slow = threading.Thread(target=run_slowly)
        slow.start()
        while not store._gate._running:
            time.sleep(0.01)
        with pytest.raises(QueryBusy):
            run_query(store, "ASK {}", Limits(concurrent=1, waiting=0))
        slow.join()
        store.drop_graph(EX + "limits")
        store.close()


def test_one_process_ingests_while_another_answers(tmp_path: Path) -> None:
    with oxigraph() as graph, chroma(tmp_path / "chroma") as index:
        settings = load_settings(
            False, graph_url=f"{graph}/query", graph_update_url=f"{graph}/update", chroma_url=index
        )
        names = {
            "LETTERS_GRAPH_URL": f"{graph}/query",
            "LETTERS_GRAPH_UPDATE_URL": f"{graph}/update",
            "LETTERS_CHROMA_URL": index,
            "LETTERS_LIBRARY": str(tmp_path / "library"),
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "ui.cli", "ingest"]
        environment = {**os.environ, **names}
        subprocess.run([*command, str(SEEDS[0])], env=environment, check=True, capture_output=True)
        with Library.open(tmp_path / "library", settings) as library, open_assistant(library) as assistant:
            client = TestClient(create_app(Services(library, assistant), with_app=False))
            count = {"query": "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?l a insp:Letter ; insp:reportsOn ?visit }"}
            other = subprocess.Popen([*command, str(SEEDS[1])], env=environment, stderr=subprocess.DEVNULL)
            counted = set()
            while other.poll() is None:
                answer = client.get("/sparql", params=count, headers={"accept": "application/json"})
                counted.add(answer.json()["results"]["bindings"][0]["n"]["value"])
                asked = client.post("/api/ask", json={"question": QUESTION})
                assert asked.status_code == 200
                assert asked.json()["answered"]
            assert other.returncode == 0
            assert counted <= {"1", "2"}
            answer = client.get("/sparql", params=count, headers={"accept": "application/json"})
            assert answer.json()["results"]["bindings"][0]["n"]["value"] == "2"
            told = client.post("/api/ask", json={"question": "What needs to improve in Isles of Scilly?"}).json()
            assert told["answered"], json.dumps(told)
