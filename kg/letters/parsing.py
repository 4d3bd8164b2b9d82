"""The one way from a document to a letter: its kind, what the kind reads, then what all letters share."""

from __future__ import annotations

import re

from kg.letters import inspectors, mentions, sections
from kg.letters.facts import Facts, Kind
from kg.letters.kinds import kind_of
from kg.letters.lines import Reading
from kg.model import Document, Letter, Span

_WEEK_OF = re.compile(r"(?:\bw/c|\bweek\s+(?:commencing|beginning|of|starting))(?:\s+on)?\s*(?:\w+day,?\s*)?$", re.I)
_EXPECTED = {
    "authority": "the local authority",
    "published": "the date of publication",
    "visit": "the dates of the visit",
    "inspectors": "the inspectors",
    "addressees": "whom the letter is addressed to",
    "signatories": "who signed the letter",
    "inspectorates": "which inspectorates carried it out",
    "judgements": "the table of judgements",
    "points": "a list of what needs to improve",
    "headings": "headings",
}


def parse(document: Document) -> Letter:
    """What the document says of itself, each part with its place in the text. Never fails on what it says.

    What it finds is a step of its own: kg.findings.judge.
    """
    reading = Reading(document)
    kind = kind_of(reading)
    facts = kind.read(reading)
    passages = sections.passages(reading)
    start, end = _days(facts, reading.text)
    after = reading.opening.start
    return Letter(
        document=document,
        document_type=kind.document_type,
        authority=facts.authority,
        gss=facts.gss,
        published=facts.published.start.isoformat() if facts.published else None,
        visit_start=start,
        visit_end=end,
        topic=facts.topic[0] if facts.topic else None,
        framework=facts.framework[0] if facts.framework else None,
        statement_due=facts.statement_due.start.isoformat() if facts.statement_due else None,
        inspectorates=tuple(facts.inspectorates),
        inspectors=facts.inspectors,
        signatories=facts.signatories,
        addressees=facts.addressees,
        judgements=facts.judgements,
        points=facts.points,
        headings=facts.headings,
        passages=passages,
        mentions=mentions.find(reading, after, (start, end)),
        places=_places(facts),
        warnings=_warnings(kind, facts),
    )


def _days(facts: Facts, text: str) -> tuple[str | None, str | None]:
    if facts.visit is None:
        return None, None
    at = facts.visit.span.start
    if facts.visit.start == facts.visit.end and _WEEK_OF.search(text, max(0, at - 30), at):
        return facts.visit.start.isoformat(), None
    return facts.visit.start.isoformat(), facts.visit.end.isoformat()


def _places(facts: Facts) -> dict[str, Span]:
    """Where each scalar field stands."""
    visit = facts.visit.span if facts.visit else None
    found = {
        "authority": facts.authority_span,
        "published": facts.published.span if facts.published else None,
        "visit_start": visit,
        "visit_end": visit,
        "topic": facts.topic[1] if facts.topic else None,
        "framework": facts.framework[1] if facts.framework else None,
        "statement_due": facts.statement_due.span if facts.statement_due else None,
        "inspectors": inspectors.span_of(facts.inspectors),
    }
    places = {name: span for name, span in found.items() if span is not None}
    if places.get("authority"):
        places["gss"] = places["authority"]
    for name, span in facts.inspectorates.items():
        if span.end > span.start:
            places[f"inspectorate {name}"] = span
    return places


def _warnings(kind: Kind, facts: Facts) -> tuple[str, ...]:
    """What a letter of this kind has and this one was not found to have, then what was doubtful."""
    missing = [
        f"Not found: {_EXPECTED[name]}, which {kind.label} has." for name in kind.expects if not getattr(facts, name)
    ]
    return (*missing, *facts.doubts)
