"""A case: requests that are sent to the endpoint as they are, and what has to come back."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pyoxigraph as ox

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
SUCCESS = frozenset(range(200, 400))
REFUSAL = frozenset(range(400, 500))
FORBIDDEN = frozenset({403})
_BOOLEANS = {"application/sparql-results+json", "application/sparql-results+xml"}
_TABLES = _BOOLEANS | {"text/csv", "text/tab-separated-values"}
_RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
KINDS = {"boolean": _BOOLEANS, "tabular": _TABLES, "RDF": set(_RDF)}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    media_type: str
    body: bytes
    headers: dict[str, str]

    def boolean(self) -> bool:
        """The answer of an ASK query."""
        found = ox.parse_query_results(self.body, format=_results_format(self.media_type))
        assert isinstance(found, ox.QueryBoolean)
        return bool(found)

    def triples(self) -> list[ox.Triple]:
        """The triples of a graph."""
        return [quad.triple for quad in ox.parse(self.body, format=_RDF[self.media_type])]


Check = Callable[[Answer], "str | None"]


@dataclass(frozen=True)
class Request:
    """One request, and what has to come back. `check` gives a reason where the answer is not as it should be."""

    path: str = "/sparql"
    body: bytes = b""
    content_type: str | None = None
    method: str = ""
    accept: str | None = None
    statuses: frozenset[int] = SUCCESS
    kind: str | None = None
    boolean: bool | None = None
    check: Check | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, endpoint: str) -> Answer:
        """Sent over a socket of its own, nothing added to it but its length."""
        address = urlsplit(endpoint)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        headers = dict(self.headers)
        if self.content_type is not None:
            headers["Content-Type"] = self.content_type
        if self.accept is not None:
            headers["Accept"] = self.accept
        try:
            connection.request(
                self.method or ("POST" if self.body else "GET"), self.path, self.body or None, headers=headers
            )
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        media = (response.getheader("content-type") or "").partition(";")[0].strip().lower()
        return Answer(response.status, media, body, {name.lower(): value for name, value in response.getheaders()})

    def fault(self, answer: Answer) -> str | None:
        """Why the answer is not as it should be, None where it is."""
        if answer.status not in self.statuses:
            said = answer.body[:200].decode("utf-8", "replace").strip()
            return f"status {answer.status}, not {_span(self.statuses)}: {said}"
        if self.kind and answer.media_type not in KINDS[self.kind]:
            return f"{answer.media_type or 'nothing'} is no format for {self.kind}"
        if self.boolean is not None and answer.boolean() is not self.boolean:
            return f"answered {answer.boolean()}, not {self.boolean}"
        return self.check(answer) if self.check else None


@dataclass(frozen=True)
class Case:
    """A named case of a group. `refused`: an update, which a read-only endpoint has to refuse."""

    group: str
    name: str
    requests: Sequence[Request]
    refused: bool = False

    def fault(self, endpoint: str) -> str | None:
        """Run it; why it fails, None where it passes."""
        for number, request in enumerate(self.requests, start=1):
            fault = request.fault(request.send(endpoint))
            if fault:
                return f"request {number}: {fault}" if len(self.requests) > 1 else fault
        return None


def _results_format(media_type: str) -> ox.QueryResultsFormat:
    return ox.QueryResultsFormat.JSON if media_type.endswith("json") else ox.QueryResultsFormat.XML


def _span(statuses: frozenset[int]) -> str:
    return str(min(statuses)) if len(statuses) == 1 else f"{min(statuses) // 100}xx"


def is_json(answer: Answer) -> str | None:
    """A check: the body is JSON."""
    try:
        json.loads(answer.body)
    except ValueError as error:
        return f"not JSON: {error}"
    return None
