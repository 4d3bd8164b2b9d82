"""Misspelt ordinary words of a question put right, before it is read; names are known by other means."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rag.questions import matter
from rag.questions.text import STOP
from rag.retrieval import english
from rag.retrieval.query import spoken, vocabulary
from rag.retrieval.words import stem

SHORTEST = 5
LONG = 11
"""Letters from which on two slips are forgiven instead of one."""
REPLACED = 7
"""Letters from which on a slip may be one letter in place of another."""
_MORE = """authority authorities inspector inspectors inspection inspections inadequate outstanding improvement
    improvements judgement judgements judged monitoring focused leadership neighbours statistical region regions
    london midlands yorkshire signatories strengths weaknesses findings recommendations published because between
    compare february september november december october january august""".split()  # noqa: SIM905


def corrected(text: str, is_known: Callable[[str], bool]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with its misspelt words put right, and each pair of what was written and what is meant.

    `is_known` tells, of a word in lower case that seems misspelt, whether it is a name, or stands so in the letters.
    """
    changed: dict[str, str] = {}

    def put_right(match: re.Match[str]) -> str:
        word = match[0]
        capital = word[0].isupper() and text[: match.start()].strip(" \"'“‘(") != ""
        meant = None if capital or word.isupper() else _meant(word.lower())
        if meant is None or is_known(word.lower()):
            return word
        meant = meant.capitalize() if word[0].isupper() else meant
        changed[word] = meant
        return meant

    return re.sub(r"(?<![\w'’-])[A-Za-z]{5,}(?![\w-])", put_right, text), tuple(changed.items())


@lru_cache(maxsize=4096)
def _meant(word: str) -> str | None:
    """The one ordinary word that an unknown word is a slip or two away from."""
    if stem(word) in vocabulary() or word in _ordinary() or english.is_word(word):
        return None
    allowed = 2 if len(word) >= LONG else 1
    near = process.extract(word, _ordinary(), scorer=OSA.distance, score_cutoff=allowed, limit=8)
    best = [str(found) for found, distance, _ in near if distance == near[0][1] and _slip(word, str(found))]
    return min(best, key=lambda found: (abs(len(found) - len(word)), found)) if len(set(map(stem, best))) == 1 else None


def _slip(word: str, meant: str) -> bool:
    """Whether the two differ as a slip would have it: not in the first letter, nor by another ending ('criticism').

    Nor by one letter for another in a short word, which is as likely a word of its own ('fester').
    """
    if len(word) == len(meant) < REPLACED and sorted(word) != sorted(meant):
        return False
    same = next((at for at, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    return 0 < same < min(len(word), len(meant)) - 1


@cache
def _ordinary() -> frozenset[str]:
    """The words that questions are asked in, and those of the letters' matter."""
    own = {*_MORE, *STOP, *matter.asking_words(), *spoken()}
    words = {word for word in own if word.isalpha() and len(word) >= SHORTEST}
    return frozenset(words | {f"{word}s" for word in words if not word.endswith(("s", "y", "er", "f"))})
