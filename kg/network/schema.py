"""Which nodes and edges the network has, and the SPARQL that finds each kind.

The graph's plumbing (sources, selectors, passages, participations) is left out: it says where things stand, not how
they hang together. A person is always the canonical one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AUTHORITY: Final = "Authority"
VISIT: Final = "Visit"
LETTER: Final = "Letter"
PERSON: Final = "Person"
ORGANISATION: Final = "Organisation"
THEME: Final = "Theme"
REGION: Final = "Region"
JUDGEMENT: Final = "Judgement"
POINT: Final = "Point"
FINDING: Final = "Finding"

KINDS: Final = (AUTHORITY, VISIT, LETTER, PERSON, ORGANISATION, THEME, REGION, JUDGEMENT, POINT, FINDING)
"""All kinds of node, those first that say most in a picture."""
DEFAULT_KINDS: Final = KINDS[:-1]
"""What a network holds unless asked otherwise: findings number hundreds a letter, their counts stand at the themes."""

HUBS: Final = frozenset((THEME, REGION, ORGANISATION))
"""Kinds that join all with all."""

NODES: Final[dict[str, str]] = {
    AUTHORITY: """
        ?iri a insp:Authority ; rdfs:label ?label . FILTER EXISTS { ?visit insp:authority ?iri }
        OPTIONAL { ?iri insp:gss ?gss } OPTIONAL { ?iri insp:authorityType ?type }
        OPTIONAL { ?iri insp:region/rdfs:label ?region }""",
    VISIT: """
        ?iri a insp:Visit ; rdfs:label ?label . OPTIONAL { ?iri insp:kind/rdfs:label ?type }
        OPTIONAL { ?iri insp:startDate ?start } OPTIONAL { ?iri insp:endDate ?end }
        OPTIONAL { ?iri insp:topic ?topic }""",
    LETTER: """
        ?iri a insp:Letter ; rdfs:label ?label ; insp:documentType ?type ; dcterms:identifier ?file .
        OPTIONAL { ?iri dcterms:issued ?published } OPTIONAL { ?iri insp:pages ?pages }""",
    PERSON: "?node a foaf:Person ; insp:canonical ?iri . ?iri rdfs:label ?label",
    ORGANISATION: "?iri a org:Organization ; rdfs:label ?label",
    THEME: "?iri skos:inScheme ?scheme ; rdfs:label ?label FILTER(STRSTARTS(STR(?iri), STR(theme:)))",
    REGION: "?iri skos:inScheme ?scheme ; rdfs:label ?label FILTER(STRSTARTS(STR(?iri), STR(region:)))",
    JUDGEMENT: """
        ?iri a insp:Judgement ; insp:aspectLabel ?aspect ; insp:grade ?graded . ?graded rdfs:label ?grade .
        BIND(CONCAT(?aspect, ": ", ?grade) AS ?label)
        OPTIONAL { ?graded insp:rank ?rank } OPTIONAL { ?iri insp:board ?board }""",
    POINT: """
        ?iri a insp:Point ; insp:text ?text . BIND(?text AS ?label)
        BIND(EXISTS { ?iri a insp:StrengthPoint } AS ?strength)""",
    FINDING: """
        ?iri a insp:Finding ; insp:text ?text ; insp:polarity ?polarity ; insp:confidence ?confidence .
        BIND(?text AS ?label)""",
}
"""Patterns over ?iri and ?label; every other variable that is bound becomes an attribute."""

_HIDDEN: Final = {"iri", "node", "scheme", "visit", "graded"}


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """How two kinds of node hang together. `pattern` is over ?source and ?target; `weighted`: its solutions count."""

    name: str
    source: str
    target: str
    pattern: str
    weighted: bool = False

    def joins(self, kinds: frozenset[str]) -> bool:
        """Whether both ends are among the kinds."""
        return self.source in kinds and self.target in kinds


EDGES: Final = (
    EdgeKind("visit to", VISIT, AUTHORITY, "?source a insp:Visit ; insp:authority ?target"),
    EdgeKind("reports on", LETTER, VISIT, "?source insp:reportsOn ?target"),
    EdgeKind("speaks of", LETTER, VISIT, "?mention insp:refersTo ?target ; insp:letter ?source"),
    EdgeKind("led by", VISIT, PERSON, "?source insp:leadInspector/insp:canonical ?target"),
    EdgeKind("inspected by", VISIT, PERSON, "?source insp:teamInspector/insp:canonical ?target"),
    EdgeKind("quality assured by", VISIT, PERSON, "?source insp:qualityAssuranceManager/insp:canonical ?target"),
    EdgeKind("signed by", LETTER, PERSON, "?source insp:signatory/insp:canonical ?target"),
    EdgeKind("addressed to", LETTER, PERSON, "?source insp:addressee/insp:canonical ?target"),
    EdgeKind("conducted by", VISIT, ORGANISATION, "?source insp:conductedBy ?target"),
    EdgeKind("in region", AUTHORITY, REGION, "?source a insp:Authority ; insp:region ?target"),
    EdgeKind("succeeded by", AUTHORITY, AUTHORITY, "?source insp:successor ?target"),
    EdgeKind(
        "found about",
        VISIT,
        THEME,
        # All of one finding stands in its letter's graph: to say so saves a quarter of the time.
        "GRAPH ?letter { ?finding insp:polarity ?polarity ; insp:theme ?target ; insp:visit ?source }",
        weighted=True,
    ),
    EdgeKind("judged", VISIT, JUDGEMENT, "?target insp:visit ?source ; a insp:Judgement"),
    EdgeKind("lists", VISIT, POINT, "?target insp:visit ?source ; a insp:Point"),
    EdgeKind("is about", POINT, THEME, "?source a insp:Point ; insp:theme ?target"),
    EdgeKind("found", VISIT, FINDING, "?target insp:visit ?source ; a insp:Finding"),
    EdgeKind("is about", FINDING, THEME, "?source a insp:Finding ; insp:theme ?target"),
)


def is_attribute(variable: str) -> bool:
    """Whether a variable of a node's pattern tells something of the node."""
    return variable not in _HIDDEN


def edge_query(edge: EdgeKind, end: str | None = None) -> str:
    """The query for all edges of a kind, or for those whose `end` ('source' or 'target') is one of `{nodes}`."""
    values = f"VALUES ?{end} {{ {{nodes}} }} " if end else ""
    if edge.weighted:
        return (
            "SELECT ?source ?target (COUNT(?finding) AS ?weight) "
            '(SUM(IF(?polarity = "strength", 1, 0)) AS ?strengths) '
            '(SUM(IF(?polarity = "improvement", 1, 0)) AS ?improvements) '
            f"WHERE {{ {values}{edge.pattern} }} GROUP BY ?source ?target"
        )
    return f"SELECT DISTINCT ?source ?target WHERE {{ {values}{edge.pattern} }}"
