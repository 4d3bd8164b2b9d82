"""The SPARQL 1.1 Protocol: the facts of the W3C's cases for queries, and what a read-only endpoint must refuse."""

import csv
import io
import json
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from rdflib import Graph

from kg.library import Library
from kg.model import Letter

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?letter a insp:Letter }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def post(client: TestClient, content: bytes | str, media: str | None, address: str = "/sparql"):
    return client.post(address, content=content, headers={"content-type": media} if media else {})


def boolean(answer) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


def test_get_form_and_direct_give_the_same(client: TestClient) -> None:
    for answer in (
        client.get("/sparql", params={"query": COUNT}),
        client.get("/sparql/", params={"query": COUNT}),
        post(client, urlencode({"query": COUNT}), FORM),
        post(client, COUNT, DIRECT),
        post(client, COUNT, DIRECT + "; charset=UTF-8"),
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == "2"


def test_a_long_form_is_read_like_a_short_one(client: TestClient) -> None:
    escaped = "".join(f"%{byte:02X}" for byte in f"ASK {{}} # {'é' * 5000}".encode())
    assert boolean(post(client, f"query={escaped}", FORM))


def test_dataset_of_the_protocol(client: TestClient, library: Library, rutland: Letter, kent: Letter) -> None:
    one, other = library.ids.graph(rutland.key), library.ids.graph(kent.key)
    ask = f"ASK {{ <{library.ids.letter(rutland.key)}> a insp:Letter }}"
    assert boolean(client.get("/sparql", params={"query": ask}))
    assert boolean(client.get("/sparql", params={"query": ask, "default-graph-uri": one}))
    assert not boolean(client.get("/sparql", params={"query": ask, "default-graph-uri": other}))
    both = urlencode([("default-graph-uri", one), ("default-graph-uri", other)])
    assert boolean(post(client, ask, DIRECT, f"/sparql?{both}"))
    assert boolean(post(client, urlencode({"query": ask}), FORM, f"/sparql?{both}"))
    named = f"ASK {{ GRAPH ?g {{ <{library.ids.letter(rutland.key)}> a insp:Letter }} }}"
    assert boolean(client.get("/sparql", params={"query": named, "named-graph-uri": one}))
    assert not boolean(client.get("/sparql", params={"query": named, "named-graph-uri": other}))
    assert boolean(client.get("/sparql", params={"query": "ASK {}", "default-graph-uri": "http://example.org/none"}))


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml;q=0.9, text/csv;q=0.1", "application/sparql-results+xml"),
        ("application/json", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json"),
    ],
)
def test_tables_by_accept(client: TestClient, accept: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": COUNT}, headers={"accept": accept})
    assert answer.headers["content-type"] == media
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("*/*", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
    ],
)
def test_graphs_by_accept(client: TestClient, accept: str, format: str) -> None:
    query = "CONSTRUCT { ?l rdfs:label ?label } WHERE { ?l a insp:Letter ; rdfs:label ?label }"
    answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert len(Graph().parse(data=answer.content, format=format)) == 2
    described = client.get("/sparql", params={"query": "DESCRIBE <http://example.org/>"}, headers={"accept": accept})
    assert described.status_code == 200


def test_format_in_the_address_wins(client: TestClient) -> None:
    query = "SELECT ?name WHERE { ?l a insp:Letter ; dcterms:identifier ?name } ORDER BY ?name"
    answer = client.get("/sparql", params={"query": query, "format": "csv"}, headers={"accept": "application/json"})
    assert list(csv.reader(io.StringIO(answer.text))) == [["name"], ["kent.md"], ["rutland.pdf"]]
    assert client.get("/sparql", params={"query": query, "format": "turtle"}).status_code == 400


def test_nothing_acceptable(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": COUNT}, headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.text


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        ("ASK {}", "text/plain", 415),
        ("ASK {}", None, 415),
        ("query=ASK%20%7B%7D", None, 415),
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415),
        ("ASK { ?s ?p 'é' }".encode("latin-1"), DIRECT, 400),
        (b"query=ASK%20%7B%20%3Fs%20%3Fp%20%22%E9%22%20%7D", FORM, 400),
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, 400),
        ("", FORM, 400),
        ("", DIRECT, 400),
        ("ASK {", DIRECT, 400),
        ("x" * (2 << 20), DIRECT, 413),
        ("CLEAR ALL", "application/sparql-update", 403),
        ("update=CLEAR%20ALL", FORM, 403),
        ("INSERT DATA { <a:a> <a:b> 1 }", DIRECT, 400),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", DIRECT, 400),
    ],
)
def test_refused(client: TestClient, content: bytes | str, media: str | None, status: int) -> None:
    answer = post(client, content, media)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.text.strip().splitlines()) in (1, 4)


def test_refused_by_get(client: TestClient) -> None:
    assert client.get("/sparql", params=[("query", "ASK {}"), ("query", "ASK {}")]).status_code == 400
    assert client.get("/sparql", params={"update": "CLEAR ALL"}).status_code == 403
    assert client.get("/sparql?query=%ff").status_code == 400
    refused = client.put("/sparql", params={"query": "ASK {}"})
    assert (refused.status_code, sorted(refused.headers["allow"].split(", "))) == (405, ["GET", "HEAD", "POST"])
    assert client.head("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_a_syntax_error_tells_its_place(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?s WHERE {\n ?s ?p }"})
    assert answer.status_code == 400
    said, _, line, mark = answer.text.rstrip("\n").split("\n")
    assert said.startswith("Line 2, column 8: ")
    assert line == "     ?s ?p }"
    assert line[mark.index("^")] == "}"


def test_service_description(client: TestClient) -> None:
    answer = client.get("/sparql")
    graph = Graph().parse(data=answer.content, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    query = f"ASK {{ ?s a <{sd}Service> ; <{sd}endpoint> <http://testserver/sparql> ; <{sd}supportedLanguage> ?l }}"
    assert graph.query(query).askAnswer
    assert json.loads(client.get("/sparql", headers={"accept": "application/ld+json"}).text)


def test_an_odd_host_is_not_pasted_into_the_address(client: TestClient) -> None:
    odd = {"host": "a b"}
    described = client.get("/sparql", headers={**odd, "accept": "text/turtle"})
    assert described.status_code == 200
    assert "a b/" not in described.text
    assert boolean(client.get("/sparql", params={"query": "ASK {}"}, headers=odd))
