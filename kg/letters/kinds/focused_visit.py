"""Letters of focused visits under the ILACS framework, pilots and COVID-19 assurance visits among them."""

from __future__ import annotations

import re

from kg.letters import common, inspectorates, inspectors, visits
from kg.letters.facts import Facts, Kind
from kg.letters.lines import Reading, squash
from kg.model import Span

_NAME = re.compile(r"\b(?:focus+ed|assurance)\s+visit", re.I)
_OWN = re.compile(
    r"\b(?:findings\s+of\s+(?:a|the|our)|^)\s*(?:recent\s+)?(?:focus+ed|assurance)\s+visit\s+(?:to|of)\b", re.I | re.M
)
_FRAMEWORK = re.compile(
    r"inspection\s+of\s+local\s+authority\s+children[’'`]?s\s+services\s*(?:\(ILACS\))?(?:\s+framework)?|\bILACS\b",
    re.I,
)
TOPIC = re.compile(
    r"\binspectors?\s+(?:also\s+)?(?:looked\s+at|examined|evaluated|considered|reviewed"
    r"|focus+ed\s+on)\s+(?:the\s+)?(?:effectiveness\s+of\s+)?(?:the\s+)?(?:local\s+authority|council"
    r"|(?-i:[A-Z]\w+(?:\s+[A-Z]\w+)*)(?=[’'`]s?\s))?(?:[’'`]s?)?\s*"
    r"(?P<topic>(?:arrangements|services|response|practice|work|progress|quality|performance|help|effectiveness"
    r"|following|impact|approach)?.{6,200}?)(?:,\s+specifically|[.:;]|\n)",
    re.S | re.I,
)
_AREAS = re.compile(
    r"\b(?:area|theme|focus)s?\s+(?:of|for|covered\s+by)\s+(?:this|the)\s+visit\s+(?:was|were"
    r"|is)\s+(?:the\s+)?(?P<topic>.{8,200}?)(?:[.:;]|\n)",
    re.S | re.I,
)


def _score(reading: Reading) -> float:
    area = common.title_area(reading)
    text = reading.text
    if reading.greeting is None:  # the first page is lost, or it is a report that speaks of a visit
        return 0.55 * bool(_OWN.search(text, 0, area.end))
    return 0.9 * common.named_early(_NAME, reading)


def _read(reading: Reading) -> Facts:
    facts = visits.read(reading)
    facts.inspectors = inspectors.told(reading) or inspectors.labelled(reading)
    facts.inspectorates = visit_inspectorates(reading)
    facts.topic = topic(reading)
    facts.statement_due = common.statement_due(reading)
    match = _FRAMEWORK.search(reading.text)
    facts.framework = (
        "Inspection of local authority children's services (ILACS)",
        Span(match.start(), match.end()) if match else None,
    )
    return facts


def visit_inspectorates(reading: Reading) -> dict[str, Span]:
    """Ofsted makes these visits alone; where the letter says so, else where an inspector of Ofsted is named."""
    found = inspectorates.ofsted(reading.text)
    if found:
        return {"Ofsted": found}
    hmi = re.search(r"(?:Her|His)\s+Majesty[’'`]?s\s+Inspector|\bHMI\b", reading.text)
    return {"Ofsted": Span(hmi.start(), hmi.end())} if hmi else {}


def topic(reading: Reading) -> tuple[str, Span] | None:
    """What the visit looked at, in the letter's words."""
    text = reading.text
    for pattern in (_AREAS, TOPIC):
        match = pattern.search(text, reading.opening.start, reading.opening.end)
        if match:
            return squash(match["topic"]).strip(" ,"), Span(match.start("topic"), match.end("topic"))
    return None


KIND = Kind(
    "focused-visit-letter",
    "a focused visit letter",
    _score,
    _read,
    ("authority", "published", "visit", "inspectors", "signatories", "addressees", "headings"),
    ("findings of the focused visit to", "findings of a focused visit to"),
)
