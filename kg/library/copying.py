"""Copies a folder in which databases may be open."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

_BESIDE = ("-wal", "-shm", "-journal")


def copy_folder(source: Path, target: Path) -> None:
    """Copies all files; SQLite files by SQLite, which knows what is not yet in the file itself."""
    target.mkdir(parents=True)
    for path in sorted(source.iterdir()):
        if path.is_dir():
            copy_folder(path, target / path.name)
        elif path.suffix == ".sqlite3":
            with (
                contextlib.closing(sqlite3.connect(path)) as database,
                contextlib.closing(sqlite3.connect(target / path.name)) as copy,
            ):
                database.backup(copy)
        elif not path.name.endswith(_BESIDE):
            shutil.copy2(path, target / path.name)
