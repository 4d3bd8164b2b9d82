"""`letters mcp`."""

from __future__ import annotations

import typer

from ui.cli.common import LibraryOption, settings_for


def add_to(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(mcp)


def mcp(library: LibraryOption = None) -> None:
    """Serve the library to an assistant (Model Context Protocol).

    Over standard input and output: assistants start this command themselves.
    """
    from ui.mcp.stdio import serve

    serve(settings_for(library))
