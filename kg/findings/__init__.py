"""Which sentences of a letter evaluate practice, with what polarity, on what themes."""

from kg.findings.finder import find, judge

__all__ = ["find", "judge"]
