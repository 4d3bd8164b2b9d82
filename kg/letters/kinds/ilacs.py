"""Reports of inspections of local authority children's services (ILACS), since 2018."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.letters import judgements, reports
from kg.letters.facts import Facts, Kind
from kg.letters.lines import Reading

_TITLE = re.compile(
    r"inspection\s+of\b.{0,120}?\bchildren[’'`]?s\s+(?:social\s+care\s+)?services"
    r"|inspection\s+of\s+children[’'`]?s\s+social\s+care",
    re.S,
)
_TABLE = re.compile(r"judgements?\W+grades?\b|impact\s+of\s+leaders\s+on\s+social\s+work")
_SIF = re.compile(r"children\s+looked\s+after\s+and\s+care\s+leavers|achieving\s+permanence")


def _score(reading: Reading) -> float:
    if reading.greeting is not None and reading.closing is not None:
        return 0.0
    table = _TABLE.search(reading.head, 0, 3500)
    title = _TITLE.search(reading.head, 0, 600)
    sif = _SIF.search(reading.head)
    return 0.5 * bool(table) + 0.35 * bool(title) - 0.3 * bool(sif)


def _read(reading: Reading) -> Facts:
    facts = reports.read(reading)
    facts.inspectors = tuple(facts.inspectors)
    facts.judgements = judgements.ilacs(reading)
    _cross_check(facts, reading)
    facts.framework = ("Inspection of local authority children's services (ILACS)", None)
    facts.points = tuple(replace(point, board=False) for point in facts.points)
    return facts


def _cross_check(facts: Facts, reading: Reading) -> None:
    """The grades of the table against those that the headings print: where they differ, neither is taken. A table that
    is not even whole was then misread as such, and the headings are right.
    """
    table = {j.aspect: j.grade for j in facts.judgements}
    said = judgements.ilacs_headings(reading)
    wrong = [one for one in said if table.get(one.aspect, one.grade) != one.grade]
    for one in wrong:
        facts.doubts.append(f"The table grades '{one.aspect}' as {table[one.aspect]}, a heading as {one.grade}.")
    if wrong and judgements.whole(facts.judgements):
        aspects = {one.aspect for one in wrong}
        facts.judgements = tuple(one for one in facts.judgements if one.aspect not in aspects)
    elif wrong:
        facts.judgements = tuple(said)


KIND = Kind(
    "ilacs-report",
    "an ILACS report",
    _score,
    _read,
    ("authority", "visit", "inspectors", "judgements", "points", "headings"),
    ("inspection of local authority children's services", "inspection of children's social care services"),
)
