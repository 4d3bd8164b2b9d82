"""The kinds of letter, one module each with a `KIND`: a new kind is a new file in this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from rapidfuzz import fuzz

from kg.letters.facts import Kind
from kg.letters.lines import Reading, squash

_UNSURE = 0.2  # what a document of no known kind scores
_NEAR = 90


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
    """The kind whose title the document's opening nearly holds."""
    start = reading.opening.start
    opening = squash(reading.text[start : start + 1200]).lower().replace("’", "'")
    if len(opening) < 200:
        return None
    scored = [(fuzz.partial_ratio(title, opening), kind) for kind in kinds() for title in kind.titles]
    score, best = max(scored, key=lambda found: found[0])
    return best if score >= _NEAR else None
