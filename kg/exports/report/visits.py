"""The table of visits."""

from __future__ import annotations

from kg.exports.report.model import Grid, Said, Section
from kg.exports.report.sources import Sources
from kg.exports.report.wording import day, listed, short
from kg.profiles import Parts

_MOST = 40


def section(parts: Parts, sources: Sources) -> Section | None:
    """The latest visits first; None where there are none."""
    if not parts.visits:
        return None
    several = len({visit.authority.iri for visit in parts.visits if visit.authority}) > 1
    shown = sorted(parts.visits, key=lambda visit: visit.day, reverse=True)[:_MOST]
    rows = tuple(
        (
            Said(day(visit.start) if visit.start else f"published {day(visit.published)}"),
            *((Said(visit.authority.label if visit.authority else ""),) if several else ()),
            Said(visit.kind, note=visit.topic or ""),
            Said(listed([person.label for person in visit.lead])),
            Said(short(visit.overall) or "–"),
            Said("", sources.letters_of(visit)),
        )
        for visit in shown
    )
    more = f" (the latest {_MOST} of {len(parts.visits)})" if len(parts.visits) > _MOST else ""
    header = ("First day", *(("Authority",) if several else ()), "Visit", "Led by", "Overall", "Source")
    widths = (0.19, 0.19, 0.2, 0.18, 0.15, 0.09) if several else (0.18, 0.36, 0.19, 0.18, 0.09)
    return Section("Visits", (Grid(f"Visits, the latest first{more}", header, rows, widths),))
