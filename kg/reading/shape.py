"""What formats without a layout share: lists and headings seen from the words' own shape."""

from __future__ import annotations

import re

from kg.reading.assemble import Draft, TextLine
from kg.reading.piece import ends_sentence, is_glyph, marker_length

CLOSE = re.compile(r"yours (?:sincerely|faithfully|truly)", re.I)

_LONGEST_HEADING = 200
_NO_HEADING = re.compile(r"(?:dear|to|cc|re)\b|[\d\W]*$|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}|.*[@|]|.*\.\w", re.I)


def paragraph(lines: list[TextLine], level: int = 1) -> Draft:
    """A paragraph; or, where it starts with a glyph or a number, a bullet or a numbered paragraph."""
    first = lines[0].text
    length = marker_length(first)
    if not length:
        return Draft("paragraph", lines)
    marker = first[:length].strip()
    lines[0].text = first[length:]
    if is_glyph(first) or marker in tuple("o−–—-"):
        return Draft("bullet", lines, level, marker if marker.isprintable() else "•")
    return Draft("paragraph", lines, 0, marker)


def like_heading(text: str) -> bool:
    """Whether a line that stands alone may be a heading: short, with a capital, no end of a sentence, no address."""
    return (
        2 < len(text) <= 120
        and (text[0].isupper() or text[0] in "‘'“\"")
        and (text.endswith("?") or not (ends_sentence(text) or text.endswith((",", "-"))))
        and sum(map(str.isdigit, text)) < 6  # no telephone number
        and not _NO_HEADING.match(text)
        and not CLOSE.match(text)
    )


def bold_heading(lines: list[TextLine]) -> bool:
    """Whether lines that are bold throughout are a heading and no emphasised paragraph."""
    return sum(len(line.text) for line in lines) <= _LONGEST_HEADING and not marker_length(lines[0].text)


def runs_on(before: Draft, text: str) -> bool:
    """Whether `text` goes on with a paragraph that a page break cut in the middle of a sentence."""
    last = before.lines[-1].text
    return (
        before.kind in ("paragraph", "bullet")
        and text[:1].islower()
        and not marker_length(text)
        and not ends_sentence(last)
        and len(last) > 20
    )
