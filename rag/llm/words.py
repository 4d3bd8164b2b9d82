"""A sentence as the guard compares it: words by their stems, in clauses and parts, dates and numbers apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.llm.particulars import Particulars, particulars
from rag.retrieval.words import plain, stem

FUNCTION = frozenset(
    """a about also although am an and any are as at be because been being both but by did do does either etc for from
    had has have having he her here hers him his how however i in into is it its itself of on onto or our own per she so
    such than that the their them then there these they this those to upon us via was we were what where whereas which
    while who whom whose with you your include includes included including
    pound percent per cent hundred thousand million billion""".split()  # noqa: SIM905
)
"""Words that may be added or left out: they join, and say nothing of their own."""
NEGATIVE = frozenset(
    """not no never none nor neither without nobody nothing hardly rarely seldom barely lack lacks lacking lacked fail
    fails failed failing failure unable insufficient insufficiently few fewer little less least only too""".split()  # noqa: SIM905
)
LIMITING = frozenset(
    """some several many most majority minority almost nearly partly sometimes occasionally often usually generally
    mostly typically previously formerly previous until unless if whether would could should may might must need needs
    needed ensure improve risk risks plan plans planned expected intend intends aim aims yet every all always both
    completely fully entirely everyone possible likely potentially appears appear seems seem when can will""".split()  # noqa: SIM905
)
KEPT = NEGATIVE | LIMITING
ATTRIBUTED = frozenset(
    """told tell tells say says said report reports reported believe believes believed feel feels felt think thinks
    thought claim claims claimed state states stated describe describes described""".split()  # noqa: SIM905
)
"""What others say is not what inspectors found: with these words a claim must keep them, too."""
BREAK = re.compile(
    r"\s*(?:;|:|,\s+(?:and|but|while|whereas|although|though|yet)\b|\b(?:but|while|whereas|although)\b)\s*"
)
"""Where one clause ends and another begins."""
_PART = re.compile(r"[,()–—]|\s-\s")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
_SHORT = re.compile(r"\b(ca|wo|do|does|did|is|are|was|were|has|have|had|could|would|should)n['’]t\b", re.IGNORECASE)
_OWN_FORM = frozenset({"better", "best", "worse", "worst", "once", "twice", "careful", "useful"})
"""Words that are not to be one with those that they are made of."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its stem, itself in small letters, the clause in which it stands, and the part between commas."""

    stem: str
    word: str
    clause: int
    part: int

    @property
    def counts(self) -> bool:
        """Whether it is a number."""
        return self.word[0].isdigit()

    @property
    def means(self) -> bool:
        """Whether it says something of its own, and does not join, limit or count."""
        return self.word not in FUNCTION and self.word not in KEPT and not self.counts


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of evidence, or a clause of a claim, ready to be compared."""

    text: str
    tokens: tuple[Token, ...]
    told: Particulars

    def run(self, words: list[str]) -> int | None:
        """Where the words stand together; None where they do not."""
        held = [token.word for token in self.tokens]
        return next((i for i in range(len(held) - len(words) + 1) if held[i : i + len(words)] == words), None)


@lru_cache(maxsize=4096)
def stretch(text: str) -> Stretch:
    """A text's words, dates and numbers."""
    told = particulars(" ".join(_SHORT.sub(r"\1 not", text).replace("cannot", "can not").split()))
    tokens = []
    part = 0
    for number, clause in enumerate(BREAK.split(told.rest)):
        for words in _PART.split(clause):
            tokens += [Token(word if word in _OWN_FORM else stem(word), word, number, part) for word in _words(words)]
            part += 1
    return Stretch(text, tuple(tokens), told)


def _words(text: str) -> list[str]:
    found = _TOKEN.findall(plain(text))
    return [word.removesuffix("'s") for word in found]
