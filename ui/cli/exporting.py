"""`letters export`: the graph, or the part of it that some letters say, as RDF."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.common import LibraryOption, OutputOption, note, open_library, open_output, usage
from ui.cli.tables import AuthorityOption, KindOption, SinceOption, UntilOption

_FORMATS = ("turtle", "trig", "jsonld", "ntriples", "nquads", "rdfxml")


def add_to(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(export)


def export(
    letters: Annotated[list[str] | None, typer.Argument(metavar="[LETTER]...", help="Only these letters.")] = None,
    format: Annotated[str, typer.Option("--format", help=f"One of {', '.join(_FORMATS)}.")] = "turtle",
    authority: AuthorityOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """Write the graph, or what chosen letters say, to a file."""
    from kg.graph.export import export_rdf
    from kg.library.selection import Selection

    if format not in _FORMATS:
        raise usage(f"--format {format}: choose one of {', '.join(_FORMATS)}")
    selection = Selection(authority, kind, since, until)
    with open_library(library) as held, open_output(output) as target:
        graphs = None
        if letters:
            graphs = [held.ids.graph(held.find(name)) for name in letters]
        elif selection.chooses:
            graphs = [held.ids.graph(letter.key) for letter in selection.letters(held)]
        count = export_rdf(held.store, format, target, graphs)
    note(f"{count:,} statements written")
