"""What stands on pages but is no part of what they say: heads, feet, page numbers, contents. Footnotes, set apart."""

from __future__ import annotations

import re
from collections import Counter

from kg.reading.piece import Page, Piece

_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–|]?\s*\d{1,3}\s*[-–|]?(?:\s*(?:of|/)\s*\d{1,3})?", re.I)
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{3,}|_{6,}")
_DIGITS = re.compile(r"\d+")
_ENTRY_END = re.compile(r"\s?\d{1,3}$")
_NOTE = re.compile(r"([1-9]\d?)(?:\s*[A-Za-z‘“(\[]|$)|[*†‡¹²³]")


def drop_furniture(pages: list[Page]) -> None:
    """Take out page numbers, and what stands in a margin of several pages in the same words."""
    seen: Counter[tuple[str, int]] = Counter()
    margins: list[list[tuple[Piece, tuple[str, int]]]] = []
    for page in pages:
        low, high = 0.105 * page.height, 0.895 * page.height
        near, far = 0.09 * page.width, 0.91 * page.width
        found = [(p, _key(p)) for p in page.pieces if p.top < low or p.bottom > high or p.right < near or p.left > far]
        margins.append(found)
        seen.update({key for _, key in found})
    for page, found in zip(pages, margins, strict=True):
        drop = {
            id(p)
            for p, key in found
            if seen[key] >= 3 or 2 <= seen[key] >= len(pages) - 1 or _PAGE_NUMBER.fullmatch(p.text)
        }
        if drop:
            page.pieces = [p for p in page.pieces if id(p) not in drop]


def _key(piece: Piece) -> tuple[str, int]:
    return _DIGITS.sub("#", piece.text).lower(), round(piece.bottom / 8)


def drop_contents(pages: list[Page]) -> list[int]:
    """Take out contents lists (a list under 'Contents', lines with dot leaders); the numbers of their pages."""
    found: list[int] = []
    before = False
    for page in pages:
        titles = (i for i, p in enumerate(page.pieces) if len(p.text) < 20 and p.text.lower().strip(": ") == "contents")
        start = next(titles, None)
        rest = page.pieces[start + 1 :] if start is not None else page.pieces if before else []
        entries = sum(_ENTRY_END.search(p.text) is not None for p in rest)
        before = 0 < 0.3 * len(rest) < entries
        if before:
            page.pieces = page.pieces[: start or 0]
        kept = [p for p in page.pieces if not (p.text[-1:].isdigit() and _LEADERS.search(p.text))]
        if before or len(kept) < len(page.pieces):
            page.pieces = kept
            found.append(page.number)
    return found


def part_footnotes(lines: list[Piece], body_size: float, height: float) -> tuple[list[Piece], list[list[Piece]]]:
    """The page's body, and its footnotes: the small print that closes it, from its first footnote mark."""
    start = len(lines)
    while start and lines[start - 1].size < 0.9 * body_size and lines[start - 1].top < 0.6 * height:
        start -= 1
    while start < len(lines) and not (lines[start].noted or _NOTE.match(lines[start].text)):
        start += 1
    notes: list[list[Piece]] = []
    number = 0
    for line in lines[start:]:
        mark = _NOTE.match(line.text)
        value = int(mark[1]) if mark and mark[1] else 0
        if not notes or line.noted or (value and value == number + 1):
            notes.append([])
            number = value
        notes[-1].append(line)
    return lines[:start], notes
