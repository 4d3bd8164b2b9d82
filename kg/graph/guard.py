"""The one door for queries that users, the web or a language model write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.errors import QueryRefused
from kg.graph.results import GRAPHS, TABLES, Limits, QueryResult, Request
from kg.graph.scan import check, named_sources, tokens
from kg.graph.store import GraphStore
from kg.vocabulary import PREFIXES

_REASON = re.compile(r"(?<=[ ,])(?:Prefix not found|[A-Z]\w+(?: [\w-]+){3,})(?=,|$)")
_PLACE = re.compile(r"error at (\d+):(\d+)")
_DEFAULT = Limits()


def run_query(
    store: GraphStore,
    sparql: str,
    limits: Limits = _DEFAULT,
    format: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base_iri: str | None = None,
) -> QueryResult:
    """Runs a query that may only read, within its limits.

    `format` is csv, tsv, json or xml for SELECT and ASK; turtle, trig, jsonld, ntriples, nquads or rdfxml for CONSTRUCT
    and DESCRIBE; json or turtle when None. The project's prefixes need not be declared. Raises QueryRefused (with line
    and column), QueryTimeout, QueryTooLarge or QueryBusy.
    """
    if len(sparql) > limits.text:
        raise QueryRefused(f"The query is {len(sparql):,} characters long; {limits.text:,} are allowed")
    form = check(sparql)
    formats = GRAPHS if form == "graph" else TABLES
    format = format or next(iter(formats))
    if format not in formats:
        what = "This query gives a graph" if form == "graph" else "This query gives a table"
        raise QueryRefused(f"{what}: choose one of {', '.join(formats)}, not {format}")
    sources = named_sources(sparql, base_iri, PREFIXES)
    if sources:
        held = set(store.graphs())
        for iri, place in sources:
            if iri not in held:
                raise QueryRefused(
                    f"{place}: there is no graph <{iri}> in this store, and nothing is fetched from outside"
                )
    request = Request(sparql, format, form, tuple(default_graphs), tuple(named_graphs), base_iri, bool(sources))
    try:
        return store.evaluate(request, limits)
    except QueryRefused as error:
        raise QueryRefused(_plain(str(error), sparql)) from None


def form_of(sparql: str) -> str:
    """What the query gives: 'select', 'ask' or 'graph'. Raises QueryRefused for what may not run."""
    return check(sparql)


def _plain(message: str, sparql: str) -> str:
    """An engine's syntax error as people need it: the place, and what stands there."""
    match = _PLACE.search(message)
    if not match:
        return " ".join(message.split())[:300]
    found, place = tokens(sparql), (int(match.group(1)), int(match.group(2)))
    # The engine tells where it gave up, which may be behind white space: the token before is what it could not use.
    starts = [
        (sparql.count("\n", 0, token.start) + 1, token.start - sparql.rfind("\n", 0, token.start)) for token in found
    ]
    line, column = max((start for start in starts if start <= place), default=place)
    rest = sparql.split("\n")[line - 1][column - 1 :].strip()
    said = _REASON.search(message)
    reason = said.group().lower() if said else "the query cannot be read on from here"
    return f"Line {line}, column {column}: {reason}: “{rest[:40]}”"
