"""`python -m ui.cli` is `letters`."""

from ui.cli import main

main()
