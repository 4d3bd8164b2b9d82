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
    """The weights of the first look, and of the second.

    `rows` names the features; `weights` and `bias` have a column for each of POLARITIES, then for each of THEMES.
    `context` has a weight for each feature of kg.findings.context, `prior` a bias for each theme.
    """

    rows: dict[str, int]
    weights: Scores
    bias: Scores
    context: Scores
    prior: Scores

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
        return powers / powers.sum(axis=1, keepdims=True), chances(sums[:, len(POLARITIES) :])

    def settle(self, seen: Scores) -> Scores:
        """The probabilities of themes at second look, from what kg.findings.context sees."""
        return chances(seen @ self.context + self.prior)


def chances(sums: Scores) -> Scores:
    """The probability of each yes or no that sums stand for."""
    return 1.0 / (1.0 + np.exp(-np.clip(sums, -30.0, 30.0)))


@cache
def load() -> Linear:
    """The packaged weights."""
    with np.load(_FILE, allow_pickle=False) as stored:
        names = str(stored["names"]).split("\n")
        bias = stored["bias"].astype(np.float32)
        weights = stored["weights"].astype(np.float32) * stored["scale"]
        context, prior = stored["context"], stored["prior"]
    return Linear({name: row for row, name in enumerate(names)}, weights, bias, context, prior)
