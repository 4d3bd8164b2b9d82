"""`make bench`: all ratios in one run, as tables that may go into docs/bench.md.

On the sample letters, or with CORPUS=folder on (part of) a folder of PDFs.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks import endpoint, hostile
from benchmarks.material import letters
from benchmarks.roads import Roads


def main() -> None:
    """Measures, prints, and keeps what is printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a folder of PDFs")
    parser.add_argument("--files", type=int, default=60, help="most files of the corpus (default: 60)")
    parser.add_argument("--rounds", type=int, default=15, help="how often short pieces are measured (default: 15)")
    parser.add_argument(
        "--library", type=Path, help="measure /sparql and hostile queries on this library, and no roads"
    )
    parser.add_argument("--rdflib", type=int, default=20, help="most letters for rdflib's own engine (default: 20)")
    parser.add_argument("--output", type=Path, help="where the tables go, too")
    arguments = parser.parse_args()
    parts: list[str] = []
    _tell(parts, _head())
    with tempfile.TemporaryDirectory() as name:
        library = arguments.library
        if library is None:
            roads = Roads(letters(arguments.corpus, arguments.files, Path(name) / "letters"), Path(name))
            library = roads.library
            _say("reading")
            roads.reading(3)
            _say("ingesting, with the tutorial")
            roads.ingesting()
            _say("asking")
            _tell(parts, roads.table(roads.asking(3)).markdown())
        _say("/sparql")
        _tell(parts, endpoint.measure(library, arguments.rounds).markdown())
        _say("aggregates, with rdflib's own engine")
        _tell(
            parts, endpoint.against_rdflib(library, arguments.rdflib, Path(name) / "part", arguments.rounds).markdown()
        )
        _say("hostile queries")
        _tell(parts, hostile.measure(library)[0].markdown())
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text("".join(parts), encoding="utf-8")


def _tell(parts: list[str], part: str) -> None:
    """Shows a table as soon as it is there."""
    parts.append(part + "\n")
    sys.stdout.write(parts[-1])
    sys.stdout.flush()


def _head() -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    parts = f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}"
    project = f"inspection-letters {version('inspection-letters')}"
    return f"Measured {datetime.date.today().isoformat()} with {project}, {parts}, {machine}.\n"


def _say(what: str) -> None:
    sys.stderr.write(f"{what} ...\n")


if __name__ == "__main__":
    main()
