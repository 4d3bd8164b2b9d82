"""The graph as a typed networkx graph: whole, or what lies around one node."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

import networkx as nx
import pyoxigraph as ox

from kg.errors import SelectionError
from kg.graph import GraphStore
from kg.graph.rows import Term
from kg.network.schema import DEFAULT_KINDS, EDGES, HUBS, KINDS, NODES, EdgeKind, edge_query, is_attribute
from kg.vocabulary import PREFIXES

Attribute = str | int | float | bool
Network: TypeAlias = nx.MultiDiGraph
"""Nodes are IRIs with `kind`, `label` and what else is known; edges have `kind`, `label`, `weight` and a unique `id`.

All attributes are str, int, float or bool, so that GraphML and GEXF keep their types; dates are ISO days.
"""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LABEL = 80
_BATCH = 500


def network(store: GraphStore, kinds: Collection[str] = DEFAULT_KINDS) -> Network:
    """The whole graph as a network of the given kinds of node, isolated nodes left out."""
    wanted = _known(kinds)
    made: Network = nx.MultiDiGraph(name="inspection-letters")
    for kind in KINDS:
        if kind in wanted:
            _add_nodes(made, kind, _described(store, kind))
    for edge in EDGES:
        if edge.joins(wanted):
            _add_edges(made, edge, _linked(store, edge))
    made.remove_nodes_from([node for node in made if not made.degree(node)])
    return made


def neighbourhood(
    store: GraphStore, iri: str, depth: int = 1, limit: int = 60, kinds: Collection[str] = DEFAULT_KINDS
) -> Network:
    """What lies within `depth` steps of a node, at most `limit` nodes: the nearest, then the kinds that say most, then
    those tied most strongly. A node that was left out is counted in `graph["left_out"]`. No step leads on from a theme,
    region or organisation: they join all with all.

    Works for any node of the graph, also one that is no part of the network (a passage, an aspect): then by all its
    links. Raises SelectionError where the graph knows no such node.
    """
    wanted = _known(kinds)
    made: Network = nx.MultiDiGraph(name="inspection-letters", focus=iri, left_out=0)
    focus = _kind_of(store, iri)
    if focus is None:
        return _plain_neighbourhood(store, made, iri, limit)
    kind, centre = focus
    made.graph["focus"] = centre
    _add_nodes(made, kind, _described(store, kind, [centre]))
    frontier = {centre: kind}
    for _ in range(depth):
        if len(made) >= limit:
            break
        found = list(_steps(store, frontier, wanted | {kind}))
        ties: dict[str, tuple[str, float]] = {}
        for edge, source, target, facts in found:
            for end, end_kind in ((source, edge.source), (target, edge.target)):
                if end not in made:
                    ties[end] = end_kind, ties.get(end, ("", 0.0))[1] + float(facts.get("weight", 1))
        ranked = sorted(ties, key=lambda node: (KINDS.index(ties[node][0]), -ties[node][1], node))
        kept = _fair(ranked, ties, limit - len(made))
        made.graph["left_out"] += len(ranked) - len(kept)
        for kind_of in dict.fromkeys(ties[node][0] for node in kept):
            nodes = [node for node in kept if ties[node][0] == kind_of]
            _add_nodes(made, kind_of, _described(store, kind_of, nodes))
            _complete(store, made, kind_of, nodes)
        for edge, source, target, facts in found:
            _add_edges(made, edge, [(source, target, facts)])
        frontier = {node: ties[node][0] for node in kept if ties[node][0] not in HUBS}
        if not frontier:
            break
    return made


def _known(kinds: Collection[str]) -> frozenset[str]:
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise SelectionError(f"{unknown[0]}: the network has nodes of the kinds {', '.join(KINDS)}")
    return frozenset(kinds)


def _fair(ranked: list[str], ties: dict[str, tuple[str, float]], room: int) -> list[str]:
    """The first of the ranked, yet no kind takes more than half the room while others wait."""
    if len(ranked) <= room:
        return ranked
    taken: dict[str, int] = {}
    first: list[str] = []
    rest: list[str] = []
    for node in ranked:
        kind = ties[node][0]
        taken[kind] = taken.get(kind, 0) + 1
        (first if taken[kind] <= max(1, room // 2) else rest).append(node)
    return (first + rest)[: max(0, room)]


def _steps(
    store: GraphStore, frontier: dict[str, str], kinds: frozenset[str]
) -> Iterator[tuple[EdgeKind, str, str, dict[str, Attribute]]]:
    for edge in EDGES:
        if not edge.joins(kinds):
            continue
        for end, kind in (("source", edge.source), ("target", edge.target)):
            nodes = [node for node, of in frontier.items() if of == kind]
            if nodes:
                for source, target, facts in _linked(store, edge, end, nodes):
                    yield edge, source, target, facts


def _kind_of(store: GraphStore, iri: str) -> tuple[str, str] | None:
    """The kind of a node and its canonical IRI; None for a node that is no part of the network."""
    rows = store.select(
        "SELECT ?class ?who WHERE { ?iri a ?class OPTIONAL { ?iri insp:canonical ?who } }", {"iri": _node(iri)}
    )
    insp = PREFIXES["insp"]
    named = {row["class"]: row.get("who", iri) for row in rows}
    for kind in KINDS:
        if insp + kind in named:
            return kind, iri
    if PREFIXES["foaf"] + "Person" in named:
        return "Person", named[PREFIXES["foaf"] + "Person"]
    if PREFIXES["org"] + "Organization" in named:
        return "Organisation", iri
    if iri.startswith(PREFIXES["theme"]) and named:
        return "Theme", iri
    if iri.startswith(PREFIXES["region"]) and named:
        return "Region", iri
    return None


def _plain_neighbourhood(store: GraphStore, made: Network, iri: str, limit: int) -> Network:
    """All links of any node, one step far."""
    query = """SELECT DISTINCT ?source ?link ?target ?label WHERE {
      { ?node ?link ?target . BIND(?node AS ?source) BIND(?target AS ?other) } UNION
      { ?source ?link ?node . BIND(?node AS ?target) BIND(?source AS ?other) }
      FILTER(isIRI(?other) && ?link != rdf:type) OPTIONAL { ?other rdfs:label ?label }
    } ORDER BY ?link ?other"""
    rows = store.select(f"{query} LIMIT {20 * limit}", {"node": _node(iri)}).dicts()
    label = store.select("SELECT ?label { ?node rdfs:label ?label } LIMIT 1", {"node": _node(iri)}).one()
    types = store.select("SELECT ?class { ?node a ?class } ORDER BY ?class LIMIT 1", {"node": _node(iri)}).one()
    if not rows and not label and not types:
        raise SelectionError(f"{iri}: the graph knows no such node")
    made.add_node(iri, kind=_tail(types or "Node"), label=label or _tail(iri))
    others = list(dict.fromkeys(row["target"] if row["source"] == iri else row["source"] for row in rows))
    kept = {iri, *others[: limit - 1]}
    made.graph["left_out"] = len(others) + 1 - len(kept)
    for row in rows:
        other = row["target"] if row["source"] == iri else row["source"]
        if other not in kept:
            continue
        if other not in made:
            made.add_node(other, kind="Node", label=_short(row.get("label") or _tail(other)))
        _add_edge(made, row["source"], row["target"], _tail(row["link"]), {})
    return made


def _described(
    store: GraphStore, kind: str, nodes: Collection[str] | None = None
) -> Iterator[tuple[str, dict[str, Attribute]]]:
    """Each node of a kind with its attributes; several rows may speak of one node."""
    for values in _batches(nodes):
        query = f"SELECT DISTINCT * WHERE {{ {f'VALUES ?iri {{ {values} }} ' if values else ''}{NODES[kind]} }}"
        rows = store.select(query)
        place = rows.variables.index("iri")
        for row in sorted(rows.terms, key=str):
            facts = {
                name: _value(cell)
                for name, cell in zip(rows.variables, row, strict=True)
                if cell is not None and is_attribute(name)
            }
            yield _text(row[place]), facts


def _linked(
    store: GraphStore, edge: EdgeKind, end: str | None = None, nodes: Collection[str] | None = None
) -> Iterator[tuple[str, str, dict[str, Attribute]]]:
    for values in _batches(nodes):
        query = edge_query(edge, end)
        rows = store.select(query.replace("{nodes}", values) if values else query)
        places = [rows.variables.index(name) for name in ("source", "target")]
        for row in sorted(rows.terms, key=str):
            source, target = (_text(row[place]) for place in places)
            facts = {
                name: _value(cell)
                for name, cell in zip(rows.variables, row, strict=True)
                if cell is not None and name not in ("source", "target")
            }
            yield source, target, facts


def _batches(nodes: Collection[str] | None) -> Iterator[str]:
    if nodes is None:
        yield ""
        return
    listed = list(nodes)
    for start in range(0, len(listed), _BATCH):
        yield " ".join(str(_node(iri)) for iri in listed[start : start + _BATCH])


def _add_nodes(made: Network, kind: str, nodes: Iterable[tuple[str, dict[str, Attribute]]]) -> None:
    for iri, facts in nodes:
        # Two letters may describe one visit in other words: the first in order names it.
        if iri not in made:
            label = _short(str(facts.pop("label", "") or _tail(iri)))
            made.add_node(iri, kind=kind, label=label, **facts)


def _complete(store: GraphStore, made: Network, kind: str, nodes: Iterable[str]) -> None:
    """Nodes that an edge leads to and that nothing describes get the label that they have."""
    for iri in nodes:
        if iri not in made:
            label = store.select("SELECT ?label { ?node rdfs:label ?label } LIMIT 1", {"node": _node(iri)}).one()
            made.add_node(iri, kind=kind, label=_short(label or _tail(iri)))


def _add_edges(made: Network, edge: EdgeKind, links: Iterable[tuple[str, str, dict[str, Attribute]]]) -> None:
    for source, target, facts in links:
        if source in made and target in made and not made.has_edge(source, target, key=edge.name):
            _add_edge(made, source, target, edge.name, facts)


def _add_edge(made: Network, source: str, target: str, name: str, facts: dict[str, Attribute]) -> None:
    rest = {key: value for key, value in facts.items() if key != "weight"}
    weight = float(facts.get("weight", 1))
    made.add_edge(
        source, target, key=name, id=f"e{made.number_of_edges() + 1}", kind=name, label=name, weight=weight, **rest
    )


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise SelectionError(f"{iri}: not an IRI") from None


def _value(cell: Term) -> Attribute:
    """A term as a Python value of a type that graph formats know."""
    if isinstance(cell, ox.Literal):
        kind, words = cell.datatype.value.removeprefix(_XSD), cell.value
        if kind in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"):
            return int(words)
        if kind in ("decimal", "double", "float"):
            return float(words)
        if kind == "boolean":
            return words in ("true", "1")
    return str(cell.value)


def _text(cell: Term | None) -> str:
    return "" if cell is None else str(cell.value)


def _short(label: str) -> str:
    words = " ".join(label.split())
    return words if len(words) <= _LABEL else words[: _LABEL - 1].rsplit(" ", 1)[0] + "…"


def _tail(iri: str) -> str:
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
