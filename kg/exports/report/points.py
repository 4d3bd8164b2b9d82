"""The letters' own lists of what needs to improve, and what became of each point."""

from __future__ import annotations

from collections import Counter

from kg.exports.report.model import Block, Grid, Heading, Listing, Paragraph, Said, Section
from kg.exports.report.sources import Sources
from kg.exports.report.wording import POINT_KINDS, count, day, listed, month
from kg.exports.text import one_line, shortened
from kg.profiles import Parts, PointMade, PointOutcome

_MOST_POINTS, _MOST_A_VISIT, _MOST_OUTCOMES, _LONGEST, _SHORT = 36, 10, 24, 320, 200
_STATUS = {"persists": "still named", "improved": "improved", "not mentioned": "not mentioned again"}


def fates(parts: Parts) -> str:
    """What became of the points, counted; '' where nothing is known."""
    counts = Counter(one.status for one in _latest(parts))
    said = [
        f"{counts[status]} {'are ' if status != 'improved' else ''}{words}"
        for status, words in _STATUS.items()
        if counts[status]
    ]
    return f"of {count(sum(counts.values()), 'point')} followed to a later visit, {listed(said)}" if said else ""


def section(parts: Parts, sources: Sources) -> Section | None:
    """The section; None where the letters list nothing."""
    made = [point for point in parts.points if point.kind != "strength"]
    if not made:
        return None
    several = len({visit.authority.iri for visit in parts.visits if visit.authority}) > 1
    blocks: list[Block] = []
    latest = sorted(made, key=lambda point: point.day, reverse=True)
    labels = {visit.iri: visit.label for visit in parts.visits}
    shown = 0
    for visit in dict.fromkeys(point.visit for point in latest):
        there = [point for point in latest if point.visit == visit]
        listing = tuple(_said(point, sources) for point in there[: min(_MOST_A_VISIT, _MOST_POINTS - shown)])
        if listing:
            more = f" ({len(listing)} of {len(there)})" if len(listing) < len(there) else ""
            blocks.append(Listing(labels.get(visit, day(there[0].day)) + more, listing, "improvement"))
            shown += len(listing)
    if shown < len(made):
        text = f"The letters list {len(made):,} points for improvement; {shown} of the latest are here."
        blocks.insert(0, Paragraph(Said(text)))
    outcomes = _latest(parts)
    if outcomes:
        blocks += [Heading("What became of them"), *_became(outcomes, sources, several)]
    return Section("Points for improvement", tuple(blocks))


def _said(point: PointMade, sources: Sources) -> Said:
    kind = "" if point.kind == "improvement" else POINT_KINDS[point.kind]
    board = "to the safeguarding board" if point.board else ""
    note = ", ".join(filter(None, (kind, board)))
    return Said(shortened(one_line(point.text), _LONGEST), (sources.cite(point.source),), note=note)


def _latest(parts: Parts) -> list[PointOutcome]:
    """One outcome a point: that of the latest visit which tells anything."""
    found: dict[str, PointOutcome] = {}
    for one in sorted(parts.outcomes, key=lambda outcome: (outcome.status != "not mentioned", outcome.later_day)):
        found[one.point.iri] = one
    return sorted(found.values(), key=lambda one: (one.point.day, one.point.iri), reverse=True)


def _became(outcomes: list[PointOutcome], sources: Sources, several: bool) -> list[Block]:
    """A table of what later letters speak of, and how many points they do not mention."""
    spoken = [one for one in outcomes if one.evidence is not None]
    shown = spoken[:_MOST_OUTCOMES]
    silent = len(outcomes) - len(spoken)
    blocks: list[Block] = [Paragraph(Said(_LOOKED_FOR), small=True)]
    if shown:
        more = f" (the latest {len(shown)} of {len(spoken)})" if len(spoken) > len(shown) else ""
        rows = tuple(_row(one, sources, several) for one in shown)
        header = ("Point", "Made", "Since", "Later letter")
        blocks.append(Grid(f"Points and what later letters say{more}", header, rows, (0.36, 0.14, 0.12, 0.38)))
    if silent:
        which = f"The other {count(silent, 'point')}" if spoken else "The points that were followed"
        verb = "is" if silent == 1 and spoken else "are"
        blocks.append(Paragraph(Said(f"{which} {verb} not mentioned again, as far as was seen.")))
    return blocks


_LOOKED_FOR = "Later letters on the same matter were looked for by software; to be silent is no sign of improvement."


def _row(one: PointOutcome, sources: Sources, several: bool) -> tuple[Said, ...]:
    place = f"{one.point.authority.label}, " if several and one.point.authority else ""
    told = Said(month(one.later_day))
    if one.evidence is not None:
        words = shortened(one_line(one.evidence.quote), _LONGEST)
        told = Said(f"{month(one.later_day)}: “{words}”", (sources.cite(one.evidence),), quoted=True)
    return (
        Said(shortened(one_line(one.point.text), _SHORT), (sources.cite(one.point.source),)),
        Said(f"{place}{month(one.point.day)}"),
        Said(_STATUS.get(one.status, one.status)),
        told,
    )
