"""A query's result as a table for people, and as a chart where its shape allows."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from kg.graph.results import QueryResult
from ui.web.charts import Bars, bars
from ui.web.links import node_path
from ui.web.views import render
from ui.web.words import count, curie

SHOWN = 500
CHARTED = 40

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double", "float")}
_PLACE = re.compile(r"^Line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a field: its words, the full IRI where they are short for one, and where a click leads."""

    text: str
    title: str = ""
    link: str = ""
    number: bool = False


def result_view(base: str, sparql: str, result: QueryResult, rows_limit: int) -> Markup:
    """A result as HTML: a table, yes or no, or a graph in Turtle; with what was cut off and the downloads.

    `base` begins the IRIs of the library, which lead to their pages.
    """
    told = (
        f" The row limit of {rows_limit:,} was reached: there are more. Narrow the query, or count." * result.truncated
    )
    took = f"{result.seconds:.2f} s"
    if result.form == "graph":
        summary = f"{count(result.rows, 'triple')} in {took}.{told}"
        return _rendered(summary, sparql, ("turtle", "jsonld", "rdfxml", "ntriples"), text=result.body.decode("utf-8"))
    body = json.loads(result.body)
    if result.form == "ask":
        return _rendered(f"{'Yes' if body['boolean'] else 'No'} ({took})", sparql, ("json", "xml"))
    bindings = body["results"]["bindings"]
    shown = f" The first {SHOWN:,} are shown; a download has them all." if len(bindings) > SHOWN else ""
    columns = body["head"]["vars"]
    rows = [[cell(base, row.get(name)) for name in columns] for row in bindings[:SHOWN]]
    summary = f"{count(result.rows, 'row')} in {took}.{told}{shown}"
    chart = chart_of(columns, rows) if len(bindings) <= SHOWN else None
    return _rendered(summary, sparql, ("csv", "tsv", "json", "xml"), columns=columns, rows=rows, chart=chart)


def error_view(message: str) -> Markup:
    """Why there is no result; where the message tells a place in the query, the editor marks it."""
    place = _PLACE.match(message)
    return render("results.html", error=message, line=place[1] if place else "", column=place[2] if place else "")


def cell(base: str, term: dict[str, Any] | None) -> Cell:
    """A term of the JSON results format."""
    if term is None:
        return Cell("")
    value = term["value"]
    if term["type"] == "uri":
        short = curie(value)
        if short == value and value.startswith(base):
            short = value.removeprefix(base).removeprefix("id/")
        return Cell(short, value if short != value else "", node_path(base, value))
    return Cell(value, number=term.get("datatype") in _NUMBERS)


def chart_of(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Bars | None:
    """Bars, where each row is a label and counts, or two labels and a count; None for any other shape."""
    numbers = [at for at in range(len(columns)) if rows and all(row[at].number for row in rows)]
    labels = [at for at in range(len(columns)) if at not in numbers]
    if len(rows) < 2 or (len(labels), len(numbers)) not in ((1, 1), (2, 1), (1, 2), (1, 3), (1, 4)):
        return None
    if any(_is_no_count([row[at].text for row in rows]) for at in numbers):
        return None
    if len(labels) == 2:
        values = [(row[labels[0]].text, row[labels[1]].text, float(row[numbers[0]].text)) for row in rows]
    else:
        values = [(row[labels[0]].text, columns[at], float(row[at].text)) for row in rows for at in numbers]
    unique = len({value[:2] for value in values}) == len(values)
    few = len({value[0] for value in values}) <= CHARTED and len({value[1] for value in values}) <= 6
    return bars(values) if unique and few else None


def _is_no_count(values: Sequence[str]) -> bool:
    """Years are no lengths of bars, nor is what lies below nothing."""
    numbers = [float(value) for value in values]
    return min(numbers) < 0 or all(1900 <= number <= 2100 and number.is_integer() for number in numbers)


def download_link(sparql: str, format: str) -> str:
    """The endpoint's answer to the query in a format."""
    return "/sparql?" + urlencode({"query": sparql, "format": format}, quote_via=quote)


def _rendered(summary: str, sparql: str, formats: tuple[str, ...], **values: Any) -> Markup:
    blank: dict[str, Any] = {"error": "", "columns": [], "rows": [], "text": "", "chart": None}
    downloads = [(format, download_link(sparql, format)) for format in formats]
    return render("results.html", **{**blank, **values, "summary": summary, "downloads": downloads})
