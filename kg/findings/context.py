"""What the sentences around one tell of its themes: a second look, at the probabilities of the first.

One small weight a feature serves all themes, so that rare ones profit from what is learnt of the frequent ones.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating]
Numbers = npt.NDArray[np.intp]
_LEAST = 0.002  # probabilities nearer to 0 or 1 say no more


def look(likely: Scores, cues: Scores, passages: Numbers, sections: Numbers, leaning: npt.NDArray[np.bool_]) -> Scores:
    """Sentences by themes by features, for the sentences of one letter in reading order.

    `likely` holds the first look's probabilities and `cues` the weight of the cues, sentences by themes; `passages` and
    `sections` number where each sentence stands, `leaning` tells whether it speaks of the one before it.
    """
    ranked = np.sort(likely, axis=1)[:, ::-1]
    rank = (-likely).argsort(axis=1).argsort(axis=1)
    strong = (cues >= 1.0).sum(axis=1, keepdims=True)
    before, after, first = _neighbours(likely, passages)
    passage, section = _others(likely, passages), _others(likely, sections)
    letter = _others(likely, np.zeros(len(likely), np.intp))
    found = [
        _logit(likely),
        likely,
        np.where(rank == 0, ranked[:, 1:2], ranked[:, :1]),  # the best of the others
        np.broadcast_to(np.log(np.clip(ranked.sum(axis=1, keepdims=True), 0.05, 3.0)), likely.shape),
        *(rank == place for place in range(3)),
        before,
        before * leaning[:, None],
        after,
        first,
        passage,
        0.3 * _logit(passage),
        section,
        0.3 * _logit(section),
        letter,
        0.3 * _logit(letter),
        cues,
        cues >= 1.0,
        np.broadcast_to(strong, likely.shape),
        cues / (1 + strong),
    ]
    return np.stack([np.asarray(feature, np.float32) for feature in found], axis=2)


def _logit(probability: Scores) -> Scores:
    clipped = np.clip(probability, _LEAST, 1 - _LEAST)
    return np.log(clipped / (1 - clipped))


def _neighbours(likely: Scores, passages: Numbers) -> tuple[Scores, Scores, Scores]:
    """The rows of the sentence before, of the one after and of the first, nought where the passage has none."""
    before, after, first = np.zeros_like(likely), np.zeros_like(likely), np.zeros_like(likely)
    same = np.flatnonzero(passages[1:] == passages[:-1])
    before[same + 1], after[same] = likely[same], likely[same + 1]
    begins = np.flatnonzero(np.r_[True, passages[1:] != passages[:-1]])
    owner = np.repeat(begins, np.diff(np.r_[begins, len(likely)]))
    later = owner != np.arange(len(likely))
    first[later] = likely[owner[later]]
    return before, after, first


def _others(likely: Scores, groups: Numbers) -> Scores:
    """The mean over the other sentences of a sentence's group, nought where there is none."""
    order = groups.argsort(kind="stable")
    begins = np.flatnonzero(np.r_[True, np.diff(groups[order]) != 0])
    sizes = np.diff(np.r_[begins, len(groups)])
    sums = np.empty_like(likely)
    sums[order] = np.repeat(np.add.reduceat(likely[order], begins, axis=0), sizes, axis=0)
    counts = np.empty(len(groups))
    counts[order] = np.repeat(sizes, sizes)
    return (sums - likely) / np.maximum(counts - 1, 1)[:, None]
