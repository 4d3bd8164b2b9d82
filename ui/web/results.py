"""A query's result as a table for people."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from kg.graph.results import QueryResult
from ui.web.views import render
from ui.web.words import count, curie

SHOWN = 500

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double", "float")}
_LETTER = re.compile(r"/id/letter/([0-9a-f]{16})(?:/|$)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a field: its words, the full IRI where they are short for one, and where a click leads."""

    text: str
    title: str = ""
    link: str = ""
    number: bool = False


def result_view(sparql: str, result: QueryResult, rows_limit: int) -> Markup:
    """A result as HTML: a table, yes or no, or a graph in Turtle; with what was cut off and the downloads."""
    told = f" The row limit of {rows_limit:,} was reached; there are more." if result.truncated else ""
    took = f"{result.seconds:.2f} s"
    if result.form == "graph":
        summary = f"{count(result.rows, 'triple')} in {took}.{told}"
        return _rendered(summary, sparql, ("turtle", "jsonld", "rdfxml", "ntriples"), text=result.body.decode("utf-8"))
    body = json.loads(result.body)
    if result.form == "ask":
        return _rendered(f"{'Yes' if body['boolean'] else 'No'} ({took})", sparql, ("json", "xml"))
    bindings = body["results"]["bindings"]
    shown = f" The first {SHOWN:,} are shown." if len(bindings) > SHOWN else ""
    columns = body["head"]["vars"]
    rows = [[cell(row.get(name)) for name in columns] for row in bindings[:SHOWN]]
    summary = f"{count(result.rows, 'row')} in {took}.{told}{shown}"
    return _rendered(summary, sparql, ("csv", "tsv", "json", "xml"), columns=columns, rows=rows)


def error_view(message: str) -> Markup:
    """Why there is no result."""
    return render("results.html", error=message)


def cell(term: dict[str, Any] | None) -> Cell:
    """A term of the JSON results format."""
    if term is None:
        return Cell("")
    value = term["value"]
    if term["type"] == "uri":
        letter = _LETTER.search(value)
        short = curie(value)
        if letter:
            return Cell(value.partition("/id/")[2], value, f"/letters/{letter[1]}")
        return Cell(short, value if short != value else "")
    return Cell(value, number=term.get("datatype") in _NUMBERS)


def download_link(sparql: str, format: str) -> str:
    """The endpoint's answer to the query in a format."""
    return "/sparql?" + urlencode({"query": sparql, "format": format}, quote_via=quote)


def _rendered(summary: str, sparql: str, formats: tuple[str, ...], **values: Any) -> Markup:
    blank: dict[str, Any] = {"error": "", "columns": [], "rows": [], "text": ""}
    downloads = [(format, download_link(sparql, format)) for format in formats]
    return render("results.html", **{**blank, **values, "summary": summary, "downloads": downloads})
