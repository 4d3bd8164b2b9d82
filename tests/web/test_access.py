import base64

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from kg.errors import SettingsError
from ui.web.access import Access, Guard, check_exposure, names_of
from ui.web.server import Headers


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("authorization", "admitted"),
    [
        (None, False),
        ("", False),
        ("Bearer s3cret", True),
        ("bearer s3cret", True),
        ("Bearer wrong", False),
        ("Bearer", False),
        (basic("ann", "pass:word"), True),
        (basic("ann", "wrong"), False),
        (basic("nobody", "\0"), False),
        (basic("anyone", "s3cret"), True),
        ("Basic !!!", False),
        ("Basic " + base64.b64encode(b"\xff").decode(), False),
        ("Digest x", False),
    ],
)
def test_admits(authorization: str | None, admitted: bool) -> None:
    assert Access.parse("ann:pass:word, bob:b", "s3cret").admits(authorization) is admitted


def test_open_admits_everybody() -> None:
    assert Access.parse(None, None).admits(None)


@pytest.mark.parametrize("users", ["ann", "ann:", ":secret", "ann:x,bob"])
def test_users_that_cannot_be_read(users: str) -> None:
    with pytest.raises(SettingsError, match="name:password"):
        Access.parse(users, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_loopback_may_be_open(host: str) -> None:
    check_exposure(host, Access())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_anything_else_may_not(host: str) -> None:
    with pytest.raises(SettingsError, match="LETTERS_TOKEN"):
        check_exposure(host, Access())
    check_exposure(host, Access(token="s3cret"))


def test_guard_stands_before_every_route() -> None:
    def say(request: object) -> PlainTextResponse:
        return PlainTextResponse("in")

    inner = Starlette(routes=[Route("/deep", say)])
    app = Starlette(routes=[Route("/", say), Route("/health", say), Mount("/app", inner)])
    client = TestClient(Guard(app, Access(token="s3cret")))
    for path in ("/", "/app/deep", "/nowhere"):
        refused = client.get(path)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Basic")
    assert client.get("/health").text == "in"
    assert client.get("/app/deep", headers={"authorization": "Bearer s3cret"}).text == "in"


def test_a_request_without_end_is_refused() -> None:
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("in"))])
    client = TestClient(Guard(app, Access()))
    assert client.get("/", headers={"accept": "a/b," * 1000}).text == "in"
    assert client.get("/", headers={"accept": "a/b," * 20_000}).status_code == 431
    assert client.get("/?" + "a" * 40_000).text == "in"
    assert client.get("/?" + "a" * 40_000, headers={"accept": "a/b," * 10_000}).status_code == 431


def test_open_to_all_is_said_by_name() -> None:
    check_exposure("0.0.0.0", Access(), allowed=True)


def test_without_a_login_the_server_is_called_by_this_machines_names_only() -> None:
    # A page of another site may have its own name lead to 127.0.0.1.
    def say(request: object) -> PlainTextResponse:
        return PlainTextResponse("in")

    hosts = names_of("127.0.0.1", Access())
    client = TestClient(Guard(Starlette(routes=[Route("/", say)]), Access(hosts=hosts)))
    for host, status in (("localhost:7860", 200), ("127.0.0.1", 200), ("[::1]:7860", 200), ("evil.example:7860", 421)):
        assert client.get("/", headers={"host": host}).status_code == status, host
    assert names_of("0.0.0.0", Access()) == names_of("127.0.0.1", Access(token="x")) == frozenset()


@pytest.mark.parametrize(("is_open", "caches"), [(True, "public"), (False, "private")])
def test_what_needs_a_login_is_in_no_shared_cache(is_open: bool, caches: str) -> None:
    inner = Starlette(routes=[Route("/app/assets/a.js", lambda request: PlainTextResponse("a"))])
    answer = TestClient(Headers(inner, is_open=is_open)).get("/app/assets/a.js")
    assert answer.headers["cache-control"] == f"{caches}, max-age=31536000, immutable"
