"""The trained part: one table of weights, a row a feature, a column a polarity or a theme. Made by tools/train_findings.py."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.findings.themes import THEMES

POLARITIES = ("strength", "improvement", "mixed", "neutral", "not")
_FILE = Path(__file__).parent / "weights.npz"

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """`rows` names the features; `weights` and `bias` have a column for each of POLARITIES, then for each of THEMES."""

    rows: dict[str, int]
    weights: Scores
    bias: Scores

    def scores(self, sentences: list[dict[str, float]]) -> tuple[Scores, Scores]:
        """For each sentence's features the probability of each polarity, and of each theme."""
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        known = self.rows.get
        for features in sentences:
            starts.append(len(rows))
            for name, value in features.items():
                row = known(name)
                if row is not None:
                    rows.append(row)
                    values.append(value)
            rows.append(-1)  # the bias: no sentence is without a row
            values.append(1.0)
        if not starts:
            return np.zeros((0, len(POLARITIES)), np.float32), np.zeros((0, len(THEMES)), np.float32)
        weighed = self.weights[rows] * np.asarray(values, np.float32)[:, None]
        sums = np.add.reduceat(weighed, starts, axis=0)
        polarity, themes = sums[:, : len(POLARITIES)], sums[:, len(POLARITIES) :]
        powers = np.exp(polarity - polarity.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True), 1.0 / (1.0 + np.exp(-themes))


@cache
def load() -> Linear:
    """The packaged weights."""
    with np.load(_FILE, allow_pickle=False) as stored:
        names = str(stored["names"]).split("\n")
        bias = stored["bias"].astype(np.float32)
        weights = np.vstack([stored["weights"].astype(np.float32) * stored["scale"], bias])
    return Linear({name: row for row, name in enumerate(names)}, weights, bias)
