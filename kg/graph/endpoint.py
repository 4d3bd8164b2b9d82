"""Any SPARQL 1.1 store over HTTP: one query URL, one update URL.

The endpoint's default graph must be the union of its named graphs (most stores' default or a switch of theirs;
Oxigraph's server is told by a parameter that others ignore).
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryRefused, QueryTimeout, StoreError
from kg.graph.gate import Gate
from kg.graph.results import GRAPHS, MEDIA_TYPES, TABLES, Limits, QueryResult, Request, cut
from kg.graph.rows import Bindings, Rows, bound
from kg.graph.sandbox import RDF
from kg.graph.store import Triples, ntriples, replacement
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import httpx
    from rdflib import Dataset

_UNION = {"union-default-graph": "true"}


class EndpointStore:
    """A `GraphStore` behind two URLs. Without an update URL it can only be read."""

    def __init__(
        self, query_url: str, update_url: str | None = None, user: str | None = None, password: str | None = None
    ) -> None:
        import httpx

        self._query_url, self._update_url = query_url, update_url
        auth = (user, password or "") if user else None
        self._client = httpx.Client(auth=auth, timeout=httpx.Timeout(120, connect=10), follow_redirects=True)
        self._auth = auth
        self._gate = Gate()

    def replace_graph(self, iri: str, triples: Triples) -> None:
        """Puts the triples in the place of what the graph holds, in one update request."""
        self._update(replacement(iri, ntriples(triples)))

    def replace_graphs(self, graphs: Mapping[str, bytes]) -> None:
        """Puts N-Triples in the place of what each graph holds, one request each."""
        for iri, content in graphs.items():
            self._update(replacement(iri, content))

    def drop_graph(self, iri: str) -> None:
        """Removes the graph; nothing happens where there is none."""
        self._update(f"DROP SILENT GRAPH {ox.NamedNode(iri)}")

    def graphs(self) -> list[str]:
        """The names of all graphs, sorted."""
        return sorted(filter(None, self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").column("g")))

    def select(self, query: str, bindings: Bindings = {}) -> Rows:  # noqa: B006
        """The project's own SELECT or ASK query, whole before it is returned."""
        text = bound(query, bindings)
        body = self._ask(text, TABLES["json"])
        result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(result, ox.QueryBoolean):
            return Rows(("answer",), ((ox.Literal(bool(result)),),), text)
        names = tuple(variable.value for variable in result.variables)
        return Rows(names, tuple(tuple(row) for row in result), text)

    def construct(self, query: str, bindings: Bindings = {}) -> list[ox.Triple]:  # noqa: B006
        """The triples of the project's own CONSTRUCT or DESCRIBE query."""
        body = self._ask(bound(query, bindings), GRAPHS["ntriples"])
        return list(dict.fromkeys(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)))

    def dump(self, format: ox.RdfFormat, graph: str | None = None) -> bytes:
        """Everything (formats of datasets only), or one graph."""
        if graph:
            triples = self.construct(
                "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", {"g": ox.NamedNode(graph)}
            )
            return ox.serialize(triples, format=format, prefixes=PREFIXES) or b""
        quads = [
            ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(name))
            for name in self.graphs()
            for triple in ox.parse(self.dump(ox.RdfFormat.N_TRIPLES, name), format=ox.RdfFormat.N_TRIPLES)
        ]
        return ox.serialize(quads, format=format, prefixes=PREFIXES) or b""

    def evaluate(self, request: Request, limits: Limits) -> QueryResult:
        """A user's query, read no further than its limits. The endpoint's own limit ends the work over there."""
        began = time.monotonic()
        with self._gate.place(limits):
            left = replace(limits, seconds=max(0.05, began + limits.seconds - time.monotonic()))
            return self._evaluate(request, left, began)

    def _evaluate(self, request: Request, limits: Limits, began: float) -> QueryResult:
        parameters: list[tuple[str, str]] = list(_UNION.items()) if request.whole else []
        parameters += [("default-graph-uri", iri) for iri in request.default_graphs]
        parameters += [("named-graph-uri", iri) for iri in request.named_graphs]
        wire = "ntriples" if request.form == "graph" else request.format
        body, complete = self._stream(_with_prefixes(request.sparql), parameters, wire, limits)
        if request.form == "graph":
            lines = body.splitlines(keepends=True)
            rows, truncated = min(len(lines), limits.rows), len(lines) > limits.rows or not complete
            parsed = ox.parse(b"".join(lines[: limits.rows]), format=ox.RdfFormat.N_TRIPLES)
            prefixes = PREFIXES if request.format in ("turtle", "trig", "rdfxml") else None
            body = ox.serialize((quad.triple for quad in parsed), format=RDF[request.format], prefixes=prefixes) or b""
        elif request.form == "ask":
            rows, truncated = 1, False
        else:
            body, rows, truncated = cut(body, request.format, limits.rows, complete)
        return QueryResult(body, request.format, request.form, rows, truncated, time.monotonic() - began)

    def begin(self, request: Request, limits: Limits) -> None:
        """Every query waits for the endpoint."""

    def dataset(self) -> Dataset:
        """The same store as an rdflib Dataset."""
        from rdflib import Dataset
        from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

        store = SPARQLUpdateStore(self._query_url, self._update_url, auth=self._auth, context_aware=True)
        return Dataset(store=store, default_union=True)

    def optimise(self) -> None:
        """Nothing to do: the endpoint looks after itself."""

    def publish(self) -> None:
        """Nothing to do: the endpoint shows what was written at once."""

    def refresh(self) -> None:
        """Nothing to do: the endpoint shows what was written at once."""

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _ask(self, query: str, accept: str) -> bytes:
        headers = {"Accept": accept.partition(";")[0], "Content-Type": "application/sparql-query"}
        return self._post(self._query_url, _with_prefixes(query), headers, dict(_UNION)).content

    def _update(self, update: str) -> None:
        if not self._update_url:
            raise StoreError("The graph can only be read: LETTERS_GRAPH_UPDATE_URL is not set")
        self._post(self._update_url, update, {"Content-Type": "application/sparql-update"}, {})

    def _post(
        self, url: str, content: str, headers: Mapping[str, str], parameters: Mapping[str, str]
    ) -> httpx.Response:
        import httpx

        try:
            response = self._client.post(url, content=content.encode(), headers=headers, params=parameters)
        except httpx.HTTPError as error:
            raise StoreError(f"The graph store at {url} does not answer: {error or type(error).__name__}") from None
        if response.is_error:
            raise self._failure(url, response)
        return response

    def _stream(self, query: str, parameters: list[tuple[str, str]], wire: str, limits: Limits) -> tuple[bytes, bool]:
        """The body, and whether it came whole before the limits were reached."""
        import httpx

        headers = {"Accept": MEDIA_TYPES[wire].partition(";")[0], "Content-Type": "application/sparql-query"}
        late = QueryTimeout(f"The query was stopped after {limits.seconds:.3g} seconds")
        url = httpx.URL(self._query_url, params=httpx.QueryParams(tuple(parameters)))
        asked = self._client.build_request("POST", url, content=query.encode(), headers=headers, timeout=limits.seconds)
        deadline, body = time.monotonic() + limits.seconds, bytearray()
        try:
            response = self._client.send(asked, stream=True)
            with contextlib.closing(response):
                if response.is_error:
                    raise self._refusal(response)
                for chunk in response.iter_bytes():
                    body += chunk
                    if time.monotonic() > deadline:
                        raise late
                    if len(body) > limits.body << 20:
                        return bytes(body[: body.rfind(b"\n") + 1] if wire == "ntriples" else body), False
        except httpx.TimeoutException:
            raise late from None
        except httpx.HTTPError as error:
            raise StoreError(f"The graph store at {self._query_url} does not answer: {error}") from None
        return bytes(body), True

    @staticmethod
    def _failure(url: str, response: httpx.Response) -> StoreError:
        return StoreError(f"The graph store at {url} answered {response.status_code}: {_line(response.text)}")

    def _refusal(self, response: httpx.Response) -> Exception:
        response.read()
        if response.status_code == 400:
            return QueryRefused(_line(response.text))
        return StoreError(
            f"The graph store at {self._query_url} answered {response.status_code}: {_line(response.text)}"
        )


def _with_prefixes(query: str) -> str:
    """The query with the prefixes that it uses and does not declare, on its first line so that line numbers hold."""
    used = set(re.findall(r"\b([a-z]+):", query))
    declared = set(re.findall(r"(?i)PREFIX\s+([a-z]+):", query))
    wanted = {name: iri for name, iri in PREFIXES.items() if name in used - declared}
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in wanted.items()) + query


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
