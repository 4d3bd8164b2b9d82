"""Snapshots of a folder that one process writes: readers in other processes open these, never the folder itself.

A snapshot is a folder named by a growing number, complete once it has its name and never written again. Readers hold a
shared lock on it; the writer removes older ones that nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path


def newest(folder: Path) -> Path | None:
    """The latest complete snapshot."""
    try:
        names = [name for name in os.listdir(folder) if name.isdigit()]  # noqa: PTH208 - asked with every query
    except (FileNotFoundError, NotADirectoryError):
        return None
    return folder / max(names, key=int) if names else None


def publish(folder: Path, make: Callable[[Path], None]) -> Path:
    """Has a snapshot made, as a folder that does not exist yet, and removes what nobody reads any more."""
    folder.mkdir(parents=True, exist_ok=True)
    for rest in folder.glob(".*"):
        shutil.rmtree(rest, ignore_errors=True)
    before = newest(folder)
    target = folder / f"{int(before.name) + 1 if before else 1:08d}"
    unfinished = folder / f".new-{target.name}"
    make(unfinished)
    unfinished.rename(target)
    for old in _all(folder):
        if old != target:
            _remove_unless_read(old)
    return target


class Hold:
    """The newest snapshot, kept from being removed until `release`. `path` is None where there is none yet."""

    def __init__(self, folder: Path) -> None:
        self.path: Path | None = None
        self._lock = -1
        while (found := newest(folder)) is not None and self.path is None:
            try:
                lock = os.open(found, os.O_RDONLY)
            except FileNotFoundError:
                continue
            fcntl.flock(lock, fcntl.LOCK_SH)
            if found.exists():
                self.path, self._lock = found, lock
            else:
                os.close(lock)

    def release(self) -> None:
        """Lets the snapshot go."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def _all(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.isdigit()] if folder.is_dir() else []


def _remove_unless_read(path: Path) -> None:
    lock = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        doomed = path.with_name(f".old-{path.name}")
        path.rename(doomed)
    except BlockingIOError:
        return
    finally:
        os.close(lock)
    shutil.rmtree(doomed, ignore_errors=True)
