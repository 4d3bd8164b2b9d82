"""`letters table` and `letters findings`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.common import LibraryOption, OutputOption, open_library, open_output, people, usage

if TYPE_CHECKING:
    from kg.exports.selection import Selection

_FORMATS = ("table", "jsonl", "csv", "xlsx")
FormatOption = Annotated[str, typer.Option("--format", help=f"One of {', '.join(_FORMATS)}.")]
AuthorityOption = Annotated[str | None, typer.Option(help="Name or GSS code of the authority.")]
KindOption = Annotated[str | None, typer.Option(help="focused-visit-letter, monitoring-visit-letter, jtai-letter ...")]
SinceOption = Annotated[str | None, typer.Option(metavar="DATE", help="Visited (or published) on this day or later.")]
UntilOption = Annotated[str | None, typer.Option(metavar="DATE", help="Visited (or published) on this day or earlier.")]


def add_to(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command()(table)
    app.command()(findings)


def table(
    format: FormatOption = "table",
    authority: AuthorityOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """One row a letter: what each says of itself."""
    from kg.rows import table_row

    selection = _selection(authority, kind, since, until)
    with open_library(library) as held:
        rows = (table_row(letter) for letter in selection.letters(held))
        shown = ("id", "authority", "document_type", "visit_start", "visit_end", "published", "judgements")
        write_rows(rows, format, output, shown)


def findings(
    format: FormatOption = "table",
    authority: AuthorityOption = None,
    theme: Annotated[str | None, typer.Option(help="Id of the theme.")] = None,
    polarity: Annotated[str | None, typer.Option(help="strength, improvement, mixed or neutral.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """One row a finding, with its page, polarity and themes."""
    from kg.rows import finding_rows

    if polarity not in (None, "strength", "improvement", "mixed", "neutral"):
        raise usage(f"--polarity {polarity}: choose one of strength, improvement, mixed, neutral")
    selection = _selection(authority, kind, since, until, theme)
    with open_library(library) as held:
        rows = (
            row
            for letter in selection.letters(held)
            for row in finding_rows(letter, held.ids)
            if (polarity is None or row["polarity"] == polarity) and (theme is None or theme in row["themes"])
        )
        write_rows(rows, format, output, ("document", "page", "polarity", "themes", "text"))


def _selection(
    authority: str | None, kind: str | None, since: str | None, until: str | None, theme: str | None = None
) -> Selection:
    from kg.exports.selection import Selection

    return Selection(
        authority=(authority,) if authority else (),
        kind=(kind,) if kind else (),
        theme=(theme,) if theme else (),
        since=since,
        until=until,
    )


def write_rows(rows: Iterable[dict[str, Any]], format: str, output: Path | None, shown: tuple[str, ...]) -> None:
    """Rows in the format asked for; a table for people has the columns `shown`."""
    from ui.cli import writing

    if format not in _FORMATS:
        raise usage(f"--format {format}: choose one of {', '.join(_FORMATS)}")
    if format == "table" and output is None:
        people().print(writing.for_people(rows, shown))
        return
    if format == "xlsx" and output is None:
        raise usage("--format xlsx: give --output FILE.xlsx")
    write = {"jsonl": writing.jsonl, "csv": writing.csv_table, "xlsx": writing.xlsx, "table": writing.csv_table}[format]
    with open_output(output) as target:
        write(rows, target)
