"""The Model Context Protocol over standard input and output."""

from __future__ import annotations

from kg.library import Library
from kg.settings import Settings
from rag.opening import open_assistant


def serve(settings: Settings) -> None:
    """Serves a library until the client closes standard input. Nothing but the protocol goes to standard output."""
    from ui.mcp.server import build
    from ui.web.services import Services

    with Library.open(settings.library, settings) as library, open_assistant(library) as assistant:
        build(Services(library, assistant, settings.limits)).run("stdio")
