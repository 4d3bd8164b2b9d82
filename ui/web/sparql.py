"""The SPARQL 1.1 Protocol for queries: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from urllib.parse import parse_qsl

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse

from kg.errors import LettersError, QueryBusy, QueryRefused, QueryTimeout, QueryTooLarge
from kg.graph.guard import form_of
from kg.graph.results import QueryResult
from kg.graph.results import Request as Query
from ui.web.negotiation import best_match

MAX_BODY = 1 << 20
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"

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
_BOOLEAN_OFFERS = {media: format for media, format in _TABLE_OFFERS.items() if format in ("json", "xml")}
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
_DESCRIPTION_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
_OFFERS = {"select": _TABLE_OFFERS, "ask": _BOOLEAN_OFFERS, "graph": _GRAPH_OFFERS}

Runner = Callable[[Query], QueryResult]


class ProtocolError(Exception):
    """A request that is not a query operation of the protocol; with the HTTP status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def router(run: Runner) -> APIRouter:
    """The endpoint. `run` answers a query through the guarded door; it is called in a worker thread."""
    routes = APIRouter(tags=["SPARQL"])

    @routes.get("/sparql/", include_in_schema=False)
    @routes.post("/sparql/", include_in_schema=False)
    @routes.get("/sparql", summary="Run a query (SPARQL 1.1 Protocol); without one, the service description")
    @routes.post("/sparql", summary="Run a query sent as a form or as application/sparql-query")
    async def sparql(request: Request) -> Response:
        try:
            fields = await _fields(request)
            if fields is None:
                return _description(request)
            query = _query(request, fields)
            result = await run_in_threadpool(run, query)
        except ProtocolError as error:
            return PlainTextResponse(f"{error}\n", error.status)
        except LettersError as error:
            return PlainTextResponse(f"{error}\n", _status(error))
        headers = {"Vary": "Accept", "X-Row-Count": str(result.rows)}
        if result.truncated:
            headers["X-Truncated"] = "true"
        return Response(result.body, media_type=result.media_type, headers=headers)

    return routes


async def _fields(request: Request) -> dict[str, list[str]] | None:
    """The operation's parameters by name; None where nothing at all is asked (the service description)."""
    fields = _decoded(request.url.query)
    if request.method == "GET":
        if not fields:
            return None
    else:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise ProtocolError(413, f"A query may have at most {MAX_BODY} bytes.")
        media, charset = _content_type(request)
        if charset not in ("", "utf-8", "utf8"):
            raise ProtocolError(415, "The request has to be encoded in UTF-8.")
        if media == "application/x-www-form-urlencoded":
            for name, values in _decoded(_text(body)).items():
                fields.setdefault(name, []).extend(values)
        elif media == "application/sparql-query":
            fields.setdefault("query", []).append(_text(body))
        elif media == "application/sparql-update":
            raise ProtocolError(403, "This endpoint answers queries only; updates are not allowed.")
        else:
            raise ProtocolError(
                415, "Send the query as application/x-www-form-urlencoded (query=...) or as application/sparql-query."
            )
    if "update" in fields:
        raise ProtocolError(403, "This endpoint answers queries only; updates are not allowed.")
    if len(fields.get("query", [])) != 1:
        raise ProtocolError(400, f"Give exactly one query; {len(fields.get('query', []))} were given.")
    return fields


def _query(request: Request, fields: dict[str, list[str]]) -> Query:
    sparql = fields["query"][0]
    form = form_of(sparql)
    return Query(
        sparql,
        _format(request, fields, form),
        form,
        tuple(fields.get("default-graph-uri", ())),
        tuple(fields.get("named-graph-uri", ())),
        str(request.url.replace(query="")),
    )


def _format(request: Request, fields: dict[str, list[str]], form: str) -> str:
    """The format that the client likes best; `format=csv` in the address wins, for links in a page."""
    offers = _OFFERS[form]
    named = fields.get("format", fields.get("output", [""]))[0]
    if named:
        if named in offers.values():
            return named
        raise ProtocolError(
            400, f"No format {named!r} for this query: use one of {', '.join(dict.fromkeys(offers.values()))}."
        )
    media = best_match(request.headers.get("accept"), list(offers))
    if media is None:
        raise ProtocolError(406, f"This query can be answered as {', '.join(offers)}.")
    return offers[media]


def _description(request: Request) -> Response:
    """What the endpoint can do: https://www.w3.org/TR/sparql11-service-description/."""
    accept = request.headers.get("accept")
    media = best_match(accept, list(_DESCRIPTION_FORMATS)) or "text/turtle"
    endpoint = ox.NamedNode(str(request.url.replace(query="", path="/sparql")))
    service = ox.BlankNode("service")
    said = [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", _SD + "Service"),
        (_SD + "supportedLanguage", _SD + "SPARQL11Query"),
        (_SD + "feature", _SD + "UnionDefaultGraph"),
        *((_SD + "resultFormat", _FORMATS + name) for name in (
            "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
            "Turtle", "N-Triples", "JSON-LD", "RDF_XML")),
    ]  # fmt: skip
    triples = [ox.Triple(service, ox.NamedNode(_SD + "endpoint"), endpoint)]
    triples += [ox.Triple(service, ox.NamedNode(predicate), ox.NamedNode(value)) for predicate, value in said]
    return Response(
        ox.serialize(triples, format=_DESCRIPTION_FORMATS[media]), media_type=media, headers={"Vary": "Accept"}
    )


def _content_type(request: Request) -> tuple[str, str]:
    """Media type and charset of the body, in lower case; '' for what is not said."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    charset = header.get_param("charset", "")
    return header["content-type"].partition(";")[0].strip().lower(), str(charset).lower()


def _decoded(encoded: str) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=100)
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
