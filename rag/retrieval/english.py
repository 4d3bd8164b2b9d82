"""Common English words at hand: those that the packaged embedding model knows whole."""

from __future__ import annotations

from functools import cache

from kg.encoder.package import model_folder

_ENDS = ("s", "es", "e", "ed", "d", "ing")


@cache
def words() -> frozenset[str]:
    """The model's words in lower case; none where the model is not installed."""
    folder = model_folder()
    path = folder / "vocab.txt" if folder else None
    if path is None or not path.is_file():
        return frozenset()
    return frozenset(word for word in path.read_text(encoding="utf-8").split() if word.isascii() and word.isalpha())


def is_word(word: str) -> bool:
    """Whether a word, or a form of it, is one of those: 'lesion' is known by 'lesions'."""
    return not words().isdisjoint((word, *(word + end for end in _ENDS), *map(word.removesuffix, _ENDS)))
