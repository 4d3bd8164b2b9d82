"""So many queries at once, a few waiting, and whoever comes then is told to come again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import QueryBusy
from kg.graph.results import Limits


class Gate:
    """Lets queries of any thread in, in the order in which they came."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._waiting: list[object] = []
        self._running = 0

    def enter(self, limits: Limits) -> None:
        """Waits for a place, no longer than the time limit; who enters must leave. Raises QueryBusy."""
        busy = QueryBusy(f"{limits.concurrent} queries are running, {limits.waiting} wait: try again in a moment")
        ticket = object()
        with self._turn:
            if self._running + len(self._waiting) >= limits.concurrent + limits.waiting:
                raise busy
            self._waiting.append(ticket)
            try:
                mine = self._turn.wait_for(
                    lambda: self._waiting[0] is ticket and self._running < limits.concurrent, limits.seconds
                )
                if not mine:
                    raise busy
                self._running += 1
            finally:
                self._waiting.remove(ticket)
                self._turn.notify_all()

    def enter_at_once(self, limits: Limits) -> bool:
        """Takes a place that is free and that nobody waits for."""
        with self._turn:
            free = not self._waiting and self._running < limits.concurrent
            self._running += free
            return free

    @contextmanager
    def place(self, limits: Limits) -> Iterator[None]:
        """A place for as long as the block runs."""
        self.enter(limits)
        try:
            yield
        finally:
            self.leave()

    def leave(self) -> None:
        """Gives the place to whoever waits longest."""
        with self._turn:
            self._running -= 1
            self._turn.notify_all()
