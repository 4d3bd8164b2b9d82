"""The trained part: a table of weights, a row a feature, a column a polarity or theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

POLARITIES = ("strength", "improvement", "mixed", "neutral", "not")
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
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        known = self.rows
        for features in sentences:
            starts.append(len(rows))
            held = known.keys() & features.keys()
            rows.extend([known[name] for name in held])
            values.extend([features[name] for name in held])
            rows.append(-1)  # no sentence is without a row
            values.append(0.0)
        if not starts:
            return np.zeros((0, self.weights.shape[1]), np.float32)
        weighed = self.weights[rows] * np.asarray(values, np.float32)[:, None]
        return np.add.reduceat(weighed, starts, axis=0)

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
