"""`letters query`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.common import LibraryOption, OutputOption, note, open_library, open_output, people, read_text, usage

if TYPE_CHECKING:
    from kg.graph import QueryResult

_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "trig", "jsonld", "ntriples", "nquads", "rdfxml")


def add_to(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(query)


def query(
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="A SPARQL query; - reads standard input.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="F.rq", help="Read the query from this file.")] = None,
    format: Annotated[str | None, typer.Option("--format", help=f"One of {', '.join(_FORMATS)}.")] = None,
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """Query the graph with SPARQL. The project's prefixes need not be declared."""
    from kg.graph import form_of, run_query
    from kg.vocabulary import PREFIXES

    if (sparql is None) == (file is None):
        raise usage("give one SPARQL query, or --file FILE")
    if format is not None and format not in _FORMATS:
        raise usage(f"--format {format}: choose one of {', '.join(_FORMATS)}")
    text = read_text(file) if file or sparql == "-" else sparql or ""
    form = form_of(text)
    for_people = form != "graph" and format in (None, "table") and output is None
    wire = "json" if for_people or (format == "table" and form != "graph") else format
    wire = None if wire == "table" else wire
    with open_library(library) as held:
        result = run_query(held.store, text, held.settings.limits, wire)
    if for_people:
        _table(result, PREFIXES)
    else:
        with open_output(output) as target:
            target.write(result.body)
    if result.truncated:
        note(f"Only the first {result.rows:,} rows: LETTERS_QUERY_ROWS sets how many")


def _table(result: QueryResult, prefixes: dict[str, str]) -> None:
    from rich.table import Table
    from rich.text import Text

    found = json.loads(result.body)
    if "boolean" in found:
        typer.echo("yes" if found["boolean"] else "no")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in found["head"]["vars"]:
        table.add_column(name, overflow="fold")
    for row in found["results"]["bindings"]:
        table.add_row(*(Text(_cell(row.get(name), prefixes)) for name in found["head"]["vars"]))
    people().print(table)
    note(f"{result.rows:,} rows in {result.seconds:.2f} s")


def _cell(term: dict[str, Any] | None, prefixes: dict[str, str]) -> str:
    """A term as people read it: IRIs by prefix where that makes them short."""
    if term is None:
        return ""
    value = str(term["value"])
    if term["type"] == "uri":
        for prefix, iri in prefixes.items():
            if value.startswith(iri) and "/" not in value[len(iri) :]:
                return f"{prefix}:{value[len(iri) :]}"
    return value
