"""Words as numbers: a letter's sentences are cut into words once, and everything else is arithmetic on whole arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.integer]
BITS = 22
"""Bits that a word's number takes in a key."""
_MOST = 400_000  # words remembered; a library's letters use some 40,000
_BREAK = "\x1e"
_TOKEN = re.compile(rf"[a-z]+(?:'[a-z]+)?|\d|{_BREAK}")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of several sentences, one after the other.

    `words` holds their numbers, `sentence` and `place` tell the sentence of each and its place in it, `lengths` how
    many words each sentence has.
    """

    words: Numbers
    sentence: Numbers
    place: Numbers
    lengths: Numbers


class Lexicon(dict[str, int]):
    """Numbers words in the order in which they come, from 1. What is known of a word is kept in columns."""

    def __init__(self) -> None:
        super().__init__({_BREAK: 0})
        self.words = [_BREAK]
        self._columns: list[Column] = []
        self._kept = 1

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word)
        return number

    def read(self, texts: Sequence[str]) -> Tokens:
        """Cut sentences into lower-case words and single digits."""
        if len(self.words) > _MOST:
            self._forget()
        found = _TOKEN.findall(_BREAK.join(text.replace(_BREAK, " ") for text in texts).lower().replace("’", "'"))
        numbers = np.fromiter(map(self.__getitem__, found), np.int64, len(found))
        ends = np.flatnonzero(numbers == 0)
        lengths = np.diff(ends, prepend=-1, append=len(numbers))[: len(texts)] - 1
        sentence = np.repeat(np.arange(len(texts)), lengths)
        starts = np.cumsum(lengths) - lengths
        return Tokens(numbers[numbers != 0], sentence, np.arange(len(sentence)) - starts[sentence], lengths)

    def keep(self, words: Iterable[str]) -> None:
        """Number these words now; they are never forgotten."""
        for word in words:
            self[word]
        self._kept = len(self.words)

    def column(self, value: Callable[[str], int]) -> Column:
        """A number for each word, worked out once a word."""
        self._columns.append(Column(self, value))
        return self._columns[-1]

    def _forget(self) -> None:
        """Drop the words that came with letters."""
        for word in self.words[self._kept :]:
            del self[word]
        del self.words[self._kept :]
        for column in self._columns:
            column.cut(self._kept)


class Column:
    """A number for each word of a lexicon."""

    def __init__(self, lexicon: Lexicon, value: Callable[[str], int]) -> None:
        self._lexicon, self._value = lexicon, value
        self._known = np.zeros(1, np.int32)

    def of(self, words: Numbers) -> Numbers:
        """The numbers of words given by number."""
        known, names = self._known, self._lexicon.words
        if len(known) < len(names):
            more = np.fromiter(map(self._value, names[len(known) :]), np.int32, len(names) - len(known))
            known = self._known = np.concatenate([known, more])
        return known[words]

    def cut(self, length: int) -> None:
        """Forget all but the first words."""
        self._known = self._known[:length]


LEXICON = Lexicon()
"""The process's words."""


def runs(groups: Numbers) -> tuple[Numbers, Numbers]:
    """Where runs of one number begin in a sorted array, and their numbers."""
    if not len(groups):
        return groups, groups
    begins = np.concatenate([[0], np.flatnonzero(groups[1:] != groups[:-1]) + 1])
    return begins, groups[begins]
