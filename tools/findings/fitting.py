"""Fits the first and the second look to labels."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from corpus import Corpus, Said
from scipy.optimize import minimize

from kg.findings.features import DENSE, MARKS, TONE
from kg.findings.finder import look_around
from kg.findings.linear import POLARITIES, chances
from kg.findings.themes import THEMES

FEWEST = 3  # letters in which a word or pair of words must stand
POLARITY_C, THEME_C, CONTEXT_C = 0.15, 1.0, 0.3
FOLDS = 5
ROUNDS = 120
_COUNT = len(POLARITIES)
_CUES = re.compile(r"(?:cue|strong|head|prev|first|doc):|cues$")


@dataclass(frozen=True, slots=True)
class Look:
    """A first look: the columns of Corpus.cells that it knows, their weights and biases."""

    columns: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True, slots=True)
class Context:
    """A second look: a weight a feature of kg.findings.context and a bias a theme."""

    weights: np.ndarray
    prior: np.ndarray


def vocabulary(corpus: Corpus, said: Said) -> np.ndarray:
    """The columns to keep: words of several letters that are no names, and everything that is not a word."""
    held = corpus.cells[said.rows].tocoo()
    distinct = np.unique(held.col.astype(np.int64) << 32 | said.groups[held.row])
    counts = np.bincount(distinct >> 32, minlength=corpus.cells.shape[1])
    words = np.arange(corpus.cells.shape[1]) < len(corpus.names)
    kept = np.flatnonzero(~words | (counts >= FEWEST))
    named = [
        c < len(corpus.names) and not corpus.proper.isdisjoint(corpus.names[c].strip("^!<>").split()) for c in kept
    ]
    return kept[~np.array(named)]


def fit(corpus: Corpus, said: Said) -> Look:
    """A first look at sentences."""
    columns = vocabulary(corpus, said)
    table = corpus.cells[said.rows][:, columns]
    names = [*corpus.names, *DENSE]
    weights = np.zeros((len(columns), _COUNT + len(THEMES)), np.float32)
    bias = np.zeros(weights.shape[1], np.float32)
    seen = np.array([not _CUES.match(names[column]) for column in columns])
    weights[seen, :_COUNT], bias[:_COUNT] = solve(table[:, seen], said.polarity, POLARITY_C, one=True)
    about = said.polarity[:, POLARITIES.index("not")] < 0.5
    seen = np.array([names[column] not in TONE and names[column][0] not in MARKS[1:] for column in columns])
    themes = solve(0.5 * table[about][:, seen], said.themes[about], THEME_C, one=False)
    weights[seen, _COUNT:], bias[_COUNT:] = 0.5 * themes[0], themes[1]
    return Look(columns, weights, bias)


def solve(table: sp.csr_matrix, told: np.ndarray, strength: float, *, one: bool) -> tuple[np.ndarray, np.ndarray]:
    """Logistic regression: of one of the columns (`one`) or of each by itself."""
    table, turned = table.astype(np.float32), table.T.tocsr().astype(np.float32)
    told = told.astype(np.float32)
    width, height = told.shape[1], table.shape[1]

    def cost(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = flat[: height * width].reshape(height, width), flat[height * width :]
        sums = table @ weights.astype(np.float32) + bias.astype(np.float32)
        if one:
            most = sums.max(axis=1, keepdims=True)
            powers = np.exp(sums - most)
            total = powers.sum(axis=1, keepdims=True)
            likely = powers / total
            loss = (most + np.log(total) - (told * sums).sum(axis=1, keepdims=True)).sum()
        else:
            likely = chances(sums)
            loss = (np.logaddexp(0, sums) - told * sums).sum()
        wrong = likely - told
        slope = np.concatenate([(strength * (turned @ wrong) + weights).ravel(), strength * wrong.sum(axis=0)])
        return strength * float(loss) + 0.5 * float((weights**2).sum()), slope.astype(np.float64)

    start = np.zeros((height + 1) * width)
    if not one:
        start[height * width :] = -2.5
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8}).x
    return found[: height * width].reshape(height, width), found[height * width :]


def around(corpus: Corpus, look: Look, said: Said) -> np.ndarray:
    """What the second look sees of sentences."""
    found = np.zeros((len(said.rows), len(THEMES), 21), np.float32)
    for group in np.unique(said.groups).tolist():
        begin, end = corpus.begins[group : group + 2]
        body = corpus.bodies[group]
        sums = corpus.cells[begin:end][:, look.columns] @ look.weights[:, _COUNT:] + look.bias[_COUNT:]
        seen = look_around(body.units, body.seen, body.judged, chances(sums))
        held = said.groups == group
        found[held] = seen[said.rows[held] - begin]
    return found


def fit_context(seen: np.ndarray, said: Said) -> Context:
    """A second look, from what it sees by a first one that has not learnt from the same letters."""
    about = said.polarity[:, POLARITIES.index("not")] < 0.5
    flat = seen[about].reshape(-1, seen.shape[2])
    mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-9
    own = sp.csr_matrix(np.eye(len(THEMES), dtype=np.float32) * 6)
    table = sp.hstack([sp.csr_matrix((flat - mean) / spread), sp.vstack([own] * int(about.sum()))], format="csr")
    fitted, bias = solve(table, said.themes[about].reshape(-1, 1), CONTEXT_C, one=False)
    weights = fitted[: len(spread), 0] / spread
    return Context(weights, bias[0] + 6 * fitted[len(spread) :, 0] - mean @ weights)


def settled(corpus: Corpus, look: Look, context: Context, said: Said) -> np.ndarray:
    """The chances of themes at second look."""
    return chances(around(corpus, look, said) @ context.weights + context.prior)


def folds(groups: np.ndarray, count: int) -> np.ndarray:
    """The fold of each sentence: letters are spread so that folds are of about one size."""
    sizes = np.bincount(groups)
    full = np.zeros(count)
    fold = np.zeros(len(sizes), int)
    for group in np.argsort(-sizes, kind="stable"):
        fold[group] = full.argmin()
        full[fold[group]] += sizes[group]
    return fold[groups]


def learn(corpus: Corpus, said: Said) -> tuple[Look, Context]:
    """Both looks, from what is said of sentences."""
    fold = folds(said.groups, FOLDS)
    seen = np.zeros((len(said.rows), len(THEMES), 21), np.float32)
    for number in range(FOLDS):
        kept = fold == number
        seen[kept] = around(corpus, fit(corpus, said.only(~kept)), said.only(kept))
    return fit(corpus, said), fit_context(seen, said)
