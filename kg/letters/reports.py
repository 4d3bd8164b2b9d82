"""What inspection reports share: title, labelled dates, inspectors, lists and sections."""

from __future__ import annotations

from kg.letters import common, inspectorates, inspectors, points, sections
from kg.letters.facts import Facts
from kg.letters.lines import Reading
from kg.model import Span


def read(reading: Reading, *, board: bool = False) -> Facts:
    """The fields that reports read in the same way; `board`: the report also reviews the safeguarding board."""
    facts = Facts()
    facts.published = common.published_label(reading)
    facts.visit = common.labelled_visit(reading) or common.told_visit(reading, facts.published, own=True)
    common.settle_visit(facts)
    areas = [common.front(reading), Span(0, min(len(reading.text), 1500))]
    common.set_authority(facts, reading, areas, titled=common.has_front(reading))
    facts.inspectors = inspectors.labelled(reading)
    facts.inspectorates = {"Ofsted": inspectorates.ofsted(reading.text) or Span(0, 0)}
    skip = sections.in_contents(reading)
    facts.points = points.find(reading, skip, report=board)
    facts.headings = sections.headings(reading, skip | sections.report_title(reading, board=board))
    return facts
