"""Words of a sentence in a canonical form, so that one cue stands for its inflections."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d")
_PLURAL = re.compile(r"(?<=[^aious])s$")
_MEMORY = 100_000  # words remembered; letters use some 20,000


class Words:
    """Makes canonical words: no possessive, no plural; a word that begins with a given stem becomes the stem."""

    def __init__(self, stems: Iterable[str] = ()) -> None:
        self._stems = tuple(sorted(set(stems), key=lambda stem: (-len(stem), stem)))
        self._known: dict[str, str] = {}

    def canonical(self, word: str) -> str:
        """The form under which a word of lower-case letters is looked up."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _MEMORY:
                self._known.clear()
            known = self._known[word] = self._reduce(word)
        return known

    def _reduce(self, word: str) -> str:
        if word[0].isdigit():
            return word
        plain = word.removesuffix("'s")
        if plain.startswith(self._stems):
            return next(stem for stem in self._stems if plain.startswith(stem))
        if len(plain) > 4 and plain.endswith("ies"):
            return plain[:-3] + "y"
        if len(plain) > 5 and plain.endswith(("shes", "ches", "sses", "xes")):
            return plain[:-2]
        return _PLURAL.sub("", plain) if len(plain) > 3 else plain

    def canonicals(self, words: Iterable[str]) -> list[str]:
        """The canonical forms of lower-case words, in order."""
        known, canonical = self._known, self.canonical
        return [known.get(word) or canonical(word) for word in words]

    def of(self, text: str) -> list[str]:
        """The canonical words of a text, in order."""
        return self.canonicals(_WORD.findall(text.lower().replace("’", "'")))
