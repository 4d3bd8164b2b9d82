"""The graph as a typed networkx graph, and what analysts ask of a network."""

from kg.network.build import Network, neighbourhood, network
from kg.network.likeness import Community, authority_communities, authority_similarity
from kg.network.paths import Step, shortest_paths
from kg.network.people import Weighted, co_inspection
from kg.network.schema import DEFAULT_KINDS, EDGES, KINDS
from kg.network.themes import ThemeRank, theme_centrality, theme_network

__all__ = [
    "DEFAULT_KINDS",
    "EDGES",
    "KINDS",
    "Community",
    "Network",
    "Step",
    "ThemeRank",
    "Weighted",
    "authority_communities",
    "authority_similarity",
    "co_inspection",
    "neighbourhood",
    "network",
    "shortest_paths",
    "theme_centrality",
    "theme_network",
]
