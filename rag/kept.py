"""What was made once and may be wanted again: a bounded store in which each value is made by one thread alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, `most` of them; the one that was not wanted for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Future[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value], keep: Callable[[Value], bool] = lambda _: True) -> Value:
        """The value of a key. Whoever wants it while another thread makes it waits for that.

        `keep` is asked of the value once it is made: where it says no, that is for those who wait for it already.
        """
        with self._lock:
            held = self._held.get(key)
            if held is None:
                made = self._held[key] = Future[Value]()
                if len(self._held) > self._most:
                    self._held.popitem(last=False)
            else:
                self._held.move_to_end(key)
        if held is not None:
            return held.result()
        try:
            value = make()
        except BaseException as error:
            self._forget(key, made)
            made.set_exception(error)
            raise
        if not keep(value):
            self._forget(key, made)
        made.set_result(value)
        return value

    def _forget(self, key: Hashable, made: Future[Value]) -> None:
        with self._lock:
            if self._held.get(key) is made:
                del self._held[key]
