"""The graph store, trusted queries, and the guarded door for users' queries."""

from kg.graph.embedded import EmbeddedStore
from kg.graph.endpoint import EndpointStore
from kg.graph.guard import answer_query, form_of, run_query
from kg.graph.results import GRAPHS, MEDIA_TYPES, TABLES, Limits, QueryResult
from kg.graph.rows import Bindings, Rows
from kg.graph.store import GraphStore, load_reference

__all__ = [
    "GRAPHS",
    "MEDIA_TYPES",
    "TABLES",
    "Bindings",
    "EmbeddedStore",
    "EndpointStore",
    "GraphStore",
    "Limits",
    "QueryResult",
    "Rows",
    "answer_query",
    "form_of",
    "load_reference",
    "run_query",
]
