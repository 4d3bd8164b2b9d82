"""Citations: each quote is checked to stand in its letter, on one page, before it is shown."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Protocol

from kg.model import Document, Letter, Passage
from kg.vocabulary import Identifiers
from rag.model import Citation, Fact
from rag.questions.catalogue import Catalogue
from rag.questions.sparql import Row, tail

SENTENCE = 420
"""Characters of a sentence with which a name or a date is cited; in a longer one it is cited alone."""
SHORT, BLOCK = 40, 200
"""A line shorter than the first is cited with the whole of its block, if that is no longer than the second."""


class Shelf(Protocol):
    """The part of the library that citing needs."""

    @property
    def ids(self) -> Identifiers:
        """Makes the IRIs."""

    def letter(self, key: str) -> Letter:
        """A letter as parsed."""

    def document(self, key: str) -> Document:
        """A letter's document."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement stands: offsets in the letter's text, and the passage's IRI."""

    key: str
    start: int
    end: int
    passage: str


def source_in(row: Row, suffix: str = "") -> Source | None:
    """The source that a query's row carries; None where it has none."""
    if f"from{suffix}" not in row or f"letter{suffix}" not in row:
        return None
    return Source(
        tail(row[f"letter{suffix}"]),
        int(row[f"from{suffix}"]),
        int(row[f"to{suffix}"]),
        row.get(f"passage{suffix}", ""),
    )


class Citer:
    """Collects the citations and facts of one answer, each once, numbered in the order of use."""

    def __init__(self, shelf: Shelf, catalogue: Catalogue) -> None:
        self._shelf, self._catalogue = shelf, catalogue
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []
        self.facts: list[Fact] = []

    def fact(self, subject: str | None, predicate: str, value: str | None) -> None:
        """Note a triple that the answer rests on."""
        if subject and value and (fact := Fact(subject, predicate, value)) not in self.facts:
            self.facts.append(fact)

    def row(self, row: Row, letter: str | None = None) -> str:
        """The mark of a row's source; of the letter's opening where the row carries none."""
        source = source_in(row)
        if source and "person" in row:
            source = self._first_block(source, row.get("name", ""))
        source = self._in_full(source) if source else None
        mark = self.mark(source) if source else ""
        letter = letter or row.get("letter")
        return mark or (self.letter(letter) if letter else "")

    def mark(self, source: Source) -> str:
        """' [n]' for a source, ' [1][2]' for one over a page break; '' when its words do not stand in the letter."""
        numbers = []
        for start, end in self._parts(source):
            place = (source.key, start, end)
            if place not in self._numbers:
                self._numbers[place] = len(self.citations) + 1
                self.citations.append(self._citation(source, start, end))
            numbers.append(f"[{self._numbers[place]}]")
        return f" {''.join(numbers)}" if numbers else ""

    def _first_block(self, source: Source, name: str) -> Source:
        """A person's name where it stands alone: signatures side by side are not read in one order by every reader."""
        text = self._shelf.document(source.key).text
        at = source.start
        blocks = []
        for block in text[source.start : source.end].split("\n\n"):
            blocks.append((at, at + len(block), block))
            at += len(block) + 2
        surname = name.split()[-1] if name else ""
        start, end, _ = next((b for b in blocks if surname in b[2]), blocks[0])
        return Source(source.key, start, end, source.passage)

    def letter(self, iri: str) -> str:
        """The mark of a letter as a whole: where it names its authority, else its first passage."""
        letter = self._shelf.letter(tail(iri))
        for name in ("authority", "visit_start", "document_type", "published"):
            span = letter.places.get(name)
            if span and span.end > span.start:
                passage = passage_at(letter, span.start)
                source = Source(letter.key, span.start, span.end, self._iri(letter, passage))
                return self.mark(self._in_full(source))
        for passage in letter.passages:
            return self.mark(Source(letter.key, passage.span.start, passage.span.end, self._iri(letter, passage)))
        return ""

    def quote(self, key: str, start: int, end: int) -> str:
        """The words of a letter between two offsets, trimmed; '' when there are none."""
        return self._shelf.document(key).text[max(0, start) : end].strip()

    def _iri(self, letter: Letter, passage: Passage | None) -> str:
        return self._shelf.ids.passage(letter.key, passage.number) if passage else ""

    def _parts(self, source: Source) -> list[tuple[int, int]]:
        """The parts of the source that stand on one page each, trimmed."""
        document = self._shelf.document(source.key)
        start, end = max(0, source.start), min(len(document.text), source.end)
        cuts = [start, *(p for p in document.page_starts if start < p < end), end]
        parts = []
        for a, b in itertools.pairwise(cuts):
            words = document.text[a:b]
            if words.strip():
                parts.append((a + len(words) - len(words.lstrip()), b - len(words) + len(words.rstrip())))
        return parts

    def _in_full(self, source: Source) -> Source:
        """A bare name or date with the sentence or line in which it stands, as far as that is on its page."""
        letter = self._shelf.letter(source.key)
        passage = passage_at(letter, source.start)
        if passage is None or source.end > passage.span.end:
            return source
        around = next((s for s in passage.sentences if s.start <= source.start and source.end <= s.end), passage.span)
        if around.end - around.start < SHORT and passage.span.end - passage.span.start <= BLOCK:
            around = passage.span
        pages = [0, *letter.document.page_starts, len(letter.document.text)]
        first = max(p for p in pages if p <= source.start)
        last = min(p for p in pages if p > source.start)
        start, end = max(around.start, first), min(around.end, last)
        if end - start > SENTENCE or end < source.end:
            return source
        return Source(source.key, start, end, source.passage)

    def _citation(self, source: Source, start: int, end: int) -> Citation:
        document = self._shelf.document(source.key)
        entry = self._catalogue.letters.get(self._shelf.ids.letter(source.key))
        passage = source.passage
        if not passage:
            letter = self._shelf.letter(source.key)
            passage = self._iri(letter, passage_at(letter, start))
        return Citation(
            n=len(self.citations) + 1,
            document=document.name,
            page=document.page_of(start),
            quote=document.text[start:end],
            passage=passage,
            authority=self._catalogue.name(entry.gss) if entry and entry.gss else None,
            published=entry.published if entry else None,
        )


def passage_at(letter: Letter, offset: int) -> Passage | None:
    """The passage in which a character of the letter stands."""
    return next((p for p in letter.passages if p.span.start <= offset < p.span.end), None)
