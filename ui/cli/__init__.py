"""The `letters` command. Modules are named by what they do; heavy ones are imported by the command that needs them."""

from __future__ import annotations


def main() -> None:
    """Runs the command and ends the process: 0, 1 (something asked for failed; the rest was done) or 2 (usage)."""
    from ui.cli.app import run

    run()
