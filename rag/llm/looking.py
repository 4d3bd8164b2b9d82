"""What a model may look up on its way to a query, and what a query of its may say: nothing that it was not shown."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import NamedNode

from kg.errors import QueryRefused
from kg.graph.guard import run_query
from kg.graph.results import Limits, QueryResult
from kg.graph.scan import tokens
from kg.graph.store import GraphStore
from kg.vocabulary import INSP, PREFIXES
from ontology import reference_triples
from rag.llm.evidence import harmless
from rag.questions.sparql import Row, iri, literal, rows, with_prefixes

HEAD, TAIL = 5, 2
"""Rows of a result that a model is shown."""
_PUBLISHED = (
    "rdf:type rdf:subject rdf:predicate rdf:object rdf:Statement rdfs:label rdfs:comment rdfs:subClassOf foaf:name "
    "foaf:Person org:Organization dcterms:identifier dcterms:issued skos:Concept skos:altLabel skos:prefLabel "
    "skos:notation skos:inScheme skos:broader skos:narrower oa:hasSource oa:hasSelector oa:exact oa:start oa:end"
)
_NAMED = re.compile(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^>]*)>")
_SEARCH = """SELECT DISTINCT ?thing ?label ?type WHERE {{
  VALUES ?type {{ insp:Authority foaf:Person org:Organization skos:Concept }}
  ?thing a ?type ; rdfs:label|skos:altLabel|foaf:name ?label . FILTER(CONTAINS(LCASE(STR(?label)), {text}))
}} ORDER BY STRLEN(?label) LIMIT 10"""
_PROPERTIES = """SELECT ?property (COUNT(*) AS ?times) (SAMPLE(?value) AS ?example) WHERE {{
  {{ SELECT ?thing WHERE {{ ?thing a {name} }} LIMIT 200 }} ?thing ?property ?value
}} GROUP BY ?property ORDER BY DESC(?times)"""


@dataclass(frozen=True, slots=True)
class Found:
    """A query that ran: its text with all prefixes, and its rows as plain text."""

    query: str
    rows: list[Row]
    columns: list[str]
    truncated: bool


@cache
def _described() -> frozenset[str]:
    """What the reference data describe."""
    return frozenset(t.subject.value for t in reference_triples() if isinstance(t.subject, NamedNode))


@cache
def terms() -> frozenset[str]:
    """Every class and property that a query may use."""
    defined = _described()
    published = {_expanded(name, PREFIXES) for name in _PUBLISHED.split()}
    return frozenset({one for one in defined if one.startswith(INSP)} | published)


@cache
def concepts() -> str:
    """The short lists of kinds, grades, areas, regions, aspects and themes, as a prompt shows them."""
    held = {iri(one) for one in _described()}
    lines = []
    for prefix in ("kind", "grade", "area", "region", "aspect", "theme"):
        lines.append(" ".join(sorted(name for name in held if name.startswith(f"{prefix}:"))))
    return "\n".join(lines)


@dataclass(slots=True)
class Desk:
    """One question's look-ups: what was shown so far, and the store behind."""

    store: GraphStore
    limits: Limits
    shown: set[str] = field(default_factory=lambda: {_expanded(name, PREFIXES) for name in concepts().split()})

    def search(self, text: str) -> str:
        """The things whose names hold the text."""
        found = rows(self.store, _SEARCH.format(text=literal(" ".join(text.lower().split())[:80])))
        self.shown.update(row["thing"] for row in found)
        lines = [f"{iri(row['thing'])} “{harmless(row['label'])}” ({iri(row['type'])})" for row in found]
        return "\n".join(lines) or f"Nothing is called “{harmless(text)}”."

    def properties(self, name: str) -> str:
        """The properties that things of a class have, with examples."""
        full = _expanded(name.strip(), PREFIXES)
        if full not in terms():
            return _unknown(name.strip())
        found = rows(self.store, _PROPERTIES.format(name=iri(full)))
        self.shown.update(row["example"] for row in found if row["example"].startswith("http"))
        lines = [f"{iri(row['property'])} (e.g. {_short(row['example'])})" for row in found]
        return "\n".join(lines) or f"There is no {iri(full)} in this library."

    def run(self, query: str) -> Found:
        """The rows of a SELECT query. Raises LettersError: what may not be said, does not parse, or takes too long."""
        text = with_prefixes(query.strip())
        self._check(text)
        result = run_query(self.store, text, self.limits, "json")
        if result.form != "select":
            raise QueryRefused("Only SELECT gives rows that can be shown")
        return _found(text, result)

    def show(self, found: Found) -> str:
        """The first and last rows of a result, as a model sees them."""
        self.shown.update(value for row in found.rows for value in row.values() if value.startswith("http"))
        lines = [" | ".join(f"{name}={_short(value)}" for name, value in row.items()) for row in found.rows]
        cut = len(lines) - HEAD - TAIL
        some = lines if cut <= 0 else [*lines[:HEAD], f"... {cut} more ...", *lines[-TAIL:]]
        return "\n".join([f"{len(lines)} rows", *some])

    def _check(self, text: str) -> None:
        prefixes = PREFIXES | dict(_NAMED.findall(text))
        body = _NAMED.sub(lambda found: " " * len(found[0]), text)
        for token in tokens(body):
            if token.kind == "name" and not token.text.startswith("_:"):
                prefix = token.text.partition(":")[0]
                if prefix not in prefixes:
                    raise QueryRefused(f"there is no prefix {prefix}:; there are {', '.join(PREFIXES)}")
                self._allow(_expanded(token.text, prefixes), token.text)
            elif token.kind == "iri":
                self._allow(token.text[1:-1], token.text)

    def _allow(self, full: str, said: str) -> None:
        if full in terms() or full in self.shown or full.startswith(PREFIXES["xsd"]):
            return
        if full.startswith(INSP) or not full.startswith(PREFIXES["insp"].partition("ontology#")[0]):
            raise QueryRefused(_unknown(said))
        raise QueryRefused(f"{said} was not shown to you: search for its name first")


def _found(query: str, result: QueryResult) -> Found:
    body = json.loads(result.body)
    held = [{name: str(cell["value"]) for name, cell in row.items()} for row in body["results"]["bindings"]]
    return Found(query, held, list(body["head"]["vars"]), result.truncated)


def _expanded(name: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = name.strip("<>").partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else name.strip("<>")


def _unknown(said: str) -> str:
    """'There is no insp:x', with what is like it and all that there is."""
    held = sorted(iri(one) for one in terms())
    near = difflib.get_close_matches(said, held, 3, 0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else "."
    return f"there is no {said}{hint} The terms are: {' '.join(held)}"


def _short(value: str) -> str:
    return iri(value) if value.startswith("http") else harmless(value)[:120]
