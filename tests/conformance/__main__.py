"""`make conformance`: runs the cases on the running server and tells, by group, how many pass and why others do not.

    python -m tests.conformance [FOLDER]

Without a folder the project's own cases; with the W3C's (see w3c.py) those too. Exit status 1 if a case fails that
could pass.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.conformance import own, w3c
from tests.conformance.case import Case
from tests.conformance.server import serving

_KNOWN = {"tsv03": "the embedded Oxigraph stores every type derived from xsd:integer as xsd:integer"}
"""Cases that cannot pass, and why. They are told, and do not make the run fail."""


def main(arguments: list[str]) -> int:
    """Run everything; the exit status."""
    cases, graphs = own.cases(), dict(own.GRAPHS)
    failures = _run("The project's own cases", cases, graphs)
    if arguments and arguments[0]:
        folder = Path(arguments[0]).resolve()
        if not (folder / "protocol" / "manifest.ttl").is_file():
            sys.stderr.write(f"{folder} holds no cases: protocol/manifest.ttl is missing\n")
            return 2
        failures += _run(f"The W3C's cases in {folder}", *w3c.read(folder))
    return 1 if failures else 0


def _run(title: str, cases: list[Case], graphs: dict[str, bytes]) -> int:
    told: dict[str, list[tuple[Case, str | None]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), graphs) as endpoint:
        for case in cases:
            told[case.group].append((case, case.fault(endpoint)))
    sys.stdout.write(f"{title}\n")
    for group, outcomes in told.items():
        passed = sum(fault is None for _, fault in outcomes)
        refused = sum(case.refused and fault is None for case, fault in outcomes)
        note = f", {refused} of them updates rightly refused" if refused else ""
        sys.stdout.write(f"  {group}: {passed} of {len(outcomes)} pass{note}\n")
        for case, fault in outcomes:
            if fault:
                why = f" ({_KNOWN[case.name]})" if case.name in _KNOWN else ""
                sys.stdout.write(f"    fails: {case.name}: {fault}{why}\n")
    failures = [case for outcomes in told.values() for case, fault in outcomes if fault]
    sys.stdout.write(f"  in all: {len(cases) - len(failures)} of {len(cases)} pass\n")
    return sum(case.name not in _KNOWN for case in failures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
