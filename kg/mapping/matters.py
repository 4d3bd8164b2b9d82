"""Whether two statements of letters are on one matter.

Told by words that are rare among an authority's statements, alone and in pairs, by themes, and by the nearness of the
sentences' vectors. The weights were fitted on pairs that people read; docs/quality.md tells how dependable that is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

Rarity = Mapping[str, float]
"""Word -> how rare it is."""

MOST = 8
"""The rarest words of a point that a statement on it is to hold: long points name several things."""
_CUES = re.compile(
    r"\b(?:now|since the|(?:last|previous) inspection|improv\w+|remain\w*|still|continue\w*|not yet|no longer|recent\w*"
    r"|strengthened|increas\w+|further)\b",
    re.IGNORECASE,
)
"""What speaks of a change or of none."""
_WORD = re.compile(r"[a-z]+|\d+")
_STOP = frozenset(
    """a about all also an and any are as at be been being by can could do does for from had has have having how in into
    is it its made make makes many may more most must no nor not of on once or other our out over should so some such
    than that the their them then there these they this those through to too under up upon very was we were what when
    where whether which while who whose will with within without would child children young people person family
    families authority local council ensure ensures ensuring ensured improve improves improved improving improvement
    quality service services practice practices develop development effective effectively effectiveness consistent
    consistency consistently work working worked support supported supports supporting need needs needed""".split()  # noqa: SIM905
)
_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Matter:
    """A statement as it is compared: its telling words, pairs of them side by side, its themes, its cues."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    themes: frozenset[str]
    speaks_of_change: bool


def matter(sentence: str, themes: Iterable[str]) -> Matter:
    """A statement made ready."""
    words = [_stem(word) for word in _WORD.findall(sentence.lower().replace("’s", "").replace("'s", ""))]
    pairs = [(one, other) for one, other in pairwise(words) if one and other]
    change = _CUES.search(sentence) is not None
    return Matter(frozenset(filter(None, words)), frozenset(pairs), frozenset(themes), change)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The word's stem; '' for a word that tells nothing."""
    return "" if word in _STOP or len(word) < 3 else str(_stemmer.stemWord(word))


def rarity(matters: Iterable[Matter]) -> dict[str, float]:
    """How rare each word is among the statements."""
    held = list(matters)
    counts = Counter(word for one in held for word in one.words)
    return {word: math.log((len(held) + 1) / (count + 0.5)) for word, count in counts.items()}


def _themes(one: Matter, other: Matter) -> float:
    return len(one.themes & other.themes) / max(1, len(one.themes | other.themes))


def _alike(one: Matter, other: Matter, rare: Rarity) -> float:
    common = sum(rare.get(word, 0.0) ** 2 for word in one.words & other.words)
    if not common:
        return 0.0
    lengths = [math.sqrt(sum(rare.get(word, 0.0) ** 2 for word in x.words)) for x in (one, other)]
    return common / (lengths[0] * lengths[1])


def _held(point: Matter, other: Matter, rare: Rarity) -> float:
    """The share of a point's rarest words that the other statement holds."""
    rarest = sorted((rare.get(word, 0.0) for word in point.words), reverse=True)[:MOST]
    common = sum(rare.get(word, 0.0) for word in point.words & other.words)
    return min(1.0, common / (sum(rarest) or 1.0))


def signs(point: Matter, other: Matter, rare: Rarity, cosine: float, *, joint: bool, listed: bool) -> tuple[float, ...]:
    """What speaks for and against the two being on one matter, in the order of the weights."""
    return (
        cosine,
        _themes(point, other),
        _alike(point, other, rare),
        _held(point, other, rare),
        min(2.0, len(point.pairs & other.pairs)),
        float(joint),
        math.log1p(len(point.words)),
        math.log1p(len(other.words)),
        float(other.speaks_of_change),
        float(listed),
    )


_WEIGHTS = (2.07, 0.75, 1.34, 1.56, 0.88, -1.49, -0.3, -0.01, 0.42, -0.36)
_BASE = -2.44


def likelihood(point: Matter, other: Matter, rare: Rarity, cosine: float, *, joint: bool, listed: bool) -> float:
    """How likely a later statement is on the matter of a point: of a joint inspection (`joint`), itself an item of the
    later letter's own list (`listed`). `cosine` is that of the sentences' vectors.
    """
    found = signs(point, other, rare, cosine, joint=joint, listed=listed)
    weighed = sum(weight * sign for weight, sign in zip(_WEIGHTS, found, strict=True)) + _BASE
    return 1 / (1 + math.exp(-weighed))
