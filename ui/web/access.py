"""Who may come in: one guard in front of the app, the API, the endpoint and every download."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import SettingsError

# Answers without a login, so that a load balancer can ask: it tells nothing about the letters.
OPEN_PATHS = frozenset({"/health"})
_LONGEST_HEAD = 1 << 16  # bytes of address and headers; the server itself takes any number


class Exposed(SettingsError):
    """The server would listen beyond this machine, and nobody was told to log in."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in. With neither users nor a token everybody may, which is right on loopback only.

    `hosts`: the names by which the server may be called, where they matter. A page of another site can have its own
    name lead to this machine, and would then be let in as if it were ours.
    """

    users: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None
    hosts: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, users: str | None, token: str | None) -> Access:
        """From the settings: users as 'name:password', several with commas."""
        named: dict[str, str] = {}
        for entry in (users or "").split(","):
            name, colon, password = entry.strip().partition(":")
            if colon and name and password:
                named[name] = password
            elif entry.strip():
                raise SettingsError("LETTERS_USERS: write name:password, several with commas")
        return cls(named, token or None)

    @property
    def is_open(self) -> bool:
        """Whether nobody is asked to log in."""
        return not self.users and not self.token

    def is_called_by(self, host: str | None) -> bool:
        """Whether a Host header names this server."""
        return not self.hosts or _without_port(host or "") in self.hosts

    def admits(self, authorization: str | None) -> bool:
        """Whether an Authorization header lets its sender in: Basic (a user, or the token as password) or Bearer."""
        if self.is_open:
            return True
        scheme, _, credentials = (authorization or "").partition(" ")
        if scheme.lower() == "bearer":
            return self._is_token(credentials.strip())
        if scheme.lower() != "basic":
            return False
        try:
            name, colon, password = base64.b64decode(credentials, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return bool(colon) and (self._is_user(name, password) or self._is_token(password))

    def _is_user(self, name: str, password: str) -> bool:
        # Compare also for an unknown name, so that the time taken does not tell which names exist.
        return hmac.compare_digest(self.users.get(name, "\0").encode(), password.encode()) and name in self.users

    def _is_token(self, given: str) -> bool:
        return self.token is not None and hmac.compare_digest(self.token.encode(), given.encode())


def check_exposure(host: str, access: Access, *, allowed: bool = False) -> None:
    """Refuse to listen on anything but loopback when nobody has to log in, unless that is `allowed` by its name."""
    if access.is_open and not allowed and not is_loopback(host):
        raise Exposed(
            f"Refusing to listen on {host} where everybody could come in: "
            "set LETTERS_USERS (name:password,...) or LETTERS_TOKEN, or use --host 127.0.0.1. "
            "If everybody shall come in, set LETTERS_OPEN_TO_ALL=true."
        )


def names_of(host: str, access: Access) -> frozenset[str]:
    """The names by which a server without a login may be called: those of this machine, if it listens to it alone."""
    if access.is_open and is_loopback(host):
        return frozenset({"localhost", "127.0.0.1", "[::1]", host if ":" not in host else f"[{host.strip('[]')}]"})
    return frozenset()


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def is_loopback(host: str) -> bool:
    """Whether a host to listen on is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """ASGI middleware that lets in whom `Access` admits; it stands before every route, mounted ones included."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401, 421 or 431."""
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            if _is_too_long(scope):
                told = f"The address and the headers of a request may have at most {_LONGEST_HEAD:,} bytes"
                await _refuse(PlainTextResponse(told, 431), scope, receive, send)
                return
            if not self.access.is_called_by(connection.headers.get("host")):
                await _refuse(PlainTextResponse("This server is not called by that name", 421), scope, receive, send)
                return
            admitted = self.access.admits(connection.headers.get("authorization"))
            if not admitted and connection.url.path not in OPEN_PATHS:
                refusal = PlainTextResponse(
                    "Please log in: a user of LETTERS_USERS, or the token of LETTERS_TOKEN.",
                    status_code=401,
                    headers={"WWW-Authenticate": 'Basic realm="inspection-letters", charset="UTF-8"'},
                )
                await _refuse(refusal, scope, receive, send)
                return
        await self.app(scope, receive, send)


def _is_too_long(scope: Scope) -> bool:
    head = len(scope["path"]) + len(scope["query_string"])
    return head + sum(len(name) + len(value) for name, value in scope["headers"]) > _LONGEST_HEAD


async def _refuse(answer: PlainTextResponse, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await answer(scope, receive, send)
