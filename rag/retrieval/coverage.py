"""Whether letters say what is asked: how well the best sentence that holds the kind of answer covers the question.

Scores alone do not tell an unanswerable question from an answerable one: something on its topic is always found. What
tells them apart is a sentence that is both on the matter and of the kind asked for (a number, money, a name). A long
question leaves more of its words uncovered than a short one, so each of its terms lowers what is required.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from rag.retrieval.query import Phrase, Term
from rag.retrieval.scoring import Scores
from rag.retrieval.sheet import Sheet

TOLD = 0.6
"""Measured: 97 in 100 answerable questions are above, 77 in 100 that their letters do not answer below."""
A_TERM = 0.03
MOST_TERMS = 10
A_KIND = 0.1
"""Numbers and names are everywhere: a question for one must be met more closely."""
MATCHED = 0.5

Holds = Callable[[str], bool]
"""Whether a sentence holds the kind of answer asked for."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far letters bear on a question. `missing` are the question's own words that its best sentence leaves out."""

    value: float
    missing: tuple[Phrase, ...] = ()

    @property
    def told(self) -> bool:
        """Whether the letters say what is asked."""
        return self.value >= TOLD


NOTHING = Coverage(0.0)


def coverage(sheet: Sheet, terms: list[Term], scores: Scores, rows: Collection[int], holds: Holds | None) -> Coverage:
    """The coverage by one letter. `rows` are sentences, best first; `holds` None asks for no kind."""
    row = next((row for row in rows if holds is None or holds(sheet.text(row))), None)
    if row is None or not terms:
        return NOTHING
    value = float(scores.total[row]) + A_TERM * min(len(terms), MOST_TERMS) - (A_KIND if holds else 0.0)
    missed = np.flatnonzero(scores.matches[:, row] < MATCHED)
    return Coverage(value, tuple(terms[at].words for at in missed))
