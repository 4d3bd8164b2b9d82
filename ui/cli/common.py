"""What the commands share: the option for the library, opening it, and where output goes."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from kg.errors import LettersError

if TYPE_CHECKING:
    from rich.console import Console

    from kg.library import Library
    from kg.settings import Settings
    from rag.embedding import Embedder
    from rag.index import PassageIndex

LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library", metavar="DIR", help="The library's folder.  [environment: LETTERS_LIBRARY; default: library]"
    ),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output.")
]


def note(message: str) -> None:
    """Tells people something, on standard error."""
    typer.echo(message, err=True)


def counted(number: int, noun: str) -> str:
    """'1 letter', '1,200 letters'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def usage(message: str) -> typer.BadParameter:
    """A mistake in how the command was called: exit status 2."""
    return typer.BadParameter(message)


def settings_for(library: Path | None) -> Settings:
    """The settings, with the library that was asked for."""
    from kg.settings import load_settings

    return load_settings(library=library)


@contextlib.contextmanager
def open_library(folder: Path | None, *, write: bool = False) -> Iterator[Library]:
    """The library, closed afterwards."""
    from kg.library import Library

    settings = settings_for(folder)
    with Library.open(settings.library, settings, write=write) as library:
        yield library


@contextlib.contextmanager
def open_index(library: Library, *, fresh: bool = False) -> Iterator[tuple[PassageIndex, Embedder]]:
    """The library's index of passages and the embedder that goes with it."""
    from rag import index as indexes
    from rag.embedding import open_embedder

    embedder = open_embedder(library.settings.embedding_model)
    index = indexes.open_index(
        library.index_folder, embedder.name, embedder.dimension, library.settings.chroma_url, fresh=fresh
    )
    try:
        yield index, embedder
    finally:
        index.close()


def read_text(path: Path | None) -> str:
    """The text of a file, of standard input where there is none; a byte-order mark is left out."""
    data = sys.stdin.buffer.read() if path is None else path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LettersError(f"{path or 'standard input'}: not encoded in UTF-8") from None


@contextlib.contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Where machine formats go. A file appears under its name when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if not path.parent.is_dir():
        raise LettersError(f"{path}: there is no folder {path.parent}")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def people(*, error: bool = False) -> Console:
    """A terminal for people: tables and bars. Plain text, not cut to a width, where output is no terminal."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    return Console(stderr=error, highlight=False, width=None if stream.isatty() else 160, soft_wrap=False)
