"""The server: everything over HTTP on one port."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import LettersError, SettingsError
from kg.library import Library
from kg.settings import Settings
from rag.opening import open_assistant
from ui.mcp.http import PATH, Endpoint
from ui.web import api, apidocs, exports, letters_api, pages, sparql, tabs
from ui.web.access import Access, Guard, check_exposure, names_of
from ui.web.cors import CrossOrigin, parse_origins
from ui.web.linked import missing_page
from ui.web.linked import router as linked
from ui.web.services import Services
from ui.web.writing import Writer

_DESCRIPTION = "Ask the inspectors' letters, and see where every word of the answer stands."

# The app frames nothing and is framed by nobody but itself; types are not guessed.
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
]

# Nothing is fetched from, or sent to, anywhere else. Gradio's pages carry scripts of their own and make functions.
_POLICY = (
    b"default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; "
    b"style-src 'self' 'unsafe-inline'; connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; "
    b"base-uri 'self'; form-action 'self'; frame-ancestors 'self'; script-src 'self'"
)
_CSP = b"content-security-policy"


GRADIO = "/app"
KEPT_ANSWERS = 256


class Headers:
    """ASGI middleware that adds the headers every answer carries."""

    def __init__(self, app: ASGIApp, *, is_open: bool = False) -> None:
        self.app = app
        # What only those get who log in is for nobody's cache but their own.
        self._kept = b"%s, max-age=31536000, immutable" % (b"public" if is_open else b"private")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add to the answer what it does not carry yet."""

        path = str(scope.get("path", ""))
        of_gradio, named_by_content = path.startswith(GRADIO), path.startswith(f"{GRADIO}/assets/")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                policy = _POLICY + (b" 'unsafe-inline' 'unsafe-eval'" if of_gradio else b"")
                ours = [*_HEADERS, (_CSP, policy)]
                if named_by_content and message["status"] == 200:
                    ours.append((b"cache-control", self._kept))
                message["headers"] = [*message["headers"], *(h for h in ours if h[0] not in present)]
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
        middleware=[
            Middleware(Headers, is_open=services.access.is_open),
            Middleware(CrossOrigin, origins=services.origins),
            Middleware(Guard, access=services.access),
            Middleware(sparql.Endpoint, services=services),
        ],
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    if with_app:  # before the many others, too: a question in the app is three requests
        from ui.web.app import mount

        # The app takes no files and fetches none by Gradio's own roads: nobody shall fill the disk through them.
        for road in ("upload", "file={rest:path}", "proxy={rest:path}"):
            methods = ["GET", "HEAD", "POST"]
            server.add_api_route(f"{GRADIO}/gradio_api/{road}", _nothing, methods=methods, include_in_schema=False)
        mount(server, services, _nothing_here)
    server.include_router(api.router(services))
    server.include_router(letters_api.router(services))
    server.include_router(exports.router(services))
    server.include_router(pages.router(services))
    server.include_router(linked(services))
    server.include_router(tabs.router(services))
    server.router.routes.extend(sparql.routes())
    server.router.routes.append(Route(PATH, Endpoint(services), name="mcp"))
    server.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")

    @server.get("/favicon.ico", include_in_schema=False)
    def icon() -> RedirectResponse:
        return RedirectResponse("/static/icon.svg")

    @server.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("/app/")

    @server.exception_handler(RequestValidationError)
    def refuse(request: Request, error: RequestValidationError) -> JSONResponse:
        # What was sent is left out: it may hold half characters, which no answer can be written with.
        return JSONResponse(
            {"detail": [{key: fault[key] for key in ("type", "loc", "msg")} for fault in error.errors()]}, 422
        )

    server.add_exception_handler(404, _nothing_here)
    apidocs.add(server)
    return server


async def _nothing_here(request: Request, error: Exception) -> Response:
    told = error if isinstance(error, HTTPException) else HTTPException(404)
    return missing_page(request, told) or await http_exception_handler(request, told)


def _nothing() -> PlainTextResponse:
    return PlainTextResponse("There is nothing here", 404)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve a library until Ctrl+C. Raises SettingsError where that would leave it open to everybody."""
    users, token = settings.users, settings.token
    access = Access.parse(
        users.get_secret_value() if users else None,
        token.get_secret_value() if token else None,
    )
    check_exposure(host, access, allowed=settings.open_to_all)
    if not settings.open_to_all:
        access = replace(access, hosts=names_of(host, access))
    with contextlib.ExitStack() as opened:
        listener = opened.enter_context(_listener(host, port))  # first: a port in use leaves nothing on disk
        _begin(settings)
        library = opened.enter_context(Library.open(settings.library, settings))
        assistant = opened.enter_context(open_assistant(library, kept=KEPT_ANSWERS))
        services = Services(
            library, assistant, settings.limits, access, Writer(settings), origins=parse_origins(settings.cors)
        )
        server = _Server(
            uvicorn.Config(create_app(services), log_level="warning", access_log=False, server_header=False)
        )
        opened.enter_context(_warming_up(services))
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def _begin(settings: Settings) -> None:
    """Make an empty library where there is none, so that letters can be brought in over the app."""
    if Library.is_at(settings.library) or settings.read_only:
        return
    with Library.open(settings.library, settings, write=True) as library:
        library.publish()
    sys.stderr.write(
        f"There was no library: began an empty library in {settings.library.resolve()}. "
        "Bring letters in on the app's Letters tab, or with `letters ingest`.\n"
    )


class _Server(uvicorn.Server):
    """Tells where it is once it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            host, port = listener.getsockname()[:2]
            name = f"[{host}]" if ":" in host else host
            sys.stderr.write(f"The app is on http://{name}:{port} (Ctrl+C ends it)\n")
            sys.stderr.flush()


def _listener(host: str, port: int) -> socket.socket:
    """The socket to listen on; bound here so that a port in use is one plain line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family)
    except OSError as error:
        raise SettingsError(f"Cannot listen on {host}, port {port}: {(error.strerror or str(error)).lower()}") from None


_LONGEST_ENDING = 10.0  # seconds: a store elsewhere that does not answer holds nobody longer
SEARCHED = "What do inspectors say about supervision?"
"""A question that the search of the whole library answers: it loads the index, the vectors' model and the layout."""


@contextlib.contextmanager
def _warming_up(services: Services) -> Iterator[None]:
    """Load, beside, what the first question would wait for; it has ended before the library it asks is closed."""
    ending = threading.Event()
    thread = threading.Thread(target=_warm_up, args=(services, ending), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(_LONGEST_ENDING)


def _warm_up(services: Services, ending: threading.Event) -> None:
    """Ask until the server ends. What goes wrong here will be told to whoever asks.

    Stopped before it begins to show: no language model is asked.
    """
    stop = threading.Event()
    stop.set()
    with contextlib.suppress(LettersError):
        for question in (SEARCHED, *services.example_questions()[:1]):
            for _ in services.assistant.stream(question, stop=stop):
                if ending.is_set():
                    return
