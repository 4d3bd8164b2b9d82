"""Which sentences hold which stems: the lexical side of retrieval, vectorised over the sentences of some letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.retrieval.query import Phrase, Term

Array = NDArray[np.float32]
K1 = 1.2
B = 0.4
"""BM25's constants; sentences are short and their lengths say little."""


class Postings:
    """Stem -> sentences that hold it, with how well they do (BM25's saturation of the count by sentence length)."""

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        numbers: dict[str, int] = {}
        tokens = [numbers.setdefault(stem, len(numbers)) for sentence in sentences for stem in sentence]
        lengths = [len(sentence) for sentence in sentences]
        self._set(numbers, np.array(tokens, dtype=np.int64), np.array(lengths, dtype=np.int64))

    @classmethod
    def of_tokens(cls, numbers: dict[str, int], tokens: NDArray[np.int32], lengths: NDArray[np.int32]) -> Postings:
        """Of sentences whose stems are numbered already, one after the other."""
        made = cls.__new__(cls)
        made._set(numbers, tokens.astype(np.int64), lengths.astype(np.int64))
        return made

    def _set(self, numbers: dict[str, int], tokens: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        self.count = len(lengths)
        holders = np.repeat(np.arange(self.count), lengths)
        pairs, counts = np.unique(tokens * max(1, self.count) + holders, return_counts=True)
        stem_of, self._sentences = np.divmod(pairs, max(1, self.count))
        relative = lengths[self._sentences] / max(1.0, float(lengths.mean()) if self.count else 1.0)
        self._worth = (counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative))).astype(np.float32)
        self._starts = np.searchsorted(stem_of, np.arange(len(numbers) + 1))
        self._numbers = numbers

    def match(self, phrase: Phrase) -> Array:
        """For each sentence how well it holds the phrase: its weakest word, 0 where one is missing."""
        found: Array | None = None
        for stem in phrase:
            number = self._numbers.get(stem)
            row: Array = np.zeros(self.count, dtype=np.float32)
            if number is not None:
                part = slice(self._starts[number], self._starts[number + 1])
                row[self._sentences[part]] = self._worth[part]
            found = row if found is None else np.minimum(found, row)
        return found if found is not None else np.zeros(self.count, dtype=np.float32)

    def matches(self, term: Term) -> Array:
        """For each sentence how well it holds the term, by the best of its alternatives."""
        best: Array = np.zeros(self.count, dtype=np.float32)
        for phrase, worth in term.alternatives:
            np.maximum(best, worth * self.match(phrase), out=best)
        return best

    def rows(self, terms: Iterable[Term]) -> Array:
        """`matches` of each term, stacked: terms x sentences."""
        made = [self.matches(term) for term in terms]
        return np.stack(made) if made else np.zeros((0, self.count), dtype=np.float32)
