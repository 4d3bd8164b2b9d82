"""A library: the folder that holds everything ingested. One process writes at a time; any number read beside it.

```
library/
  manifest.sqlite   what is held, finished and unfinished; the letters as read
  originals/        the files as given, named by their content
  graph/            Oxigraph (unless the graph is on a SPARQL store)
  index/            Chroma (unless the index is on a Chroma server)
                    both: live/ for the writer, snapshots/ for readers
  lock              held by the process that writes
```
"""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

import ontology
from kg.errors import LibraryError
from kg.graph import EmbeddedStore, EndpointStore, GraphStore, snapshots
from kg.library.copying import copy_folder
from kg.library.lock import hold_lock
from kg.library.manifest import Entry, Manifest
from kg.library.planning import Job, Plan, find_files, make_plan
from kg.library.readings import unpack
from kg.model import Document, Letter
from kg.settings import Settings
from kg.vocabulary import REFERENCE_GRAPH, Identifiers

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Status:
    """How it stands. `unfinished`: letters whose writing or removal was broken off; `waiting`: files not read."""

    letters: int
    unfinished: tuple[str, ...]
    waiting: tuple[str, ...]
    failed: Mapping[str, str]
    generation: int


class Library:
    """Use `Library.open`. What is read from it is always a finished state, also beside a running ingest."""

    def __init__(self, folder: Path, settings: Settings, *, write: bool) -> None:
        self.folder, self.settings = folder, settings
        self._lock_file = hold_lock(folder) if write else -1
        self.manifest = Manifest(folder / "manifest.sqlite", writable=write)
        self._check_facts(write)
        self.ids = Identifiers(settings.base_iri)
        self._write = write
        self._held: list[snapshots.Hold] = []
        self._store: GraphStore | None = None
        self._cache: tuple[int, dict[str, Letter]] = (-1, {})
        self._cache_lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path, settings: Settings | None = None, *, write: bool = False) -> Library:
        """Opens the library in the folder; for writing it is made if need be, and locked against other writers."""
        if write:
            try:
                (folder / "originals").mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise LibraryError(f"There can be no library at {folder}: {error.strerror}") from None
        elif not cls.is_at(folder):
            raise LibraryError(f"There is no library at {folder}: begin with `letters ingest FILES --library {folder}`")
        return cls(folder, settings or Settings(), write=write)

    @staticmethod
    def is_at(folder: Path) -> bool:
        """Whether there is a library in the folder."""
        return (folder / "manifest.sqlite").is_file()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets stores and lock go."""
        if self._store:
            self._store.close()
            self._store = None
        for held in self._held:
            held.release()
        self.manifest.close()
        if self._lock_file >= 0:
            os.close(self._lock_file)
            self._lock_file = -1

    @property
    def store(self) -> GraphStore:
        """The graph, as of the last finished letters."""
        if self._store is None:
            self._store = self._open_store()
        self._store.refresh()
        return self._store

    @property
    def opened_store(self) -> GraphStore | None:
        """The graph as it was opened last, for those who must not wait; None where it has not been opened yet."""
        return self._store

    @property
    def index_folder(self) -> Path:
        """Where an embedded index keeps its files: for a reader the last published copy, which nobody writes.

        Two processes on one Chroma folder, one of them writing, give wrong results and crash.
        """
        live, copies = self.folder / "index" / "live", self.folder / "index" / "snapshots"
        if self._write:
            return live
        if not self._held or snapshots.newest(copies) != self._held[-1].path:
            self._held.append(snapshots.Hold(copies))
            for old in self._held[:-2]:
                old.release()
            self._held = self._held[-2:]
        return self._held[-1].path or live

    def publish(self) -> None:
        """Lets readers see what was written to graph and index."""
        self.store.publish()
        if self.index_folder.is_dir():
            snapshots.publish(self.folder / "index" / "snapshots", partial(copy_folder, self.index_folder))

    def generation(self) -> int:
        """Grows whenever letters come or go, or what is made from them is made anew."""
        return self.manifest.generation()

    def letters(self) -> tuple[Letter, ...]:
        """All letters, by name."""
        with self._cache_lock:
            known = self._known()
            keys = [entry.key for entry in self.entries()]
            missing = [key for key in keys if key not in known]
            known.update(_unpack(self.manifest, missing))
            return tuple(known[key] for key in keys if key in known)

    def letter(self, key: str) -> Letter:
        """A letter by its key. Raises LibraryError where there is none."""
        with self._cache_lock:
            known = self._known()
            if key not in known:
                known.update(_unpack(self.manifest, [key]))
            if key in known:
                return known[key]
        raise LibraryError(f"No letter {key} in this library")

    def document(self, key: str) -> Document:
        """The document as it was read."""
        return self.letter(key).document

    def entries(self) -> list[Entry]:
        """Keys and names of all letters, by name."""
        return self.manifest.entries("done", "again")

    def find(self, name_or_key: str) -> str:
        """The key of the letter that is called so: its name, its key or the beginning of it, or a file it came from."""
        entries = self.entries()
        sources = self.manifest.sources()
        path = str(Path(name_or_key).resolve())
        tests = (
            {entry.key for entry in entries if name_or_key in (entry.key, entry.name)},
            {entry.key for entry in entries if sources.get(path) == entry.key},
            {entry.key for entry in entries if entry.name.rpartition("/")[2] == name_or_key},
            {entry.key for entry in entries if len(name_or_key) >= 6 and entry.key.startswith(name_or_key)},
        )
        for found in tests:
            if len(found) == 1:
                return found.pop()
            if found:
                names = ", ".join(entry.name for entry in entries if entry.key in found)
                raise LibraryError(f"{name_or_key} may be one of {names}: say which")
        raise LibraryError(f"No letter {name_or_key} in this library")

    def original(self, key: str) -> Path:
        """The file as it was ingested."""
        for entry in self.manifest.entries("done", "again", "new"):
            if entry.key == key:
                return self.folder / "originals" / entry.original
        raise LibraryError(f"No letter {key} in this library")

    def status(self) -> Status:
        """What is held and what is unfinished."""
        unfinished = self.manifest.entries("new", "again", "removing")
        return Status(
            len(self.entries()),
            tuple(entry.name for entry in unfinished),
            tuple(self.manifest.waiting()),
            self.manifest.failed(),
            self.manifest.generation(),
        )

    def plan(self, paths: Iterable[Path]) -> Plan:
        """What an ingest of files and folders has to do, files left waiting by an earlier one included."""
        left = [Path(source) for source in self.manifest.waiting() if Path(source).is_file()]
        return make_plan(find_files([*paths, *left], self.folder), self.entries(), self.manifest.sources())

    def unfinished_jobs(self) -> list[Job]:
        """Letters whose writing was broken off, to be read from their originals."""
        folder = self.folder / "originals"
        return [
            Job(entry.key, entry.name, folder / entry.original, None) for entry in self.manifest.entries("new", "again")
        ]

    def keep_original(self, job: Job, data: bytes) -> Entry:
        """Puts a file's bytes into the library; the entry that is to be staged for it."""
        name = job.key + job.path.suffix.lower()
        target = self.folder / "originals" / name
        if not target.exists():
            unfinished = target.with_name(f".{name}")
            unfinished.write_bytes(data)
            unfinished.rename(target)
        return Entry(job.key, job.name, "new", name, None)

    def drop(self, keys: Iterable[str]) -> None:
        """Removes from graph and folder letters that are marked as `removing` and no longer in the index."""
        keys = list(keys)
        for key in keys:
            self.store.drop_graph(self.ids.graph(key))
        self.publish()
        for key in keys:
            for file in (self.folder / "originals").glob(f"{key}.*"):
                file.unlink()
            self.manifest.forget(key)

    def load_reference(self) -> None:
        """Puts ontology, themes and authorities into their graph, when it does not hold just these."""
        files = b"".join(ontology.content(name) for name in ontology.REFERENCE)
        version = hashlib.sha256(files).hexdigest()
        if self.manifest.fact("reference") != version:
            self.store.replace_graphs({REFERENCE_GRAPH: ontology.reference_ntriples()})
            self.store.publish()
            self.manifest.note_published("reference", version)

    def derive(self) -> None:
        """Makes anew what follows from all letters together, when letters or the user's identity.toml changed since."""
        from kg.mapping.derived import derive
        from kg.mapping.identity import read_overrides

        said = self.folder / "identity.toml"
        decisions = hashlib.sha256(said.read_bytes()).hexdigest() if said.exists() else ""
        state = f"{self.manifest.letters_generation()} {decisions}".strip()
        if self.manifest.fact("derived") != state:
            derive(self.store, self.ids, read_overrides(said))
            self.store.publish()
            self.manifest.note_published("derived", state)

    def empty_graph(self) -> None:
        """Throws the graph away, to be written anew; readers keep what was last published."""
        self.manifest.set_fact("reference", "")
        self.manifest.set_fact("derived", "")
        self.manifest.set_fact("progress", "")
        if self.settings.graph_url:
            for iri in self.store.graphs():
                if iri.startswith(f"{self.ids.base}graph/"):
                    self.store.drop_graph(iri)
        else:
            if self._store:
                self._store.close()
                self._store = None
            shutil.rmtree(self.folder / "graph" / "live", ignore_errors=True)

    def _known(self) -> dict[str, Letter]:
        """Letters that were unpacked since the library last changed."""
        generation = self.manifest.generation()
        if self._cache[0] != generation:
            self._cache = (generation, {})
        return self._cache[1]

    def _open_store(self) -> GraphStore:
        if not self.settings.graph_url:
            return EmbeddedStore(self.folder / "graph", writable=self._write)
        password = self.settings.graph_password
        return EndpointStore(
            self.settings.graph_url,
            self.settings.graph_update_url,
            self.settings.graph_user,
            password.get_secret_value() if password else None,
        )

    def _check_facts(self, write: bool) -> None:
        version, base = self.manifest.fact("version"), self.manifest.fact("base")
        if version is None and write:
            self.manifest.set_fact("base", self.settings.base_iri)
            self.manifest.set_fact("version", VERSION)
        elif version != VERSION:
            raise LibraryError(f"The library {self.folder} was made by another version of this program")
        elif base != self.settings.base_iri:
            raise LibraryError(f"The library {self.folder} has the base IRI {base}: set LETTERS_BASE_IRI to it")


def _unpack(manifest: Manifest, keys: Iterable[str]) -> dict[str, Letter]:
    """Collecting garbage between a million small objects, none of it garbage, would double the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return {key: unpack(reading) for key, reading in manifest.readings(keys)}
    finally:
        if collecting:
            gc.enable()
