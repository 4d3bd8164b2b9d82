"""The kinds of letter, one module each with a `KIND`: a new kind is a new file in this folder."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache

from rapidfuzz import fuzz

from kg.letters.facts import Kind
from kg.letters.lines import Reading, squash
from kg.reading.piece import ends_sentence

_UNSURE = 0.2  # what a document of no known kind scores
_NEAR = 90
_HEAD = 12  # blocks that a title may be among


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind there is, found by looking into this folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").KIND for name in names)


def kind_of(reading: Reading) -> Kind:
    """The kind that scores highest for the document."""
    score, best = max(((kind.score(reading), kind) for kind in kinds()), key=lambda scored: scored[0])
    return (_misread(reading) or best) if score <= _UNSURE else best


def _misread(reading: Reading) -> Kind | None:
    """The kind whose title the document's own title, or its first sentence's beginning, nearly holds.

    A visit letter's may stand anywhere in that sentence. What is there to the letter was not misread: it is a mention.
    """
    head, sentence = map(_folded, _titled(reading))
    scored: list[tuple[float, Kind | None]] = [
        (fuzz.partial_ratio(title, where), kind)
        for kind in kinds()
        for title in map(_folded, kind.titles)
        for where in (head, sentence if title.startswith("findings") else sentence[: len(title) + 3])
        if len(where) >= len(title) and title not in where
    ]
    score, best = max(scored, key=lambda found: found[0], default=(0, None))
    return best if score >= _NEAR else None


def _titled(reading: Reading) -> tuple[str, str]:
    """The opening's lines above its prose, and the prose's first sentence."""
    head: list[str] = []
    for block, words in reading.blocks:
        if block.span.end <= reading.opening.start:
            continue
        if len(words) > 200 or (len(words) > 60 and ends_sentence(words)):
            return " ".join(head), words.split(". ")[0][:400]
        head.append(words)
        if len(head) == _HEAD:
            break
    return " ".join(head), ""


def _folded(text: str) -> str:
    return re.sub("[’'`]", "", squash(text).lower())
