"""`letters serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.common import LibraryOption, settings_for


def add_to(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 7860,
    library: LibraryOption = None,
) -> None:
    """Serve app, SPARQL endpoint and API on one port."""
    from ui.web.server import serve as run

    run(settings_for(library), host, port)
