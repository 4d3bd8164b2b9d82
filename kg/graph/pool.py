"""Warm sandboxes for users' queries: so many at once, each killed when late and started anew."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict

from kg.errors import QueryBusy, QueryRefused, QueryTimeout, QueryTooLarge
from kg.graph.results import Limits, QueryResult, Request
from kg.process import Child, ChildDiedError, ChildLateError

_RETIRE_AT = 400  # MiB: a sandbox that has grown so far gives its memory back by ending


class Pool:
    """Runs queries in child processes, from any thread."""

    def __init__(self) -> None:
        self._idle: list[Child] = []
        self._lock = threading.Condition()
        self._running = 0

    def run(self, path: str, request: Request, limits: Limits) -> QueryResult:
        """Answers a query on the snapshot at `path`. Raises QueryRefused, QueryTimeout, QueryTooLarge or QueryBusy.

        The time limit holds for waiting and running together.
        """
        began = time.monotonic()
        self._enter(limits)
        child = None
        try:
            child = self._take()
            child.send({"path": path, **asdict(request), **asdict(limits)})
            header, parts = child.receive(began + limits.seconds - time.monotonic())
        except ChildLateError:
            self._end(child)
            raise QueryTimeout(f"The query was stopped after {limits.seconds:g} seconds") from None
        except ChildDiedError:
            self._end(child)
            if time.monotonic() - began >= limits.seconds:
                raise QueryTimeout(f"The query was stopped after {limits.seconds:g} seconds") from None
            raise QueryTooLarge(
                f"The query was stopped: it is nested too deeply or needs more than {limits.memory} MB of memory"
            ) from None
        except BaseException:
            self._end(child)
            raise
        else:
            self._give_back(child, header["memory"] > _RETIRE_AT)
        finally:
            self._leave()
        if header.get("large"):
            raise QueryTooLarge(f"The query was stopped: it needs more than {limits.memory} MB of memory")
        if "refused" in header:
            raise QueryRefused(header["refused"])
        seconds = time.monotonic() - began
        return QueryResult(parts[0], request.format, request.form, header["rows"], header["truncated"], seconds)

    def close(self) -> None:
        """Ends the idle sandboxes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.kill()

    def _enter(self, limits: Limits) -> None:
        with self._lock:
            if not self._lock.wait_for(lambda: self._running < limits.concurrent, limits.seconds):
                raise QueryBusy(f"{limits.concurrent} queries are running already; try again in a moment")
            self._running += 1

    def _leave(self) -> None:
        with self._lock:
            self._running -= 1
            self._lock.notify()

    def _take(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Child("kg.graph.sandbox")

    def _give_back(self, child: Child, retire: bool) -> None:
        if retire:
            child.kill()
        else:
            with self._lock:
                self._idle.append(child)

    @staticmethod
    def _end(child: Child | None) -> None:
        if child:
            # Giving a gigabyte back takes the system a while: nobody waits for that.
            threading.Thread(target=child.kill).start()
