"""Files of questions, one JSON object a line, for `letters ask --batch` and `letters evaluate`.

A line that is wrong is told with its number and what is wrong; the others stand.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import LettersError
from rag.model import Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """A line: the question with what was said before it, and, if given, how it is to be read. `row` is all of it."""

    identifier: str
    question: str
    history: tuple[Turn, ...]
    understanding: Mapping[str, Any] | None
    row: Mapping[str, Any]


def read(path: Path, parse: Callable[[int, bytes], Asked] | None = None) -> Iterator[tuple[int, Asked | LettersError]]:
    """The lines that are not empty, by their numbers: the question, or what is wrong with the line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LettersError(f"{path}: cannot be read ({error.strerror})") from None
    # Bytes, as a line of another encoding is that line's mistake; and a JSON string may hold U+2028 as it is.
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            try:
                yield number, (parse or asked)(number, line)
            except LettersError as error:
                yield number, error


def asked(number: int, line: bytes, *, numbered: bool = False) -> Asked:
    """A line of {"id", "question", "history"?, "understanding"?}; with `numbered`, its number stands for an id."""
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise LettersError("not JSON in UTF-8") from None
    if numbered and isinstance(row, dict):
        row = {"id": str(number)} | row
    match row:
        case {"id": str() | int() as identifier, "question": str() as question}:
            pass
        case _:
            raise LettersError('not of the form {"id", "question", "history"?}')
    understanding = row.get("understanding")
    if understanding is not None and not isinstance(understanding, dict):
        raise LettersError("understanding: not an object with names and values")
    return Asked(well_formed(str(identifier)), well_formed(question), _history(row), understanding, row)


def _history(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    told = row.get("history") or []
    turns = []
    for turn in told if isinstance(told, list) else [told]:
        match turn:
            case {"role": "user" | "assistant" as role, "content": str() as content}:
                read_as = turn.get("understanding")
                turns.append(Turn(role, well_formed(content), read_as if isinstance(read_as, dict) else None))
            case _:
                raise LettersError('history is not a list of {"role": "user" or "assistant", "content"}')
    return tuple(turns)


def well_formed(text: str) -> str:
    """Text that can be written as UTF-8: half characters (of a broken escape, or of another encoding) replaced."""
    return text.encode("utf-8", "replace").decode()
