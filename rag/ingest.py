"""Ingest: files into the library, graph and index kept in step.

Each letter is first noted in the manifest, then written to graph and index, then noted as done; each step can be
repeated. So whatever a kill leaves unfinished is known and is finished by the next ingest, from the original.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kg.library import Entry, Job, Library, Plan
from kg.library.pool import Reading, read_all
from kg.library.readings import unpack
from rag.embedding import Embedder
from rag.embedding.base import Vectors
from rag.index import IndexRow, PassageIndex
from rag.passages import index_rows, indexed_passages, passage_text
from rag.progress import derive_progress
from rag.retrieval.keeping import keep_layout

_LETTERS = 16
"""Written to the graph at once: many small writes would take longer than reading the files."""
_SECONDS = 30.0
"""Between two states that readers see, at least; more where publishing takes long."""

Progress = Callable[[int, int, str], None]
"""Called with files done, files to do and the name of the last one."""


@dataclass
class Summary:
    """What an ingest did, by file names. `same` maps a file to the letter that already held its content.

    `warnings` tell of letters that were kept though they lack what their kind promises.
    """

    read: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    passages: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A letter on its way: everything that is to be written of it."""

    entry: Entry
    reading: Reading
    rows: list[IndexRow]
    vectors: Vectors


def ingest(
    paths: Iterable[Path],
    library: Library,
    index: PassageIndex,
    embedder: Embedder,
    progress: Progress = lambda done, total, name: None,
) -> Summary:
    """Brings files and folders into a library that is open for writing, after finishing what was left unfinished."""
    began = time.monotonic()
    summary = Summary()
    library.load_reference()
    _finish_removals(library, index, summary)
    unfinished = library.unfinished_jobs()
    _write_all(unfinished, _Run(library, index, embedder, summary, progress))
    plan = library.plan(paths)
    library.manifest.begin([*plan.failed, *(job.source for job in plan.jobs if job.source)])
    for source, reason in plan.failed.items():
        library.manifest.fail(source, reason)
        summary.failed[source] = reason
    summary.unchanged = plan.unchanged
    _write_all(plan.jobs, _Run(library, index, embedder, summary, progress))
    _note_same(plan, library, summary)
    _finish_removals(library, index, summary)
    _settle(library, index, summary)
    summary.seconds = time.monotonic() - began
    return summary


def remove(key: str, library: Library, index: PassageIndex) -> None:
    """Removes one letter, exactly."""
    library.manifest.mark([key], "removing")
    _finish_removals(library, index, Summary())
    library.derive()
    derive_progress(library)
    keep_layout(library, index)


def rebuild(library: Library, index: PassageIndex, embedder: Embedder, progress: Progress) -> Summary:
    """Writes graph and index anew from the originals. `index` must be an empty one."""
    began, summary = time.monotonic(), Summary()
    _finish_removals(library, index, summary)
    library.manifest.mark([entry.key for entry in library.entries()], "again")
    library.empty_graph()
    library.load_reference()
    _write_all(library.unfinished_jobs(), _Run(library, index, embedder, summary, progress))
    _settle(library, index, summary)
    summary.seconds = time.monotonic() - began
    return summary


def _settle(library: Library, index: PassageIndex, summary: Summary) -> None:
    """Derives what follows from all letters, and compacts the graph after many."""
    library.derive()
    derive_progress(library)
    keep_layout(library, index)
    if len(summary.read) + len(summary.replaced) + len(summary.finished) > _LETTERS:
        library.store.optimise()
        library.store.publish()


class _Run:
    """Reads, embeds and writes a list of jobs in batches."""

    def __init__(
        self, library: Library, index: PassageIndex, embedder: Embedder, summary: Summary, progress: Progress
    ) -> None:
        self.library, self.index, self.embedder = library, index, embedder
        self.summary, self.progress = summary, progress
        self.batch: list[_Prepared] = []
        self.written: list[tuple[Entry, bytes, Job]] = []
        self.due = time.monotonic() + _SECONDS

    def prepare(self, reading: Reading) -> None:
        """Embeds a letter as it comes from the reader."""
        letter = unpack(reading.letter)
        passages = indexed_passages(letter)
        texts = [passage_text(letter, passage) for passage in passages]
        # One letter at a time: its vectors then do not depend, in the last digit, on what else is ingested.
        vectors = self.embedder.embed(texts) if texts else np.zeros((0, self.embedder.dimension), np.float32)
        entry = self.library.keep_original(reading.job, reading.data)
        rows = index_rows(letter, passages, self.library.ids)
        self.batch.append(_Prepared(entry, reading, rows, vectors))
        if len(self.batch) >= _LETTERS:
            self.write()
        if time.monotonic() > self.due:
            self.finish()

    def write(self) -> None:
        """Writes the batch to manifest, graph and index."""
        graph = self.library.ids.graph
        self.library.manifest.stage(item.entry for item in self.batch)
        self.library.store.replace_graphs({graph(item.entry.key): item.reading.triples for item in self.batch})
        for item in self.batch:
            self.index.replace(item.entry.key, item.rows, item.vectors)
            self.written.append((item.entry, item.reading.letter, item.reading.job))
            self.summary.passages += len(item.rows)
        self.batch = []

    def finish(self) -> None:
        """Lets readers see what was written, graph and index alike, and notes it as done."""
        if self.batch:
            self.write()
        if not self.written:
            return
        began = time.monotonic()
        self.library.publish()
        for entry, reading, job in self.written:
            self.library.manifest.finish(entry, reading, [job.source] if job.source else [])
            self._tell(job)
        self.written = []
        self.due = time.monotonic() + max(_SECONDS, 10 * (time.monotonic() - began))

    def _tell(self, job: Job) -> None:
        if job.source is None:
            self.summary.finished.append(job.name)
        elif job.replaces:
            self.summary.replaced.append(job.name)
        else:
            self.summary.read.append(job.name)


def _write_all(jobs: list[Job], run: _Run) -> None:
    settings = run.library.settings
    readings = read_all(jobs, run.library.ids.base, settings.workers, settings.file_seconds)
    for number, reading in enumerate(readings, 1):
        if reading.failed is None:
            run.prepare(reading)
            if reading.warnings:
                run.summary.warnings[reading.job.name] = reading.warnings
        else:
            _fail(reading, run)
        run.progress(number, len(jobs), reading.job.name)
    run.finish()


def _fail(reading: Reading, run: _Run) -> None:
    """Notes a file that could not be read; a letter whose original can no longer be read stays as it is."""
    name = reading.job.source or reading.job.name
    run.library.manifest.fail(name, reading.failed or "")
    run.summary.failed[name] = reading.failed or ""


def _note_same(plan: Plan, library: Library, summary: Summary) -> None:
    """Files whose content came, or was there, under another name; what could not be read there cannot be read here."""
    names = {entry.key: entry.name for entry in library.entries()}
    reasons = {job.key: summary.failed.get(job.source or "") for job in plan.jobs}
    for source, key in plan.same.items():
        if key in names:
            library.manifest.note_source(source, key)
            summary.same[source] = names[key]
        else:
            summary.failed[source] = reasons.get(key) or "its content could not be read under another name"
            library.manifest.fail(source, summary.failed[source])


def _finish_removals(library: Library, index: PassageIndex, summary: Summary) -> None:
    entries = library.manifest.entries("removing")
    for entry in entries:
        index.remove(entry.key)
        summary.removed.append(entry.name)
    if entries:
        library.drop(entry.key for entry in entries)
