"""Who inspects with whom."""

from __future__ import annotations

from itertools import combinations
from typing import TypeAlias

import networkx as nx

from kg.graph import GraphStore

Weighted: TypeAlias = nx.Graph
"""Undirected; nodes are IRIs with `kind` and `label`, edges have `weight`."""

_INSPECTORS = """
SELECT DISTINCT ?visit ?who ?label WHERE {
  ?visit insp:inspector/insp:canonical ?who . ?who rdfs:label ?label
} ORDER BY ?visit ?who
"""


def co_inspection(store: GraphStore) -> Weighted:
    """Inspectors, joined where they carried out a visit together; `weight` says how many visits.

    Each person is counted once, whatever the letters call them, and each visit once, however many letters report on it.
    Nodes have `visits`: how many each took part in. Whoever always went alone is a node without edges.
    """
    made: Weighted = nx.Graph(name="who inspects with whom")
    teams: dict[str, list[str]] = {}
    for row in store.select(_INSPECTORS):
        who = row["who"]
        if who not in made:
            made.add_node(who, kind="Person", label=row["label"], visits=0)
        made.nodes[who]["visits"] += 1
        teams.setdefault(row["visit"], []).append(who)
    for team in teams.values():
        for one, other in combinations(sorted(team), 2):
            together = made.edges[one, other]["weight"] if made.has_edge(one, other) else 0.0
            made.add_edge(one, other, kind="inspected with", label="inspected with", weight=together + 1.0)
    return made
