"""Profiles: everything the graph says of an authority, a visit, an inspector or a theme, for pages and reports.

Each function takes a store and an IRI, and gives None where the store does not know the IRI as such a thing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.profiles import queries, tallies
from kg.profiles.model import (
    POLARITIES,
    AuthorityProfile,
    FindingMade,
    InspectorProfile,
    JudgementGiven,
    Neighbour,
    Node,
    Parts,
    PointMade,
    PointOutcome,
    Role,
    Source,
    Tally,
    ThemeProfile,
    VisitProfile,
    VisitSummary,
)
from kg.profiles.reading import among, read_parts, read_visits
from kg.vocabulary import INSP, PREFIXES

__all__ = [
    "POLARITIES",
    "AuthorityProfile",
    "FindingMade",
    "InspectorProfile",
    "JudgementGiven",
    "Neighbour",
    "Node",
    "Parts",
    "PointMade",
    "PointOutcome",
    "Role",
    "Source",
    "Tally",
    "ThemeProfile",
    "VisitProfile",
    "VisitSummary",
    "authority",
    "inspector",
    "theme",
    "visit",
]

_INSPECTING = ("lead", "team", "quality-assurance")


def authority(store: GraphStore, iri: str) -> AuthorityProfile | None:
    """An authority: names, region, neighbours, and all that letters say of it."""
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in store.select(queries.AUTHORITY, {"it": ox.NamedNode(iri)}):
        said[row["property"]].append((row["value"], row.get("label", "")))
    labels = said[PREFIXES["rdfs"] + "label"]
    letters = _letters(store, queries.LETTERS_OF_AUTHORITY, iri)
    if not labels or not (letters or INSP + "gss" in said):
        return None
    held = {row["authority"]: int(row["held"]) for row in store.select(queries.VISITS_HELD)}
    parts = read_parts(store, letters)
    return AuthorityProfile(
        iri=iri,
        label=labels[0][0],
        gss=_first(said[INSP + "gss"]),
        other_names=tuple(value for value, _ in said[PREFIXES["skos"] + "altLabel"]),
        region=next((Node(*pair) for pair in said[INSP + "region"]), None),
        type=_first(said[INSP + "authorityType"]),
        abolished=_first(said[INSP + "abolished"]),
        successors=tuple(Node(*pair) for pair in said[INSP + "successor"]),
        neighbours=tuple(Neighbour(Node(*p), held.get(p[0], 0)) for p in said[INSP + "statisticalNeighbour"]),
        inspectors=_most_often(
            (role.person, role.visit) for role in _roles(store, letters) if role.role in _INSPECTING
        ),
        themes=tallies.by_theme(parts.findings),
        parts=parts,
    )


def visit(store: GraphStore, iri: str) -> VisitProfile | None:
    """A visit: by whom, on what, and what was found."""
    letters = _letters(store, queries.LETTERS_OF_VISIT, iri)
    if not letters:
        return None
    parts = read_parts(store, letters)
    bodies = store.select(queries.INSPECTORATES, {"it": ox.NamedNode(iri)})
    return VisitProfile(
        visit=next(one for one in parts.visits if one.iri == iri),
        inspectorates=tuple(Node(row["body"], row["name"]) for row in bodies),
        people=_roles(store, letters),
        themes=tallies.by_theme(parts.findings),
        parts=parts,
    )


def inspector(store: GraphStore, iri: str) -> InspectorProfile | None:
    """A person by any of the nodes that stand for the same one; `iri` of the profile is the canonical node."""
    rows = store.select(queries.PERSON, {"it": ox.NamedNode(iri)}).dicts()
    if not rows:
        return None
    who = rows[0]["who"]
    label = store.select(queries.LABEL, {"it": ox.NamedNode(who)}).one() or rows[0]["name"]
    letters = _letters(store, queries.LETTERS_OF_INSPECTOR, who)
    everybody = _roles(store, letters)
    visits = read_visits(store, letters)
    with_them = ((role.person, role.visit) for role in everybody if role.person.iri != who and role.role in _INSPECTING)
    return InspectorProfile(
        iri=who,
        label=label,
        other_names=tuple(dict.fromkeys(row["name"] for row in rows if row["name"] != label)),
        roles=tuple(role for role in everybody if role.person.iri == who),
        visits=visits,
        authorities=_most_often((one.authority, one.iri) for one in visits if one.authority),
        colleagues=_most_often(with_them),
    )


def theme(store: GraphStore, iri: str) -> ThemeProfile | None:
    """A theme: findings and points on it, by authority and year."""
    rows = store.select(queries.THEME, {"it": ox.NamedNode(iri)}).dicts()
    if not rows:
        return None
    parts = read_parts(store, None, (iri,), judgements=False)
    beside = ((other, finding.iri) for finding in parts.findings for other in finding.themes if other.iri != iri)
    return ThemeProfile(
        iri=iri,
        label=rows[0]["label"],
        definition=rows[0].get("definition", ""),
        other_names=tuple(dict.fromkeys(row["other"] for row in rows if "other" in row)),
        authorities=tallies.by_authority(parts.findings),
        by_year=tallies.by_year(parts.findings),
        beside=_most_often(beside),
        parts=parts,
    )


def _letters(store: GraphStore, query: str, iri: str) -> list[str]:
    return [row["letter"] for row in store.select(query, {"it": ox.NamedNode(iri)})]


def _roles(store: GraphStore, letters: list[str]) -> tuple[Role, ...]:
    rows = store.select(queries.ROLES.replace("%LETTERS%", among("letter", letters)))
    return tuple(
        Role(Node(row["who"], row["name"]), row["role"], row.get("title"), row["visit"], row["letter"]) for row in rows
    )


def _most_often(pairs: Iterable[tuple[Node, str]]) -> tuple[tuple[Node, int], ...]:
    """How many different things each node was seen with, the most first."""
    counts = Counter(node for node, _ in dict.fromkeys(pairs))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].label)))


def _first(values: list[tuple[str, str]]) -> str | None:
    return values[0][0] if values else None
