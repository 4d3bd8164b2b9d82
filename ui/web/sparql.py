"""The SPARQL 1.1 Protocol for queries: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import LettersError, QueryBusy, QueryRefused, QueryTimeout, QueryTooLarge
from kg.graph.guard import SHORT, answer_query, form_of
from kg.graph.results import Limits, QueryResult
from kg.graph.results import Request as Query
from kg.vocabulary import PREFIXES
from ui.web.linked import dataset, document
from ui.web.negotiation import accept_of, best_match
from ui.web.services import Services
from ui.web.telling import with_caret
from ui.web.views import render

MAX_BODY = 1 << 20
_LONGEST_TYPE = 256  # characters of a content type that are read

# Media types that clients ask for, in our order of preference, and the format that answers each.
_TABLE_OFFERS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
_GRAPH_OFFERS = {
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/n-triples": "ntriples",
    "application/trig": "trig",
    "application/n-quads": "nquads",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/plain": "ntriples",
}
_DESCRIPTION_OFFERS = {**{media: ending for ending, (media, _) in document.FORMATS.items()}, "text/html": "html"}
_OFFERS = {"select": _TABLE_OFFERS, "ask": _TABLE_OFFERS, "graph": _GRAPH_OFFERS}
_SUMMARIES = {
    "GET": "Run a query (SPARQL 1.1 Protocol); without one, the service description",
    "POST": "Run a query sent as a form or as application/sparql-query",
}
_PATHS = ("/sparql", "/sparql/")
_METHODS = ("GET", "HEAD", "POST")
_NO_UPDATES = "This endpoint answers queries only; updates are not allowed."


class ProtocolError(Exception):
    """A request that is not a query operation of the protocol; with the HTTP status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """The parameters of an operation by name; each may be given several times."""

    fields: dict[str, list[str]]

    def all(self, name: str) -> list[str]:
        """All values of a parameter."""
        return self.fields.get(name, [])


class Endpoint:
    """ASGI middleware that answers at one address before any route is looked for, which takes longer than a small
    query. Queries go through the guarded door of `services`.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app, self._services = app, services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of the protocol, pass any other on."""
        answer = self._app
        if scope["type"] == "http" and scope["path"] in _PATHS:
            answer = await self._answer(Request(scope, receive))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        services = self._services
        told = _limits_told(services.limits)
        sent = ""
        try:
            if request.method not in _METHODS:
                raise ProtocolError(405, f"Send queries by {', '.join(_METHODS)}.")
            operation = await _operation(request)
            if operation is None:
                return await run_in_threadpool(_description, services, request)
            sent = _one_query(operation)
            long = len(sent) > SHORT
            form = await run_in_threadpool(form_of, sent, services.limits) if long else form_of(sent, services.limits)
            query = _query(request, operation, sent, form)
            store = services.library.opened_store  # opening or refreshing it is left to a thread
            result = await answer_query(store, query, services.limits) if store else None
            if result is None:
                result = await run_in_threadpool(services.query, query)
        except ProtocolError as error:
            if error.status == 405:
                told["Allow"] = ", ".join(_METHODS)
            return PlainTextResponse(f"{error}\n", error.status, told)
        except LettersError as error:
            if isinstance(error, QueryBusy):
                told["Retry-After"] = "1"
            return PlainTextResponse(with_caret(str(error), sent) + "\n", _status(error), told)
        return Response(result.body, media_type=result.media_type, headers={**told, **_result_told(result)})


def routes() -> list[APIRoute]:
    """What the description of the API says of the endpoint, which answers before any route does."""
    return [
        APIRoute("/sparql", _described, methods=[method], summary=summary, tags=["SPARQL"])
        for method, summary in _SUMMARIES.items()
    ]


def _described() -> Response:
    """What the description names; `Endpoint` answers in its place."""
    return Response()


def _limits_told(limits: Limits) -> dict[str, str]:
    """What a query may cost here, in the headers of every answer."""
    return {"Vary": "Accept", "X-Row-Limit": str(limits.rows), "X-Time-Limit": f"{limits.seconds:g}"}


def _result_told(result: QueryResult) -> dict[str, str]:
    told = {"X-Row-Count": str(result.rows), "Server-Timing": f"query;dur={result.seconds * 1000:.1f}"}
    return {**told, "X-Truncated": "true"} if result.truncated else told


