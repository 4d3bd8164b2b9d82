"""A query that runs in a sandbox: for a thread that waits, or for an event loop."""

from __future__ import annotations

import asyncio
import select
import time
from collections.abc import Callable
from typing import Any

from kg.errors import LettersError, QueryRefused, QueryTimeout, QueryTooLarge
from kg.graph.results import Limits, QueryResult, Request
from kg.process import Child, ChildDiedError, Frame

Ended = Callable[[Child, int | None], None]


class Task:
    """Has a sandbox to itself until its one answer has come or `stop` is called; then tells `ended` the sandbox and the
    memory by which it has grown, None for one that is to be killed.
    """

    def __init__(self, child: Child, path: str, request: Request, limits: Limits, began: float, ended: Ended) -> None:
        self._child, self._request, self._limits, self._began, self._ended = child, request, limits, began, ended
        self._over = False
        try:
            child.send({"path": path, **_fields(request), **_fields(limits)})
        except ChildDiedError:
            self.stop()
            raise self._too_large() from None
        except BaseException:
            self.stop()
            raise

    def wait(self) -> QueryResult:
        """The result, for a thread that may wait. Raises QueryRefused, QueryTimeout or QueryTooLarge."""
        try:
            while select.select([self._child], [], [], max(0.0, self._left()))[0]:
                if frame := self._feed():
                    return self._read(frame)
            raise self._late()
        finally:
            self.stop()

    async def result(self) -> QueryResult:
        """The same for an event loop, which is not kept waiting."""
        loop = asyncio.get_running_loop()
        came: asyncio.Future[Frame] = loop.create_future()
        pipe = self._child.fileno()
        loop.add_reader(pipe, self._feed_into, came)
        timer = loop.call_later(max(0.0, self._left()), self._give_up, came)
        try:
            frame = await came
        except BaseException:
            loop.remove_reader(pipe)
            self.stop()
            raise
        finally:
            timer.cancel()
        # Before the sandbox is let go: its next answer is another query's.
        loop.remove_reader(pipe)
        return self._read(frame)

    def stop(self) -> None:
        """Ends the sandbox, unless the answer has come."""
        self._end(None)

    def _end(self, memory: int | None) -> None:
        if not self._over:
            self._over = True
            self._ended(self._child, memory)

    def _feed_into(self, came: asyncio.Future[Frame]) -> None:
        if came.done():
            return
        try:
            if frame := self._feed():
                came.set_result(frame)
        except LettersError as error:
            came.set_exception(error)

    def _give_up(self, came: asyncio.Future[Frame]) -> None:
        if not came.done():
            came.set_exception(self._late())

    def _feed(self) -> Frame | None:
        try:
            return self._child.feed()
        except ChildDiedError:
            raise (self._late() if self._left() <= 0 else self._too_large()) from None

    def _read(self, frame: Frame) -> QueryResult:
        header, parts = frame
        self._end(header["memory"])
        if header.get("large"):
            raise QueryTooLarge(f"The query was stopped: it needs more than {self._limits.memory} MB of memory")
        if "refused" in header:
            raise QueryRefused(header["refused"])
        seconds = time.monotonic() - self._began
        request = self._request
        return QueryResult(parts[0], request.format, request.form, header["rows"], header["truncated"], seconds)

    def _left(self) -> float:
        return self._began + self._limits.seconds - time.monotonic()

    def _late(self) -> QueryTimeout:
        return QueryTimeout(f"The query was stopped after {self._limits.seconds:g} seconds")

    def _too_large(self) -> QueryTooLarge:
        return QueryTooLarge(
            f"The query was stopped: it is nested too deeply or needs more than {self._limits.memory} MB of memory"
        )


def _fields(record: Request | Limits) -> dict[str, Any]:
    """What `asdict` gives for records of plain values, without its copies."""
    return {name: getattr(record, name) for name in record.__slots__}
