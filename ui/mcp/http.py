"""The Model Context Protocol over HTTP (streamable, without sessions), as an ASGI application at /mcp.

The protocol's package is imported at the first request. Without sessions every process answers every request, so that
many may stand behind one address.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.mcp.doors import Doors

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

PATH = "/mcp"
BODY = 1 << 20
_FOR_PEOPLE = "Assistants send messages of the Model Context Protocol here, by POST: see docs/mcp.md.\n"


class Endpoint:
    """Answers at one address. Who may come in, and by which name, is `ui.web.access.Guard`'s business."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._app: ASGIApp | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request of the protocol."""
        if scope["type"] != "http":
            await PlainTextResponse("Only HTTP is spoken here.", 400)(scope, receive, send)
            return
        if scope["method"] != "POST":
            # GET would open a stream for messages of the server, and leave it open for ever: there are none.
            await PlainTextResponse(_FOR_PEOPLE, 405, {"Allow": "POST"})(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._lock, self._loop, self._app = asyncio.Lock(), loop, None
        async with self._lock:
            if self._app is None:
                self._app = await self._start()
        await self._app(scope, receive, send)

    async def _start(self) -> ASGIApp:
        server, app = await asyncio.to_thread(self._made)
        ready = asyncio.Event()

        async def run() -> None:
            # The server's tasks must be begun and ended in one task: no request lives long enough.
            async with server.session_manager.run():
                ready.set()
                await asyncio.Event().wait()  # until the server's loop ends

        self._running = asyncio.create_task(run())
        await ready.wait()
        return app

    def _made(self) -> tuple[MCPServer[Any], ASGIApp]:
        from mcp.server.transport_security import TransportSecuritySettings

        from ui.mcp.server import build

        server = build(self._doors)
        app = server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=BODY,
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        return server, app
