"""The routes of linked data. One address for a thing; what is answered depends on Accept, or on an ending (.ttl ...).

An answer names the document that it is (Content-Location) and the others that there are (Link), so that a thing's IRI
stays apart from the documents about it: https://www.w3.org/TR/cooluris/.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException

from ui.web import nodes
from ui.web.linked import dataset, document, reference, sitemap
from ui.web.linked.addresses import SCHEMES, Addresses
from ui.web.linked.document import FORMATS
from ui.web.linked.node import Node, find
from ui.web.linked.page import foot, group_page, head, node_page
from ui.web.negotiation import accept_of, best_match
from ui.web.services import Services
from ui.web.views import render

HTML = "text/html"
_BY_MEDIA = {media: ending for ending, (media, _) in FORMATS.items()} | {
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
    "text/plain": "nt",
}
_OFFERED = [HTML, "application/xhtml+xml", *_BY_MEDIA]
_MACHINE_FIRST = ["text/turtle", *_OFFERED]

Route = TypeVar("Route", bound=Callable[..., Response])
By = Annotated[
    str | None,
    Query(description="Only what refers to this node by this property (an IRI); empty: the plain page of a rich one"),
]
Of = Annotated[str, Query(description="... and is of this class")]
Page = Annotated[int, Query(ge=1, le=1_000_000, description="Which page of what refers to this node, from 1")]


def router(services: Services) -> APIRouter:
    """The routes under /id, /ontology, /theme and the other schemes, /graph, and /sitemap.xml."""
    routes = APIRouter(tags=["Linked data"])
    addresses = Addresses(services.base_iri)

    def readable(path: str, **given: Any) -> Callable[[Route], Route]:
        """A route for GET, and for HEAD without a place in the API's description."""

        def add(function: Route) -> Route:
            routes.get(path, **given)(function)
            routes.head(path, **{**given, "include_in_schema": False})(function)
            return function

        return add

    def described(request: Request, path: str, by: str | None, of: str, page: int) -> Response:
        path, ending = _ending(path)
        chosen = ending or _negotiated(request)
        if chosen is None:
            return PlainTextResponse(f"This can be had as {', '.join(_OFFERED)}.\n", 406, {"Vary": "Accept"})
        iri = addresses.iri(path)
        node = find(services.library.store, iri) if _is_iri(iri) else None
        if node is None:
            return missing(request, iri)
        headers = _headers(path, chosen)
        if chosen == "html":
            body = _html(services, addresses, node, by, of, page)
            return missing(request, iri) if body is None else HTMLResponse(body, headers=headers)
        return _rdf(services, request, node, path, chosen, page, headers)

    @readable("/id/{rest:path}", summary="What the graph says of a node")
    def by_id(request: Request, rest: str, by: By = None, of: Of = "", page: Page = 1) -> Response:
        return described(request, f"/id/{rest}", by, of, page)

    @readable("/ontology/{term}", summary="A term of the ontology")
    def by_term(request: Request, term: str, by: By = None, of: Of = "", page: Page = 1) -> Response:
        return described(request, f"/ontology/{term}", by, of, page)

    @readable("/ontology", summary="The ontology: its reference page, or the file")
    @readable("/ontology.{ending}", include_in_schema=False)
    def whole_ontology(request: Request, ending: str = "") -> Response:
        chosen = ending or _negotiated(request)
        if chosen != "html" and chosen not in FORMATS:
            return PlainTextResponse(f"This can be had as {', '.join(_OFFERED)}.\n", 406, {"Vary": "Accept"})
        headers = _headers("/ontology", chosen)
        if chosen == "html":
            return HTMLResponse(reference.page(), headers=headers)
        return Response(reference.written(chosen), media_type=FORMATS[chosen][0], headers=headers)

    for scheme in SCHEMES:

        @readable(f"/{scheme}/{{local}}", name=scheme, include_in_schema=False)
        @readable(f"/{scheme}", name=scheme, include_in_schema=False)
        @readable(f"/{scheme}.{{ending}}", name=scheme, include_in_schema=False)
        def by_scheme(request: Request, by: By = None, of: Of = "", page: Page = 1) -> Response:
            return described(request, request.url.path, by, of, page)

    @readable("/graph/{rest:path}", summary="Everything that a named graph holds")
    def whole_graph(request: Request, rest: str) -> Response:
        path, ending = _ending(f"/graph/{rest}")
        chosen = ending or _negotiated(request, _MACHINE_FIRST)
        iri, store = addresses.iri(path), services.library.store
        if chosen is None:
            return PlainTextResponse(f"This can be had as {', '.join(_OFFERED)}.\n", 406, {"Vary": "Accept"})
        if iri not in store.graphs():
            return missing(request, iri)
        if chosen == "html":
            key = rest.removeprefix("letter/")
            return RedirectResponse(f"/letters/{key}" if key != rest else f"{quote(path)}.ttl", 303)
        media, format = FORMATS[chosen]
        return Response(store.dump(format, iri), media_type=media, headers=_headers(path, chosen))

    @readable("/.well-known/void", summary="What the dataset holds (VoID)")
    def about(request: Request) -> Response:
        media = best_match(accept_of(request), [media for media in _BY_MEDIA if media != "text/plain"])
        root = str(request.base_url)
        counts = services.once("void", lambda: dataset.count(services.library.store))
        first = next(iter(services.library.letters()), None)
        example = services.library.ids.letter(first.key) if first else None
        chosen = _BY_MEDIA[media or "text/turtle"]
        body = document.write(dataset.void(root, services.base_iri, counts, example), chosen)
        return Response(body, media_type=FORMATS[chosen][0], headers={"Vary": "Accept"})

    @routes.get("/sitemap.xml", include_in_schema=False)
    def site(request: Request, page: int | None = None) -> Response:
        return Response(sitemap.written(services, addresses, str(request.base_url), page), media_type="application/xml")

    @routes.get("/robots.txt", include_in_schema=False)
    def robots(request: Request) -> PlainTextResponse:
        return PlainTextResponse(
            f"User-agent: *\nDisallow: /sparql\nDisallow: /api/\nSitemap: {request.base_url}sitemap.xml\n"
        )

    return routes


