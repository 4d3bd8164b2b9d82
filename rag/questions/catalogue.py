"""What the library holds, as far as questions may name it: authorities, regions, people, letters, topics, grades.

Made from the graph by a few queries and kept until the library changes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from kg.vocabulary import REFERENCE_GRAPH
from rag.questions.lexicon import aspect_family
from rag.questions.sparql import Store, of_board, rows, tail


@dataclass(frozen=True, slots=True)
class AuthorityEntry:
    """An authority of the reference data, held or not."""

    gss: str
    iri: str
    name: str
    other_names: tuple[str, ...]
    region: str | None
    kind: str | None
    neighbours: tuple[str, ...]
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradeEntry:
    """A judgement of a letter: printed aspect, its families, grade's short name, whether the safeguarding board's."""

    aspect: str
    families: tuple[str, ...]
    grade: str
    board: bool


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """A letter as questions speak of it. Dates are ISO days or None."""

    iri: str
    name: str
    document_type: str
    gss: str | None
    kind: str
    published: str | None
    start: str | None
    end: str | None
    topic: str | None
    due: str | None
    visit: str | None
    grades: tuple[GradeEntry, ...] = ()

    @property
    def key(self) -> str:
        """The letter's key in the library."""
        return tail(self.iri)

    @property
    def when(self) -> str:
        """The day that orders letters: the visit's first, else the publication."""
        return self.start or self.published or self.end or ""

    def grade_of(self, family: str) -> str | None:
        """The grade of an aspect's family; the aspect of its own before one shared with another family."""
        held = [g for g in self.grades if family in g.families and not g.board]
        held.sort(key=lambda g: len(g.families))
        return held[0].grade if held else None


