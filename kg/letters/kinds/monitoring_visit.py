"""Letters of monitoring visits to authorities that were judged inadequate."""

from __future__ import annotations

import re

from kg.letters import common, inspectors, visits
from kg.letters.facts import Facts, Kind
from kg.letters.kinds.focused_visit import topic, visit_inspectorates
from kg.letters.lines import Reading, squash
from kg.model import Span

_NAME = re.compile(r"\bmonitoring\s+visit", re.I)
_COVERED = re.compile(
    r"\b(?:areas?|aspects?)\s+covered\s+by\s+(?:the|this)\s+(?:monitoring\s+)?visit\b(?P<gap>.{0,40}?)(?:\n\n|[:.])|\bduring\s+the\s+course\s+of\s+(?:this|the)\s+visit,?\s+inspectors\s+(?:reviewed|looked\s+at)\s+(?:the\s+)?(?:progress\s+made\s+in\s+)?(?P<topic>.{8,200}?)(?:[.:;]|\n\n)",
    re.S | re.I,
)
_FRAMEWORK = re.compile(r"monitoring\s+(?:local\s+authority\s+)?.{0,60}?(?:guidance|framework)|\bILACS\b", re.I)


def _score(reading: Reading) -> float:
    area = common.title_area(reading)
    found = _NAME.search(reading.text, area.start, min(area.end, area.start + 450))
    return (0.92 if reading.greeting is not None else 0.56) if found else 0.0


def _read(reading: Reading) -> Facts:
    facts = visits.read(reading)
    facts.inspectors = inspectors.told(reading) or inspectors.labelled(reading)
    facts.inspectorates = visit_inspectorates(reading)
    match = _COVERED.search(reading.text)
    if match and match["topic"]:
        facts.topic = (squash(match["topic"]), Span(match.start("topic"), match.end("topic")))
    else:
        facts.topic = topic(reading)
    framework = _FRAMEWORK.search(reading.text)
    facts.framework = ("Monitoring visits", Span(framework.start(), framework.end()) if framework else None)
    return facts


KIND = Kind(
    "monitoring-visit-letter",
    "monitoring visit letter",
    _score,
    _read,
    ("authority", "published", "visit", "inspectors", "signatories", "addressees", "headings"),
)
