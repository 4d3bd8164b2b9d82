"""Which pages of other sites may read the graph: https://fetch.spec.whatwg.org/#http-cors-protocol.

Only what gives data out is opened, and only to the origins of LETTERS_CORS. A browser's question beforehand is answered
before anybody is asked to log in, since it carries no login.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import SettingsError
from ui.web.linked.addresses import SCHEMES

_OPENED = ("sparql", "api", "id", "ontology", "graph", ".well-known", *SCHEMES)
_TOLD = ("X-Row-Count", "X-Row-Limit", "X-Time-Limit", "X-Truncated", "Content-Location", "Link", "Retry-After")


def parse_origins(setting: str | None) -> tuple[str, ...]:
    """The origins of the setting: '*' or 'https://tools.example, http://127.0.0.1:8000'."""
    origins = tuple(origin.strip().rstrip("/") for origin in (setting or "").split(",") if origin.strip())
    for origin in origins:
        scheme, separator, host = origin.partition("://")
        if origin != "*" and not (scheme in ("http", "https") and separator and host and "/" not in host):
            raise SettingsError("LETTERS_CORS: write origins such as https://tools.example, with commas, or *")
    return origins


class CrossOrigin:
    """ASGI middleware for the paths that give data out; everything else stays closed to other sites."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self.opened = CORSMiddleware(
            app,
            allow_origins=list(origins),
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Accept", "Authorization", "Content-Type"],
            expose_headers=_TOLD,
        )
        self.is_on = bool(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, through the CORS protocol where it asks for data."""
        first = str(scope.get("path", "")).removeprefix("/").partition("/")[0]
        app = self.opened if self.is_on and scope["type"] == "http" and first in _OPENED else self.app
        await app(scope, receive, send)
