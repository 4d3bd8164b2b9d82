"""Errors of queries shown as people can find them: the line of the query, and a mark below the place."""

from __future__ import annotations

import re

_PLACE = re.compile(r"^Line (\d+), column (\d+)\b")
_WIDTH = 100


def with_caret(message: str, sparql: str) -> str:
    """The message; under it the line that it speaks of with a caret at the column, where it speaks of one.

    A long line is shown in part, the place in sight.
    """
    match = _PLACE.match(message)
    lines = sparql.split("\n")
    if not match or not 1 <= int(match[1]) <= len(lines):
        return message
    line, column = lines[int(match[1]) - 1].rstrip("\r"), int(match[2])
    if not line.strip() or column > len(line) + 1:
        return message
    start = max(0, column - 1 - _WIDTH // 2)
    shown = line[start : start + _WIDTH]
    before = "".join("\t" if mark == "\t" else " " for mark in shown[: column - 1 - start])
    return f"{message}\n\n    {shown}\n    {before}^"
