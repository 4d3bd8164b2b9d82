"""Whether a sentence praises or faults: words of praise and of fault, turned round by negation, weighed by clause."""

from __future__ import annotations

import re
from pathlib import Path

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:['’]t)?")
_CONTRAST = re.compile(r"\b(?:but|however|although|though|yet|despite|nevertheless|while|whilst|nonetheless)\b")


def _read() -> dict[str, frozenset[str]]:
    """Mark (+, -, !) -> words, as tone.txt has them."""
    lines = (Path(__file__).parent / "tone.txt").read_text(encoding="utf-8").split("\n\n")
    return {entry[0]: frozenset(entry[1:].split()) for entry in lines if entry and not entry.startswith("#")}


_TONE = _read()
_NOT = _TONE["!"]
_VALUE = dict.fromkeys(_TONE["-"], -1.5) | dict.fromkeys(_TONE["+"], 1.0)


def tone(clause: str) -> float:
    """Above 0 for praise, below 0 for fault, 0 for neither; `clause` is in lower case."""
    score = 0.0
    words = _WORD.findall(clause)
    negated = 0
    for word in words:
        if word in _NOT or word.endswith(("n't", "n’t")):
            score -= 1.0
            negated = 5
            continue
        value = _VALUE.get(word, 0.0)
        if value and negated:
            value = -0.6 * value if value > 0 else 1.2
            negated = 0
        score += value
        negated = max(0, negated - 1)
    return score


def clauses(sentence: str) -> list[str]:
    """The sentence in lower case, cut where it turns round."""
    return [part for part in _CONTRAST.split(sentence.lower()) if part.strip(" ,;.")]
