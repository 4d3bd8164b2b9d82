"""Warm sandboxes for users' queries: so many at once, each killed when late and started anew."""

from __future__ import annotations

import threading
import time
from functools import partial

from kg.graph.gate import Gate
from kg.graph.results import Limits, QueryResult, Request
from kg.graph.task import Task
from kg.process import Child, ChildDiedError, ChildLateError

# Large pages: a query goes through memory in leaps, and finds its way a tenth sooner where there are fewer of them.
_start = partial(Child, "kg.graph.sandbox", settings={"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"})
_RETIRE_AT = 64  # MiB: a sandbox that has grown so much gives its memory back by ending
_IDLE = 2
_LOADED = 2  # sandboxes that hold a small graph in memory, idle or busy
_START_SECONDS = 120.0  # a graph is read into memory in a few, on a busy machine in many


class Pool:
    """Runs queries in child processes, from any thread."""

    def __init__(self) -> None:
        self._gate = Gate()
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._loaded: dict[Child, str] = {}  # the snapshot that a sandbox holds
        self._large = ""  # the snapshot that is too large for that
        self._used = self._starting = self._closed = False

    def run(self, path: str, request: Request, limits: Limits) -> QueryResult:
        """Answers a query on the snapshot at `path`. Raises QueryRefused, QueryTimeout, QueryTooLarge or QueryBusy.

        The time limit holds for waiting and running together.
        """
        began = time.monotonic()
        self._gate.enter(limits)
        try:
            child = self._take(path) or _start()
        except BaseException:
            self._gate.leave()
            raise
        return Task(child, path, request, limits, began, self._ended).wait()

    def begin(self, path: str, request: Request, limits: Limits) -> Task | None:
        """The query as it runs; None where it would have to wait for its turn or for a sandbox to start."""
        if not self._gate.enter_at_once(limits):
            return None
        child = self._take(path)
        if child is None:
            self._gate.leave()
            return None
        return Task(child, path, request, limits, time.monotonic(), self._ended)

    def close(self) -> None:
        """Ends the idle sandboxes."""
        with self._lock:
            idle, self._idle, self._closed = self._idle, [], True
        for child in idle:
            child.kill()

    def _ended(self, child: Child, memory: int | None) -> None:
        """A query is over: its sandbox serves the next one, or is ended."""
        if memory is not None and memory <= _RETIRE_AT:
            self._keep(child)
        else:
            self._drop(child)
        self._gate.leave()

    def _take(self, path: str) -> Child | None:
        """An idle sandbox, rather one that holds the graph in memory. Others are made ready meanwhile: some that
        hold it in memory, and one in the place of the last idle one, so that a query beside a long one finds one.
        """
        with self._lock:
            self._idle.sort(key=lambda child: self._loaded.get(child) == path)
            child = self._idle.pop() if self._idle else None
            load = path != self._large and sum(held == path for held in self._loaded.values()) < _LOADED
            spare = self._used and (load or not self._idle) and not self._starting
            self._starting = self._starting or spare
            self._used = True
        if spare:
            threading.Thread(target=self._start_spare, args=(path, load), daemon=True).start()
        return child

    def _start_spare(self, path: str, load: bool) -> None:
        child = _start()
        try:
            child.send({"warm": path, "load": load})
            header, _ = child.receive(_START_SECONDS)
            with self._lock:
                if header["loaded"]:
                    self._loaded[child] = path
                elif load:
                    self._large = path
            self._keep(child)
        except (ChildLateError, ChildDiedError):
            child.kill()  # whoever asks next starts one and is told what is wrong
        finally:
            with self._lock:
                self._starting = False

    def _keep(self, child: Child) -> None:
        """Puts the sandbox to the idle ones; of too many, one that holds no graph or an old one is ended."""
        with self._lock:
            self._idle.append(child)
            if len(self._idle) <= _IDLE and not self._closed:
                return
            child = min(self._idle, key=lambda each: self._loaded.get(each, ""))
            self._idle.remove(child)
        self._drop(child)

    def _drop(self, child: Child) -> None:
        with self._lock:
            self._loaded.pop(child, None)
        # Giving a gigabyte back takes the system a while: nobody waits for that.
        threading.Thread(target=child.kill).start()
