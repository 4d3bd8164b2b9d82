"""Themes that come together in what inspectors find."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from kg.errors import SelectionError
from kg.graph import GraphStore
from kg.network.people import Weighted

POLARITIES = ("strength", "improvement", "mixed", "neutral")

_TOGETHER = """
SELECT ?finding ?theme ?label WHERE { ?finding %s ; insp:theme ?theme . ?theme rdfs:label ?label }
"""


@dataclass(frozen=True, slots=True)
class ThemeRank:
    """A theme's place in the network of themes.

    `findings`: how many speak of it. `ties`: how often it comes together with another (weighted degree). `between`:
    the share of shortest paths between other themes that lead over it. `prominence`: eigenvector centrality, high where
    the themes it comes with are prominent themselves.
    """

    iri: str
    label: str
    findings: int
    ties: int
    between: float
    prominence: float


def theme_network(store: GraphStore, polarity: str | None = None) -> Weighted:
    """Themes, joined where one finding speaks of both; `weight` says how many findings, nodes have `findings`."""
    made: Weighted = nx.Graph(name="themes that come together")
    found: dict[str, list[str]] = {}
    for row in store.select(_TOGETHER % finding_pattern(polarity)):
        theme = row["theme"]
        if theme not in made:
            made.add_node(theme, kind="Theme", label=row["label"], findings=0)
        made.nodes[theme]["findings"] += 1
        found.setdefault(row["finding"], []).append(theme)
    together = Counter(pair for themes in found.values() for pair in combinations(sorted(themes), 2))
    for (one, other), weight in sorted(together.items()):
        made.add_edge(one, other, kind="comes with", label="comes with", weight=float(weight))
    return made


def theme_centrality(store: GraphStore, polarity: str | None = None) -> tuple[ThemeRank, ...]:
    """All themes, the most prominent first."""
    made = theme_network(store, polarity)
    if not made:
        return ()
    for *_, data in made.edges(data=True):
        data["distance"] = 1 / data["weight"]
    between = nx.betweenness_centrality(made, weight="distance")
    prominence = _prominence(made)
    ties = dict(made.degree(weight="weight"))
    ranks = [
        ThemeRank(theme, data["label"], data["findings"], int(ties[theme]), round(between[theme], 4), prominence[theme])
        for theme, data in made.nodes(data=True)
    ]
    return tuple(sorted(ranks, key=lambda rank: (-rank.prominence, -rank.findings, rank.label)))


def finding_pattern(polarity: str | None) -> str:
    """What a query asks of ?finding: one polarity, or any."""
    if polarity is None:
        return "insp:polarity ?polarity"
    if polarity not in POLARITIES:
        raise SelectionError(f"{polarity}: choose one of {', '.join(POLARITIES)}")
    return f'insp:polarity "{polarity}"'


def _prominence(made: Weighted) -> dict[str, float]:
    """Eigenvector centrality of the largest connected part; 0 for themes outside, where it means nothing."""
    largest = max(sorted(nx.connected_components(made), key=min), key=len)
    within = made.subgraph(sorted(largest))
    ranks = nx.eigenvector_centrality(within, max_iter=1000, tol=1e-8, weight="weight") if len(within) > 1 else {}
    return {theme: round(ranks.get(theme, 0.0), 4) for theme in made}
