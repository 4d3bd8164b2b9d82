"""Reports of the single inspection framework (SIF), 2013 to 2018, most with a review of the safeguarding board."""

from __future__ import annotations

import re

from kg.letters import judgements, reports
from kg.letters.facts import Facts, Kind
from kg.letters.lines import Reading

_TITLE = re.compile(r"services\s+for\s+children\s+in\s+need\s+of\s+help\s+and\s+protection")
_BOARD_ONLY = re.compile(r"review\s+of\s+the\s+effectiveness\s+of\s+the\s+local\s+safeguarding\s+children")
_ROWS = re.compile(r"children\s+looked\s+after\s+and\s+achieving\s+permanence")


def _score(reading: Reading) -> float:
    if reading.greeting is not None and reading.closing is not None:
        return 0.0
    title = bool(_TITLE.search(reading.head, 0, 900))
    rows = bool(_ROWS.search(reading.head))
    board = bool(_BOARD_ONLY.search(reading.head, 0, 900))
    return 0.6 * title + 0.35 * rows + 0.1 * board


def _read(reading: Reading) -> Facts:
    facts = reports.read(reading, board=True)
    facts.judgements = judgements.sif(reading)
    facts.framework = ("Single inspection framework (SIF)", None)
    return facts


KIND = Kind(
    "sif-report",
    "a single inspection framework report",
    _score,
    _read,
    ("authority", "published", "visit", "inspectors", "judgements", "points", "headings"),
    ("inspection of services for children in need of help and protection",),
)
