"""Answers piece by piece: the work in a thread of its own, so that a stop is obeyed at once.

The thread is one for the whole answer: results of the graph may not be touched by another than the one that asked,
and frameworks run a generator's steps in whatever thread is free.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

from kg.errors import LettersError
from rag.model import Event

_END = object()


def pumped(events: Callable[[], Iterator[Event]], stop: threading.Event, tick: float = 0.1) -> Iterator[Event | None]:
    """The events as they come, None whenever none came for a tick; ends as soon as `stop` is set, whatever the work is
    waiting for.

    Where the last is no answer and nobody stopped it, the program is at fault: the log has the traceback.
    """
    found: queue.SimpleQueue[object] = queue.SimpleQueue()

    def work() -> None:
        try:
            for event in events():
                found.put(event)
                if stop.is_set():
                    break
        except LettersError as error:  # handed over to whoever reads, and raised there
            found.put(error)
        finally:
            found.put(_END)

    threading.Thread(target=work, name="letters-answer", daemon=True).start()
    while not stop.is_set():
        try:
            event = found.get(timeout=tick)
        except queue.Empty:
            yield None
            continue
        if event is _END:
            return
        if isinstance(event, LettersError):
            raise event
        yield event  # type: ignore[misc]


class Stops:
    """What to set so that a session's answer stops. A session asks one question at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[str, threading.Event] = {}

    def begin(self, session: str) -> threading.Event | None:
        """A new answer's stop; None while another answer of the session runs."""
        with self._lock:
            if session in self._of:
                return None
            stop = self._of[session] = threading.Event()
        return stop

    def end(self, session: str, stop: threading.Event) -> None:
        """The answer is whole."""
        with self._lock:
            if self._of.get(session) is stop:
                del self._of[session]

    def stop(self, session: str) -> None:
        """Stop the session's answer, if one runs."""
        with self._lock:
            stop = self._of.get(session)
        if stop:
            stop.set()


class Pace:
    """Says when it is time to show again: pieces come quicker than anybody reads."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._last = seconds, 0.0

    def due(self) -> bool:
        """Whether enough time went by since it last was."""
        now = time.monotonic()
        if now - self._last < self._seconds:
            return False
        self._last = now
        return True
