"""Which sentences of a letter evaluate practice, with what polarity, on what themes."""

from kg.findings.finder import find

__all__ = ["find"]
