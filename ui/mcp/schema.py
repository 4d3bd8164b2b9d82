"""What the graph is made of, told to somebody who is about to write SPARQL: from the ontology that the graph holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import SelectionError
from kg.graph import GraphStore, Limits
from kg.vocabulary import AREA, ASPECT, GRADE, KIND, PREFIXES, REGION, THEME
from ontology import competency

RULES = """\
- Queries see the union of all graphs; every prefix above is declared already.
- A visit on which two letters report is described by both: select or count DISTINCT visits.
- One person may have several nodes: group and count by `?node insp:canonical ?who`; look a name up by
  `?node rdfs:label|foaf:name ?name . ?node insp:canonical ?who`.
- Aspects differ by framework; `?judgement insp:aspect/insp:area area:leadership` asks across all of them. Grades are
  ordered by `insp:rank` (4 outstanding ... 1 inadequate).
- Where a statement stands: `?finding insp:source ?s . ?s insp:passage ?passage ; insp:page ?page ;
  oa:hasSelector/oa:exact ?quote`, and `?letter dcterms:identifier ?fileName`.
- A visit's time is `insp:startDate` and `insp:endDate`, a letter's publication `dcterms:issued`; all are xsd:date.
- `insp:polarity` is "strength", "improvement", "mixed" or "neutral"."""

_CLASSES = """
SELECT ?class ?comment (COUNT(DISTINCT ?it) AS ?count) WHERE {
  ?class a owl:Class ; rdfs:comment ?comment . FILTER(STRSTARTS(STR(?class), STR(insp:)))
  OPTIONAL { ?it a ?class }
} GROUP BY ?class ?comment ORDER BY DESC(?count) ?class
"""
_PROPERTIES = """
SELECT DISTINCT ?property ?class ?range ?comment WHERE {
  { ?property a owl:ObjectProperty } UNION { ?property a owl:DatatypeProperty }
  ?property rdfs:comment ?comment . FILTER(STRSTARTS(STR(?property), STR(insp:)))
  OPTIONAL { ?property schema:domainIncludes ?one }
  OPTIONAL { ?property rdfs:domain ?whole }
  BIND(COALESCE(?one, ?whole) AS ?class)
  OPTIONAL { ?property schema:rangeIncludes ?named }
  OPTIONAL { ?property rdfs:range ?set }
  BIND(COALESCE(?named, ?set) AS ?range)
} ORDER BY ?property
"""
_CONCEPTS = """
SELECT DISTINCT ?concept ?label WHERE { ?concept skos:inScheme ?scheme ; rdfs:label ?label } ORDER BY ?concept
"""
_PARTS = {"themes": THEME, "kinds": KIND, "grades": GRADE, "areas": AREA, "aspects": ASPECT, "regions": REGION}
TOPICS = ("overview", "properties", *_PARTS, "examples")


def schema(store: GraphStore, limits: Limits, topic: str = "overview") -> str:
    """The chosen part as Markdown. Raises SelectionError for a topic that there is none of."""
    if topic not in TOPICS:
        raise SelectionError(f"{topic}: choose one of {', '.join(TOPICS)}")
    if topic == "overview":
        return "\n".join(_overview(store, limits))
    if topic == "properties":
        return "\n".join(_properties(store))
    if topic == "examples":
        return "\n".join(_examples())
    rows = store.select(_CONCEPTS)
    chosen = {row["concept"]: row["label"] for row in rows if row["concept"].startswith(_PARTS[topic])}
    return f"## {topic}\n" + "\n".join(f"- `{short(iri)}` {label}" for iri, label in chosen.items())


def short(iri: str) -> str:
    """The IRI by its prefix, where that is possible; otherwise in angle brackets."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and re.fullmatch(r"[\w-]+", iri[len(base) :]):
            return f"{prefix}:{iri[len(base) :]}"
    return f"<{iri}>"


def _overview(store: GraphStore, limits: Limits) -> Iterator[str]:
    yield "## Prefixes (declared already)"
    yield ", ".join(f"{name}: <{iri}>" for name, iri in PREFIXES.items())
    yield "\n## Classes, with how many of each there are"
    told: set[str] = set()
    for row in store.select(_CLASSES):
        if row["class"] not in told:
            told.add(row["class"])
            yield f"- `{short(row['class'])}` ({int(row['count']):,}) {row['comment']}"
    yield "- `foaf:Person`, `org:Organization` people and bodies that letters name"
    yield "\n## Rules"
    yield RULES
    yield "\n## Limits"
    yield (
        f"Read-only; no SERVICE, nothing from outside. {limits.seconds:g} seconds, {limits.memory:,} MB of memory and "
        f"{limits.rows:,} rows a query, {limits.concurrent} at once, {limits.text:,} characters of query text."
    )
    yield f"\nMore by topic: {', '.join(TOPICS[1:])}."


def _properties(store: GraphStore) -> Iterator[str]:
    found: dict[str, dict[str, set[str]]] = {}
    comments: dict[str, str] = {}
    for row in store.select(_PROPERTIES):
        held = found.setdefault(row["property"], {"class": set(), "range": set()})
        for part in held:
            if part in row:
                held[part].add(short(row[part]))
        comments.setdefault(row["property"], row["comment"])
    yield "## Properties (what has them -> what they lead to)"
    for iri, held in found.items():
        of, to = ", ".join(sorted(held["class"])) or "any", ", ".join(sorted(held["range"])) or "any"
        yield f"- `{short(iri)}` ({of} -> {to}) {comments[iri]}"


def _examples() -> Iterator[str]:
    yield "## Queries that work"
    for purpose, group in competency.by_purpose().items():
        yield f"\n### {purpose}"
        for one in group:
            yield f"{one.question}\n```sparql\n{one.query}```"
