"""How much is in a selection: counts by class and the first rows, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.exports.choosing import Chosen, choose, point_polarity
from kg.exports.selection import Selection
from kg.graph.store import GraphStore
from kg.profiles.reading import among
from kg.vocabulary import INSP, PREFIXES

if TYPE_CHECKING:
    from kg.library.folder import Library

FIRST = 10
_VISITS = """
SELECT DISTINCT ?letter ?name ?label ?authority ?place ?start {
  ?letter a insp:Letter ; dcterms:identifier ?name ; insp:reportsOn ?visit .
  ?visit rdfs:label ?label .
  OPTIONAL { ?letter insp:authority ?authority . ?authority rdfs:label ?place }
  OPTIONAL { ?visit insp:startDate ?start }
}
ORDER BY DESC(?start) ?name
"""
_COUNTS = """
SELECT ?class ?letter (COUNT(?part) AS ?number) {
  VALUES ?class { insp:Judgement insp:Point insp:Finding insp:Participation insp:Passage }
  %LETTERS%
  ?part insp:letter ?letter ; a ?class .
}
GROUP BY ?class ?letter
"""
_PARTS = """
SELECT ?part ?class ?polarity ?theme ?passage {
  %LETTERS%
  VALUES ?class { insp:Finding insp:StrengthPoint insp:PointForImprovement insp:Judgement }
  ?part insp:letter ?letter ; a ?class .
  OPTIONAL { ?part insp:polarity ?polarity }
  %THEME%
  OPTIONAL { ?part insp:source/insp:passage ?passage }
}
"""
_NAMES = {
    "Judgement": "judgements",
    "Point": "points",
    "PointForImprovement": "points",
    "StrengthPoint": "points",
    "Finding": "findings",
    "Participation": "people's parts",
    "Passage": "passages",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts by class in plain words, and the latest letters as rows of plain text. `cut`: a query gave more."""

    counts: dict[str, int]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cut: bool = False


def describe(library: Library, selection: Selection) -> Summary:
    """What an export of the selection would hold. Raises SelectionError and the errors of queries."""
    chosen = choose(library, selection)
    if chosen.triples is not None:
        return _of_query(chosen)
    store, wanted = library.store, {letter.iri for letter in chosen.letters}
    visits = [row for row in store.select(_VISITS).dicts() if row["letter"] in wanted]
    rows = {row["letter"]: row for row in reversed(visits)}
    counts = {
        "letters": len(wanted),
        "visits": len({letter.visit for letter in chosen.letters}),
        "authorities": len({row["authority"] for row in visits if "authority" in row}),
        **_parts(store, chosen),
    }
    latest = sorted(rows.values(), key=lambda row: (row.get("start", ""), row["name"]), reverse=True)[:FIRST]
    shown = tuple((row["name"], row["label"], row.get("start", ""), row.get("place", "")) for row in latest)
    return Summary(counts, ("letter", "visit", "first day", "authority"), shown)


def _parts(store: GraphStore, chosen: Chosen) -> dict[str, int]:
    letters = None if chosen.whole else [letter.iri for letter in chosen.letters]
    if not chosen.picks_parts:
        rows = store.select(_COUNTS.replace("%LETTERS%", among("letter", letters)))
        counts = dict.fromkeys(("judgements", "points", "findings", "people's parts", "passages"), 0)
        for row in rows:
            counts[_NAMES[row["class"].removeprefix(INSP)]] += int(row["number"])
        return counts
    theme = f"?part insp:theme ?theme . {among('theme', chosen.themes)}" if chosen.themes else ""
    query = _PARTS.replace("%LETTERS%", among("letter", letters)).replace("%THEME%", theme)
    found: dict[str, set[str]] = {"judgements": set(), "points": set(), "findings": set()}
    for row in store.select(query):
        polarity = row.get("polarity") or point_polarity(row["class"])
        if chosen.wants(polarity, [row["theme"]] if "theme" in row else [], row.get("passage")):
            found[_NAMES[row["class"].removeprefix(INSP)]].add(row["part"])
    if not chosen.passages:
        found["judgements"].clear()
    return {name: len(parts) for name, parts in found.items()}


def _of_query(chosen: Chosen) -> Summary:
    triples = chosen.triples or ()
    subjects = {one.subject for one in triples}
    classes: dict[str, int] = {}
    for one in triples:
        if one.predicate.value == PREFIXES["rdf"] + "type":
            name = str(getattr(one.object, "value", "")).rpartition("#")[2].rpartition("/")[2]
            classes[name] = classes.get(name, 0) + 1
    counts = {"statements": len(triples), "nodes": len(subjects), **dict(sorted(classes.items()))}
    rows = tuple(tuple(str(term) for term in (one.subject, one.predicate, one.object)) for one in triples[:FIRST])
    return Summary(counts, ("subject", "predicate", "object"), rows, chosen.cut)
