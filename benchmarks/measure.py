"""Times pieces of work against each other, in turns, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path


def in_turns(
    pieces: Mapping[str, Callable[[], object]],
    rounds: int,
    warm: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """The median seconds of each piece over so many rounds; each round runs every piece once, in changing order.

    `clock`: `time.process_time` where only this process's own work shall count.
    """
    taken: dict[str, list[float]] = {name: [] for name in pieces}
    for number in range(-warm, rounds):
        order = list(pieces) if number % 2 else list(reversed(pieces))
        for name in order:
            gc.collect()
            began = clock()
            pieces[name]()
            if number >= 0:
                taken[name].append(clock() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def processor_seconds(process: int) -> float:
    """What a process and its children, those that ended included, took of the processors so far."""
    found = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = stat.read_text().partition(" (")
        except OSError:  # it ended meanwhile
            continue
        parts = rest.rpartition(") ")[2].split()
        if process in (int(number), int(parts[1])):
            found += sum(map(int, parts[11:15])) / os.sysconf("SC_CLK_TCK")
    return found
