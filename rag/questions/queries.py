"""Facts of particular letters as SPARQL, each row with where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from rag.questions.catalogue import LetterEntry
from rag.questions.frame import Field
from rag.questions.sparql import iri, literal, values

SOURCE_COLUMNS = "?source ?passage ?page ?quote ?from ?to"
POINT_CLASSES: dict[Field, str] = {
    "improvement": "insp:PointForImprovement",
    "priority-action": "insp:PriorityAction",
    "recommendation": "insp:Recommendation",
    "strength": "insp:StrengthPoint",
}
ROLE_KINDS: dict[Field, tuple[str, ...]] = {
    "lead": ("lead",),
    "team": ("lead", "team", "quality-assurance"),
    "quality-assurance": ("quality-assurance",),
    "signatories": ("signatory",),
    "addressees": ("addressee",),
}
SCALARS: dict[Field, tuple[str, str]] = {
    "published": ("letter", "dcterms:issued"),
    "statement-due": ("letter", "insp:statementDue"),
    "topic": ("visit", "insp:topic"),
    "framework": ("visit", "insp:framework"),
    "inspectorates": ("visit", "insp:conductedBy"),
}


def source_of(node: str) -> str:
    """Where a part of a letter stands: passage, page, exact words, offsets. Every part has a source.

    Never OPTIONAL: Oxigraph then evaluates the whole group for all letters, a hundred times slower.
    """
    return (
        f"?{node} insp:source ?source . ?source insp:page ?page ; oa:hasSelector ?quoted , ?placed .\n"
        "  ?quoted oa:exact ?quote . ?placed oa:start ?from ; oa:end ?to . OPTIONAL { ?source insp:passage ?passage }"
    )


def statement_sources(subjects: Iterable[str], predicate: str) -> str:
    """Where scalar facts stand: the sources of the statements about them. A letter may give none."""
    return select(
        f"?letter ?subject {SOURCE_COLUMNS}",
        values("subject", map(iri, subjects)),
        f"?statement rdf:subject ?subject ; rdf:predicate {predicate} ; insp:source ?source .",
        "?source oa:hasSource ?letter ; insp:page ?page ; oa:hasSelector ?quoted , ?placed .",
        "?quoted oa:exact ?quote . ?placed oa:start ?from ; oa:end ?to .",
        "OPTIONAL { ?source insp:passage ?passage }",
    )


def select(columns: str, *patterns: str, order: str = "", distinct: bool = True) -> str:
    """A SELECT query of columns and patterns; empty patterns are left out."""
    body = "\n  ".join(p for p in patterns if p)
    return f"SELECT {'DISTINCT ' if distinct else ''}{columns} WHERE {{\n  {body}\n}}" + (
        f" ORDER BY {order}" if order else ""
    )


def _letters(letters: Iterable[LetterEntry]) -> str:
    return values("letter", (iri(x.iri) for x in letters))


def people(letters: Iterable[LetterEntry], field: Field) -> str:
    """The people of one role in the letters, in the letters' order."""
    return select(
        f"?letter ?part ?person ?name ?role ?kind ?organisation {SOURCE_COLUMNS}",
        _letters(letters),
        values("kind", map(literal, ROLE_KINDS[field])),
        "?part a insp:Participation ; insp:letter ?letter ; insp:roleKind ?kind ; insp:participant ?person .",
        "?person rdfs:label ?name .",
        source_of("part"),
        "OPTIONAL { ?part insp:position ?position } OPTIONAL { ?part insp:roleTitle ?role }",
        "OPTIONAL { ?part insp:organisation ?body . ?body rdfs:label ?organisation }",
        order="?letter ?position",
    )


def scalar(letters: Iterable[LetterEntry], field: Field) -> str:
    """One fact of the letters or of their visits."""
    subject, predicate = SCALARS[field]
    return select(
        f"?letter {'?visit ' if subject == 'visit' else ''}?value ?label",
        _letters(letters),
        "?letter insp:reportsOn ?visit ." if subject == "visit" else "",
        f"?{subject} {predicate} ?value . OPTIONAL {{ ?value rdfs:label ?label }}",
        order="?letter ?label",
    )


def visit_dates(letters: Iterable[LetterEntry]) -> str:
    """First and last day of the visits."""
    return select(
        "?letter ?visit ?start ?end",
        _letters(letters),
        "?letter insp:reportsOn ?visit . ?visit insp:startDate ?start . OPTIONAL { ?visit insp:endDate ?end }",
        order="?start",
    )


def grades(letters: Iterable[LetterEntry]) -> str:
    """All judgements of the letters in printed order."""
    return select(
        f"?letter ?judgement ?aspect ?grade ?board ?start {SOURCE_COLUMNS}",
        _letters(letters),
        "?judgement a insp:Judgement ; insp:letter ?letter ; insp:aspectLabel ?aspect ; insp:grade ?grade .",
        source_of("judgement"),
        "OPTIONAL { ?judgement insp:board ?board } OPTIONAL { ?judgement insp:position ?position }",
        "OPTIONAL { ?letter insp:reportsOn ?visit . ?visit insp:startDate ?start }",
        order="?start ?letter ?position",
    )


def points(letters: Iterable[LetterEntry], field: Field) -> str:
    """The items of the letters' own lists, in printed order."""
    return select(
        f"?letter ?point ?text ?board ?position {SOURCE_COLUMNS}",
        _letters(letters),
        f"?point a {POINT_CLASSES[field]} ; insp:letter ?letter ; insp:text ?text .",
        source_of("point"),
        "OPTIONAL { ?point insp:board ?board } OPTIONAL { ?point insp:position ?position }",
        order="?letter ?position",
    )


def outcomes(points: Iterable[str]) -> str:
    """What became of points, by the statements derived from later letters."""
    return select(
        "?point ?outcome ?status ?evidence",
        values("point", map(iri, sorted(points))),
        "?outcome insp:point ?point ; a insp:Outcome ; insp:status ?status .",
        "OPTIONAL { ?outcome insp:evidence ?evidence }",
    )


def told_by(statements: Iterable[str]) -> str:
    """The words of findings and points, and where they stand."""
    return select(
        f"?letter ?statement ?text {SOURCE_COLUMNS}",
        values("statement", map(iri, sorted(statements))),
        "?statement insp:letter ?letter ; insp:text ?text .",
        source_of("statement"),
    )


def judgement_sources(judgements: Iterable[str]) -> str:
    """Where judgements stand."""
    return select(
        f"?judgement ?letter {SOURCE_COLUMNS}",
        values("judgement", map(iri, judgements)),
        "?judgement insp:letter ?letter .",
        source_of("judgement"),
    )
