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
    r"\binspectors?\s+(?:reviewed|looked\s+at|considered|evaluated|focus+ed\s+on"
    r"|examined)\s+(?:the\s+)?(?:local\s+authority[’'`]?s\s+)?progress\s+(?:made\s+)?"
    r"(?:in|by|against|towards?|with)\s+(?:respect\s+of\s+|relation\s+to\s+)?(?:the\s+)?(?:following\s+)?(?:areas?\s+(?:of\s+concern\s+)?(?:of|identified\s+[^:.]{0,60})?\s*)?"
    r"(?P<topic>(?:(?!\n\n).){0,260}?)(?P<end>[.:;]|\n\n)",
    re.S | re.I,
)
_OWN = re.compile(
    r"\b(?:findings\s+of\s+(?:a|the|our)|^)\s*(?:recent\s+)?monitoring\s+visit\s+(?:to|of)\b", re.I | re.M
)
_LEADS_ON = re.compile(
    r",?\s*(?:with\s+an?\s+(?:particular\s+)?focus\s+on|in\s+particular|including|specifically)$", re.I
)
_FRAMEWORK = re.compile(r"monitoring\s+(?:local\s+authority\s+)?.{0,60}?(?:guidance|framework)|\bILACS\b", re.I)


def _score(reading: Reading) -> float:
    area = common.title_area(reading)
    text = reading.text
    if reading.greeting is None:  # the first page is lost, or it is a report that speaks of a visit
        return 0.56 * bool(_OWN.search(text, 0, area.end))
    return 0.92 * common.named_early(_NAME, reading)


def _read(reading: Reading) -> Facts:
    facts = visits.read(reading)
    facts.inspectors = inspectors.told(reading) or inspectors.labelled(reading)
    facts.inspectorates = visit_inspectorates(reading)
    facts.topic = _topic(reading) or topic(reading)
    framework = _FRAMEWORK.search(reading.text)
    facts.framework = ("Monitoring visits", Span(framework.start(), framework.end()) if framework else None)
    return facts


def _topic(reading: Reading) -> tuple[str, Span] | None:
    """The areas whose progress was reviewed: in the sentence, or in the list behind its colon."""
    match = _COVERED.search(reading.text, reading.opening.start, reading.opening.end)
    if match is None:
        return None
    words = _LEADS_ON.sub("", squash(match["topic"])).strip(" ,:")
    if len(words) > 8:
        return words, Span(match.start("topic"), match.end("topic"))
    items = []
    for block, text in reading.blocks:
        if block.span.start >= match.end("topic") and block.span.end > match.end():
            if block.kind != "bullet":
                break
            items.append((block, text.strip(" .;")))
    if not items:
        return None
    return "; ".join(text for _, text in items), Span(items[0][0].span.start, items[-1][0].span.end)


KIND = Kind(
    "monitoring-visit-letter",
    "a monitoring visit letter",
    _score,
    _read,
    ("authority", "published", "visit", "inspectors", "signatories", "addressees", "headings"),
    ("findings of the monitoring visit to",),
)
