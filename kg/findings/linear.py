"""The trained part: a table of weights, a row a feature, a column a polarity or theme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.findings.features import MARKS, Seen, key
from kg.findings.lexicon import LEXICON, Column, Numbers, runs

POLARITIES = ("strength", "improvement", "mixed", "neutral", "not")
_FILE = Path(__file__).parent / "weights.npz"
_AT_ONCE = 1024  # rows of weights that fit into a processor's cache

Scores = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Linear:
    """The weights of the first look, and of the second.

    `keys` are the known words' keys, sorted, `sparse` their weights, `dense` those of kg.findings.features.DENSE; they
    and `bias` have a column for each of POLARITIES, then for each of THEMES. `single` is a word's own row.
    `context` has a weight for each feature of kg.findings.context, `prior` a bias for each theme.
    """

    keys: Numbers
    single: Column
    sparse: Scores
    dense: Scores
    bias: Scores
    context: Scores
    prior: Scores

    def sums(self, seen: Seen) -> Scores:
        """For each sentence the sum of its weighted features."""
        found = seen.dense @ self.dense + self.bias
        for number, (keys, sentences) in enumerate(seen.sparse):
            if number == 0:
                places = self.single.of(seen.tokens.words)
                known = places >= 0
            else:
                places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
                known = self.keys[places] == keys
            places, owners = places[known], sentences[known]
            for begin in range(0, len(places), _AT_ONCE):
                begins, rows = runs(owners[begin : begin + _AT_ONCE])
                found[rows] += np.add.reduceat(self.sparse[places[begin : begin + _AT_ONCE]], begins, axis=0)
        return found

    def settle(self, seen: Scores) -> Scores:
        """The sums for themes at second look, from what kg.findings.context sees."""
        settled: Scores = seen @ self.context + self.prior
        return settled


def shares(sums: Scores) -> Scores:
    """The probability of each of several, of which one holds, that a row's sums stand for."""
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    likely: Scores = powers / powers.sum(axis=1, keepdims=True)
    return likely


def chances(sums: Scores) -> Scores:
    """The probability of each yes or no that sums stand for."""
    return 1.0 / (1.0 + np.exp(-np.clip(sums, -30.0, 30.0)))


@cache
def load(file: Path = _FILE) -> Linear:
    """The packaged weights, or others."""
    with np.load(file, allow_pickle=False) as stored:
        names = str(stored["names"]).split("\n")
        sparse = stored["sparse"].astype(np.float32) * stored["scale"]
        rest = (stored[part].astype(np.float32) for part in ("dense", "bias", "context", "prior"))
        dense, bias, context, prior = rest
    LEXICON.keep(word for name in names for word in name.lstrip("".join(MARKS)).split(" "))
    keys = np.array([key(name) for name in names])
    order = keys.argsort()
    rows = {names[place]: row for row, place in enumerate(order.tolist())}
    single = LEXICON.column(lambda word: rows.get(word, -1))
    return Linear(keys[order], single, sparse[order], dense, bias, context, prior)
