"""From loose blocks of lines to a `Document`: one text, with the place of every block, line and page in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.model import Block, BlockKind, Document, Line, Span

HARD_HYPHEN = "\x02"  # a line-end hyphen that belongs to the word: the next line follows without a space

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# Zero-width and soft characters, control characters, and U+FFFD-like debris that no reader prints.
_UNPRINTED = re.compile(r"[\x00\x01\x03-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")

_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def clean(text: str) -> str:
    """Printed words with single normal spaces; quotes and dashes stay as printed."""
    text = _SPACES.sub(" ", _UNPRINTED.sub("", text)).strip()
    return _PAIRS.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)


@dataclass(slots=True)
class TextLine:
    """A line before it has a place in a document's text. A text that ends in `HARD_HYPHEN` joins the next line."""

    text: str
    page: int = 1
    box: tuple[float, float, float, float] | None = None
    size: float = 0.0
    bold: bool = False


@dataclass(slots=True)
class Draft:
    """A block before it has a place in a document's text."""

    kind: BlockKind
    lines: list[TextLine] = field(default_factory=list)
    level: int = 0
    marker: str = ""


def document(
    name: str, media_type: str, data: bytes, drafts: Iterable[Draft], pages: int = 1, notes: Sequence[str] = ()
) -> Document:
    """Lay the drafts out as one text: blocks apart by an empty line, the lines of a block by a space.

    Pages must not go down from one draft to the next; a page without text starts where the next one does.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    lines: list[Line] = []
    starts = [0]
    at = 0
    for draft in drafts:
        kept = [line for line in draft.lines if line.text]
        if not kept:
            continue
        if blocks:
            parts.append("\n\n")
            at += 2
        start = at
        joiner = ""
        for line in kept:
            text = line.text
            parts.append(joiner)
            at += len(joiner)
            while len(starts) < line.page:
                starts.append(at)
            hard = text[-1] == HARD_HYPHEN
            if hard:
                text = text[:-1] + "-"
            parts.append(text)
            lines.append(Line(Span(at, at + len(text)), line.page, line.box, line.size, line.bold))
            at += len(text)
            joiner = "" if hard else " "
        blocks.append(Block(draft.kind, Span(start, at), draft.level, draft.marker))
    starts.extend([at] * (pages - len(starts)))
    return Document(
        name,
        media_type,
        hashlib.sha256(data).hexdigest(),
        "".join(parts),
        tuple(blocks),
        tuple(lines),
        tuple(starts),
        tuple(notes),
    )
