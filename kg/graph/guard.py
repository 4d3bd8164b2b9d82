"""The one door for queries that users, the web or a language model write."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from kg.errors import QueryRefused
from kg.graph.results import GRAPHS, TABLES, Limits, QueryResult, Request
from kg.graph.scan import check, named_sources, place, walk
from kg.graph.store import GraphStore
from kg.vocabulary import PREFIXES

_REASON = re.compile(r"(?<=[ ,])(?:Prefix not found|[A-Z]\w+(?: [\w-]+){3,})(?=,|$)")
_PLACE = re.compile(r"error at (\d+):(\d+)")
_DEFAULT = Limits()
SHORT = 1000  # characters: a longer query is checked and sent by a thread


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
    form = form_of(sparql, limits)
    formats = _formats(form)
    format = format or next(iter(formats))
    if format not in formats:
        what = "This query gives a graph" if form == "graph" else "This query gives a table"
        raise QueryRefused(f"{what}: choose one of {', '.join(formats)}, not {format}")
    sources = named_sources(sparql, base_iri, PREFIXES)
    if sources:
        held = set(store.graphs())
        for iri, offset in sources:
            if iri not in held:
                at = place(sparql, offset)
                raise QueryRefused(
                    f"{at}: there is no graph <{iri}> in this store, and nothing is fetched from outside"
                )
    request = Request(sparql, format, form, tuple(default_graphs), tuple(named_graphs), base_iri, bool(sources))
    try:
        return store.evaluate(request, limits)
    except QueryRefused as error:
        raise QueryRefused(_plain(str(error), sparql)) from None


async def answer_query(store: GraphStore, request: Request, limits: Limits = _DEFAULT) -> QueryResult | None:
    """What `run_query` gives, for an event loop, which is not kept waiting.

    None where only `run_query` can answer, in a thread: a long query or one of many graphs, one that names graphs
    itself, a store or a server that keeps it waiting.
    """
    said = (request.sparql, *request.default_graphs, *request.named_graphs, request.base_iri or "")
    if sum(map(len, said)) > SHORT or "FROM" in request.sparql.upper():
        return None
    if request.format not in _formats(form_of(request.sparql, limits)):
        return None
    task = store.begin(request, limits)
    if task is None:
        return None
    try:
        return await task.result()
    except QueryRefused as error:
        raise QueryRefused(_plain(str(error), request.sparql)) from None


def form_of(sparql: str, limits: Limits = _DEFAULT) -> str:
    """What the query gives: 'select', 'ask' or 'graph'. Raises QueryRefused for what may not run."""
    if len(sparql) > limits.text:
        raise QueryRefused(f"The query is {len(sparql):,} characters long; {limits.text:,} are allowed")
    return _checked(sparql)


_checked = lru_cache(maxsize=32)(check)  # asked for its form, then run


def _formats(form: str) -> Mapping[str, str]:
    return GRAPHS if form == "graph" else TABLES


def _plain(message: str, sparql: str) -> str:
    """An engine's syntax error as people need it: the place, and what stands there."""
    match = _PLACE.search(message)
    if not match:
        return " ".join(message.split())[:300]
    lines, line, column = sparql.split("\n"), int(match.group(1)), int(match.group(2))
    gave_up = sum(len(each) + 1 for each in lines[: line - 1]) + min(column - 1, len("".join(lines[line - 1 : line])))
    # The engine tells where it gave up, which may be behind white space: the token before is what it could not use.
    before = takewhile(lambda token: token.start <= gave_up, walk(sparql))
    for token in deque(before, maxlen=1):
        line, column = sparql.count("\n", 0, token.start) + 1, token.start - sparql.rfind("\n", 0, token.start)
    rest = "".join(lines[line - 1 : line])[column - 1 :].strip()
    said = _REASON.search(message)
    reason = said.group().lower() if said else "the query cannot be read on from here"
    return f"Line {line}, column {column}: {reason}: “{rest[:40]}”"
