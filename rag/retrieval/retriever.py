"""The search for sentences that bear on a question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kg.model import Letter
from rag.embedding.base import Embedder, Vectors
from rag.index.base import PassageIndex
from rag.model import Evidence
from rag.retrieval.coverage import NOTHING, Coverage, Holds, coverage
from rag.retrieval.layout import Layout, lay_out, load
from rag.retrieval.postings import Array
from rag.retrieval.query import SAME, Term, terms
from rag.retrieval.scoring import Scores, score
from rag.retrieval.sheet import Sheet
from rag.retrieval.words import stems

FEW = 8
"""Up to so many letters are scored one by one; more go through one sheet of the whole library."""
NEAREST = 200
"""Passages that the index is asked for when many letters are searched."""
PER_LETTER = 2
"""Sentences of one letter among the first when many letters are searched."""
THEME = 0.1
POLARITY = 0.05


class Letters(Protocol):
    """What the retriever needs of a library."""

    def letter(self, key: str) -> Letter:
        """The letter as ingested."""


@dataclass(frozen=True, slots=True)
class Layouts:
    """The folder of what ingest laid out, and which letters the library holds now."""

    folder: Path
    held: Callable[[], Collection[str]]


@dataclass(frozen=True, slots=True)
class _Question:
    """The question that was asked last."""

    text: str
    vector: Vectors
    scores: dict[str, Scores]


class Retriever:
    """Finds sentences by their words and their passages' vectors; keeps what it has laid out of the letters."""

    def __init__(
        self, library: Letters, index: PassageIndex, embedder: Embedder, layouts: Layouts | None = None
    ) -> None:
        self._layouts = layouts
        self._library = library
        self._index = index
        self._embedder = embedder
        self._sheets: dict[str, Sheet] = {}
        self._vectors: dict[str, Array] = {}
        self._whole: tuple[frozenset[str], Layout] | None = None
        self._known: tuple[int, frozenset[str]] | None = None
        self._asked: _Question | None = None

    def sheet(self, key: str) -> Sheet:
        """The letter laid out for scoring."""
        if key not in self._sheets:
            self._sheets[key] = Sheet([self._library.letter(key)])
        return self._sheets[key]

    def search(
        self,
        text: str,
        *,
        letters: Collection[str] | None = None,
        themes: Collection[str] = (),
        polarity: str | None = None,
        limit: int = 12,
    ) -> list[Evidence]:
        """The sentences that bear on `text`, best first, each from one of the `letters` (None: from any).

        Sentences of findings with one of the `themes`, or of the `polarity`, are favoured, not required. When many
        letters are searched, each gives at most two of the first sentences, so that the answer spans authorities.
        """
        keys = sorted(self._keys() if letters is None else letters)
        if len(keys) <= FEW:
            found = [e for key in keys for e in self._search_one(text, key, themes, polarity, limit)]
        else:
            found = self._search_many(text, keys, themes, polarity, limit)
        return sorted(found, key=lambda e: -e.score)[:limit]

    def _keys(self) -> frozenset[str]:
        """The letters in the index; asking it for them takes far longer than asking it how many passages it has."""
        count = self._index.count()
        if self._known is None or self._known[0] != count:
            kept = load(self._layouts.folder, count, self._layouts.held()) if self._layouts else None
            self._known = (count, frozenset(kept.keys if kept else self._index.keys()))
            self._whole = (self._known[1], kept) if kept else None
        return self._known[1]

    def unheld(self, asked: Sequence[Term]) -> list[Term]:
        """Those of a question's terms that no letter of the library holds, in their own words or the same in others."""
        postings = self._whole_layout().postings
        return [
            term
            for term in asked
            if not any(postings.match(x).any() for x, worth in term.alternatives if worth >= SAME)
        ]

    def coverage(self, text: str, letters: Collection[str], holds: Holds | None = None) -> Coverage:
        """How far the letters say what `text` asks: the best of them. More than a few letters are not looked into."""
        found = [NOTHING]
        for key in sorted(letters)[:FEW]:
            sheet, asked = self.sheet(key), self._terms(text, key)
            scores = self._scores(text, key)
            rows = [int(row) for row in np.argsort(-scores.total, kind="stable")]
            found.append(coverage(sheet, asked, scores, rows, holds))
        return max(found, key=lambda c: c.value)

    def _terms(self, text: str, key: str) -> list[Term]:
        """The question's terms, without the name of the letter's authority: most of its sentences hold that."""
        name = set(stems(self.sheet(key).letters[0].authority or ""))
        return [term for term in terms(text) if not name.issuperset(term.words)]

    def _question(self, text: str) -> _Question:
        """The text's vector and scores by letter; one question asks for them several times."""
        asked = self._asked
        if asked is None or asked.text != text:
            asked = self._asked = _Question(text, self._embedder.embed([text])[0], {})
        return asked

    def _scores(self, text: str, key: str) -> Scores:
        asked = self._question(text)
        if key not in asked.scores:
            sheet = self.sheet(key)
            similarity = self._similarity(sheet, key, asked.vector)
            asked.scores[key] = score(sheet, self._terms(text, key), similarity)
        return asked.scores[key]

    def _search_one(
        self, text: str, key: str, themes: Collection[str], polarity: str | None, limit: int
    ) -> list[Evidence]:
        sheet, total = self.sheet(key), self._scores(text, key).total
        total = total + _favour(sheet, range(len(total)), themes, polarity)
        return [_evidence(sheet, row, total) for row in np.argsort(-total, kind="stable")[:limit]]

    def _similarity(self, sheet: Sheet, key: str, vector: Vectors) -> Array:
        """The cosine of each passage of the letter, exactly; passages that are not indexed get the least of them."""
        if key not in self._vectors:
            numbers, vectors = self._index.vectors(key)
            row_of = {number: row for row, number in enumerate(numbers)}
            kept = np.full((len(sheet.keys), self._embedder.dimension), np.nan, dtype=np.float32)
            for row, (_, number) in enumerate(sheet.keys):
                if number in row_of:
                    kept[row] = vectors[row_of[number]]
            self._vectors[key] = kept
        return _filled(self._vectors[key] @ vector)

    def _search_many(
        self,
        text: str,
        keys: Sequence[str],
        themes: Collection[str],
        polarity: str | None,
        limit: int,
    ) -> list[Evidence]:
        laid = self._whole_layout()
        wanted = set(keys)
        among = np.array([key in wanted for key in laid.keys], dtype=bool)[laid.letter_of]
        narrowed = None if len(wanted) >= len(laid.keys) else wanted
        number = {key: at for at, key in enumerate(laid.keys)}
        near = {
            (number[hit.letter], hit.number): hit.similarity
            for hit in self._index.search(self._question(text).vector, NEAREST, narrowed)
            if hit.letter in number
        }
        passages = laid.places[laid.starts, :2].tolist()
        similarity = np.array([near.get((letter, passage), np.nan) for letter, passage in passages])
        total = np.where(among, score(laid, terms(text), _filled(similarity), among).total, -1.0)
        first = np.argsort(-total, kind="stable")[: limit * 20]
        total[first] += _favoured(laid, first, themes, polarity)
        taken: dict[int, int] = {}
        found: list[Evidence] = []
        for row in sorted(first.tolist(), key=lambda row: -total[row]):
            letter, passage, start, end = laid.places[row].tolist()
            if among[row] and taken.get(letter, 0) < PER_LETTER:
                taken[letter] = taken.get(letter, 0) + 1
                found.append(Evidence(laid.keys[letter], passage, start, end, float(total[row])))
        return found[:limit]

    def _whole_layout(self) -> Layout:
        """All letters laid out: as kept at ingest, else made now, which takes seconds where there are hundreds."""
        keys = self._keys()
        if self._whole is None or self._whole[0] != keys:
            self._whole = (keys, lay_out(self._library.letter(key) for key in keys))
        return self._whole[1]


