"""Uploads and removals: one at a time in a thread of their own, so that questions never wait for them.

The readers' side of the library is not touched: it sees what an ingest publishes, here as from another process.
"""

from __future__ import annotations

import hashlib
import queue
import re
import shutil
import tempfile
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import LettersError, LibraryBusy
from kg.library import Library
from kg.library.planning import SUFFIXES
from kg.settings import Settings

if TYPE_CHECKING:
    from rag.embedding import Embedder
    from rag.index import PassageIndex

TOGETHER = 16
"""Uploads that wait are read in one ingest, at most so many: each ingest derives and publishes once."""
PATIENCE = 30.0
"""Seconds to wait for another process that writes the library."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]')


class WritingOff(LettersError):
    """Nothing may be changed here."""


class NotTaken(LettersError):
    """A file that is not taken in; the message says why."""


@dataclass
class Upload:
    """A file on its way into the library. `key` is the letter's once it is in; `failed` says why it is not."""

    path: Path
    name: str
    key: str = ""
    failed: str = ""
    known: bool = False
    warnings: tuple[str, ...] = ()
    stage: str = "waiting"
    done: threading.Event = field(default_factory=threading.Event)

    def fail(self, reason: str) -> None:
        """Settle it: the file is not in."""
        self.failed = reason
        self.done.set()


@dataclass
class Removal:
    """A letter on its way out."""

    key: str
    failed: str = ""
    done: threading.Event = field(default_factory=threading.Event)

    def fail(self, reason: str) -> None:
        """Settle it: the letter stays."""
        self.failed = reason
        self.done.set()


class Writer:
    """Brings files into the library of the settings and takes letters out."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._jobs: queue.Queue[Upload | Removal] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    @property
    def most(self) -> int:
        """Bytes that a file may have."""
        return self.settings.upload_mb * 1_000_000

    def waiting(self) -> int:
        """How many jobs nobody has begun."""
        return self._jobs.qsize()

    def check(self, name: str, size: int = 0) -> str:
        """A fit name for a file that may come in; NotTaken otherwise."""
        if self.settings.read_only:
            raise WritingOff("Letters cannot be changed here: LETTERS_READ_ONLY is set")
        fit = _UNFIT.sub(" ", unicodedata.normalize("NFC", name)).strip(" .")[-150:].strip()
        if Path(fit).suffix.lower() not in SUFFIXES:
            known = ", ".join(sorted(suffix.lstrip(".") for suffix in SUFFIXES - {".htm", ".markdown"}))
            raise NotTaken(f"Only these kinds of file are read: {known}")
        if size > self.most:
            raise NotTaken(f"The file is larger than {self.settings.upload_mb} MB")
        return fit

    @contextmanager
    def place(self, name: str) -> Iterator[Path]:
        """A path to write an upload to; what was written goes when the block ends in an error."""
        folder = Path(tempfile.mkdtemp(prefix="letters-upload-"))
        try:
            yield folder / name
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def upload(self, path: Path) -> Upload:
        """Put a file of `place` in line; its folder is removed once it is read."""
        job = Upload(path, path.name)
        self._put(job)
        return job

    def remove(self, key: str) -> Removal:
        """Put the removal of a letter in line."""
        if self.settings.read_only:
            raise WritingOff("Letters cannot be changed here: LETTERS_READ_ONLY is set")
        job = Removal(key)
        self._put(job)
        return job

    def settled(self, job: Upload | Removal, seconds: float | None = None) -> bool:
        """Wait for a job; whether it is settled. What broke off unexpectedly is begun anew with the next in line."""
        self._start()
        return job.done.wait(seconds)

    def _put(self, job: Upload | Removal) -> None:
        self._jobs.put(job)
        self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="letters-writer", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            jobs = self._next()
            try:
                with self._opened() as (library, index, embedder):
                    self._do(jobs, library, index, embedder)
            except LettersError as error:
                for job in jobs:
                    if not job.done.is_set():
                        job.fail(str(error))
            finally:  # a fault of ours ends this thread: whoever waits is told, the log has the traceback
                for job in jobs:
                    if not job.done.is_set():
                        job.fail("The work broke off; the server's log says why")
                    if isinstance(job, Upload):
                        shutil.rmtree(job.path.parent, ignore_errors=True)

    def _next(self) -> list[Upload | Removal]:
        """The jobs in line, as many as go together: uploads, or one removal."""
        jobs = [self._jobs.get()]
        while isinstance(jobs[-1], Upload) and len(jobs) < TOGETHER:
            with self._jobs.mutex:
                coming = self._jobs.queue[0] if self._jobs.queue else None
            if not isinstance(coming, Upload):
                break
            jobs.append(self._jobs.get())
        return jobs

    def _do(self, jobs: list[Upload | Removal], library: Library, index: PassageIndex, embedder: Embedder) -> None:
        from rag.ingest import remove

        for job in jobs:
            if isinstance(job, Removal):
                library.letter(job.key)  # a LibraryError where somebody else took it out
                remove(job.key, library, index)
                job.done.set()
        uploads = [job for job in jobs if isinstance(job, Upload)]
        if uploads:
            _bring_in(uploads, library, index, embedder)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Library, PassageIndex, Embedder]]:
        from rag.embedding import open_embedder
        from rag.index import open_index

        embedder = open_embedder(self.settings.embedding_model)
        with _patiently(lambda: Library.open(self.settings.library, self.settings, write=True)) as library:
            index = open_index(library.index_folder, embedder.name, embedder.dimension, self.settings.chroma_url)
            try:
                yield library, index, embedder
            finally:
                index.close()


def _patiently(open_library: Callable[[], Library]) -> Library:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(LibraryBusy):
            return open_library()
        time.sleep(0.5)
    return open_library()


def _bring_in(uploads: list[Upload], library: Library, index: PassageIndex, embedder: Embedder) -> None:
    from rag.ingest import ingest

    before = {entry.key for entry in library.entries()}
    taken = {entry.name for entry in library.entries()}
    for upload in uploads:
        _name_apart(upload, taken)
        upload.stage = "reading"
    by_source = {str(upload.path.resolve()): upload for upload in uploads}

    def tell(done: int, total: int, name: str) -> None:
        for upload in uploads:
            if upload.path.name == name:
                upload.stage = "writing"

    summary = ingest([upload.path for upload in uploads], library, index, embedder, tell)
    for source, upload in by_source.items():
        if source in summary.failed:
            upload.fail(summary.failed[source])
            continue
        upload.key = _key(upload.path)
        upload.known = upload.key in before
        upload.warnings = tuple(summary.warnings.get(upload.path.name, ()))
        upload.done.set()


def _name_apart(upload: Upload, taken: set[str]) -> None:
    """Another letter may have come under this name: both are kept, the newcomer with a number."""
    name, number = upload.path.name, 1
    while name in taken:
        number += 1
        name = f"{upload.path.stem} ({number}){upload.path.suffix}"
    taken.add(name)
    if name != upload.path.name:
        upload.path = upload.path.rename(upload.path.with_name(name))


def _key(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
