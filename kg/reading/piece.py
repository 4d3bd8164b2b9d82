"""What a page holds before it becomes blocks: stretches of printed lines, and how to tell a list's markers."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Bullets as fonts print them: plain Unicode, symbol fonts' letters in the private use area or among the controls, and
# what is left of those where an encoding has no place for them.
_GLYPH = re.compile(
    r"([◼■▪●•◾❑□◦○➢➤►▶✓✔❖⬛⯀∎·‣⁃\u0336\ue000-\uf8ff\x80-\x9f\ufffd]|[o−–—\-](?=\s)|[?§Øü»](?=\s+[^\W\d]))\s*"
)
_PLAIN_GLYPHS = "o−–—-"
_NUMBER = re.compile(r"(?:(\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)|(\d{1,3}\.)(?=[A-Z‘“(]))")
_SENTENCE_END = re.compile(r"[.!?:;][’”'\")\]]*\d{0,2}$")


def marker_length(text: str) -> int:
    """How many characters at the text's start are a bullet or a number, with the space behind it."""
    if text[:2].isalpha() and text[0] not in "ivx":  # nearly every line: no need to look closer
        return 0
    found = _GLYPH.match(text) or _NUMBER.match(text)
    return found.end() if found and found.end() < len(text) else 0


def is_glyph(text: str) -> bool:
    """Whether the text starts with a bullet that cannot be taken for a letter or a dash."""
    return text[0] not in _PLAIN_GLYPHS and _GLYPH.match(text) is not None


def is_marker(text: str) -> bool:
    """Whether the text is nothing but a bullet or a number with its full stop or bracket."""
    return len(text) < 6 and marker_length(text + " x") > len(text)


def ends_sentence(text: str) -> bool:
    """Whether a line closes a sentence, or opens a list with a colon."""
    return not text[-1:].isalpha() and _SENTENCE_END.search(text) is not None


@dataclass(slots=True)
class Piece:
    """A stretch of one printed line without a wide gap in it, in PDF points.

    `marker` is the length of a bullet or number at the start, `text_left` where the words behind it start; `raised`
    counts the characters at the end that are a footnote's mark; `noted` says that the line starts with one.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    text_left: float
    marker: int = 0
    italic: bool = False
    raised: int = 0
    noted: bool = False


@dataclass(slots=True)
class Page:
    """A page's pieces in PDFium's order; `number` counts from 1."""

    number: int
    width: float
    height: float
    pieces: list[Piece]


def same_row(a: Piece, b: Piece) -> bool:
    """Whether two pieces stand on one printed line."""
    shared = min(a.top, b.top) - max(a.bottom, b.bottom)
    return shared > 0.5 * min(a.top - a.bottom, b.top - b.bottom)
