"""Waiting for a language model no longer than allowed, and no longer than the user wants to."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from rag.llm.failures import ModelFailed

T = TypeVar("T")
GLANCE = 0.05
"""Seconds between two looks at whether the user has stopped the answer."""


class Clock:
    """The time that one question may take its language model, all calls together."""

    def __init__(self, seconds: float, stop: threading.Event | None = None) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._stop = stop

    @property
    def left(self) -> float:
        """Seconds that are left; never below 0."""
        return max(0.0, self._end - time.monotonic())

    @property
    def stopped(self) -> bool:
        """Whether the user has stopped the answer."""
        return self._stop is not None and self._stop.is_set()

    def check(self) -> None:
        """Raises ModelFailed when time is up or the user has stopped the answer."""
        if self.stopped:
            raise ModelFailed("stopped", "Stopped")
        if not self.left:
            raise ModelFailed("time-out", f"The language model did not finish within {self.seconds:g} seconds")

    def wait(self, seconds: float) -> None:
        """Sleeps, as far as time and the user allow."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.check()
            time.sleep(min(GLANCE, max(0.0, until - time.monotonic())))


class _End:
    pass


class Flow(Generic[T]):
    """The items of an iterator that runs in a thread of its own, so that a server that says nothing holds nobody up.

    Whoever leaves the loop early leaves the thread alone: it ends at its next item or with its connection.
    """

    def __init__(self, work: Callable[[], Iterable[T]], clock: Clock, failed: Callable[[Exception], ModelFailed]):
        self._work, self._clock, self._failed = work, clock, failed
        self._items: queue.SimpleQueue[T | ModelFailed | _End] = queue.SimpleQueue()
        self._left = threading.Event()

    def __iter__(self) -> Iterator[T]:
        self._clock.check()
        threading.Thread(target=self._run, daemon=True, name="language model").start()
        try:
            while True:
                self._clock.check()
                try:
                    item = self._items.get(timeout=GLANCE)
                except queue.Empty:
                    continue
                if isinstance(item, _End):
                    return
                if isinstance(item, ModelFailed):
                    raise item
                yield item
        finally:
            self._left.set()

    def _run(self) -> None:
        try:
            for item in self._work():
                if self._left.is_set():
                    return
                self._items.put(item)
            self._items.put(_End())
        except Exception as error:  # noqa: BLE001 - each provider raises its own; told as one line where it is waited for
            self._items.put(self._failed(error))
