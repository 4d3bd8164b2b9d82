"""What the graph says of a node and what refers to it, as plain data for the page and for the RDF document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

import ontology
from kg.graph.store import GraphStore
from kg.vocabulary import PREFIXES

RDF_TYPE = PREFIXES["rdf"] + "type"
LABEL = PREFIXES["rdfs"] + "label"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
# IRIs are written into the text: the engine does not look from VALUES into a pattern and would scan everything.
_FACTS = "SELECT DISTINCT ?p ?o ?label WHERE {{ {node} ?p ?o OPTIONAL {{ ?o rdfs:label ?label }} }} LIMIT 5000"
_COUNTS = "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s ?p {node} }} GROUP BY ?p"
_CLASSES = """SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s {p} {node} OPTIONAL {{ ?s a ?class }} }}
GROUP BY ?class"""
_GROUP = """SELECT DISTINCT ?s ?label WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{ ?s {p} {node} {of} }} LIMIT {limit} OFFSET {offset} }}
  OPTIONAL {{ ?s rdfs:label ?label }}
}}"""
_SORTED = """SELECT DISTINCT ?s ?label WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{ ?s {p} {node} {of} }} }}
  OPTIONAL {{ ?s rdfs:label ?label }}
}} ORDER BY ?label ?s LIMIT {limit} OFFSET {offset}"""
_COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s {p} {node} {of} }}"
_SPLIT_UP_TO = 20_000
_SORT_UP_TO = 1_000

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Value:
    """Something that a node is said to be or have, with its label if it is a node."""

    term: Term
    label: str = ""


@dataclass(frozen=True, slots=True)
class Backlinks:
    """Nodes of one class that refer to a node by one property. `of_class` is '' where they have none."""

    predicate: str
    of_class: str
    count: int
    shown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """What is said of a node: its properties in the order in which they were found, and its own parts (fragments)."""

    iri: str
    facts: dict[str, tuple[Value, ...]]
    parts: tuple[Node, ...] = ()

    @property
    def label(self) -> str:
        """What it is called; where nothing says it, by the end of its IRI."""
        return self.first(LABEL) or called(self.iri)

    @property
    def classes(self) -> tuple[str, ...]:
        """Its classes, the most precise first, without those that follow from them."""
        return most_precise(tuple(str(value.term.value) for value in self.facts.get(RDF_TYPE, ())))

    def first(self, predicate: str) -> str:
        """The first value of a property as plain words, '' where there is none."""
        values = self.facts.get(predicate, ())
        return str(values[0].term.value) if values else ""

    def prefixed(self, name: str) -> str:
        """The same, by the property's prefixed name."""
        prefix, _, local = name.partition(":")
        return self.first(PREFIXES[prefix] + local)


def called(iri: str) -> str:
    """A node without a label, by the end of its IRI: 'finding 3', 'source'."""
    whole, _, fragment = iri.partition("#")
    steps = whole.rstrip("/").split("/")
    return fragment or " ".join(steps[-2:] if steps[-1].isdigit() else steps[-1:]).replace("-", " ")


def find(store: GraphStore, iri: str) -> Node | None:
    """A node with its own parts; None where the graph neither describes it nor refers to it."""
    node = _described(store, iri, {iri})
    if node.facts or store.select(f"ASK {{ ?s ?p {ox.NamedNode(iri)} }}").one() == "true":
        return node
    return None


def _described(store: GraphStore, iri: str, seen: set[str]) -> Node:
    facts: dict[str, dict[Term, Value]] = defaultdict(dict)
    rows = store.select(_FACTS.format(node=ox.NamedNode(iri)))
    for predicate, value, label in rows.terms:
        if predicate is not None and value is not None:
            facts[str(predicate.value)].setdefault(value, Value(value, str(label.value) if label is not None else ""))
    inside = iri.partition("#")[0] + "#"
    values = [str(value.value) for group in facts.values() for value in group if isinstance(value, ox.NamedNode)]
    own = [value for value in values if value.startswith(inside) and value not in seen]
    seen.update(own)
    parts = tuple(_described(store, part, seen) for part in own)
    return Node(iri, {p: tuple(group.values()) for p, group in facts.items()}, parts)


def backlinks(store: GraphStore, iri: str, shown: int = 10) -> list[Backlinks]:
    """What refers to a node, grouped by property and class, the largest groups last; the first few of each group."""
    target = ox.NamedNode(iri)
    groups: list[Backlinks] = []
    for predicate, count in _counted(store, _COUNTS.format(node=target)):
        if predicate == RDF_TYPE or count > _SPLIT_UP_TO:
            groups.append(Backlinks(predicate, "", count))
            continue
        by_class = dict(_counted(store, _CLASSES.format(node=target, p=ox.NamedNode(predicate))))
        groups += [Backlinks(predicate, name, by_class[name]) for name in most_precise(tuple(by_class))]
    groups.sort(key=lambda group: (group.count, group.predicate, group.of_class))
    return [page_of(store, iri, group, 1, shown) for group in groups]


def page_of(store: GraphStore, iri: str, group: Backlinks, page: int, size: int) -> Backlinks:
    """One page (from 1) of a group of backlinks; those of a group that is not too large are sorted by label."""
    pattern = _SORTED if group.count <= _SORT_UP_TO else _GROUP
    query = _filled(pattern, iri, group.predicate, group.of_class, limit=size, offset=(page - 1) * size)
    found: dict[str, str] = {}
    for row in store.select(query):
        found.setdefault(row["s"], row.get("label", ""))
    return Backlinks(group.predicate, group.of_class, group.count, tuple(found.items()))


def group_of(store: GraphStore, iri: str, predicate: str, of_class: str) -> Backlinks:
    """A group of backlinks with its size, nothing shown yet."""
    count = store.select(_filled(_COUNT, iri, predicate, of_class)).one()
    return Backlinks(predicate, of_class, int(count or 0))


def _filled(pattern: str, iri: str, predicate: str, of_class: str, **numbers: int) -> str:
    # A filter, not a pattern: as a pattern the engine begins with everything of the class.
    of = f"FILTER EXISTS {{ ?s a {ox.NamedNode(of_class)} }}" if of_class else ""
    return pattern.format(node=ox.NamedNode(iri), p=ox.NamedNode(predicate), of=of, **numbers)


def most_precise(classes: tuple[str, ...]) -> tuple[str, ...]:
    """The classes without those that one of the others makes sure."""
    above = {name for one in classes for name in _superclasses().get(one, ()) if name != one}
    return tuple(name for name in classes if name not in above)


def _counted(store: GraphStore, query: str) -> list[tuple[str, int]]:
    rows = store.select(query)
    return [(row.get("p", row.get("class", "")), int(row["n"])) for row in rows if int(row["n"])]


@cache
def _superclasses() -> dict[str, frozenset[str]]:
    """Every class of the ontology with all that is above it."""
    direct: dict[str, set[str]] = defaultdict(set)
    for triple in ontology.reference_triples():
        if triple.predicate.value == _SUBCLASS and isinstance(triple.object, ox.NamedNode):
            direct[str(getattr(triple.subject, "value", ""))].add(triple.object.value)

    def above(name: str) -> set[str]:
        return direct.get(name, set()).union(*(above(one) for one in direct.get(name, ())))

    return {name: frozenset(above(name)) for name in list(direct)}
