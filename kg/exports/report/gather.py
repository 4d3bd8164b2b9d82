"""What a report is made of: the parts that the selection means, read some letters at a time."""

from __future__ import annotations

from kg.exports.choosing import point_polarity
from kg.exports.formats.base import Job
from kg.exports.stream import name_of
from kg.profiles import FindingMade, JudgementGiven, Parts, PointMade, PointOutcome, VisitSummary
from kg.profiles.reading import read_parts

_AT_ONCE = 20


def gather(job: Job) -> Parts:
    """Visits, judgements, findings, points and outcomes of the selection."""
    chosen, store = job.chosen, job.library.store
    letters = [letter.iri for letter in chosen.letters]
    visits: dict[str, VisitSummary] = {}
    judgements: list[JudgementGiven] = []
    findings: list[FindingMade] = []
    points: list[PointMade] = []
    outcomes: list[PointOutcome] = []
    named = _named(job)
    for start in range(0, len(letters), _AT_ONCE):
        parts = read_parts(store, letters[start : start + _AT_ONCE], chosen.themes)
        visits |= {visit.iri: visit for visit in parts.visits if visit.iri not in visits}
        judgements += [one for one in parts.judgements if not named or one.iri in named]
        findings += [
            one
            for one in parts.findings
            if chosen.wants(one.polarity, [theme.iri for theme in one.themes], one.source.passage)
            and (not named or one.iri in named)
        ]
        kept = {
            one.iri: one
            for one in parts.points
            if chosen.wants(point_polarity(one.kind), [theme.iri for theme in one.themes], one.source.passage)
            and (not named or one.iri in named)
        }
        points += kept.values()
        outcomes += [one for one in parts.outcomes if one.point.iri in kept]
        if job.progress:
            job.progress(min(start + _AT_ONCE, len(letters)), len(letters))
    return Parts(
        tuple(sorted(visits.values(), key=lambda visit: (visit.day, visit.label))),
        tuple(sorted(judgements, key=lambda one: one.day)),
        tuple(sorted(findings, key=lambda one: one.day)),
        tuple(sorted(points, key=lambda one: one.day)),
        tuple(sorted(outcomes, key=lambda one: one.point.day)),
    )


def _named(job: Job) -> set[str]:
    """Parts that a query's result names; empty where it names none, or there is no query: then all are meant."""
    if job.chosen.triples is None:
        return set()
    base = job.library.ids.letter("")
    iris = {name_of(term) for one in job.chosen.triples for term in (one.subject, one.object)}
    kinds = ("finding", "point", "judgement")
    return {iri for iri in iris if iri.startswith(base) and iri.split("/")[-2] in kinds and "#" not in iri}
