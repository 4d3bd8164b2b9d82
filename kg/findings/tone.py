"""The tone of sentences: words of praise and of fault, turned round by negation, weighed by clause."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.findings.lexicon import LEXICON, Numbers, Tokens

_TURNS = frozenset(
    ["but", "however", "although", "though", "yet", "despite", "nevertheless", "while", "whilst", "nonetheless"]
)
_REACH = 4  # words that a negation turns round
_PRAISE, _FAULT, _NOT, _TURN = 1, 2, 3, 4
_VALUE = {_PRAISE: 1.0, _FAULT: -1.5}


def _read() -> dict[str, int]:
    """Word -> what it does, as tone.txt has them."""
    entries = (Path(__file__).parent / "tone.txt").read_text(encoding="utf-8").split("\n\n")
    marks = {"+": _PRAISE, "-": _FAULT, "!": _NOT}
    words: dict[str, int] = {}
    for mark in "+-!":
        for entry in entries:
            if entry.startswith(mark):
                words |= dict.fromkeys(entry[1:].split(), marks[mark])
    return words | dict.fromkeys(_TURNS, _TURN)


_DOES = _read()
_DOING = LEXICON.column(lambda word: _DOES.get(word, 0))


@dataclass(frozen=True, slots=True)
class Tone:
    """What is known of several sentences' tone.

    `total`, `first` and `last` are -1 to 1, from fault to praise, of each sentence and of its first and last clause;
    `praise`, `fault` and `negations` count words. `negated` tells of each word whether a negation reaches it, `turned`
    is 1 behind a 'but' or 'however' inside the sentence, -1 behind one at its front.
    """

    total: npt.NDArray[np.floating]
    first: npt.NDArray[np.floating]
    last: npt.NDArray[np.floating]
    praise: Numbers
    fault: Numbers
    negations: Numbers
    negated: npt.NDArray[np.bool_]
    turned: Numbers


def read(tokens: Tokens) -> Tone:
    """Read the tone of sentences."""
    does = _DOING.of(tokens.words)
    size = len(tokens.lengths)
    at = np.flatnonzero(does)
    sentence, kinds = tokens.sentence[at], does[at]
    values, reached = _turn_round(at.tolist(), kinds.tolist(), sentence.tolist())
    clause = np.cumsum((kinds == _TURN) & (tokens.place[at] > 0))
    opening = np.zeros(size, np.int64)
    closing = np.zeros(size, np.int64)
    if len(at):
        begins = np.flatnonzero(np.r_[True, sentence[1:] != sentence[:-1]])
        ends = np.r_[begins[1:], len(at)] - 1
        turns = (kinds[begins] == _TURN) & (tokens.place[at[begins]] > 0)
        opening[sentence[begins]] = clause[begins] - turns
        closing[sentence[begins]] = clause[ends]

    def weigh(which: npt.NDArray[np.bool_], scale: float) -> npt.NDArray[np.floating]:
        return np.tanh(np.bincount(sentence[which], values[which], size) / scale)

    return Tone(
        weigh(np.ones(len(at), bool), 3),
        weigh(clause == opening[sentence], 2),
        weigh(clause == closing[sentence], 2),
        np.bincount(sentence[kinds == _PRAISE], minlength=size),
        np.bincount(sentence[kinds == _FAULT], minlength=size),
        np.bincount(sentence[kinds == _NOT], minlength=size),
        _reached(reached, tokens),
        _turned(does, tokens),
    )


def _turn_round(places: list[int], kinds: list[int], sentences: list[int]) -> tuple[npt.NDArray[np.floating], Numbers]:
    """What each marked word weighs, and (first, last) word that each negation reaches."""
    values: list[float] = []
    reached: list[int] = []
    began = until = sentence = -1
    for place, kind, owner in zip(places, kinds, sentences, strict=True):
        negated = owner == sentence and place <= until
        sentence = owner
        if negated and kind != _TURN:
            reached += (began, place)
        elif began >= 0:
            reached += (began, min(until, place - 1))
        began = until = -1
        if kind == _NOT:
            values.append(-1.0)
            began, until = place + 1, place + _REACH
        elif kind == _TURN:
            values.append(0.0)
        else:
            value = _VALUE[kind]
            values.append((-0.6 * value if value > 0 else 1.2) if negated else value)
    if began >= 0:
        reached += (began, until)
    return np.array(values), np.array(reached, np.int64).reshape(-1, 2)


def _reached(reached: Numbers, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Of each word whether a negation of its own sentence reaches it."""
    count = len(tokens.words)
    reached = reached[reached[:, 0] < count]
    # The word before the first one reached is the negation itself.
    ends = np.cumsum(tokens.lengths)[tokens.sentence[reached[:, 0] - 1]]
    change = np.zeros(count + 1, np.int64)
    last = np.minimum(reached[:, 1] + 1, ends)
    some = last > reached[:, 0]
    np.add.at(change, reached[some, 0], 1)
    np.add.at(change, last[some], -1)
    return np.cumsum(change)[:count] > 0


def _turned(does: Numbers, tokens: Tokens) -> Numbers:
    """Of each word whether a turning word stands before it in its sentence: 1, or -1 where that one opens it."""
    places = np.arange(len(does))
    turn = np.maximum.accumulate(np.where(does == _TURN, places, -1)) if len(does) else places
    behind = (turn >= 0) & (turn < places)
    behind &= tokens.sentence[np.maximum(turn, 0)] == tokens.sentence
    return np.where(behind, np.where(tokens.place[np.maximum(turn, 0)] > 0, 1, -1), 0)
