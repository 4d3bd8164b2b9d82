"""The pages of Explore. Each is a whole page, and the part of it that the app's tab shows (X-Fragment)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from kg.errors import LettersError
from kg.network import neighbourhood
from ui.web.explore.asked import Asked
from ui.web.explore.data import reader_of
from ui.web.explore.pictures import charts
from ui.web.explore.tables import Explorer
from ui.web.services import Services
from ui.web.views import render

PAGES = {
    "authorities": "Authorities",
    "visits": "Visits",
    "inspectors": "Inspectors",
    "themes": "Themes",
    "findings": "Findings",
    "charts": "Charts",
    "network": "Network",
}
MOST = 150

Fragment = Annotated[str | None, Header(alias="X-Fragment")]


def router(services: Services) -> APIRouter:
    """The routes under /explore, and the neighbourhood of a node as JSON."""
    routes = APIRouter()
    reader = reader_of(services.library)
    explorer = Explorer(services.base_iri)

    @routes.get("/explore")
    def first() -> RedirectResponse:
        return RedirectResponse("/explore/authorities")

    @routes.get("/explore/{what}", response_class=HTMLResponse)
    def page(what: str, request: Request, fragment: Fragment = None) -> HTMLResponse:
        if what not in PAGES:
            raise HTTPException(404, "There is no such table")
        asked = Asked(dict(request.query_params))
        tables = reader.tables()
        whole = not fragment
        shared: dict[str, Any] = {"what": what, "pages": PAGES, "title": PAGES[what]}
        if what == "charts":
            made = charts(tables, asked, services.base_iri)
            return HTMLResponse(render("explore_charts.html", whole=whole, charts=made, **shared))
        if what == "network":
            return HTMLResponse(render("explore_network.html", tables=tables, iri=asked["iri"], whole=whole, **shared))
        view = explorer.view(what, tables, asked)
        assert view is not None
        return HTMLResponse(render("explore_table.html", whole=whole, view=view, **shared))

    @routes.get("/parts/neighbourhood")
    def around(
        iri: str, depth: Annotated[int, Query(ge=1, le=2)] = 1, limit: Annotated[int, Query(ge=5, le=MOST)] = 40
    ) -> JSONResponse:
        try:
            found = neighbourhood(services.library.store, iri, depth, limit)
        except LettersError as error:
            return JSONResponse({"error": str(error)}, 404)
        nodes = [
            {"id": node, "label": facts["label"], "kind": facts["kind"], "path": explorer.path(node)}
            for node, facts in found.nodes(data=True)
        ]
        edges = [
            {"source": source, "target": target, "label": facts.get("label") or facts.get("kind", "")}
            for source, target, facts in found.edges(data=True)
        ]
        return JSONResponse(
            {
                "focus": found.graph["focus"],
                "left_out": found.graph["left_out"],
                "nodes": nodes,
                "edges": edges,
            }
        )

    return routes