async def _operation(request: Request) -> Operation | None:
    """What is asked for; None where nothing at all is (the service description)."""
    fields = await _fields(request.scope["query_string"].decode("latin-1"))
    if request.method != "POST":
        return Operation(fields) if fields else None
    body = await _body(request)
    media, charset = _content_type(request.headers.get("content-type", "")[:_LONGEST_TYPE])
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolError(415, "The request has to be encoded in UTF-8.")
    if media == "application/x-www-form-urlencoded":
        for name, values in (await _fields(_text(body))).items():
            fields.setdefault(name, []).extend(values)
    elif media == "application/sparql-query":
        fields.setdefault("query", []).append(_text(body))
    elif media == "application/sparql-update":
        raise ProtocolError(403, _NO_UPDATES)
    else:
        raise ProtocolError(
            415, "Send the query as application/x-www-form-urlencoded (query=...) or as application/sparql-query."
        )
    return Operation(fields)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise ProtocolError(413, f"A query may have at most {MAX_BODY} bytes.")
    return bytes(body)


def _address(request: Request) -> str:
    """The address that was asked, without its query; by the server's own name where the client says an odd one."""
    scope = request.scope
    server = tuple(scope["server"]) if scope.get("server") else None
    return _address_of(scope["scheme"], server, scope["path"], request.headers.get("host"))


@lru_cache(maxsize=128)
def _address_of(scheme: str, server: tuple[Any, ...] | None, path: str, host: str | None) -> str:
    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    return str(URL(scope={"scheme": scheme, "server": server, "path": path, "headers": headers}))


def _one_query(operation: Operation) -> str:
    if operation.all("update"):
        raise ProtocolError(403, _NO_UPDATES)
    given = operation.all("query")
    if len(given) != 1:
        raise ProtocolError(400, f"Give exactly one query; {len(given)} were given.")
    return given[0]


def _query(request: Request, operation: Operation, sparql: str, form: str) -> Query:
    default, named = (tuple(operation.all(name)) for name in ("default-graph-uri", "named-graph-uri"))
    for iri in (*default, *named):
        if ":" not in iri or any(mark in iri for mark in ' <>"{}|\\^`'):
            raise ProtocolError(400, f"{iri[:200]!r} is no IRI of a graph.")
    return Query(sparql, _format(request, operation, form), form, default, named, _address(request))


def _format(request: Request, operation: Operation, form: str) -> str:
    """The format that the client likes best; `format=csv` in the address wins, for links in a page."""
    offers = _OFFERS[form]
    named = (operation.all("format") or operation.all("output") or [""])[0]
    if named:
        if named in offers.values():
            return named
        raise ProtocolError(
            400, f"No format {named!r} for this query: use one of {', '.join(dict.fromkeys(offers.values()))}."
        )
    media = best_match(accept_of(request), list(offers))
    if media is None:
        raise ProtocolError(406, f"This query can be answered as {', '.join(offers)}.")
    return offers[media]


def _description(services: Services, request: Request) -> Response:
    """What the endpoint can do: RDF for machines, a page for people."""
    media = best_match(accept_of(request), list(_DESCRIPTION_OFFERS))
    told = _limits_told(services.limits)
    if media is None:
        raise ProtocolError(406, f"The service description can be had as {', '.join(_DESCRIPTION_OFFERS)}.")
    endpoint = _address(request)
    if media == "text/html":
        page = render("endpoint.html", whole=True, endpoint=endpoint, limits=services.limits, prefixes=PREFIXES)
        return HTMLResponse(page, headers=told)
    said = dataset.service_description(endpoint, services.library.store.graphs())
    return Response(document.write(said, _DESCRIPTION_OFFERS[media]), media_type=media, headers=told)


@lru_cache(maxsize=128)  # clients say the same in every request
def _content_type(said: str) -> tuple[str, str]:
    """Media type and charset of the body, in lower case; '' for what is not said."""
    header = Message()
    header["content-type"] = said
    charset = header.get_param("charset", "")
    return header["content-type"].partition(";")[0].strip().lower(), str(charset).lower()


async def _fields(encoded: str) -> dict[str, list[str]]:
    """The parameters by name. A megabyte of escapes takes half a second, in which nobody else shall wait."""
    return _decoded(encoded) if len(encoded) < 4 * SHORT else await run_in_threadpool(_decoded, encoded)


def _decoded(encoded: str) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise ProtocolError(400, "The request is not encoded in UTF-8, or has too many parameters.") from None
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, "The request is not encoded in UTF-8.") from None


def _status(error: LettersError) -> int:
    if isinstance(error, QueryTimeout | QueryBusy):
        return 503
    return 400 if isinstance(error, QueryRefused | QueryTooLarge) else 500
