"""Understanding: a `Document` to a `Letter`. One module a kind in `kinds/`, shared pieces beside it."""

from kg.letters.parsing import parse

__all__ = ["parse"]
