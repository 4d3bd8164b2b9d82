"""Which themes sentences are about, by cue phrases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.findings.lexicon import LEXICON, Numbers, Tokens, runs
from kg.findings.tokens import Words

Scores = npt.NDArray[np.floating]
WEAK = 0.4
STRONG = 1.0
_MOST = 1.6  # what the cues of a theme can weigh together
_EARLY = 8  # words at a sentence's front, where a cue weighs more


def _read() -> dict[str, str]:
    """Theme -> its cues, as themes.txt has them."""
    lines = (Path(__file__).parent / "themes.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    entries = (" ".join(entry.split()).partition(": ") for entry in text.split("\n\n") if entry.strip())
    return {theme: cues for theme, _, cues in entries}


def _cues() -> Iterator[tuple[str, str, float]]:
    for theme, text in _TEXT.items():
        for weight, part in zip((STRONG, WEAK), text.split("~"), strict=False):
            for cue in part.split(","):
                if cue.strip():
                    yield theme, cue.strip(), weight


_TEXT = _read()
WORDS = Words(word[:-1] for _, cue, _ in _cues() for word in cue.split() if word.endswith("*"))
THEMES = tuple(theme for theme in _TEXT if theme != "none")


class _Phrases:
    """All cues as one tree over the canonical words that stand in them.

    A node's number times the number of words, plus a word's, is the key of the node below; `weights` has a row a node,
    a column a theme, and `ends` tells at which nodes a cue ends.
    """

    def __init__(self) -> None:
        words: dict[str, int] = {}
        nodes: dict[tuple[int, int], int] = {}
        ends: dict[int, dict[int, float]] = {}
        for theme, cue, weight in _cues():
            node = 0
            for word in cue.split():
                number = words.setdefault(WORDS.canonical(word.rstrip("*")), len(words) + 1)
                node = nodes.setdefault((node, number), len(nodes) + 1)
            known = ends.setdefault(node, {})
            if theme != "none":
                known[THEMES.index(theme)] = max(weight, known.get(THEMES.index(theme), 0.0))
        self.count = len(words) + 1
        below = sorted((node * self.count + word, after) for (node, word), after in nodes.items())
        self.keys = np.array([key for key, _ in below])
        self.after = np.array([after for _, after in below])
        self.ends = np.zeros(len(nodes) + 1, bool)
        self.weights = np.zeros((len(nodes) + 1, len(THEMES)), np.float32)
        for node, weights in ends.items():
            self.ends[node] = True
            for theme_number, weight in weights.items():
                self.weights[node, theme_number] = weight
        self.number = LEXICON.column(lambda word: words.get(WORDS.canonical(word), 0))

    def below(self, nodes: Numbers, words: Numbers) -> Numbers:
        """The nodes to which words lead, 0 where they lead nowhere."""
        keys = nodes * self.count + words
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.after[place], 0)


_PHRASES = _Phrases()


def _hits(tokens: Tokens) -> tuple[Numbers, Numbers, Numbers]:
    """Place, length and node of every cue; a longer cue hides what begins inside it."""
    words = _PHRASES.number.of(tokens.words).astype(np.int64)
    at = np.flatnonzero(words)
    nodes = _PHRASES.below(np.zeros_like(at), words[at])
    at, nodes = at[nodes > 0], nodes[nodes > 0]
    lengths = np.where(_PHRASES.ends[nodes], 1, 0)
    best = np.where(_PHRASES.ends[nodes], nodes, 0)
    open_, length = np.arange(len(at)), 1
    while len(open_):
        after = at[open_] + length
        inside = after < len(words)
        open_, after = open_[inside], after[inside]
        same = (tokens.sentence[after] == tokens.sentence[at[open_]]) & (words[after] > 0)
        open_, after = open_[same], after[same]
        nodes[open_] = _PHRASES.below(nodes[open_], words[after])
        open_ = open_[nodes[open_] > 0]
        length += 1
        ended = open_[_PHRASES.ends[nodes[open_]]]
        lengths[ended], best[ended] = length, nodes[ended]
    kept: list[int] = []
    free = 0
    for number, (place, taken) in enumerate(zip(at.tolist(), lengths.tolist(), strict=True)):
        if taken and place >= free:
            kept.append(number)
            free = place + taken
    return at[kept], lengths[kept], best[kept]


def cues(tokens: Tokens) -> Scores:
    """Sentences by themes: how much each speaks of it.

    The strongest cue counts, more for others and for an early one.
    """
    strongest = np.zeros((len(tokens.lengths), len(THEMES)), np.float32)
    total = strongest.copy()
    at, lengths, nodes = _hits(tokens)
    if len(at):
        weights = _PHRASES.weights[nodes]
        weights *= np.where(lengths > 1, np.float32(1.25), np.float32(1.0))[:, None]
        weights *= np.where(tokens.place[at] < _EARLY, np.float32(1.1), np.float32(1.0))[:, None]
        sentence = tokens.sentence[at]
        begins, owners = runs(sentence)
        strongest[owners] = np.maximum.reduceat(weights, begins)
        total[owners] = np.add.reduceat(weights, begins)
    return np.minimum(strongest + np.float32(0.3) * (total - strongest), np.float32(_MOST))
