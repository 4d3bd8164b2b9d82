"""Looks up what a name means, and what a passage says."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from rapidfuzz import fuzz, process, utils

from kg.errors import SelectionError
from kg.graph import Bindings, GraphStore

_ENOUGH = 70
_NAMES = {
    "authority": "?iri a insp:Authority ; rdfs:label|skos:altLabel|insp:gss ?name ; rdfs:label ?label",
    "person": "?node insp:canonical ?iri ; rdfs:label|foaf:name ?name . ?iri rdfs:label ?label",
    "organisation": "?iri a org:Organization ; rdfs:label ?name BIND(?name AS ?label)",
    "theme": """?iri skos:inScheme ?scheme ; rdfs:label|skos:altLabel|skos:notation ?name ; rdfs:label ?label .
        FILTER(STRSTARTS(STR(?iri), STR(theme:)))""",
    "letter": "?iri a insp:Letter ; rdfs:label|dcterms:identifier ?name ; rdfs:label ?label",
    "visit": "?iri a insp:Visit ; rdfs:label ?name BIND(?name AS ?label)",
}
KINDS = tuple(_NAMES)

_PASSAGE = """
SELECT DISTINCT ?text ?page ?kind ?number ?letter ?file ?label ?authority ?published ?heading WHERE {
  ?passage a insp:Passage ; insp:text ?text ; insp:page ?page ; insp:blockKind ?kind ; insp:number ?number ;
    insp:letter ?letter .
  ?letter dcterms:identifier ?file ; rdfs:label ?label .
  OPTIONAL { ?letter insp:authority/rdfs:label ?authority }
  OPTIONAL { ?letter dcterms:issued ?published }
  OPTIONAL { ?passage insp:section/rdfs:label ?heading }
}
"""
_AROUND = """
SELECT DISTINCT ?iri ?number ?text WHERE {
  ?iri a insp:Passage ; insp:letter ?letter ; insp:number ?number ; insp:text ?text .
  FILTER(?number >= ?from && ?number <= ?to && ?number != ?centre)
} ORDER BY ?number
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A node that a name may mean; `score` is 100 for the very name."""

    iri: str
    kind: str
    label: str
    name: str
    score: int


def find(store: GraphStore, name: str, kind: str | None = None, limit: int = 10) -> list[Found]:
    """What the name may mean, the likeliest first. Raises SelectionError for a kind that there is none of."""
    if kind is not None and kind not in KINDS:
        raise SelectionError(f"{kind}: choose one of {', '.join(KINDS)}")
    best: dict[str, Found] = {}
    for one in [kind] if kind else KINDS:
        rows = store.select(f"SELECT DISTINCT ?iri ?name ?label WHERE {{ {_NAMES[one]} }}").dicts()
        names = [row["name"] for row in rows]
        near = process.extract(
            name, names, scorer=_likeness, processor=utils.default_process, limit=5 * limit, score_cutoff=_ENOUGH
        )
        for said, score, place in near:
            exact = utils.default_process(said) == utils.default_process(name)
            found = Found(rows[place]["iri"], one, rows[place]["label"], said, 100 if exact else min(99, round(score)))
            if found.iri not in best or best[found.iri].score < found.score:
                best[found.iri] = found
    return sorted(best.values(), key=lambda one: (-one.score, KINDS.index(one.kind), one.label, one.iri))[:limit]


def passage(store: GraphStore, iri: str, around: int = 0) -> dict[str, object]:
    """A passage's words and where it stands, with as many passages before and after it as asked for."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise SelectionError(f"{iri}: not an IRI") from None
    rows = store.select(_PASSAGE, {"passage": node}).dicts()
    if not rows:
        raise SelectionError(f"{iri}: the library has no such passage")
    row = rows[0]
    number, letter = int(row["number"]), row["letter"]
    told: dict[str, object] = {
        "passage": iri,
        "text": row["text"],
        "page": int(row["page"]),
        "kind": row["kind"],
        "section": row.get("heading"),
        "letter": letter,
        "document": row["file"],
        "label": row["label"],
        "authority": row.get("authority"),
        "published": row.get("published"),
    }
    if around:
        values: Bindings = {
            "letter": ox.NamedNode(letter),
            "from": number - around,
            "to": number + around,
            "centre": number,
        }
        near = store.select(_AROUND, values).dicts()
        for part, side in (("before", True), ("after", False)):
            told[part] = [
                {"passage": one["iri"], "text": one["text"]} for one in near if (int(one["number"]) < number) == side
            ]
    return told


def _likeness(one: str, other: str, **_: object) -> float:
    """How alike two names are: as written, or as the words of one are among the other's."""
    return float(max(fuzz.ratio(one, other), 0.95 * fuzz.token_set_ratio(one, other)))
