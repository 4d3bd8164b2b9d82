"""Warm sandboxes for users' queries: so many at once, each killed when late and started anew."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict

from kg.errors import QueryRefused, QueryTimeout, QueryTooLarge
from kg.graph.gate import Gate
from kg.graph.results import Limits, QueryResult, Request
from kg.process import Child, ChildDiedError, ChildLateError

_SANDBOX = "kg.graph.sandbox"
_RETIRE_AT = 64  # MiB: a sandbox that has grown so much gives its memory back by ending
_IDLE = 2
_START_SECONDS = 30.0


class Pool:
    """Runs queries in child processes, from any thread."""

    def __init__(self) -> None:
        self._gate = Gate()
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._used = self._starting = self._closed = False

    def run(self, path: str, request: Request, limits: Limits) -> QueryResult:
        """Answers a query on the snapshot at `path`. Raises QueryRefused, QueryTimeout, QueryTooLarge or QueryBusy.

        The time limit holds for waiting and running together.
        """
        began = time.monotonic()
        with self._gate.enter(limits):
            return self._run(path, request, limits, began)

    def close(self) -> None:
        """Ends the idle sandboxes."""
        with self._lock:
            idle, self._idle, self._closed = self._idle, [], True
        for child in idle:
            child.kill()

    def _run(self, path: str, request: Request, limits: Limits, began: float) -> QueryResult:
        child = None
        try:
            child = self._take(path)
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
        if header["memory"] > _RETIRE_AT:
            self._end(child)
        else:
            self._keep(child)
        if header.get("large"):
            raise QueryTooLarge(f"The query was stopped: it needs more than {limits.memory} MB of memory")
        if "refused" in header:
            raise QueryRefused(header["refused"])
        seconds = time.monotonic() - began
        return QueryResult(parts[0], request.format, request.form, header["rows"], header["truncated"], seconds)

    def _take(self, path: str) -> Child:
        """An idle sandbox, or a new one. The last idle one is replaced, so that a query beside a long one finds one."""
        with self._lock:
            child = self._idle.pop() if self._idle else None
            spare = self._used and not self._idle and not self._starting
            self._starting = self._starting or spare
            self._used = True
        if spare:
            threading.Thread(target=self._start_spare, args=(path,), daemon=True).start()
        return child or Child(_SANDBOX)

    def _start_spare(self, path: str) -> None:
        child = Child(_SANDBOX)
        try:
            child.send({"warm": path})
            child.receive(_START_SECONDS)
            self._keep(child)
        except (ChildLateError, ChildDiedError):
            child.kill()  # whoever asks next starts one and is told what is wrong
        finally:
            with self._lock:
                self._starting = False

    def _keep(self, child: Child) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < _IDLE:
                self._idle.append(child)
                return
        child.kill()

    @staticmethod
    def _end(child: Child | None) -> None:
        if child:
            # Giving a gigabyte back takes the system a while: nobody waits for that.
            threading.Thread(target=child.kill).start()
