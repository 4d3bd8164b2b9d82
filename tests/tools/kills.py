"""Kills ingests (SIGKILL) at random moments, runs each again, and compares the library with an undisturbed one.

    python tests/tools/kills.py [--kills 30] [--seed 1] [--work DIR] PATH...

Each kill falls into an ingest of its own. Every third library is killed a second time before it is finished. The
exit status is 1 when any library differs.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.library.killing import content, differences, opens, run, run_and_kill


def main() -> int:
    """The whole trial."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=None)
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="kills-"))
    moments = random.Random(given.seed)
    seconds = run(work / "undisturbed", *given.paths)
    expected = content(work / "undisturbed")
    _tell(f"undisturbed: {len(expected['letters'])} letters in {seconds:.1f} s")
    wrong = done = 0
    while done < given.kills:
        library = work / "killed"
        shutil.rmtree(library, ignore_errors=True)
        for _ in range(2 if done % 3 == 2 and done + 1 < given.kills else 1):
            after = moments.uniform(0.1, seconds * 0.85)
            at_work = run_and_kill(library, after, *given.paths)
            left = opens(library)
            done += at_work
            _tell(
                f"kill {done}: after {after:.1f} s{'' if at_work else ' (too late)'}, {len(left)} unfinished or waiting"
            )
        run(library, *given.paths)
        found = differences(content(library), expected)
        wrong += bool(found)
        _tell(f"  run again: {'the same' if not found else 'DIFFERENT: ' + ', '.join(found)}")
    shutil.rmtree(work)
    _tell(f"{done} kills, {wrong} libraries that differ")
    return 1 if wrong else 0


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
