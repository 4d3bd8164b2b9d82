"""Reads files in a few child processes; a file that ends or stalls its process costs nothing but itself."""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.library.planning import Job
from kg.process import Child, ChildDiedError, ChildLateError

_TASKS = 100  # a process is replaced after so many files, so that what libraries leak does not add up


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a job: the file's bytes, the packed letter and its N-Triples, or the reason why there is none.

    `warnings` tell in plain words what the letter's shapes ask for and the letter lacks.
    """

    job: Job
    data: bytes = b""
    letter: bytes = b""
    triples: bytes = b""
    failed: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass
class _Worker:
    child: Child
    job: Job
    deadline: float
    tasks: int = 1


def read_all(
    jobs: Iterable[Job], base: str, workers: int, seconds: float, module: str = "kg.library.reader"
) -> Iterator[Reading]:
    """Reads all jobs, in the order in which they come to an end. No more than `workers` are ahead of the reader."""

    waiting = deque(jobs)
    busy: list[_Worker] = []
    idle: list[_Worker] = []

    def begin() -> _Worker:
        return _begin(idle.pop() if idle else None, waiting.popleft(), base, seconds, module)

    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                busy.append(begin())
            worker = _first_ready(busy)
            busy.remove(worker)
            reading = _result(worker)
            if not worker.child.closed:
                idle.append(worker)
            # The next file is begun before this one is handed over, so that nobody waits for the receiver.
            if waiting:
                busy.append(begin())
            yield reading
    finally:
        for worker in (*busy, *idle):
            worker.child.kill()


def _begin(worker: _Worker | None, job: Job, base: str, seconds: float, module: str) -> _Worker:
    if worker and (worker.tasks >= _TASKS or worker.child.closed):
        worker.child.kill()
        worker = None
    child = worker.child if worker else Child(module)
    child.send({"path": str(job.path), "key": job.key, "name": job.name, "base": base})
    return _Worker(child, job, time.monotonic() + seconds, worker.tasks + 1 if worker else 1)


def _first_ready(busy: list[_Worker]) -> _Worker:
    """A worker that has answered, died, or is late."""
    with selectors.DefaultSelector() as selector:
        for worker in busy:
            selector.register(worker.child.fileno(), selectors.EVENT_READ, worker)
        soonest = min(busy, key=lambda worker: worker.deadline)
        ready = selector.select(max(0.0, soonest.deadline - time.monotonic()))
        return ready[0][0].data if ready else soonest


def _result(worker: _Worker) -> Reading:
    try:
        header, parts = worker.child.receive(max(1.0, worker.deadline - time.monotonic()))
    except ChildLateError:
        worker.child.kill()
        return Reading(worker.job, failed="reading it took too long and was stopped")
    except ChildDiedError as error:
        worker.child.kill()
        return Reading(worker.job, failed=f"reading it failed: {error}")
    if "failed" in header:
        return Reading(worker.job, failed=header["failed"])
    data, letter, triples = parts
    return Reading(worker.job, data, letter, triples, warnings=tuple(header["warnings"]))
