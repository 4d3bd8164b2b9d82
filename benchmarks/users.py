"""Many users at once over real sockets, on the app's own road: Gradio's queue, as the page in a browser uses it.

`python -m benchmarks.users ADDRESS [--users 20] [--questions 5] [--think SECONDS]` against a running `letters serve`.
Each user is a session of its own and asks the library's own worked examples, each beginning with another; the chat
must hold that user's questions, all of them and no others.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

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


class User:
    """One page of the app: its session, and its conversation as the page keeps it."""

    def __init__(self, client: httpx.AsyncClient, function: int, name: str) -> None:
        self.client, self.function, self.name = client, function, name
        self.session = uuid.uuid4().hex[:12]
        self.conversation: list[dict[str, Any]] = []

    async def ask(self, question: str) -> list[dict[str, Any]]:
        """The chat after a question, as the page shows it."""
        body = {"data": [question, self.conversation], "fn_index": self.function, "session_hash": self.session}
        joined = await self.client.post(f"{QUEUE}/join", json=body)
        joined.raise_for_status()
        event = joined.json()["event_id"]
        output: list[Any] = []
        async with self.client.stream("GET", f"{QUEUE}/data", params={"session_hash": self.session}) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data: "):
                    continue
                said = json.loads(line[6:])
                if said.get("event_id") not in (None, event):
                    raise ValueError(f"an event of another question: {said}")
                if said["msg"] == "process_generating":
                    output = _patched(output, said["output"]["data"])
                elif said["msg"] == "process_completed":
                    if not said.get("success"):
                        raise ValueError(str(said.get("output")))
                    break
        if isinstance(output[2], list):
            self.conversation = output[2]
        return list(output[0])


def _patched(before: list[Any], data: list[Any]) -> list[Any]:
    """What a step yields: whole at first, then the differences to the step before (path, action, value)."""
    if not before:
        return data
    made = list(before)
    for number, part in enumerate(data):
        is_changes = isinstance(part, list) and all(isinstance(x, list) and len(x) == 3 for x in part)
        if not is_changes:
            made[number] = part
            continue
        for action, path, value in part:
            made[number] = _changed(made[number], path, action, value)
    return made


def _changed(whole: Any, path: Sequence[Any], action: str, value: Any) -> Any:
    if not path:
        return whole + value if action == "append" else value
    first, rest = path[0], path[1:]
    copy = list(whole) if isinstance(whole, list) else dict(whole)
    if not rest and action == "delete":
        del copy[first]
    elif not rest and action == "add":
        copy.insert(first, value) if isinstance(copy, list) else copy.update({first: value})
    else:
        copy[first] = _changed(copy[first], rest, action, value)
    return copy


async def _life(user: User, questions: Sequence[str], think: float, report: Report) -> None:
    for number, question in enumerate(questions, 1):
        if think:
            await asyncio.sleep(think * (0.5 + (sum(user.name.encode()) + number * 7) % 10 / 10))
        begun = time.perf_counter()
        try:
            chat = await user.ask(question)
        except (httpx.HTTPError, ValueError, LookupError) as error:
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


async def run(address: str, users: int, questions: int, think: float = 0.0, token: str = "", own: str = "") -> Report:
    """So many users at once, each asking so many questions one after the other.

    `own`: a question of each user's own instead of the examples, with {user} and {number} to be filled in.
    """
    report = Report()
    headers = {"authorization": f"Bearer {token}"} if token else {}
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=120, headers=headers, limits=limits) as client:
        config = (await client.get("/app/config")).raise_for_status().json()
        function = next(part["id"] for part in config["dependencies"] if part["api_name"] == "ask")
        examples = (await client.get("/api/examples")).raise_for_status().json()
        lives = []
        for number in range(users):
            asked = [
                own.format(user=number, number=turn) if own else examples[(number + turn) % len(examples)]
                for turn in range(questions)
            ]
            lives.append(_life(User(client, function, f"u{number:02d}"), asked, think, report))
        await asyncio.gather(*lives)
    return report


def main() -> int:
    """One user alone, then all at once; the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--think", type=float, default=0.0, help="seconds that a user reads between two questions")
    parser.add_argument("--token", default="")
    given = parser.parse_args()
    alone = asyncio.run(run(given.address, 1, max(10, given.questions), 0, given.token))
    together = asyncio.run(run(given.address, given.users, given.questions, given.think, given.token))
    for error in alone.errors + together.errors:
        sys.stderr.write(f"{error}\n")
    if not together.seconds or not alone.seconds:
        return 1
    ratio = together.median / alone.median
    worst = max(together.seconds)
    sys.stdout.write(
        f"one user: median {alone.median:.3f} s of {len(alone.seconds)} questions\n"
        f"{given.users} users, {given.questions} questions each, {given.think:g} s between: "
        f"median {together.median:.3f} s, longest {worst:.3f} s, {len(together.errors)} errors, ratio {ratio:.1f}\n"
    )
    return 1 if together.errors or alone.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
