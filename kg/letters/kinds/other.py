"""Anything else: what can be had without knowing the kind."""

from __future__ import annotations

from kg.letters import common, inspectorates, inspectors, reports, visits
from kg.letters.facts import Facts, Kind
from kg.letters.kinds.focused_visit import visit_inspectorates
from kg.letters.lines import Reading


def _score(reading: Reading) -> float:
    return 0.2


def _read(reading: Reading) -> Facts:
    if reading.greeting is not None and reading.closing is not None:
        facts = visits.read(reading)
        facts.inspectors = inspectors.told(reading) or inspectors.labelled(reading)
    else:
        facts = reports.read(reading)
        facts.published = facts.published or common.published_label(reading)
    facts.inspectorates = (
        inspectorates.find(reading.text, 0, min(len(reading.text), 4000))
        or inspectorates.find(reading.text)
        or visit_inspectorates(reading)
    )
    return facts


KIND = Kind("other", "a document", _score, _read)
