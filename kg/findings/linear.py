"""The trained part: a table of weights, a row a feature, a column a polarity or theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

POLARITIES = ("strength", "improvement", "mixed", "neutral", "not")
_AT_ONCE = 32  # sentences whose rows fit into a processor's cache
_FILE = Path(__file__).parent / "weights.npz"

Scores = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Linear:
    """`rows` names the features; `weights` and `bias` have a column for each of POLARITIES, then for each of THEMES."""

    rows: dict[str, int]
    weights: Scores
    bias: Scores

    def sums(self, sentences: Iterable[dict[str, float]]) -> Scores:
        """For each dictionary of features the sum of its weighted rows."""
        known = self.rows
        waiting = list(sentences)
        found = np.zeros((len(waiting), self.weights.shape[1]), np.float32)
        for begin in range(0, len(waiting), _AT_ONCE):
            rows: list[int] = []
            values: list[float] = []
            starts: list[int] = []
            for features in waiting[begin : begin + _AT_ONCE]:
                starts.append(len(rows))
                held = [name for name in features if name in known]
                rows += [known[name] for name in held]
                values += [features[name] for name in held]
                rows.append(0)  # no sentence is without a row
                values.append(0.0)
            weighed = self.weights[np.array(rows, np.intp)]
            weighed *= np.array(values, np.float32)[:, None]
            np.add.reduceat(weighed, starts, axis=0, out=found[begin : begin + _AT_ONCE])
        return found

    def probabilities(self, sums: Scores) -> tuple[Scores, Scores]:
        """For each row of sums the probability of each polarity (one holds) and of each theme (many may)."""
        sums = sums + self.bias
        powers = np.exp(sums[:, : len(POLARITIES)])
        return powers / powers.sum(axis=1, keepdims=True), 1.0 / (1.0 + np.exp(-sums[:, len(POLARITIES) :]))


@cache
def load() -> Linear:
    """The packaged weights."""
    with np.load(_FILE, allow_pickle=False) as stored:
        names = str(stored["names"]).split("\n")
        bias = stored["bias"].astype(np.float32)
        weights = stored["weights"].astype(np.float32) * stored["scale"]
    return Linear({name: row for row, name in enumerate(names)}, weights, bias)