def _filled(similarity: Array) -> Array:
    """Unknown similarities set to the least known one."""
    known = similarity[~np.isnan(similarity)]
    least = float(known.min()) if known.size else 0.0
    return np.nan_to_num(similarity, nan=least).astype(np.float32)


def _favour(sheet: Sheet, rows: Sequence[int], themes: Collection[str], polarity: str | None) -> Array:
    """What a sentence gains by being a finding whose main theme is one of these, or of the polarity."""
    gained = [0.0] * len(rows)
    for at, row in enumerate(rows if themes or polarity else ()):
        findings = sheet.findings(row)
        gained[at] += THEME * any(set(themes) & set(f.themes[:1]) for f in findings)
        gained[at] += POLARITY * any(f.polarity == polarity for f in findings)
    return np.array(gained, dtype=np.float32)


def _favoured(laid: Layout, rows: NDArray[np.intp], themes: Collection[str], polarity: str | None) -> Array:
    """Nearly the same for rows of the whole library, of which side themes are kept, too."""
    on, toned = laid.mask(themes, polarity)
    said = laid.said[rows]
    gained: Array = (THEME * ((said & on) > 0) + POLARITY * ((said & toned) > 0)).astype(np.float32)
    return gained


def _evidence(sheet: Sheet, row: int, total: Array) -> Evidence:
    place = sheet.places[row]
    key = sheet.letters[place.letter].key
    return Evidence(key, place.passage.number, place.span.start, place.span.end, float(total[row]))
