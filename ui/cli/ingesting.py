"""`letters ingest` and `letters rebuild`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.common import LibraryOption, counted, note, open_index, open_library, people

if TYPE_CHECKING:
    from rag.ingest import Progress, Summary


def add_to(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command()(ingest)
    app.command()(rebuild)


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files (pdf, docx, html, md, txt) and folders.")
    ],
    library: LibraryOption = None,
) -> None:
    """Bring letters into the library. Again changes nothing; a changed file is replaced."""
    from rag.ingest import ingest as bring_in

    with open_library(library, write=True) as held, open_index(held) as (index, embedder), _bar("Reading") as progress:
        summary = bring_in(paths, held, index, embedder, progress)
        letters = len(held.entries())
    _tell(summary, letters)
    if summary.failed:
        raise typer.Exit(1)


def rebuild(library: LibraryOption = None) -> None:
    """Read all originals again, and write graph and index anew."""
    from rag.ingest import rebuild as write_anew

    with (
        open_library(library, write=True) as held,
        open_index(held, fresh=True) as (index, embedder),
        _bar("Rebuilding") as progress,
    ):
        summary = write_anew(held, index, embedder, progress)
        letters = len(held.entries())
    _tell(summary, letters, again="rebuilt")
    if summary.failed:
        raise typer.Exit(1)


@contextmanager
def _bar(what: str) -> Iterator[Progress]:
    """A progress bar on standard error; nothing where that is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = people(error=True)
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, name="")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, name=name)


def _tell(summary: Summary, letters: int, again: str = "finished from before") -> None:
    for source, name in summary.same.items():
        note(f"  {source}: the same content as {name}; kept once")
    for name in summary.removed:
        note(f"  {name}: its earlier content is gone")
    for source, reason in summary.failed.items():
        note(f"  {source}: {reason}")
    for name, warnings in summary.warnings.items():
        note(f"  {name}: read and kept, with a warning: {' '.join(warnings)}")
    counts = {
        "read": len(summary.read),
        "replaced": len(summary.replaced),
        again: len(summary.finished),
        "unchanged": len(summary.unchanged),
        "under a second name": len(summary.same),
        "failed": len(summary.failed),
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing to do"
    written = f"{counted(summary.passages, 'passage')} written, {summary.seconds:.1f} s"
    note(f"{told}. {counted(letters, 'letter')} in the library ({written}).")
