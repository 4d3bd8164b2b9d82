"""A language model by script behind a real socket, in the form of OpenAI's chat completions."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_ITEM = re.compile(r"^\[([a-z]\d[a-z]\d)\] (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """A request as the script sees it."""

    body: dict[str, Any]
    headers: dict[str, str]
    number: int

    @property
    def user(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def prompt(self) -> str:
        return "\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """The ids and words of the evidence, as a model reads them."""
        return _ITEM.findall(self.prompt)

    @property
    def method(self) -> str:
        """How a schema was asked for; '' for text."""
        kind = (self.body.get("response_format") or {}).get("type", "")
        tools = "function_calling" if self.body.get("tools") else ""
        return {"json_schema": "json_schema", "json_object": "json_mode"}.get(kind, tools)


@dataclass(frozen=True)
class Reply:
    """What the server does: says the text, `cut` in the middle, after `wait` seconds, or answers with a `status`."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    wait: float = 0.0
    drip: float = 0.0
    raw: bytes | None = None


Script = Callable[[Asked], Reply | str]


@dataclass
class Server:
    """A running server: what it was asked, and where it is."""

    url: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    """A server that does what the script says, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = Asked(body, {name.lower(): value for name, value in self.headers.items()}, len(told.asked))
            told.asked.append(asked)
            reply = script(asked)
            reply = Reply(reply) if isinstance(reply, str) else reply
            try:
                self._send(asked, reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _send(self, asked: Asked, reply: Reply) -> None:
            self.close_connection = True
            _pause(reply.wait)
            if reply.status != 200 or reply.raw is not None:
                data = reply.raw if reply.raw is not None else json.dumps({"error": {"message": reply.text}}).encode()
                self._head(reply.status, "application/json", {**reply.headers, "Content-Length": str(len(data))})
                self.wfile.write(data)
            elif asked.body.get("stream"):
                self._stream(reply)
            else:
                data = json.dumps(_whole(asked, reply.text)).encode()
                self._head(200, "application/json", {"Content-Length": str(len(data))})
                self.wfile.write(data[: len(data) // 2] if reply.cut else data)

        def _head(self, status: int, kind: str, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Connection": "close", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def _stream(self, reply: Reply) -> None:
            self._head(200, "text/event-stream", {"Transfer-Encoding": "chunked"})
            pieces = re.findall(r"\s*\S{1,7}|\s+", reply.text)
            for piece in pieces:
                self._event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}}]})
                _pause(reply.drip)
            if reply.cut:
                return
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self._event({"choices": [], "usage": _USAGE})
            self._chunk(b"data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")

        def _event(self, part: dict[str, Any]) -> None:
            row = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted"} | part
            self._chunk(b"data: " + json.dumps(row).encode() + b"\n\n")

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            return

    ended = threading.Event()

    def _pause(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not ended.is_set():
            time.sleep(0.01)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Server(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


_USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def _whole(asked: Asked, text: str) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if asked.method == "function_calling":
        name = asked.body["tools"][0]["function"]["name"]
        call = {"id": "t", "type": "function", "function": {"name": name, "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
        "usage": _USAGE,
    }
