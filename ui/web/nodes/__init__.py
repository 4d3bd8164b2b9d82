"""Rich pages for what people look for most; everything else has the generic page of `ui.web.linked`.

One module a class of node, each with the one function `render(services, iri) -> str | None`, called by `render` here.
"""

from __future__ import annotations

from ui.web.services import Services


def render(services: Services, iri: str) -> str | None:
    """The whole HTML page of a node by the first module that knows its class; None where the generic page serves."""
    # Not at the top: the pages lead to nodes by the addresses of `ui.web.linked`, which asks here for pages.
    from ui.web.nodes import authority, inspector, theme, visit

    for renderer in (authority.render, visit.render, theme.render, inspector.render):
        page = renderer(services, iri)
        if page is not None:
            return page
    return None
