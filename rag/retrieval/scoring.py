"""How well each sentence answers a question: words with their alternatives, in the light of what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.retrieval.postings import Array, Postings
from rag.retrieval.query import Term


class Laid(Protocol):
    """Sentences laid out, passage by passage: a `Sheet` of letters, or a `Layout` of a whole library."""

    postings: Postings
    headings: Postings
    first: NDArray[np.bool_]
    starts: NDArray[np.intp]

    def spread(self, by_passage: Array) -> Array:
        """Values of passages (last axis) given to each of their sentences."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a word is worth that stands near the sentence, not in it; what the vectors are worth beside the words."""

    before: float = 0.5
    after: float = 0.3
    passage: float = 0.2
    heading: float = 0.3
    named: float = 0.7
    vectors: float = 0.4


NAMED = 0.8
"""The share of the question's matter in its headings from which what stands below is what is asked for."""
WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of each sentence of a sheet; `matches` (terms x sentences) and `rarity` tell what it came from."""

    total: Array
    matches: Array
    rarity: Array


def score(
    sheet: Laid,
    terms: list[Term],
    similarity: Array | None = None,
    among: NDArray[np.bool_] | None = None,
    weights: Weights = WEIGHTS,
) -> Scores:
    """Score every sentence, 0 to about 1 for the words, plus the share of the vectors.

    `similarity` is the cosine of each passage of the sheet with the question; `among` narrows the sentences over
    which a word's rarity is counted.
    """
    matches = sheet.postings.rows(terms)
    rarity = _rarity(sheet, terms, matches, among)
    total = _lexical(sheet, terms, matches, rarity, weights)
    if similarity is not None:
        total = total + weights.vectors * sheet.spread(similarity)
    return Scores(total.astype(np.float32), matches, rarity)


def _rarity(sheet: Laid, terms: list[Term], matches: Array, among: NDArray[np.bool_] | None) -> Array:
    """Inverse document frequency of each term: between that of its own words and that of all its alternatives."""
    rows = slice(None) if among is None else among
    count = sheet.postings.count if among is None else int(among.sum())
    any_way = (matches[:, rows] > 0).sum(axis=1)
    itself = np.array([(sheet.postings.match(term.words)[rows] > 0).sum() for term in terms])
    held = np.maximum((any_way + itself) / 2, 0.5)
    rarity: Array = np.log1p((count - held + 0.5) / (held + 0.5)).astype(np.float32)
    return rarity


def _lexical(sheet: Laid, terms: list[Term], matches: Array, rarity: Array, weights: Weights) -> Array:
    if not terms or not sheet.postings.count:
        return np.zeros(sheet.postings.count, dtype=np.float32)
    best = matches.copy()
    inner = ~sheet.first
    best[:, 1:] = np.maximum(best[:, 1:], weights.before * matches[:, :-1] * inner[1:])
    best[:, :-1] = np.maximum(best[:, :-1], weights.after * matches[:, 1:] * inner[1:])
    around = np.maximum.reduceat(matches, sheet.starts, axis=1)
    above = sheet.headings.rows(terms)
    named = rarity @ above >= NAMED * rarity.sum()
    above *= np.where(named, weights.named, weights.heading)
    np.maximum(best, sheet.spread(np.maximum(weights.passage * around, above)), out=best)
    lexical: Array = rarity @ best / rarity.sum()
    return lexical
