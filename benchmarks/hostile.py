"""What hostile queries do to a server: their time, its memory before and after, and a normal query beside them.

`python -m benchmarks.hostile LIBRARY`. The limits: no query longer than the time limit and a second, no connection to
the local listener, memory back to where it was, the normal query within twice its usual time.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile_queries import HOSTILE
from benchmarks.report import Table
from benchmarks.servers import Endpoint, letters

SECONDS = 3.0
JSON = "application/sparql-results+json, text/turtle;q=0.5"
NORMAL = """SELECT ?letter ?label ?date WHERE {
  ?letter a insp:Letter ; rdfs:label ?label . OPTIONAL { ?letter dcterms:issued ?date } } ORDER BY ?date"""


@dataclass(frozen=True, slots=True)
class Attack:
    """What became of one hostile query."""

    name: str
    status: int
    seconds: float
    reached: bool
    beside: list[float]


def attack(address: str, name: str) -> Attack:
    """Sends the query, and the normal one beside it as long as it runs."""
    beside: list[float] = []
    done = threading.Event()

    def keep_asking() -> None:
        normal = Endpoint(address)
        while not done.wait(0.05):
            began = time.perf_counter()
            status, _ = normal.status(NORMAL, JSON)
            if status == 200:
                beside.append(time.perf_counter() - began)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        query = HOSTILE[name].replace("{port}", str(listener.getsockname()[1]))
        asking = threading.Thread(target=keep_asking)
        asking.start()
        began = time.perf_counter()
        status, _ = Endpoint(address).status(query, JSON)
        seconds = time.perf_counter() - began
        done.set()
        asking.join()
        listener.settimeout(0)
        try:
            listener.accept()[0].close()
            reached = True
        except BlockingIOError:
            reached = False
    return Attack(name, status, seconds, reached, beside)


def memory(pid: int) -> float:
    """MB of a process and all below it, what they share counted once."""
    return sum(_share(one) for one in (pid, *_below(pid))) / 1024


def settled(pid: int, level: float, patience: float = 5.0) -> float:
    """The memory, when it is back near the level, or after a while."""
    deadline = time.monotonic() + patience
    while (held := memory(pid)) > level * 1.1 and time.monotonic() < deadline:
        time.sleep(0.2)
    return held


def measure(library: Path) -> tuple[Table, bool]:
    """The table, and whether all limits held."""
    with letters(library, {"LETTERS_QUERY_SECONDS": f"{SECONDS:g}"}) as server:
        address = server.address + "/sparql"
        normal = Endpoint(address)
        for _ in range(10):
            normal.status(NORMAL, JSON)
        usual = statistics.median(_times(normal, 40))
        time.sleep(1)
        before = memory(server.pid)
        attacks = []
        for name in HOSTILE:
            attacks.append(attack(address, name))
            sys.stderr.write(f"  {name}: {attacks[-1].status}, {attacks[-1].seconds:.2f} s\n")
        after = settled(server.pid, before)
        again = statistics.median(_times(Endpoint(address), 40))  # the first connection has been idle too long
    long = [one for one in attacks if one.seconds > 0.5]
    beside = statistics.median(time for one in long for time in one.beside)
    slowest = max(attacks, key=lambda one: one.seconds)
    refused = sum(1 for one in attacks if one.status >= 400)
    holds = {
        f"every one of {len(attacks)} ends within {SECONDS + 1:g} s": slowest.seconds <= SECONDS + 1,
        "none reaches the listener": not any(one.reached for one in attacks),
        "memory is back (within 10 %)": after <= before * 1.1,
        "a normal query beside takes at most twice its time": beside <= 2 * usual,
    }
    table = Table(f"Hostile queries ({len(attacks)}, limit {SECONDS:g} s)", ("what", "measured"))
    table.add("refused or stopped; the others got a capped result", f"{refused} of {len(attacks)}")
    table.add("the longest", f"{slowest.seconds:.2f} s ({slowest.name})")
    table.add("connections to the local listener", str(sum(one.reached for one in attacks)))
    table.add("memory of all processes before and after", f"{before:.0f} MB, {after:.0f} MB")
    table.add("a normal query alone, before and after", f"{usual * 1000:.1f} ms, {again * 1000:.1f} ms")
    table.add(
        "the same beside a hostile one that runs (median)", f"{beside * 1000:.1f} ms = {beside / usual:.2f} times"
    )
    for claim, held in holds.items():
        table.add(claim, "yes" if held else "NO")
    return table, all(holds.values())


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    table, held = measure(parser.parse_args().library)
    sys.stdout.write(table.markdown())
    sys.exit(0 if held else 1)


def _times(endpoint: Endpoint, rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        began = time.perf_counter()
        endpoint.status(NORMAL, JSON)
        yield time.perf_counter() - began
        time.sleep(0.05)


def _share(pid: int) -> int:
    """KB: shared pages by the process's share of them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _below(pid: int) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = (folder / "stat").read_text()
        except OSError:
            continue
        if int(status.rpartition(")")[2].split()[1]) == pid:
            yield int(folder.name)
            yield from _below(int(folder.name))


if __name__ == "__main__":
    main()
