"""The sentences of some letters laid out for scoring: where each stands, its words, its heading, what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.model import Finding, Letter, Passage, Span
from rag.passages import has_content, is_boilerplate
from rag.retrieval.postings import Array, Postings
from rag.retrieval.words import stems_of

PATH = 2
"""Headings above a passage that count towards its words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence's place: letter (by its number in the sheet), passage and span in the letter's text."""

    letter: int
    passage: Passage
    span: Span


def _is_searched(passage: Passage, letter: Letter) -> bool:
    """Grades in table cells are found through the graph; here their few words would only outrank sentences."""
    if passage.kind == "heading":
        return False
    words = " ".join(passage.span.of(letter.document.text).split())
    return has_content(words) if passage.kind == "cell" else not is_boilerplate(words)


class Sheet:
    """Sentences of one letter or of several, without headings and standing text; made once, read by every question."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self.letters = tuple(letters)
        self.places = [
            Place(number, passage, span)
            for number, letter in enumerate(letters)
            for passage in letter.passages
            if _is_searched(passage, letter)
            for span in passage.sentences
        ]
        texts = [place.span.of(letters[place.letter].document.text) for place in self.places]
        self.postings = Postings(stems_of(texts) if texts else [])
        passages = [(place.letter, place.passage.number) for place in self.places]
        first = [row == 0 or passages[row] != passages[row - 1] for row in range(len(passages))]
        self.first: NDArray[np.bool_] = np.array(first, dtype=bool)
        self.starts = np.flatnonzero(self.first)
        self.passage_of = np.cumsum(self.first) - 1
        self.keys = [passages[row] for row in self.starts]
        self.letter_of = np.array([place.letter for place in self.places], dtype=np.int64)
        self.headings = Postings(headings_of(self))
        self._findings: dict[tuple[int, int], list[Finding]] = defaultdict(list)
        for number, letter in enumerate(letters):
            for finding in letter.findings:
                self._findings[number, finding.passage].append(finding)

    def text(self, row: int) -> str:
        """A sentence's words, with single spaces."""
        place = self.places[row]
        return " ".join(place.span.of(self.letters[place.letter].document.text).split())

    def findings(self, row: int) -> list[Finding]:
        """The findings that the sentence belongs to."""
        place = self.places[row]
        near = self._findings.get((place.letter, place.passage.number), ())
        return [finding for finding in near if finding.span.overlaps(place.span)]

    def spread(self, by_passage: Array) -> Array:
        """Values of passages (last axis) given to each of their sentences."""
        spread: Array = by_passage[..., self.passage_of]
        return spread


def headings_of(sheet: Sheet) -> list[list[str]]:
    """The stems of the headings above each passage of a sheet."""
    paths = [" ".join(sheet.places[row].passage.path[-PATH:]) for row in sheet.starts]
    return stems_of(paths) if paths else []
