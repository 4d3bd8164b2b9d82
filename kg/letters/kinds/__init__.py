"""The kinds of letter, one module each with a `KIND`: a new kind is a new file in this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from kg.letters.facts import Kind
from kg.letters.lines import Reading


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind there is, found by looking into this folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").KIND for name in names)


def kind_of(reading: Reading) -> Kind:
    """The kind that scores highest for the document."""
    return max(kinds(), key=lambda kind: kind.score(reading))
