"""The child process that reads files: `python -m kg.library.reader`. It changes nothing on disk.

A file that cannot be read is told by its reason; a fault in the reading itself ends the process, and its parent tells
the last line of the traceback.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import LettersError
from kg.findings import judge
from kg.graph.store import ntriples
from kg.letters import parse
from kg.library.readings import pack
from kg.mapping import triples
from kg.process import Frame, serve
from kg.reading import read_bytes
from kg.validation import validate_triples
from kg.vocabulary import Identifiers


def answer(request: dict[str, Any], _: list[bytes]) -> Frame:
    """Reads one file: its bytes, the packed letter, its N-Triples and what is amiss, or why there is none."""
    try:
        data = Path(request["path"]).read_bytes()
    except OSError as error:
        return {"failed": (error.strerror or "cannot be opened").lower()}, []
    if not hashlib.sha256(data).hexdigest().startswith(request["key"]):
        return {"failed": "changed while it was being read; run the ingest again"}, []
    try:
        document = read_bytes(data, request["name"])
    except LettersError as error:
        return {"failed": str(error).removeprefix(f"{request['name']}: ")}, []
    letter = judge(parse(replace(document, name=request["name"])))
    said = triples(letter, Identifiers(request["base"]))
    warnings = [violation.message for violation in validate_triples(said, letter.key, brief=True)]
    return {"warnings": warnings}, [data, pack(letter), ntriples(said)]


if __name__ == "__main__":
    os.nice(5)  # embedding, in the parent, is what everything waits for
    serve(answer)
