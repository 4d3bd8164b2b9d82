"""The graph as a typed networkx graph, and what analysts ask of a network."""

from kg.network.build import Network, neighbourhood, network
from kg.network.schema import DEFAULT_KINDS, EDGES, KINDS

__all__ = ["DEFAULT_KINDS", "EDGES", "KINDS", "Network", "neighbourhood", "network"]
