"""From a selection to the letters and parts that it means, in a library as it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import SelectionError
from kg.exports.selection import Selection, authorities, authority_names, nearest, plain, theme_id
from kg.graph.guard import form_of, run_query
from kg.graph.store import GraphStore
from kg.vocabulary import AUTHORITY, INSP, THEME, Identifiers

if TYPE_CHECKING:
    from kg.library.folder import Library

_LETTERS = """
SELECT DISTINCT ?letter ?name ?type ?visit ?label ?authority ?place ?region ?start ?issued {
  ?letter a insp:Letter ; dcterms:identifier ?name ; insp:documentType ?type ; insp:reportsOn ?visit .
  ?visit rdfs:label ?label .
  OPTIONAL { ?letter insp:authority ?authority . ?authority rdfs:label ?place
    OPTIONAL { ?authority insp:region/rdfs:label ?region } }
  OPTIONAL { ?visit insp:startDate ?start }
  OPTIONAL { ?letter dcterms:issued ?issued }
}
ORDER BY ?letter ?start
"""
_PEOPLE = """
SELECT DISTINCT ?visit ?who ?variant ?name {
  ?visit insp:inspector ?variant . ?variant insp:canonical ?who . ?same insp:canonical ?who ; rdfs:label|foaf:name ?name
}
"""
_WITH_PARTS = """
SELECT DISTINCT ?letter ?class ?polarity ?theme {
  ?part insp:letter ?letter ; a ?class . VALUES ?class { insp:Finding insp:StrengthPoint insp:PointForImprovement }
  %THEME%
  OPTIONAL { ?part insp:polarity ?polarity }
}
"""
_LETTERS_OF_PASSAGES = "SELECT DISTINCT ?passage ?letter { %VALUES% ?passage insp:letter ?letter }"


@dataclass(frozen=True, slots=True)
class ChosenLetter:
    """A letter of the selection: its IRI, key, file name and named graph, its visit's IRI and its day."""

    iri: str
    key: str
    name: str
    graph: str
    visit: str
    day: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a selection means. `whole`: nothing is left out, and no part either.

    `themes`, `polarities` and `passages` choose parts inside the letters; empty is all. `triples` is a query's result,
    `cut` whether there was more than its row cap.
    """

    letters: tuple[ChosenLetter, ...]
    whole: bool = False
    themes: frozenset[str] = frozenset()
    polarities: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()
    triples: tuple[ox.Triple, ...] | None = None
    cut: bool = False

    @property
    def picks_parts(self) -> bool:
        """Whether only some of the parts of letters are wanted."""
        return bool(self.themes or self.polarities or self.passages)

    def wants(self, polarity: str, themes: Collection[str], passage: str | None) -> bool:
        """Whether a finding, or a point taken for a finding of that polarity, is in the selection."""
        return (
            (not self.polarities or polarity in self.polarities)
            and (not self.themes or not self.themes.isdisjoint(themes))
            and (not self.passages or passage in self.passages)
        )


def choose(library: Library, selection: Selection) -> Chosen:
    """The letters and parts that a selection means. Raises SelectionError where the library knows no such thing."""
    if selection.query is not None:
        return _by_query(library, selection.query)
    if selection.passages:
        return _by_passages(library, selection.passages)
    rows = library.store.select(_LETTERS).dicts()
    tests = [test for test in _tests(library, selection, rows) if test]
    kept = {row["letter"]: row for row in reversed(rows) if all(test(row) for test in tests)}
    chosen = Chosen(
        _letters(kept, library.ids),
        whole=not selection.narrows,
        themes=frozenset(THEME + theme_id(name) for name in selection.theme),
        polarities=frozenset(plain(name) for name in selection.polarity),
    )
    return _with_parts(library.store, chosen) if chosen.picks_parts else chosen


def _tests(
    library: Library, selection: Selection, rows: list[dict[str, str]]
) -> list[Callable[[dict[str, str]], bool] | None]:
    """One test a field of the selection."""
    places = _authorities(selection.authority, rows)
    kinds, regions = {plain(kind) for kind in selection.kind}, {plain(name) for name in selection.region}
    keys = {library.find(name) for name in selection.letter}
    visits = _visits(selection.visit, rows)
    inspected = _inspected(library.store, selection.inspector)
    since, until = selection.since, selection.until
    return [
        (lambda row: row["letter"].rpartition("/")[2] in keys) if keys else None,
        (lambda row: row.get("authority") in places) if places else None,
        (lambda row: row["visit"] in visits) if visits else None,
        (lambda row: row["visit"] in inspected) if selection.inspector else None,
        (lambda row: plain(row["type"]) in kinds) if kinds else None,
        (lambda row: plain(row.get("region", "")) in regions) if regions else None,
        (lambda row: _day(row) >= since) if since else None,
        (lambda row: "" < _day(row)[: len(until)] <= until) if until else None,
    ]


def _day(row: dict[str, str]) -> str:
    return row.get("start") or row.get("issued") or ""


def _authorities(names: Collection[str], rows: list[dict[str, str]]) -> set[str]:
    """IRIs of authorities: those of the reference data, and others that letters name."""
    others = {plain(row["place"]): row["authority"] for row in rows if "place" in row}
    found: set[str] = set()
    for name in names:
        codes = authorities().get(plain(name.rpartition("/")[2] if name.startswith("http") else name))
        if codes:
            found |= {AUTHORITY + gss for gss in codes}
        elif plain(name) in others:
            found.add(others[plain(name)])
        else:
            raise SelectionError(f"There is no authority {name}{nearest(name, authority_names())}")
    return found


def _visits(said: Collection[str], rows: list[dict[str, str]]) -> set[str]:
    found: set[str] = set()
    for name in said:
        here = {row["visit"] for row in rows if name == row["visit"] or plain(name) == plain(row["label"])}
        if not here:
            labels = {row["label"] for row in rows}
            raise SelectionError(f"There is no visit {name} in this library{nearest(name, labels)}")
        found |= here
    return found


def _inspected(store: GraphStore, people: Collection[str]) -> set[str]:
    """The visits that these people inspected, under any spelling of their names."""
    if not people:
        return set()
    rows = store.select(_PEOPLE).dicts()
    found: set[str] = set()
    for name in people:
        who = {row["who"] for row in rows if name in (row["who"], row["variant"]) or plain(name) == plain(row["name"])}
        if not who:
            names = {row["name"] for row in rows}
            raise SelectionError(f"There is no inspector {name} in this library{nearest(name, names)}")
        found |= {row["visit"] for row in rows if row["who"] in who}
    return found


def _with_parts(store: GraphStore, chosen: Chosen) -> Chosen:
    """Only the letters that have a finding or point of the selection."""
    theme = ""
    if chosen.themes:
        theme = f"?part insp:theme ?theme . VALUES ?theme {{ {' '.join(f'<{iri}>' for iri in sorted(chosen.themes))} }}"
    holding = {
        row["letter"]
        for row in store.select(_WITH_PARTS.replace("%THEME%", theme))
        if not chosen.polarities or row.get("polarity", point_polarity(row["class"])) in chosen.polarities
    }
    return Chosen(
        tuple(letter for letter in chosen.letters if letter.iri in holding),
        themes=chosen.themes,
        polarities=chosen.polarities,
    )


def point_polarity(kind: str) -> str:
    """The polarity that a point has by its class."""
    return "strength" if kind in (INSP + "StrengthPoint", "strength") else "improvement"


def _by_passages(library: Library, passages: Collection[str]) -> Chosen:
    values = f"VALUES ?passage {{ {' '.join(_iri(passage) for passage in passages)} }}"
    rows = library.store.select(_LETTERS_OF_PASSAGES.replace("%VALUES%", values)).dicts()
    missing = set(passages) - {row["passage"] for row in rows}
    if missing:
        raise SelectionError(f"There is no passage {min(missing)} in this library")
    wanted = {row["letter"] for row in rows}
    kept = {row["letter"]: row for row in library.store.select(_LETTERS).dicts() if row["letter"] in wanted}
    return Chosen(_letters(kept, library.ids), passages=frozenset(passages))


def _by_query(library: Library, query: str) -> Chosen:
    if form_of(query) != "graph":
        raise SelectionError("This query gives a table: choose by a CONSTRUCT or DESCRIBE")
    result = run_query(library.store, query, library.settings.limits, "ntriples")
    triples = tuple(quad.triple for quad in ox.parse(result.body, format=ox.RdfFormat.N_TRIPLES))
    rows = {row["letter"]: row for row in library.store.select(_LETTERS).dicts()}
    base = library.ids.letter("")
    named = {term.value for one in triples for term in (one.subject, one.object) if isinstance(term, ox.NamedNode)}
    spoken = {"/".join(iri.split("/")[: base.count("/") + 1]) for iri in named if iri.startswith(base)}
    kept = {iri: row for iri, row in rows.items() if iri in spoken or row["visit"] in named}
    return Chosen(_letters(kept, library.ids), triples=triples, cut=result.truncated)


def _letters(rows: dict[str, dict[str, str]], ids: Identifiers) -> tuple[ChosenLetter, ...]:
    found = []
    for iri, row in rows.items():
        key = iri.rpartition("/")[2]
        found.append(ChosenLetter(iri, key, row["name"], ids.graph(key), row["visit"], _day(row)))
    return tuple(sorted(found, key=lambda letter: (letter.name, letter.key)))


def _iri(text: str) -> str:
    try:
        return str(ox.NamedNode(text))
    except ValueError:
        raise SelectionError(f"{text} is not an IRI") from None
