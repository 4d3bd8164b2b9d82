"""The library's memory of what it holds and what is unfinished: one SQLite file, every change a transaction.

A letter's state: `new` (being written), `done`, `again` (held, and being written anew), `removing`. Readers see `done`
and `again`. `sources` tells under which file names a letter was given; `waiting` holds the files of an ingest that
have not had their turn; `failed` those that could not be read.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import LibraryError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS letters (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, original TEXT NOT NULL, ingested TEXT, reading BLOB
);
CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting (source TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failed (source TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter in the manifest. `original` is the name of its file in the library's folder of originals."""

    key: str
    name: str
    state: str
    original: str
    ingested: str | None


class Manifest:
    """The SQLite file, by one connection that all threads take turns at."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        self._path, self._writable = path, writable
        self._lock = threading.RLock()
        with self._errors():
            self._database = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            if writable:
                self._database.execute("PRAGMA journal_mode = WAL")
                self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Lets the file go."""
        self._database.close()

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: wholly done or not at all."""
        if not self._writable:
            raise LibraryError("The library was opened for reading")
        with self._lock, self._errors(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield self._database

    def generation(self) -> int:
        """A number that grows with every change that readers can see: letters, and what is made from them."""
        query = "SELECT TOTAL(CAST(value AS INTEGER)) FROM facts WHERE name IN ('generation', 'published')"
        return int(self._rows(query)[0][0])

    def letters_generation(self) -> int:
        """A number that grows with every change of the letters alone."""
        return int(self.fact("generation") or 0)

    def fact(self, name: str) -> str | None:
        """A value kept for the library as a whole."""
        found = self._rows("SELECT value FROM facts WHERE name = ?", name)
        return str(found[0][0]) if found else None

    def set_fact(self, name: str, value: str) -> None:
        """Keeps a value for the library as a whole."""
        with self.change() as database:
            database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def note_published(self, name: str, value: str) -> None:
        """Keeps a value that tells from what the graphs were made which have just been published."""
        with self.change() as database:
            database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
            self._raise(database, "published")

    def entries(self, *states: str) -> list[Entry]:
        """The letters in any of the states, by name."""
        marks = ", ".join("?" * len(states))
        query = f"SELECT key, name, state, original, ingested FROM letters WHERE state IN ({marks}) ORDER BY name, key"
        return [Entry(*row) for row in self._rows(query, *states)]

    def readings(self, keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Packed readings of those of the letters that are held."""
        for key in keys:
            yield from self._rows(
                "SELECT key, reading FROM letters WHERE key = ? AND state IN ('done', 'again') AND reading IS NOT NULL",
                key,
            )

    def sources(self) -> dict[str, str]:
        """File names (with folders) under which letters were given, and their keys."""
        return dict(self._rows("SELECT source, key FROM sources"))

    def waiting(self) -> list[str]:
        """Files of an unfinished ingest that have not had their turn."""
        return [row[0] for row in self._rows("SELECT source FROM waiting ORDER BY source")]

    def failed(self) -> dict[str, str]:
        """Files that could not be read when they were last tried, and why."""
        return dict(self._rows("SELECT source, reason FROM failed ORDER BY source"))

    def begin(self, sources: Iterable[str]) -> None:
        """Notes the files of an ingest before any has had its turn."""
        with self.change() as database:
            database.executemany("INSERT OR IGNORE INTO waiting VALUES (?)", [(source,) for source in sources])

    def fail(self, source: str, reason: str) -> None:
        """Notes a file that could not be read."""
        with self.change() as database:
            database.execute("DELETE FROM waiting WHERE source = ?", (source,))
            database.execute("INSERT OR REPLACE INTO failed VALUES (?, ?)", (source, reason))

    def stage(self, entries: Iterable[Entry]) -> None:
        """Notes letters before anything of them is written into graph and index; those held stay shown meanwhile."""
        with self.change() as database:
            for entry in entries:
                database.execute(
                    "INSERT INTO letters (key, name, state, original) VALUES (?, ?, 'new', ?)"
                    " ON CONFLICT (key) DO UPDATE SET name = excluded.name, original = excluded.original,"
                    " state = CASE WHEN state IN ('done', 'again') THEN 'again' ELSE 'new' END",
                    (entry.key, entry.name, entry.original),
                )

    def finish(self, entry: Entry, reading: bytes, sources: Iterable[str]) -> None:
        """A letter is wholly in graph and index. Letters that its files held before lose them."""
        with self.change() as database:
            database.execute(
                "UPDATE letters SET state = 'done', reading = ?, name = ?, ingested = datetime('now') WHERE key = ?",
                (reading, entry.name, entry.key),
            )
            for source in sources:
                self._give(database, source, entry.key)
            self._next_generation(database)

    def note_source(self, source: str, key: str) -> None:
        """The same content was given under another file name."""
        with self.change() as database:
            self._give(database, source, key)
            self._next_generation(database)

    def mark(self, keys: Iterable[str], state: str) -> None:
        """Sets the state of letters."""
        with self.change() as database:
            database.executemany("UPDATE letters SET state = ? WHERE key = ?", [(state, key) for key in keys])
            self._next_generation(database)

    def forget(self, key: str) -> None:
        """A letter that is no longer in graph and index."""
        with self.change() as database:
            database.execute("DELETE FROM letters WHERE key = ?", (key,))
            database.execute("DELETE FROM sources WHERE key = ?", (key,))
            self._next_generation(database)

    @staticmethod
    def _give(database: sqlite3.Connection, source: str, key: str) -> None:
        """The file now holds this letter; the one that it held is removed if no other file holds it."""
        old = database.execute("SELECT key FROM sources WHERE source = ? AND key != ?", (source, key)).fetchone()
        database.execute("INSERT OR REPLACE INTO sources VALUES (?, ?)", (source, key))
        database.execute("DELETE FROM waiting WHERE source = ?", (source,))
        database.execute("DELETE FROM failed WHERE source = ?", (source,))
        if old and not database.execute("SELECT 1 FROM sources WHERE key = ?", old).fetchone():
            database.execute("UPDATE letters SET state = 'removing' WHERE key = ?", old)

    def _next_generation(self, database: sqlite3.Connection) -> None:
        self._raise(database, "generation")

    @staticmethod
    def _raise(database: sqlite3.Connection, fact: str) -> None:
        database.execute(
            "INSERT INTO facts VALUES (?, '1')"
            " ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)",
            (fact,),
        )

    def _rows(self, query: str, *values: str) -> list[Any]:
        with self._lock, self._errors():
            return self._database.execute(query, values).fetchall()

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LibraryError(f"The library's manifest {self._path} cannot be used: {error}") from None
