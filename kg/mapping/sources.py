"""Where a statement stands: Web Annotation selectors for spans of the letter's text."""

from __future__ import annotations

import bisect
import itertools

import pyoxigraph as ox

from kg.mapping.terms import Sheet, integer, node, short, text
from kg.model import Letter, Span
from kg.vocabulary import Identifiers


def quotable(letter: Letter, span: Span) -> Span:
    """The part of a span that can be quoted: trimmed, and on one page (the longer part of what runs over a break)."""
    document = letter.document
    first = bisect.bisect_right(document.page_starts, span.start)
    last = bisect.bisect_left(document.page_starts, span.end)
    cuts = [span.start, *document.page_starts[first:last], span.end]
    parts = [_trimmed(document.text, Span(start, end)) for start, end in itertools.pairwise(cuts)]
    return max(parts, key=lambda part: part.end - part.start)


def _trimmed(words: str, span: Span) -> Span:
    found = span.of(words)
    start = span.start + len(found) - len(found.lstrip())
    return Span(start, start + len(found.strip()))


class Sources:
    """Adds sources to a sheet; knows which passage an offset is in."""

    def __init__(self, sheet: Sheet, letter: Letter, ids: Identifiers) -> None:
        self._sheet, self._letter, self._ids = sheet, letter, ids
        self._passages = sorted(letter.passages, key=lambda passage: passage.span.start)
        self._starts = [passage.span.start for passage in self._passages]

    def passage_at(self, span: Span) -> int | None:
        """The number of the passage in which the span begins; None where no passage covers it."""
        place = bisect.bisect_right(self._starts, span.start) - 1
        if place >= 0 and self._passages[place].span.overlaps(span):
            return self._passages[place].number
        return None

    def add(self, part: ox.NamedNode, span: Span) -> None:
        """Give a part its `insp:source`.

        Selectors are named nodes, not blank ones, so that two dumps of one letter are the same text.
        """
        sheet, key = self._sheet, self._letter.key
        place = quotable(self._letter, span)
        source, quote, position = (node(f"{part.value}#{name}") for name in ("source", "quote", "position"))
        words, page = place.of(self._letter.document.text), self._letter.document.page_of(place.start)
        sheet.add(part, "insp:source", source)
        sheet.label(source, f"Page {page}: “{short(words, 68)}”")
        sheet.label(quote, f"“{short(words, 76)}”")
        sheet.label(position, f"Characters {place.start} to {place.end}")
        sheet.a(source, "oa:SpecificResource")
        sheet.add(source, "oa:hasSource", node(self._ids.letter(key)))
        passage = self.passage_at(place)
        if passage is not None:
            sheet.add(source, "insp:passage", node(self._ids.passage(key, passage)))
        sheet.add(source, "insp:page", integer(page))
        sheet.add(source, "oa:hasSelector", quote)
        sheet.a(quote, "oa:TextQuoteSelector")
        sheet.add(quote, "oa:exact", text(words))
        sheet.add(source, "oa:hasSelector", position)
        sheet.a(position, "oa:TextPositionSelector")
        sheet.add(position, "oa:start", integer(place.start))
        sheet.add(position, "oa:end", integer(place.end))
