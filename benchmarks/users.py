"""Many users at once over real sockets, on the app's own road: Gradio's queue, as the page in a browser uses it.

`python -m benchmarks.users ADDRESS [--users 20] [--questions 5] [--think SECONDS] [--file QUESTIONS.jsonl]` against a
running `letters serve`. Each user is a session of its own and asks the library's own worked examples, each beginning
with another, or other questions than all others from a file; the chat must hold that user's questions, all of them and
no others. The worked examples are all asked once before anything is measured, so that one user alone and all together
get kept answers; of a file each question is asked once only, so that neither does, unless the server was asked before.
`--server PID` adds the processor time that the server took for a question (Linux).
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import sys
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.measure import processor_seconds
from ui.web.conversation import as_said

QUEUE = "/app/gradio_api/queue"


@dataclass
class Report:
    """Seconds of each answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median time of an answer."""
        return statistics.median(self.seconds)


class Server:
    """The server's doors that a page uses, by one connection that is kept open."""

    def __init__(self, address: str, token: str = "") -> None:
        place = urlsplit(address)
        self.connection = http.client.HTTPConnection(place.hostname or "127.0.0.1", place.port, timeout=120)
        self.headers = {"authorization": f"Bearer {token}"} if token else {}

    def got(self, path: str, body: object = None) -> http.client.HTTPResponse:
        """The answer to a GET, or to a POST of JSON."""
        headers = self.headers | ({"content-type": "application/json"} if body is not None else {})
        sent = json.dumps(body) if body is not None else None
        self.connection.request("GET" if body is None else "POST", path, sent, headers)
        response = self.connection.getresponse()
        if response.status != 200:
            raise ValueError(f"{path}: {response.status} {response.read(300)!r}")
        return response

    def json(self, path: str, body: object = None) -> Any:
        """The same, read as JSON."""
        return json.loads(self.got(path, body).read())


class User:
    """One page of the app: its session, and its conversation as the page keeps it."""

    def __init__(self, server: Server, function: int, name: str) -> None:
        self.server, self.function, self.name = server, function, name
        self.session = uuid.uuid4().hex[:12]
        self.conversation: list[dict[str, Any]] = []

    def ask(self, question: str) -> list[dict[str, Any]]:
        """The chat after a question, as the page shows it."""
        body = {"data": [question, self.conversation], "fn_index": self.function, "session_hash": self.session}
        event = self.server.json(f"{QUEUE}/join", body)["event_id"]
        stream = self.server.got(f"{QUEUE}/data?session_hash={self.session}")
        last: dict[str, Any] = {}
        # Of the steps before the last, which are whole again in it, only whose they are is read: here the client
        # shares its processors with the server that it measures.
        for line in stream:
            if line.startswith(b"data: ") and b'"event_id":"' in line and f'"{event}"'.encode() not in line:
                raise ValueError(f"an event of another question: {line[:300]!r}")
            if line.startswith(b'data: {"msg":"process_completed"'):
                last = json.loads(line[6:])
        if not last.get("success"):
            raise ValueError(f"no answer: {str(last)[:300]}")
        chat, _, conversation, _ = last["output"]["data"]
        if isinstance(conversation, list):
            self.conversation = conversation
        return list(chat)


def _life(user: User, questions: Sequence[str], think: float, report: Report) -> None:
    for number, question in enumerate(questions, 1):
        if think:
            time.sleep(think * (0.5 + (sum(user.name.encode()) + number * 7) % 10 / 10))
            user.server.connection.close()  # the server lets go of what nobody uses for five seconds
        begun = time.perf_counter()
        try:
            chat = user.ask(question)
        except (OSError, http.client.HTTPException, ValueError, LookupError) as error:
            report.errors.append(f"{user.name}: {type(error).__name__} {error}")
            return
        report.seconds.append(time.perf_counter() - begun)
        asked = [_text(message) for message in chat if message["role"] == "user"]
        if asked != [as_said(own) for own in questions[:number]]:
            report.errors.append(f"{user.name}: the chat is not of these questions: {asked}")
        if len(chat) != 2 * number or "could not be answered" in _text(chat[-1]):
            report.errors.append(f"{user.name}: {json.dumps(chat[-1])[:300]}")


def _text(message: dict[str, Any]) -> str:
    content = message["content"]
    return "".join(part["text"] for part in content) if isinstance(content, list) else str(content)


def run(
    address: str, users: int, questions: int, think: float = 0.0, token: str = "", own: Sequence[str] = ()
) -> Report:
    """So many users at once, each asking so many questions one after the other.

    `own`: questions to ask instead of the examples, dealt out so that no two users ask the same while there are enough.
    """
    report = Report()
    server = Server(address, token)
    function = next(part["id"] for part in server.json("/app/config")["dependencies"] if part["api_name"] == "ask")
    examples = server.json("/api/examples")
    threads = []
    for number in range(users):
        first = number * questions if own else number
        asked = [(own or examples)[(first + turn) % len(own or examples)] for turn in range(questions)]
        user = User(Server(address, token), function, f"u{number:02d}")
        threads.append(threading.Thread(target=_life, args=(user, asked, think, report)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return report


def main() -> int:
    """One user alone, then all at once; the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--think", type=float, default=0.0, help="seconds that a user reads between two questions")
    parser.add_argument("--file", type=Path, help='questions to ask, a {"question": ...} a line')
    parser.add_argument("--server", type=int, default=0, help="the server's process, to tell its processor time")
    parser.add_argument("--token", default="")
    given = parser.parse_args()
    lines = given.file.read_text(encoding="utf-8").splitlines() if given.file else []
    own = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    several = max(10, given.questions)
    needed = given.users * given.questions + several
    if given.file and len(own) < needed:
        parser.error(
            f"{given.file} has {len(own)} different questions; {needed} are needed, so that none is asked twice"
        )
    # The examples in every order in which they are asked below: a question's answer may depend on those before it.
    warm = Report() if own else run(given.address, given.users, several, 0, given.token)
    alone = run(given.address, 1, several, 0, given.token, own[-several:])
    took, client = _taken(given.server), time.process_time()
    together = run(given.address, given.users, given.questions, given.think, given.token, own)
    took, client = _taken(given.server) - took, time.process_time() - client
    for error in warm.errors + alone.errors + together.errors:
        sys.stderr.write(f"{error}\n")
    if not together.seconds or not alone.seconds:
        return 1
    ratio, longest = together.median / alone.median, max(together.seconds)
    sys.stdout.write(
        f"{'different questions, each asked once' if own else 'worked examples, all asked once before'}\n"
        f"one user: median {alone.median:.3f} s of {len(alone.seconds)} questions\n"
        f"{given.users} users, {given.questions} questions each, {given.think:g} s between: median "
        f"{together.median:.3f} s, longest {longest:.3f} s, {len(together.errors)} errors, ratio {ratio:.1f}\n"
        "processor time of a question: "
        + (f"server {1000 * took / len(together.seconds):.1f} ms, " if given.server else "")
        + f"this client {1000 * client / len(together.seconds):.1f} ms\n"
    )
    return 1 if warm.errors or together.errors or alone.errors else 0


def _taken(process: int) -> float:
    return processor_seconds(process) if process else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
