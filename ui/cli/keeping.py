"""`letters list`, `show`, `remove`, `validate` and `status`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ui.cli.common import LibraryOption, counted, note, open_index, open_library, people

LetterArgument = Annotated[str, typer.Argument(metavar="LETTER", help="File name or key of the letter.")]


def add_to(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command("list")(list_letters)
    app.command()(show)
    app.command()(remove)
    app.command()(validate)
    app.command()(status)


def list_letters(library: LibraryOption = None) -> None:
    """List the letters of the library."""
    from ui.cli.writing import for_people

    with open_library(library) as held:
        rows = [
            {
                "letter": letter.document.name,
                "authority": letter.authority,
                "kind": letter.document_type,
                "visit": letter.visit_start,
                "published": letter.published,
                "key": letter.key,
            }
            for letter in held.letters()
        ]
    people().print(for_people(rows, ("letter", "authority", "kind", "visit", "published", "key")))
    note(counted(len(rows), "letter"))


def show(
    letter: LetterArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print the row of `letters table` instead.")] = False,
    library: LibraryOption = None,
) -> None:
    """Show how a letter was read. Each field comes with its page and words; what was not found is told."""
    from kg.rows import table_row
    from ui.cli.report import report

    with open_library(library) as held:
        found = held.letter(held.find(letter))
    if as_json:
        typer.echo(json.dumps(table_row(found), ensure_ascii=False))
    else:
        people().print(report(found))


def remove(letter: LetterArgument, library: LibraryOption = None) -> None:
    """Remove a letter from graph, index and originals."""
    from rag.ingest import remove as take_out

    with open_library(library, write=True) as held, open_index(held) as (index, _):
        key = held.find(letter)
        name = next(entry.name for entry in held.entries() if entry.key == key)
        take_out(key, held, index)
    note(f"{name} removed")


def validate(
    letter: Annotated[str | None, typer.Argument(metavar="[LETTER]", help="Only this letter.")] = None,
    library: LibraryOption = None,
) -> None:
    """Check the graph against the shapes. What breaks them, or was expected and not found, is told in plain words."""
    from kg.validation import validate as check

    with open_library(library) as held:
        violations = check(held.store, held.find(letter) if letter else None)
        count = 1 if letter else len(held.entries())
    for violation in violations:
        typer.echo(str(violation))
    broken = sum(violation.severity == "violation" for violation in violations)
    warnings = len(violations) - broken
    note(f"{counted(count, 'letter')} checked, {counted(broken, 'violation')}, {counted(warnings, 'warning')}")
    if broken:
        raise typer.Exit(1)


def status(library: LibraryOption = None) -> None:
    """Tell what the library holds, and what is unfinished."""
    with open_library(library) as held:
        now, settings = held.status(), held.settings
        triples = held.store.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").one()
        originals = sum(file.stat().st_size for file in (held.folder / "originals").iterdir())
        folder = held.folder
    lines = {
        "library": str(folder.resolve()),
        "letters": str(now.letters),
        "statements": f"{int(triples or 0):,}",
        "originals": f"{originals / 1e6:.1f} MB",
        "graph": settings.graph_url or "in the library (Oxigraph)",
        "index": settings.chroma_url or "in the library (Chroma)",
        "base IRI": settings.base_iri,
    }
    for name, value in lines.items():
        typer.echo(f"{name:<12}{value}")
    for name in now.unfinished:
        typer.echo(f"unfinished  {name}: run any ingest to finish it")
    if now.waiting:
        typer.echo(f"waiting     {len(now.waiting)} files of an ingest that was broken off: run it again")
    for source, reason in now.failed.items():
        typer.echo(f"failed      {source}: {reason}")
    if settings.llm:
        from rag.llm.probe import probe

        for tried, outcome in probe(settings):
            typer.echo(f"model       {tried}: {outcome}")
