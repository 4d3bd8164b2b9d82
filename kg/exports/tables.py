"""The tables of an export, one a class: what their columns are, and the rows, letter by letter.

A column's `path` leads from a row's node to its value: 'insp:source/insp:page'. A path that ends in '@' gives the
label of what it leads to. Several values stand in one cell, joined by '; ', and in a table of pairs where they matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.vocabulary import PREFIXES

Type = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `refers` names the table whose `id` the values are."""

    name: str
    path: str
    type: Type = "string"
    refers: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the class of its nodes, and its columns. `pairs`: one row for each value of the last column.

    `late` ones are written at the end, as several graphs speak of their nodes.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    columns: tuple[Column, ...]
    late: bool = False
    pairs: bool = False


def iri(name: str) -> str:
    """A prefixed name in full."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


_ID = Column("id", "", about="IRI, the same in every export")
_LETTER = Column("letter", "insp:letter", refers="letters")
_VISIT = Column("visit", "insp:visit", refers="visits")
_AUTHORITY = Column("authority", "insp:authority", refers="authorities")
_PLACE = Column("authority_name", "insp:authority/@")
_DOCUMENT = Column("document", "insp:letter/dcterms:identifier", about="file name of the letter")
_DAY = Column("visit_start", "insp:visit/insp:startDate", "date")
_PAGE = Column("page", "insp:source/insp:page", "integer")
_QUOTE = Column("quote", "insp:source/oa:hasSelector/oa:exact", about="verbatim words of the letter")
_PASSAGE = Column("passage", "insp:source/insp:passage", refers="passages")
_THEMES = Column("themes", "insp:theme/@", about="labels, joined by '; '")
_TEXT = Column("text", "insp:text")

TABLES = (
    Table(
        "letters",
        "Letters and reports",
        ("insp:Letter",),
        (
            Column("document", "dcterms:identifier", about="file name of the letter"),
            Column("title", "rdfs:label"),
            Column("document_type", "insp:documentType"),
            _PLACE,
            Column("published", "dcterms:issued", "date"),
            Column("statement_due", "insp:statementDue", "date"),
            Column("pages", "insp:pages", "integer"),
            Column("sha256", "insp:sha256", about="of the file"),
            Column("visit", "insp:reportsOn", refers="visits"),
            _AUTHORITY,
            _ID,
        ),
    ),
    Table(
        "visits",
        "Visits",
        ("insp:Visit",),
        (
            Column("visit", "rdfs:label"),
            Column("kind", "insp:kind/@"),
            _PLACE,
            Column("start", "insp:startDate", "date"),
            Column("end", "insp:endDate", "date"),
            Column("topic", "insp:topic"),
            Column("framework", "insp:framework"),
            Column("inspectorates", "insp:conductedBy/@"),
            Column("lead_inspector", "insp:leadInspector/@"),
            _AUTHORITY,
            _ID,
        ),
        late=True,
    ),
    Table(
        "judgements",
        "Judgements",
        ("insp:Judgement",),
        (
            Column("aspect", "insp:aspectLabel"),
            Column("area", "insp:aspect/insp:area/@", about="joins aspects over frameworks"),
            Column("grade", "insp:grade/@"),
            Column("rank", "insp:grade/insp:rank", "integer", about="4 outstanding to 1 inadequate"),
            Column("board", "insp:board", "boolean", about="of the safeguarding board, not of the authority"),
            *(_PLACE, _DAY, _DOCUMENT, _PAGE, _QUOTE, _LETTER, _VISIT, _AUTHORITY, _PASSAGE, _ID),
        ),
    ),
    Table(
        "points",
        "Points of the letters' own lists",
        ("insp:Point",),
        (
            _TEXT,
            Column("kind", "rdf:type", about="improvement point, priority action, recommendation or strength point"),
            _THEMES,
            Column("board", "insp:board", "boolean", about="made to the safeguarding board"),
            Column("position", "insp:position", "integer"),
            *(_PLACE, _DAY, _DOCUMENT, _PAGE, _QUOTE, _LETTER, _VISIT, _AUTHORITY, _PASSAGE, _ID),
        ),
    ),
    Table(
        "outcomes",
        "What became of points for improvement",
        ("insp:Outcome",),
        (
            Column("status", "insp:status", about="persists, improved or not mentioned at the later visit"),
            Column("themes", "insp:theme/@"),
            Column("confidence", "insp:confidence", "number"),
            Column("later_visit_start", "insp:laterVisit/insp:startDate", "date"),
            Column("later_visit", "insp:laterVisit", refers="visits"),
            Column("point", "insp:point", refers="points"),
            Column("evidence", "insp:evidence", about="IRI of the later finding or point"),
            _ID,
        ),
        late=True,
    ),
    Table(
        "findings",
        "Findings",
        ("insp:Finding",),
        (
            _TEXT,
            Column("polarity", "insp:polarity", about="strength, improvement, mixed or neutral"),
            _THEMES,
            Column("confidence", "insp:confidence", "number", about="0 to 1"),
            Column("is_point", "insp:isPoint", "boolean", about="an item of one of the letter's own lists"),
            Column("section", "insp:source/insp:passage/insp:section/@"),
            *(_PLACE, _DAY, _DOCUMENT, _PAGE, _QUOTE, _LETTER, _VISIT, _AUTHORITY, _PASSAGE, _ID),
        ),
    ),
    Table(
        "participations",
        "Who took part in what",
        ("insp:Participation",),
        (
            Column("name", "insp:personName", about="as printed"),
            Column("role", "insp:roleKind", about="lead, team, quality-assurance, signatory or addressee"),
            Column("title", "insp:roleTitle"),
            Column("organisation", "insp:bodyName"),
            Column("position", "insp:position", "integer"),
            *(_PLACE, _DAY, _DOCUMENT, _PAGE, _QUOTE),
            Column("person", "insp:participant", refers="people"),
            *(_LETTER, _VISIT, _AUTHORITY, _ID),
        ),
    ),
    Table(
        "people",
        "People",
        ("foaf:Person",),
        (
            Column("name", "rdfs:label"),
            Column("printed_names", "foaf:name"),
            Column("known_as", "insp:canonical/@", about="the same person's commonest name"),
            Column("canonical", "insp:canonical", about="IRI that stands for all of the person's names"),
            _ID,
        ),
        late=True,
    ),
    Table(
        "authorities",
        "Authorities",
        ("insp:Authority",),
        (
            Column("name", "rdfs:label"),
            Column("gss", "insp:gss"),
            Column("region", "insp:region/@"),
            Column("type", "insp:authorityType"),
            Column("other_names", "skos:altLabel"),
            Column("abolished", "insp:abolished", "date"),
            _ID,
        ),
        late=True,
    ),
    Table(
        "themes",
        "Themes",
        ("insp:Theme",),
        (
            Column("name", "rdfs:label"),
            Column("scope", "skos:scopeNote"),
            Column("notation", "skos:notation"),
            _ID,
        ),
        late=True,
    ),
    Table(
        "finding_themes",
        "Themes of findings",
        ("insp:Finding",),
        (Column("finding", "", refers="findings"), Column("theme", "insp:theme", refers="themes")),
        pairs=True,
    ),
    Table(
        "point_themes",
        "Themes of points",
        ("insp:Point",),
        (Column("point", "", refers="points"), Column("theme", "insp:theme", refers="themes")),
        pairs=True,
    ),
    Table(
        "mentions",
        "Earlier visits that letters mention",
        ("insp:Mention",),
        (
            Column("mentioned_kind", "insp:mentionedKind/@"),
            Column("mentioned_date", "insp:mentionedDate", about="a year, a month or a day"),
            Column("refers_to", "insp:refersTo", refers="visits"),
            *(_PLACE, _PAGE, _QUOTE, _LETTER, _AUTHORITY, _ID),
        ),
        late=True,
    ),
    Table(
        "sections",
        "Sections",
        ("insp:Section",),
        (
            Column("heading", "rdfs:label"),
            Column("level", "insp:level", "integer"),
            Column("position", "insp:position", "integer"),
            _DOCUMENT,
            Column("parent", "insp:parent", refers="sections"),
            *(_LETTER, _ID),
        ),
    ),
    Table(
        "passages",
        "Passages",
        ("insp:Passage",),
        (
            _TEXT,
            Column("page", "insp:page", "integer"),
            Column("number", "insp:number", "integer"),
            Column("kind", "insp:blockKind", about="heading, paragraph, bullet, cell or footnote"),
            Column("heading", "insp:section/@"),
            _DOCUMENT,
            Column("section", "insp:section", refers="sections"),
            *(_LETTER, _ID),
        ),
    ),
)

STATEMENTS = Table(
    "statements",
    "Statements of the query's result",
    (),
    (Column("subject", ""), Column("predicate", ""), Column("object", ""), Column("datatype", "")),
)
