"""The lock that lets one process at a time write a library."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kg.errors import LibraryBusy


def hold_lock(folder: Path) -> int:
    """Holds the writers' lock until the descriptor is closed or the process ends."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(lock, 20).decode(errors="replace").strip() or "?"
        os.close(lock)
        raise LibraryBusy(
            f"The library {folder} is being written by process {owner}: try again when it is done"
        ) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock
