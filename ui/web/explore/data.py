"""What the tables and charts of Explore are made from: read once for each state of the library, then kept in memory."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kg.model import Finding, Letter
from kg.profiles import Node, VisitSummary
from kg.profiles.reading import read_visits
from kg.vocabulary import THEME
from ui.web.services import Library

POLARITIES = ("strength", "improvement", "mixed", "neutral")
GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate", "Not judged")

_PLACES = """SELECT ?iri ?name ?region ?type {
  ?iri a insp:Authority ; rdfs:label ?name
  OPTIONAL { ?iri insp:region/rdfs:label ?region } OPTIONAL { ?iri insp:authorityType ?type } }"""
_THEMES = """SELECT DISTINCT ?iri ?label ?note {
  ?iri skos:inScheme <https://w3id.org/inspection-letters/theme> ; rdfs:label ?label
  OPTIONAL { ?iri skos:scopeNote ?note } } ORDER BY ?label"""
_OVERALL = """SELECT ?visit ?grade {
  ?judgement a insp:Judgement ; insp:visit ?visit ; insp:board false ; insp:grade/rdfs:label ?grade ;
    insp:aspect/insp:area area:overall-effectiveness }"""
_PEOPLE = """SELECT DISTINCT ?who ?name ?role ?visit {
  ?part a insp:Participation ; insp:participant/insp:canonical ?who ; insp:roleKind ?role ; insp:visit ?visit .
  ?who rdfs:label ?name FILTER(?role IN ("lead", "team", "quality-assurance")) }"""


@dataclass(frozen=True, slots=True)
class Place:
    """An authority of the reference data."""

    iri: str
    name: str
    region: str
    type: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit, where it was and how many findings its letters make."""

    visit: VisitSummary
    region: str
    overall: str
    findings: int


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority of which the library holds letters."""

    place: Place
    visits: int
    latest: str
    overall: str
    findings: int
    improvements: int

    @property
    def rank(self) -> int:
        """The grade from 4 (outstanding) to 1; 0 without one."""
        return 4 - GRADES.index(self.overall) if self.overall in GRADES else 0

    @property
    def share(self) -> float:
        """What is to improve among all findings, in per cent."""
        return 100 * self.improvements / self.findings if self.findings else 0.0


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """A person who inspected, all spellings of the name together."""

    who: Node
    visits: int
    led: int
    authorities: int
    latest: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its letter and visit."""

    letter: Letter
    finding: Finding
    number: int
    visit: VisitRow

    @property
    def text(self) -> str:
        """The words of the letter."""
        return self.finding.span.of(self.letter.document.text)


@dataclass(frozen=True)
class Tables:
    """Everything that is listed and counted."""

    visits: tuple[VisitRow, ...] = ()
    authorities: tuple[AuthorityRow, ...] = ()
    inspectors: tuple[InspectorRow, ...] = ()
    themes: tuple[tuple[Node, str], ...] = ()
    findings: tuple[FindingRow, ...] = ()

    def counted(self, chosen: Sequence[FindingRow] | None = None) -> dict[str, Counter[str]]:
        """Findings by theme id and polarity, of the chosen or of all."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.findings if chosen is None else chosen:
            for theme in row.finding.themes:
                counts[theme][row.finding.polarity] += 1
        return counts


@dataclass
class Reader:
    """Gives the tables of the library as it is now; made anew when letters came or went."""

    library: Library
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: tuple[int, Tables] = (-1, Tables())

    def tables(self) -> Tables:
        """The tables; the first caller after a change waits for them, all others get them at once."""
        with self._lock:
            generation = self.library.generation()
            if self._kept[0] != generation:
                self._kept = generation, read(self.library)
            return self._kept[1]


_readers: dict[int, Reader] = {}


def reader_of(library: Library) -> Reader:
    """The one reader of a library, shared by Explore and the pages of nodes."""
    reader = _readers.get(id(library))
    if reader is None or reader.library is not library:
        reader = _readers[id(library)] = Reader(library)
    return reader


def read(library: Library) -> Tables:
    """Read the tables from graph and letters."""
    store, letters = library.store, library.letters()
    places = {
        row["iri"]: Place(row["iri"], row["name"], row.get("region", ""), row.get("type", ""))
        for row in store.select(_PLACES)
    }
    overall = {row["visit"]: row["grade"] for row in store.select(_OVERALL)}
    of_letter: dict[str, VisitRow] = {}
    by_iri = {library.ids.letter(letter.key): letter for letter in letters}
    visits = []
    for visit in read_visits(store, None):
        place = places.get(visit.authority.iri) if visit.authority else None
        found = [by_iri[node.iri] for node in visit.letters if node.iri in by_iri]
        row = VisitRow(
            visit,
            place.region if place else "",
            overall.get(visit.iri, ""),
            sum(len(letter.findings) for letter in found),
        )
        visits.append(row)
        of_letter.update({letter.key: row for letter in found})
    findings = tuple(
        FindingRow(letter, finding, number, of_letter[letter.key])
        for letter in sorted(
            letters, key=lambda letter: of_letter[letter.key].visit.day if letter.key in of_letter else "", reverse=True
        )
        if letter.key in of_letter
        for number, finding in enumerate(letter.findings, 1)
    )
    themes = tuple((Node(row["iri"], row["label"]), row.get("note", "")) for row in store.select(_THEMES))
    return Tables(
        tuple(reversed(visits)), _authorities(places, visits, findings), _inspectors(library, visits), themes, findings
    )


def theme_iri(theme: str) -> str:
    """The IRI of a theme by its id."""
    return THEME + theme


def _authorities(
    places: dict[str, Place], visits: Sequence[VisitRow], findings: Sequence[FindingRow]
) -> tuple[AuthorityRow, ...]:
    improve = Counter(
        row.visit.visit.authority.iri
        for row in findings
        if row.finding.polarity == "improvement" and row.visit.visit.authority
    )
    grouped: dict[str, list[VisitRow]] = defaultdict(list)
    for row in visits:
        if row.visit.authority:
            grouped[row.visit.authority.iri].append(row)
    found = []
    for iri, rows in grouped.items():
        name = rows[0].visit.authority.label if rows[0].visit.authority else ""
        found.append(
            AuthorityRow(
                places.get(iri) or Place(iri, name, "", ""),
                len(rows),
                rows[-1].visit.day,
                next((row.overall for row in reversed(rows) if row.overall), ""),
                sum(row.findings for row in rows),
                improve[iri],
            )
        )
    return tuple(sorted(found, key=lambda row: row.place.name))


def _inspectors(library: Library, visits: Sequence[VisitRow]) -> tuple[InspectorRow, ...]:
    known = {row.visit.iri: row.visit for row in visits}
    took: dict[Node, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in library.store.select(_PEOPLE):
        if row["visit"] in known:
            took[Node(row["who"], row["name"])][row["visit"]].add(row["role"])
    made = [_inspector(who, roles, known.__getitem__) for who, roles in took.items()]
    return tuple(sorted(made, key=lambda row: (-row.visits, row.who.label)))


def _inspector(who: Node, roles: dict[str, set[str]], visit: Callable[[str], VisitSummary]) -> InspectorRow:
    took = [visit(iri) for iri in roles]
    return InspectorRow(
        who,
        len(roles),
        sum("lead" in found for found in roles.values()),
        len({one.authority.iri for one in took if one.authority}),
        max(one.day for one in took),
    )