def missing(request: Request, what: str) -> Response:
    """The answer 404: a page for people, a line for machines."""
    what = what if len(what) <= 200 else what[:200] + "…"
    if best_match(accept_of(request), ["text/plain", HTML]) == HTML:
        return HTMLResponse(render("missing.html", whole=True, what=what), 404, {"Vary": "Accept"})
    return PlainTextResponse(f"There is nothing about <{what}> in this library.\n", 404, {"Vary": "Accept"})


def missing_page(request: Request, error: HTTPException) -> HTMLResponse | None:
    """What a browser is shown where any part of the server has nothing; None for programs, which want JSON."""
    if best_match(accept_of(request), ["application/json", HTML]) != HTML:
        return None
    said = request.url.path if error.detail == "Not Found" else error.detail
    return HTMLResponse(render("missing.html", whole=True, what=said), 404, {"Vary": "Accept"})


def _html(services: Services, addresses: Addresses, node: Node, by: str | None, of: str, page: int) -> str | None:
    """The page for people: the rich one where its class has one, or the generic one, or a list of what refers to it."""
    if by:
        if not _is_iri(by) or (of and not _is_iri(of)):
            return None
        return group_page(services.library.store, addresses, node, by, of, page)
    rich = None if by == "" else nodes.render(services, node.iri)
    if rich is None:
        return node_page(services.library.store, addresses, node)
    with_head = rich.replace("</head>", f"{head(addresses, node)}</head>", 1)
    return with_head.replace("</main>", f"{foot(addresses, node)}</main>", 1)


def _rdf(
    services: Services, request: Request, node: Node, path: str, ending: str, page: int, headers: dict[str, str]
) -> Response:
    found, further = document.triples(services.library.store, node, page)
    address = f"{str(request.base_url).rstrip('/')}{quote(path)}.{ending}"
    dataset = f"{request.base_url}.well-known/void#dataset"
    if further:
        headers["Link"] += f', <{quote(path)}.{ending}?page={page + 1}>; rel="next"'
    body = document.serialised(found, ending, node.iri, address, dataset)
    return Response(body, media_type=FORMATS[ending][0], headers=headers)


def _headers(path: str, chosen: str) -> dict[str, str]:
    path = quote(path)
    links = [f'<{path}.{ending}>; rel="alternate"; type="{media}"' for ending, (media, _) in FORMATS.items()]
    return {"Vary": "Accept", "Content-Location": f"{path}.{chosen}", "Link": ", ".join(links)}


def _ending(path: str) -> tuple[str, str]:
    """A path without the ending that asks for a format, and that ending."""
    bare, dot, ending = path.rpartition(".")
    return (bare, ending) if dot and ending in ("html", *FORMATS) else (path, "")


def _negotiated(request: Request, offered: list[str] = _OFFERED) -> str | None:
    media = best_match(accept_of(request), offered)
    if media is None:
        return None
    return _BY_MEDIA.get(media, "html")


def _is_iri(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(mark in text for mark in ' <>"{}|\\^`\n\t')
