"""The tone of a sentence: words of praise and of fault, turned round by negation, weighed by clause."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

_TURNS = frozenset(
    ["but", "however", "although", "though", "yet", "despite", "nevertheless", "while", "whilst", "nonetheless"]
)
_REACH = 4  # words that a negation turns round


def _read() -> dict[str, frozenset[str]]:
    """Mark (+, -, !) -> words, as tone.txt has them."""
    entries = (Path(__file__).parent / "tone.txt").read_text(encoding="utf-8").split("\n\n")
    return {entry[0]: frozenset(entry[1:].split()) for entry in entries if entry and not entry.startswith("#")}


_LISTS = _read()
_NOT = _LISTS["!"]
_VALUE = dict.fromkeys(_LISTS["-"], -1.5) | dict.fromkeys(_LISTS["+"], 1.0)


@dataclass(slots=True)
class Tone:
    """`total` is -1 to 1, from fault to praise; `features` is what the model sees of it."""

    total: float
    features: dict[str, float] = field(default_factory=dict)


def read(words: tuple[str, ...]) -> Tone:
    """Read the tone of a sentence's words (lower case)."""
    features: dict[str, float] = {}
    clauses = [0.0]
    praise = fault = turned = 0
    negated, mark = 0, ""
    for position, word in enumerate(words):
        if word in _TURNS:
            mark = ">" if position else "<"
            if position:
                clauses.append(0.0)
            negated = 0
        elif mark:
            features[mark + word] = 1.0
        if negated:
            features["!" + word] = 1.0
        if word in _NOT:
            clauses[-1] -= 1.0
            turned += 1
            negated = _REACH
            continue
        value = _VALUE.get(word, 0.0)
        if value:
            praise += value > 0
            fault += value < 0
            if negated:
                value = -0.6 * value if value > 0 else 1.2
                negated = 1
            clauses[-1] += value
        if negated:
            negated -= 1
    total = math.tanh(sum(clauses) / 3)
    features["praise"] = 0.7 * praise
    features["fault"] = fault
    features["negations"] = 1.5 * turned
    features["tone"] = 3.0 * total
    features["tone first"] = 2.0 * math.tanh(clauses[0] / 2)
    features["tone last"] = 2.0 * math.tanh(clauses[-1] / 2)
    features["praised" if total > 0 else "faulted" if total < 0 else "plain"] = 2.0
    return Tone(total, features)
