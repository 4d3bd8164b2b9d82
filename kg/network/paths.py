"""How two nodes hang together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from kg.errors import SelectionError
from kg.network.build import Network
from kg.network.schema import AUTHORITY, LETTER, PERSON, VISIT

THROUGH = (AUTHORITY, VISIT, LETTER, PERSON)
"""What a path leads over unless told otherwise: an inspectorate, a region or a theme joins all with all."""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path: two nodes and what joins them. `forward`: the edge leads from `source` to `target`."""

    source: str
    source_label: str
    link: str
    target: str
    target_label: str
    forward: bool

    def __str__(self) -> str:
        arrow = f"-[{self.link}]->" if self.forward else f"<-[{self.link}]-"
        return f"{self.source_label} {arrow} {self.target_label}"


def shortest_paths(
    made: Network, source: str, target: str, limit: int = 5, through: Collection[str] = THROUGH
) -> tuple[tuple[Step, ...], ...]:
    """The shortest ways from one node to the other, whichever way the edges point; at most `limit`, none where nothing
    joins them. Between the two a path leads only over nodes of the kinds in `through`. Raises SelectionError for a node
    that the network does not have.
    """
    for node in (source, target):
        if node not in made:
            raise SelectionError(f"{node}: the network has no such node")
    plain = nx.Graph()
    plain.add_nodes_from((source, target))
    within = {node for node, data in made.nodes(data=True) if data["kind"] in through} | {source, target}
    plain.add_edges_from(sorted((a, b) for a, b in made.edges() if a in within and b in within and a != b))
    if source == target or not nx.has_path(plain, source, target):
        return ()
    found = islice(nx.all_shortest_paths(plain, source, target), limit)
    return tuple(tuple(_steps(made, nodes)) for nodes in found)


def _steps(made: Network, nodes: list[str]) -> Iterator[Step]:
    for one, other in pairwise(nodes):
        forward = made.has_edge(one, other)
        links = made[one][other] if forward else made[other][one]
        label, end = made.nodes[one]["label"], made.nodes[other]["label"]
        yield Step(one, label, " and ".join(sorted(links)), other, end, forward)
