"""Text that every format can hold, and no spreadsheet runs."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FORMULA = re.compile("^[\\s\x00-\x1f]*[=+\\-@＝＋－＠]|^[\t\r\n]")
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook may hold."""


def clean(text: str) -> str:
    """Without the characters that XML 1.0 forbids or discourages: controls, half characters, noncharacters."""
    return _NOT_IN_XML.sub("", text)


def one_line(text: str) -> str:
    """Clean text with single spaces."""
    return " ".join(clean(text).split())


def inert(text: str) -> str:
    """Text that a spreadsheet will not take for a formula, as a cell of CSV: an apostrophe stands before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"
