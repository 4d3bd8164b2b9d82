"""Rich pages for what people look for most; everything else has the generic page of `ui.web.linked`.

One module a class of node, each with the one function `render(services, iri) -> str | None`, named in `_RENDERERS`.
"""

from __future__ import annotations

from collections.abc import Callable

from ui.web.nodes import authority, inspector, theme, visit
from ui.web.services import Services

Renderer = Callable[[Services, str], "str | None"]

_RENDERERS: tuple[Renderer, ...] = (authority.render, visit.render, theme.render, inspector.render)


def render(services: Services, iri: str) -> str | None:
    """The whole HTML page of a node by the first module that knows its class; None where the generic page serves."""
    for renderer in _RENDERERS:
        page = renderer(services, iri)
        if page is not None:
            return page
    return None
