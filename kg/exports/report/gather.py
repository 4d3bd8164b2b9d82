"""What a report is made of: the parts that the selection means, read some letters at a time."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import SelectionError
from kg.exports.choosing import Chosen, point_polarity
from kg.exports.formats.base import Job
from kg.exports.stream import name_of
from kg.profiles import FindingMade, JudgementGiven, Parts, PointMade, PointOutcome, VisitSummary
from kg.profiles.reading import read_parts

_AT_ONCE = 20
_MOST_LETTERS = 1000  # one takes a megabyte of memory


def gather(job: Job) -> Parts:
    """Visits, judgements, findings, points and outcomes of the selection. Raises SelectionError where nobody could
    read a report on so much.
    """
    letters = len(job.chosen.letters)
    if letters > _MOST_LETTERS and not job.chosen.themes:
        raise SelectionError(
            f"A report is on {_MOST_LETTERS:,} letters at most, and these are {letters:,}: "
            "choose a theme, a region or years, or take csv"
        )
    visits: dict[str, VisitSummary] = {}
    judgements: list[JudgementGiven] = []
    findings: list[FindingMade] = []
    points: list[PointMade] = []
    outcomes: list[PointOutcome] = []
    for parts in _batches(job):
        visits |= {visit.iri: visit for visit in parts.visits if visit.iri not in visits}
        judgements += parts.judgements
        findings += parts.findings
        points += parts.points
        outcomes += parts.outcomes
    return Parts(
        tuple(sorted(visits.values(), key=lambda visit: (visit.day, visit.label))),
        tuple(sorted(judgements, key=lambda one: one.day)),
        tuple(sorted(findings, key=lambda one: one.day)),
        tuple(sorted(points, key=lambda one: one.day)),
        tuple(sorted(outcomes, key=lambda one: one.point.day)),
    )


def _batches(job: Job) -> Iterator[Parts]:
    """What is wanted, some letters at a time. Of themes, the store finds the few parts at once in all letters."""
    letters, store = [letter.iri for letter in job.chosen.letters], job.library.store
    named = _named(job)
    if job.chosen.themes:
        yield _wanted(read_parts(store, None, job.chosen.themes), set(letters), job.chosen, named)
        job.check()
        return
    for start in range(0, len(letters), _AT_ONCE):
        some = letters[start : start + _AT_ONCE]
        yield _wanted(read_parts(store, some), set(some), job.chosen, named)
        if job.progress:
            job.progress(start + len(some), len(letters))


def _wanted(parts: Parts, letters: set[str], chosen: Chosen, named: set[str]) -> Parts:
    """Only what stands in these letters and in the selection."""

    def fits(iri: str, letter: str) -> bool:
        return letter in letters and (not named or iri in named)

    findings = tuple(
        one
        for one in parts.findings
        if fits(one.iri, one.source.letter)
        and chosen.wants(one.polarity, [theme.iri for theme in one.themes], one.source.passage)
    )
    points = tuple(
        one
        for one in parts.points
        if fits(one.iri, one.source.letter)
        and chosen.wants(point_polarity(one.kind), [theme.iri for theme in one.themes], one.source.passage)
    )
    kept = {one.iri for one in points}
    return Parts(
        tuple(visit for visit in parts.visits if any(letter.iri in letters for letter in visit.letters)),
        tuple(one for one in parts.judgements if fits(one.iri, one.source.letter)),
        findings,
        points,
        tuple(one for one in parts.outcomes if one.point.iri in kept),
    )


def _named(job: Job) -> set[str]:
    """Parts that a query's result names; empty where it names none, or there is no query: then all are meant."""
    if job.chosen.triples is None:
        return set()
    base = job.library.ids.letter("")
    iris = {name_of(term) for one in job.chosen.triples for term in (one.subject, one.object)}
    kinds = ("finding", "point", "judgement")
    return {iri for iri in iris if iri.startswith(base) and iri.split("/")[-2] in kinds and "#" not in iri}
