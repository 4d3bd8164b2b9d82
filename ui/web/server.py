"""The server: everything over HTTP on one port."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web import api, apidocs, pages, sparql
from ui.web.access import Guard
from ui.web.services import Services

_DESCRIPTION = "Ask the inspectors' letters, and see where every word of the answer stands."

# The app frames nothing and is framed by nobody but itself; types are not guessed.
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
]


class Headers:
    """ASGI middleware that adds the headers every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add to the answer what it does not carry yet."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in _HEADERS if h[0] not in present)]
            await send(message)

        await self.app(scope, receive, with_headers)


def create_app(services: Services, *, with_app: bool = True) -> FastAPI:
    """The whole server. `with_app=False` leaves the Gradio app out, whose import takes seconds."""
    server = FastAPI(
        title="inspection-letters",
        description=_DESCRIPTION,
        version=version("inspection-letters"),
        docs_url=None,
        redoc_url=None,
        middleware=[Middleware(Headers), Middleware(Guard, access=services.access)],
    )
    server.include_router(api.router(services))
    server.include_router(pages.router(services))
    server.include_router(sparql.router(services.query))
    server.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")

    @server.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("/app/")

    apidocs.add(server)
    if with_app:
        from ui.web.app import mount

        mount(server, services)
    return server
