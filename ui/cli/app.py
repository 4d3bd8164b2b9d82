"""All commands under one roof, and what becomes of errors: one line, never a traceback."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.errors import LettersError, SettingsError
from ui.cli import asking, assistants, exporting, ingesting, keeping, progress, querying, serving, tables
from ui.cli.common import note

app = typer.Typer(
    name="letters",
    help="Ask the inspectors' letters, and see where every word of the answer stands.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_INTERRUPTED = 130


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"inspection-letters {version('inspection-letters')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    pass


for module in (ingesting, asking, querying, tables, progress, exporting, keeping, serving, assistants):
    module.add_to(app)


def run() -> None:
    """Runs the command line and ends the process with its status."""
    try:
        app()
    except SettingsError as error:
        note(f"letters: {error}")
        sys.exit(2)
    except LettersError as error:
        note(f"letters: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`letters table | head`): nothing is left to say, nor to be flushed.
        sys.stdout = None
        sys.exit(1)
    except OSError as error:
        note(f"letters: {error.filename or 'a file'}: {(error.strerror or str(error)).lower()}")
        sys.exit(1)
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:  # Typer says nothing of Ctrl+C
            note("letters: interrupted")
        raise
