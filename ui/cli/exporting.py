"""`letters export`: a part of the graph as a file, for tools and for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import LettersError
from ui.cli.common import (
    LibraryOption,
    OutputOption,
    counted,
    note,
    open_library,
    open_output,
    people,
    read_text,
    usage,
)
from ui.cli.tables import SinceOption, UntilOption

if TYPE_CHECKING:
    from kg.exports import Format

_POLARITIES = ("strength", "improvement", "mixed", "neutral")


def add_to(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(export)


def export(
    letter: Annotated[list[str] | None, typer.Argument(metavar="[LETTER]...", help="Only these letters.")] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            help="turtle, trig, jsonld, ntriples, nquads, rdfxml; graphml, gexf; csv (tables in a zip), xlsx; "
            "html, docx (reports); svg, png (figures).",
        ),
    ] = "turtle",
    authority: Annotated[list[str] | None, typer.Option(help="Name or GSS code; may be repeated.")] = None,
    visit: Annotated[list[str] | None, typer.Option(help="IRI or label of a visit; may be repeated.")] = None,
    inspector: Annotated[list[str] | None, typer.Option(help="Name of an inspector; may be repeated.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="focused-visit-letter, monitoring-visit-letter, jtai-letter ...; may be repeated."),
    ] = None,
    region: Annotated[list[str] | None, typer.Option(help="Name of a region; may be repeated.")] = None,
    theme: Annotated[
        list[str] | None, typer.Option(help="Only findings and points on this theme (id or label); may be repeated.")
    ] = None,
    polarity: Annotated[
        list[str] | None, typer.Option(help=f"Only these findings and points: {', '.join(_POLARITIES)}.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    query: Annotated[
        str | None, typer.Option(metavar="SPARQL", help="The result of this CONSTRUCT or DESCRIBE query.")
    ] = None,
    query_file: Annotated[
        Path | None, typer.Option("--query-file", metavar="F.rq", help="The same from a file; - is standard input.")
    ] = None,
    answer: Annotated[
        Path | None,
        typer.Option(metavar="ANSWER.json", help="The evidence of an answer: what `letters ask --json` wrote."),
    ] = None,
    passage: Annotated[list[str] | None, typer.Option(metavar="IRI", help="This passage; may be repeated.")] = None,
    depth: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=5,
            help="How many links to follow from what is chosen: 1 describes authorities, people and themes, 2 what "
            "those point to.  [default: 1; 0 with a query]",
        ),
    ] = None,
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """Write the graph, or a part of it, as data, tables, a report or a figure.

    Choices of one kind add up (two authorities: both), different kinds hold together (an authority and a theme: that
    theme there). Without any, it is the whole library.
    """
    from kg.exports import FORMATS, Selection
    from kg.exports import export as write

    if format not in FORMATS:
        raise usage(f"--format {format}: choose one of {', '.join(FORMATS)}")
    for one in polarity or ():
        if one not in _POLARITIES:
            raise usage(f"--polarity {one}: choose one of {', '.join(_POLARITIES)}")
    if sum(given is not None for given in (query, query_file)) > 1:
        raise usage("--query and --query-file: give one of them")
    if output is None and not FORMATS[format].text:
        raise usage(f"--format {format}: give --output FILE.{FORMATS[format].suffix}")
    if query_file is not None:
        query = read_text(None if str(query_file) == "-" else query_file)
    passages = (*(passage or ()), *(_evidence(answer) if answer else ()))
    selection = Selection(
        letter=tuple(letter or ()),
        authority=tuple(authority or ()),
        visit=tuple(visit or ()),
        inspector=tuple(inspector or ()),
        kind=tuple(kind or ()),
        region=tuple(region or ()),
        theme=tuple(theme or ()),
        polarity=tuple(polarity or ()),
        since=since,
        until=until,
        query=query,
        passages=tuple(dict.fromkeys(passages)),
        depth=depth,
    )
    with open_library(library) as held:
        for name, path in _files(FORMATS[format], output):
            with open_output(path) as target, _bar(FORMATS[name].title) as progress:
                about = write(held, selection, name, target, progress=progress)
            note(
                f"{about.title}: {counted(about.letters, 'letter')}, {FORMATS[name].title}{f': {path}' if path else ''}"
            )
    for said in about.notes:
        note(said)


def _files(format: Format, output: Path | None) -> list[tuple[str, Path | None]]:
    """What is written, and where: a report that cannot hold its data has them in a file beside it."""
    files = [(format.name, output)]
    if format.beside and output is not None:
        from kg.exports import FORMATS

        files.append((format.beside, output.with_name(f"{output.stem}-data.{FORMATS[format.beside].suffix}")))
    return files


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    from rich.progress import Progress

    console = people(error=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _evidence(file: Path) -> list[str]:
    """The passages that an answer cites."""
    text = read_text(None if str(file) == "-" else file)
    try:
        citations = json.loads(text)["citations"]
        passages = [str(citation["passage"]) for citation in citations]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise LettersError(f"{file}: not an answer as `letters ask --json` writes it") from None
    if not passages:
        raise LettersError(f"{file}: the answer cites nothing")
    return passages
