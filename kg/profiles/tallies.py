"""Counts of findings: by theme, by authority, by year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from kg.profiles.model import FindingMade, Node, Tally


def by_theme(findings: Iterable[FindingMade]) -> tuple[Tally, ...]:
    """One tally a theme, the most frequent first."""
    return _largest_first(_tallies(findings, lambda finding: finding.themes))


def by_authority(findings: Iterable[FindingMade]) -> tuple[Tally, ...]:
    """One tally an authority, the most frequent first."""
    return _largest_first(_tallies(findings, lambda finding: (finding.authority,) if finding.authority else ()))


def by_year(findings: Iterable[FindingMade]) -> tuple[Tally, ...]:
    """One tally a year of visits, the earliest first; a year's node has no IRI."""
    found = _tallies(findings, lambda finding: (Node("", finding.day[:4]),) if finding.day else ())
    return tuple(sorted(found, key=lambda tally: tally.node.label))


def _tallies(findings: Iterable[FindingMade], group: Callable[[FindingMade], Iterable[Node]]) -> list[Tally]:
    counts: dict[Node, Counter[str]] = defaultdict(Counter)
    visits: dict[Node, set[str]] = defaultdict(set)
    places: dict[Node, set[str]] = defaultdict(set)
    for finding in findings:
        for node in group(finding):
            counts[node][finding.polarity] += 1
            visits[node].add(finding.visit)
            if finding.authority:
                places[node].add(finding.authority.iri)
    return [
        Tally(
            node,
            polarities["strength"],
            polarities["improvement"],
            polarities["mixed"],
            polarities["neutral"],
            len(visits[node]),
            len(places[node]),
        )
        for node, polarities in counts.items()
    ]


def _largest_first(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(tallies, key=lambda tally: (-tally.total, tally.node.label)))
