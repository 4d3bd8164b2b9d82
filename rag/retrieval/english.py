"""Common English words at hand: those that the packaged embedding model knows whole."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kg.encoder.package import MODULE

_ENDS = ("s", "es", "e", "ed", "d", "ing")


@cache
def words() -> frozenset[str]:
    """The model's words in lower case; none where the model is not installed."""
    spec = find_spec(MODULE)
    path = Path(spec.origin).parent / "model" / "vocab.txt" if spec and spec.origin else None
    if path is None or not path.is_file():
        return frozenset()
    return frozenset(word for word in path.read_text(encoding="utf-8").split() if word.isascii() and word.isalpha())


def is_word(word: str) -> bool:
    """Whether a word, or a form of it, is one of those: 'lesion' is known by 'lesions'."""
    return not words().isdisjoint((word, *(word + end for end in _ENDS), *map(word.removesuffix, _ENDS)))
