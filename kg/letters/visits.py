"""What letters about visits share: everything between the letterhead and the signature."""

from __future__ import annotations

from kg.letters import addressees, common, points, sections, signatures
from kg.letters.facts import Facts
from kg.letters.lines import Reading
from kg.model import Span


def read(reading: Reading) -> Facts:
    """The fields that focused visit, monitoring visit and joint inspection letters read in the same way."""
    facts = Facts()
    facts.published = common.letter_date(reading)
    facts.visit = common.told_visit(reading, facts.published) or common.labelled_visit(reading)
    common.settle_visit(facts)
    common.set_authority(
        facts, reading, areas(reading), titled=reading.greeting is not None or common.has_front(reading)
    )
    facts.addressees = addressees.find(reading, facts.published.span if facts.published else None)
    facts.signatories = signatures.find(reading, published_day(facts))
    skip = sections.in_contents(reading)
    facts.points = points.find(reading, skip)
    facts.headings = sections.headings(reading, skip | sections.letter_title(reading))
    return facts


def published_day(facts: Facts) -> str | None:
    """The letter's date as ISO text."""
    return facts.published.start.isoformat() if facts.published else None


def areas(reading: Reading) -> list[Span]:
    """Where a letter names its authority, the best place first: title and opening, then greeting and addressees."""
    made = [common.title_area(reading)]
    if reading.greeting is not None:
        greeting = reading.lines[reading.greeting].span
        made.append(Span(greeting.start + 4, greeting.end))
        made.append(Span(0, greeting.start))
    return made
