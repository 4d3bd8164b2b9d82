"""The tools through a real client, over real pipes and sockets."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, EmbeddedResource, TextContent

from tests.mcp.conftest import listening
from ui.web.access import Access
from ui.web.services import Services

ROOT = Path(__file__).parents[2]
QUESTION = "What needs to improve in Isles of Scilly?"
TOOLS = {"ask", "query", "describe_schema", "find_entity", "get_passage", "neighbourhood", "export"}
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def _command(folder: Path) -> StdioServerParameters:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return StdioServerParameters(
        command=sys.executable, args=["-m", "ui.cli", "mcp", "--library", str(folder)], env=environment
    )


@asynccontextmanager
async def _over_stdio(folder: Path) -> AsyncIterator[ClientSession]:
    async with stdio_client(_command(folder)) as (reading, writing), ClientSession(reading, writing) as session:
        await session.initialize()
        yield session


@asynccontextmanager
async def _over_http(address: str) -> AsyncIterator[ClientSession]:
    async with streamable_http_client(f"{address}/mcp") as streams, ClientSession(*streams[:2]) as session:
        await session.initialize()
        yield session


def _text(result: CallToolResult) -> str:
    return "\n".join(part.text for part in result.content if isinstance(part, TextContent))


async def _works(session: ClientSession) -> None:
    """Everything once, as an assistant would go about it."""
    tools = (await session.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in tools)

    answer = await session.call_tool("ask", {"question": QUESTION})
    data: Any = answer.structured_content
    assert data["answered"]
    assert len(data["sources"]) == 3
    assert data["sources"][0]["quote"] in _text(answer)

    passage = await session.call_tool("get_passage", {"passage": data["sources"][0]["passage"], "around": 1})
    read: Any = passage.structured_content
    assert data["sources"][0]["quote"] in read["text"]
    assert len(read["before"]) == len(read["after"]) == 1

    overview = _text(await session.call_tool("describe_schema", {}))
    assert "`insp:Visit` (2)" in overview
    assert "10 seconds" in overview
    assert "`theme:leadership`" in _text(await session.call_tool("describe_schema", {"topic": "themes"}))

    found: Any = (await session.call_tool("find_entity", {"name": "iles of scily"})).structured_content
    authority = found["entities"][0]
    assert (authority["label"], authority["kind"]) == ("Isles of Scilly", "authority")

    query = f"SELECT ?label {{ ?v a insp:Visit ; insp:authority <{authority['iri']}> ; rdfs:label ?label }}"
    assert _text(await session.call_tool("query", {"sparql": query})).splitlines()[0] == "label"
    more = await session.call_tool("query", {"sparql": "SELECT * { ?s ?p ?o }", "rows": 2})
    assert "There is more: these are the first 2 rows" in _text(more)

    around: Any = (await session.call_tool("neighbourhood", {"iri": authority["iri"]})).structured_content
    assert {node["kind"] for node in around["nodes"]} >= {"Authority", "Visit", "Region"}

    exported = await session.call_tool("export", {"format": "turtle", "authority": ["Isles of Scilly"]})
    assert isinstance(exported.content[0], EmbeddedResource)
    assert "insp:Finding" in exported.content[0].resource.text  # type: ignore[union-attr]


async def _is_told_what_is_wrong(session: ClientSession) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("query", {"sparql": "DROP ALL"}, "only queries are allowed"),
        ("query", {"sparql": "SELECT * {\n ?s ?p }"}, "Line 2, column"),
        ("query", {"sparql": "ASK { SERVICE <http://127.0.0.1:9/> {} }"}, "SERVICE is not allowed"),
        ("query", {"sparql": "ASK {}", "format": "turtle"}, "This query gives a table"),
        ("query", {}, "sparql"),
        ("get_passage", {"passage": "http://example.org/none"}, "no such passage"),
        ("get_passage", {"passage": "not> an iri"}, "not an IRI"),
        ("neighbourhood", {"iri": "http://example.org/none"}, "no such node"),
        ("export", {"format": "exe"}, "choose one of turtle"),
        ("export", {"format": "turtle", "theme": ["weather"]}, "There is no theme weather"),
        ("ask", {"question": "x" * 3000}, "at most 2000 characters"),
        ("describe_schema", {"topic": "weather"}, "overview"),
    ]
    for tool, arguments, said in wrong:
        result = await session.call_tool(tool, arguments)
        assert result.is_error, tool
        assert said in _text(result)
        assert "Traceback" not in _text(result)


def test_over_stdio(folder: Path) -> None:
    async def talk() -> None:
        async with _over_stdio(folder) as session:
            await _works(session)
            await _is_told_what_is_wrong(session)

    asyncio.run(talk())


def test_nothing_but_the_protocol_on_stdout(folder: Path) -> None:
    lines = [
        json.dumps(HELLO),
        "this is no JSON",
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
    ]
    call = {"name": "ask", "arguments": {"question": QUESTION}}
    lines.append(json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}))
    command = _command(folder)
    run = subprocess.Popen(
        [command.command, *command.args],
        env=command.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdin
    assert run.stdout
    run.stdin.write("\n".join(lines) + "\n")
    run.stdin.flush()
    told: list[Any] = []
    while not told or told[-1].get("id") != 2:
        told.append(json.loads(run.stdout.readline()))
    rest, errors = run.communicate(timeout=30)
    assert run.returncode == 0
    assert rest == ""
    assert "Traceback" not in errors
    assert told[-1]["result"]["structuredContent"]["answered"]


def test_a_library_that_is_not_there_is_told_on_stderr(tmp_path: Path) -> None:
    command = _command(tmp_path / "none")
    run = subprocess.run(
        [command.command, *command.args], env=command.env, stdin=subprocess.DEVNULL, capture_output=True
    )
    assert (run.returncode, run.stdout) == (1, b"")
    assert b"There is no library" in run.stderr
    assert len(run.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def address(services: Services) -> Iterator[str]:
    with listening(services, Access()) as address:
        yield address


def test_over_http(address: str) -> None:
    async def talk() -> None:
        async with _over_http(address) as session:
            await _works(session)
            await _is_told_what_is_wrong(session)

    asyncio.run(talk())


def test_several_clients_at_once(address: str) -> None:
    async def one() -> str:
        async with _over_http(address) as session:
            return _text(await session.call_tool("ask", {"question": QUESTION}))

    async def all_of_them() -> list[str]:
        return await asyncio.gather(*(one() for _ in range(8)))

    answers = asyncio.run(all_of_them())
    assert len(set(answers)) == 1
    assert "3 points" in answers[0]


def test_http_is_guarded_like_all_else(services: Services) -> None:
    accepts = {"accept": "application/json, text/event-stream"}
    with listening(services, Access({"ann": "pass"}, "s3cret")) as address:
        assert httpx.post(f"{address}/mcp", json=HELLO, headers=accepts).status_code == 401
        wrong = {**accepts, "authorization": "Bearer guess"}
        assert httpx.post(f"{address}/mcp", json=HELLO, headers=wrong).status_code == 401
        basic = base64.b64encode(b"ann:pass").decode()
        for login in ("Bearer s3cret", f"Basic {basic}"):
            answer = httpx.post(f"{address}/mcp", json=HELLO, headers={**accepts, "authorization": login})
            assert answer.status_code == 200
            assert answer.json()["result"]["serverInfo"]["name"] == "inspection-letters"


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [(b"x" * (2 << 20), "application/json", 413), (b"{", "application/json", 400), (b"{}", "text/plain", 400)],
)
def test_http_refuses_what_is_no_message(address: str, content: bytes, media: str, status: int) -> None:
    headers = {"accept": "application/json, text/event-stream", "content-type": media}
    assert httpx.post(f"{address}/mcp", content=content, headers=headers).status_code == status


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PUT"])
def test_http_speaks_by_post_alone(address: str, method: str) -> None:
    answer = httpx.request(method, f"{address}/mcp", headers={"accept": "text/event-stream"}, timeout=10)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


def test_what_is_not_used_is_not_imported(folder: Path) -> None:
    code = "import sys, ui.mcp.http, ui.cli.app; sys.exit('mcp.server' in sys.modules or 'networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode == 0
