"""Reads the W3C's own cases from a folder: protocol, service description, and the formats of results.

The folder is `sparql/sparql11` of https://github.com/w3c/rdf-tests, or a part of it with these four below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.conformance import results
from tests.conformance.case import FORBIDDEN, REFUSAL, SUCCESS, Answer, Case, Request
from tests.conformance.own import described_as_it_should_be

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
_ACCEPT = {"csv": "text/csv", "tsv": "text/tab-separated-values", "srj": "application/sparql-results+json"}
_GROUPS = {"json-res": "JSON results", "csv-tsv-res": "CSV and TSV results"}


def read(folder: Path) -> tuple[list[Case], dict[str, bytes]]:
    """The cases, and the graphs (Turtle by name) that have to be there."""
    graphs: dict[str, bytes] = {}
    cases = list(_protocol(folder / "protocol", graphs))
    for name, group in _GROUPS.items():
        cases += _formats(folder / name, group, graphs)
    cases += _description(folder / "service-description")
    return cases, graphs


def _entries(folder: Path) -> tuple[Graph, list[Node]]:
    manifest = Graph().parse(folder / "manifest.ttl", format="turtle", publicID=folder.as_uri() + "/")
    return manifest, list(Collection(manifest, next(iter(manifest.objects(None, MF.entries)))))


def _protocol(folder: Path, graphs: dict[str, bytes]) -> Iterator[Case]:
    manifest, entries = _entries(folder)
    for entry in entries:
        for data in manifest.objects(entry, UT.graphData):
            file = _file(manifest.value(data, UT.graph))
            graphs[str(manifest.value(data, RDFS.label))] = file.read_bytes()
        # What would change the store has to be refused, and what it would have made must not be there afterwards.
        name = str(entry).rpartition("#")[2]
        update = name.startswith("update")
        requests = [
            _request(manifest, request, refused=update)
            for connection in manifest.objects(entry, MF.action)
            for request in _listed(manifest, connection, HT.requests)
        ]
        yield Case("protocol", name, requests, refused=update)


def _request(manifest: Graph, node: Node, *, refused: bool) -> Request:
    def value(subject: Node | None, predicate: URIRef) -> str | None:
        found = manifest.value(subject, predicate) if subject is not None else None
        return None if found is None else str(found)

    headers = {
        str(manifest.value(header, HT.fieldName)).lower(): str(manifest.value(header, HT.fieldValue))
        for header in _listed(manifest, node, HT.headers)
    }
    body = manifest.value(node, HT.body)
    encoding = value(body, CNT.characterEncoding) or "UTF-8"
    expected = manifest.value(node, HT.resp)
    statuses = {str(status).rpartition("StatusCode")[2] for status in manifest.objects(expected, MF.expectedStatus)}
    boolean = value(expected, MF.expectedBoolean)
    asked = None if boolean is None else (boolean.lower() == "true") is not refused
    refused = refused and boolean is None
    return Request(
        path=value(node, HT.absolutePath) or "/sparql/",
        body=(value(body, CNT.chars) or "").encode(encoding),
        content_type=headers.get("content-type"),
        accept=headers.get("accept"),
        method=value(node, HT.methodName) or "",
        statuses=FORBIDDEN if refused else REFUSAL if statuses == {"4xx"} else SUCCESS,
        kind=value(expected, MF.expectedFormat),
        boolean=asked,
    )


def _formats(folder: Path, group: str, graphs: dict[str, bytes]) -> Iterator[Case]:
    manifest, entries = _entries(folder)
    for entry in entries:
        action = manifest.value(entry, MF.action)
        data, query, result = (
            _file(node)
            for node in (
                manifest.value(action, QT.data),
                manifest.value(action, QT.query),
                manifest.value(entry, MF.result),
            )
        )
        graph = f"http://example.org/{folder.name}/{data.name}"
        graphs[graph] = data.read_bytes()
        ending = result.suffix.removeprefix(".")
        path = f"/sparql?query={quote(query.read_text('utf-8'))}&default-graph-uri={quote(graph)}"
        check = partial(_as_expected, result.read_bytes(), ending)
        yield Case(group, str(entry).rpartition("#")[2], [Request(path, accept=_ACCEPT[ending], check=check)])


def _as_expected(expected: bytes, ending: str, answer: Answer) -> str | None:
    return results.same(answer.body, expected, ending)


def _description(folder: Path) -> Iterator[Case]:
    _, entries = _entries(folder)
    checks = described_as_it_should_be()
    for entry in entries:
        name = str(entry).rpartition("#")[2]
        yield Case("service description", name, [Request(kind="RDF", accept="text/turtle", check=checks[name])])


def _listed(manifest: Graph, subject: Node, predicate: URIRef) -> list[Node]:
    """The members of lists; the W3C's lists of requests hold blank nodes."""
    return [
        member
        for head in manifest.objects(subject, predicate)
        if isinstance(head, BNode)
        for member in Collection(manifest, head)
    ]


def _file(iri: Node | None) -> Path:
    return Path(urlsplit(str(iri)).path)