@dataclass(slots=True)
class Catalogue:
    """Everything that a question may name, with quick ways in."""

    authorities: dict[str, AuthorityEntry] = field(default_factory=dict)
    letters: dict[str, LetterEntry] = field(default_factory=dict)
    people: dict[str, frozenset[str]] = field(default_factory=dict)
    by_authority: dict[str, tuple[LetterEntry, ...]] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()

    def of(self, gss: str) -> tuple[LetterEntry, ...]:
        """The letters about an authority, oldest first."""
        return self.by_authority.get(gss, ())

    def name(self, gss: str | None) -> str:
        """An authority's name; 'an unnamed authority' where the letter gives none."""
        entry = self.authorities.get(gss or "")
        return entry.name if entry else "an unnamed authority"

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of visit that some letter reports on."""
        return frozenset(letter.kind for letter in self.letters.values())


_AUTHORITIES = """SELECT ?a ?name ?gss ?region ?type WHERE {
  ?a a insp:Authority ; rdfs:label ?name ; insp:gss ?gss .
  OPTIONAL { ?a insp:region ?r . OPTIONAL { ?r rdfs:label ?label } BIND(COALESCE(?label, STR(?r)) AS ?region) }
  OPTIONAL { ?a insp:authorityType ?type }
}"""
_NAMES = "SELECT ?a ?other WHERE { ?a a insp:Authority ; skos:altLabel ?other }"
_NEIGHBOURS = "SELECT ?a ?b WHERE { ?a insp:statisticalNeighbour ?b }"
_SUCCESSORS = "SELECT ?a ?b WHERE { ?a insp:successor ?b }"
_LETTERS = """SELECT ?letter ?name ?type ?authority ?visit ?kind ?published ?start ?end ?topic ?due WHERE {
  ?letter a insp:Letter ; dcterms:identifier ?name .
  OPTIONAL { ?letter insp:documentType ?type }
  OPTIONAL { ?letter insp:authority ?authority }
  OPTIONAL { ?letter dcterms:issued ?published }
  OPTIONAL { ?letter insp:statementDue ?due }
  OPTIONAL { ?letter insp:reportsOn ?visit .
    OPTIONAL { ?visit insp:kind ?kind } OPTIONAL { ?visit insp:startDate ?start }
    OPTIONAL { ?visit insp:endDate ?end } OPTIONAL { ?visit insp:topic ?topic } }
}"""
_GRADES = """SELECT ?letter ?aspect ?grade ?board WHERE {
  ?j a insp:Judgement ; insp:letter ?letter ; insp:aspectLabel ?aspect ; insp:grade ?grade .
  OPTIONAL { ?j insp:board ?board } OPTIONAL { ?j insp:position ?position }
} ORDER BY ?letter ?position"""
_TERMS = f"""SELECT DISTINCT ?name WHERE {{ GRAPH <{REFERENCE_GRAPH}> {{
  ?it skos:prefLabel|rdfs:label|skos:altLabel|skos:notation ?name ; skos:definition|skos:scopeNote ?said }} }}"""
_PEOPLE = """SELECT DISTINCT ?name ?role WHERE {
  ?p a insp:Participation ; insp:participant/foaf:name ?name ; insp:roleKind ?role }"""


def build_catalogue(store: Store) -> Catalogue:
    """Read the catalogue out of the graph."""
    catalogue = Catalogue(authorities=_authorities(store), letters=_letters(store))
    people: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, _PEOPLE):
        people[row["name"]].add(row["role"])
    catalogue.people = {name: frozenset(roles) for name, roles in people.items()}
    catalogue.terms = frozenset(row["name"].lower() for row in rows(store, _TERMS))
    grouped: dict[str, list[LetterEntry]] = defaultdict(list)
    for letter in catalogue.letters.values():
        if letter.gss:
            grouped[letter.gss].append(letter)
    catalogue.by_authority = {gss: tuple(sorted(held, key=lambda x: (x.when, x.name))) for gss, held in grouped.items()}
    return catalogue


def _pairs(store: Store, query: str, one: str, other: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, query):
        found[row[one]].append(row[other])
    return found


def _authorities(store: Store) -> dict[str, AuthorityEntry]:
    others = _pairs(store, _NAMES, "a", "other")
    neighbours = _pairs(store, _NEIGHBOURS, "a", "b")
    successors = _pairs(store, _SUCCESSORS, "a", "b")
    return {
        row["gss"]: AuthorityEntry(
            row["gss"],
            row["a"],
            row["name"],
            tuple(sorted(others[row["a"]])),
            row.get("region"),
            row.get("type"),
            tuple(tail(iri) for iri in neighbours[row["a"]]),
            tuple(tail(iri) for iri in successors[row["a"]]),
        )
        for row in rows(store, _AUTHORITIES)
    }


_KIND_OF_TYPE = {
    "focused-visit-letter": "focused-visit",
    "monitoring-visit-letter": "monitoring-visit",
    "jtai-letter": "jtai",
    "ilacs-report": "ilacs",
    "sif-report": "sif",
    "send-report": "send",
}


def _letters(store: Store) -> dict[str, LetterEntry]:
    grades: dict[str, list[GradeEntry]] = defaultdict(list)
    for row in rows(store, _GRADES):
        families = aspect_family(row["aspect"])
        grades[row["letter"]].append(GradeEntry(row["aspect"], families, tail(row["grade"]), of_board(row)))
    found: dict[str, LetterEntry] = {}
    for row in rows(store, _LETTERS):
        kind = tail(row["kind"]) if row.get("kind") else _KIND_OF_TYPE.get(row.get("type", ""), "other")
        found[row["letter"]] = LetterEntry(
            iri=row["letter"],
            name=row["name"],
            document_type=row.get("type", "other"),
            gss=tail(row["authority"]) if row.get("authority") else None,
            kind=kind,
            published=row.get("published"),
            start=row.get("start"),
            end=row.get("end"),
            topic=row.get("topic"),
            due=row.get("due"),
            visit=row.get("visit"),
            grades=tuple(grades[row["letter"]]),
        )
    return found
