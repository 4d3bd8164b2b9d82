"""A query's answer as the lines that stand behind `expected:` in a competency question."""

from __future__ import annotations

import json

from kg.graph import GraphStore, Limits, run_query
from kg.vocabulary import PREFIXES


def rows(store: GraphStore, query: str) -> list[str]:
    """One line a row, fields separated by ' | '; yes or no; or how many triples there are. By the guarded door."""
    result = run_query(store, query, Limits(seconds=60), base_iri="http://127.0.0.1/sparql")
    if result.form == "graph":
        return [f"{result.rows} triples"]
    body = json.loads(result.body)
    if result.form == "ask":
        return ["yes" if body["boolean"] else "no"]
    names = body["head"]["vars"]
    return [" | ".join(_shown(row.get(name)) for name in names).rstrip() for row in body["results"]["bindings"]]


def _shown(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        for prefix, iri in PREFIXES.items():
            if value.startswith(iri):
                return f"{prefix}:{value.removeprefix(iri)}"
    return value
