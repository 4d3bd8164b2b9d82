"""Authorities of which inspectors say alike."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import networkx as nx

from kg.graph import GraphStore
from kg.network.people import Weighted
from kg.network.themes import finding_pattern

_NEAREST = 4
_MARKED = 3

_BY_AUTHORITY = """
SELECT ?authority ?name ?theme ?label ?count WHERE {
  { SELECT ?authority ?theme (COUNT(?finding) AS ?count) WHERE {
      GRAPH ?letter { ?finding %s ; insp:theme ?theme ; insp:authority ?authority } } GROUP BY ?authority ?theme }
  ?authority rdfs:label ?name . ?theme rdfs:label ?label
}
"""


@dataclass(frozen=True, slots=True)
class Community:
    """Authorities (IRIs, and their names) with like findings, and the themes that mark them: those which have most
    above the average share, at most three.
    """

    authorities: tuple[str, ...]
    names: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass
class _Profiles:
    """How an authority's findings are spread over the themes."""

    names: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def apart(self) -> dict[str, dict[str, float]]:
        """For each authority how far each theme's share lies from the average of all authorities."""
        shares = {
            who: {theme: count[theme] / count.total() for theme in self.themes} for who, count in self.counts.items()
        }
        average = {theme: sum(share[theme] for share in shares.values()) / len(shares) for theme in self.themes}
        return {who: {theme: share[theme] - average[theme] for theme in average} for who, share in shares.items()}


def authority_similarity(store: GraphStore, polarity: str | None = "improvement", nearest: int = _NEAREST) -> Weighted:
    """Authorities, each joined with those whose findings are most like its own; `weight` is above 0 and at most 1.

    What is compared is how far each theme's share lies from the average of all authorities, so that themes which every
    letter speaks of do not make all alike. Nodes have `findings`. `polarity` chooses the findings; None: all.
    """
    return _similarity(_profiles(store, polarity), nearest)


def authority_communities(store: GraphStore, polarity: str | None = "improvement") -> tuple[Community, ...]:
    """Groups of authorities of which inspectors say alike (Louvain's method; always the same groups for the same
    letters), the largest first.
    """
    profiles = _profiles(store, polarity)
    made, apart = _similarity(profiles, _NEAREST), profiles.apart()
    groups = nx.community.louvain_communities(made, weight="weight", seed=0) if made else []
    communities = []
    for group in groups:
        members = sorted(group, key=lambda who: (profiles.names[who], who))
        above = {theme: sum(apart[who][theme] for who in members) / len(members) for theme in profiles.themes}
        marked = sorted((t for t in above if above[t] > 0), key=lambda t: (-round(above[t], 9), t))[:_MARKED]
        names = tuple(profiles.names[who] for who in members)
        communities.append(Community(tuple(members), names, tuple(profiles.themes[t] for t in marked)))
    return tuple(sorted(communities, key=lambda one: (-len(one.authorities), one.names)))


def _profiles(store: GraphStore, polarity: str | None) -> _Profiles:
    found = _Profiles()
    rows = sorted(
        store.select(_BY_AUTHORITY % finding_pattern(polarity)), key=lambda row: (row["authority"], row["theme"])
    )
    for row in rows:
        found.names.setdefault(row["authority"], row["name"])
        found.themes.setdefault(row["theme"], row["label"])
        found.counts.setdefault(row["authority"], Counter())[row["theme"]] = int(row["count"])
    return found


def _similarity(profiles: _Profiles, nearest: int) -> Weighted:
    made: Weighted = nx.Graph(name="authorities of which inspectors say alike")
    for who, name in profiles.names.items():
        made.add_node(who, kind="Authority", label=name, findings=profiles.counts[who].total())
    apart = profiles.apart() if profiles.counts else {}
    likeness: dict[str, list[tuple[float, str]]] = {who: [] for who in apart}
    for one, other in combinations(apart, 2):
        value = round(_cosine(apart[one], apart[other]), 4)
        if value > 0:
            likeness[one].append((value, other))
            likeness[other].append((value, one))
    for who, others in likeness.items():
        for value, other in sorted(others, key=lambda pair: (-pair[0], pair[1]))[:nearest]:
            made.add_edge(who, other, kind="is like", label="is like", weight=value)
    return made


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(one[theme] * other[theme] for theme in one) / length if length else 0.0
