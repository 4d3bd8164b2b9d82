"""An export as a typed networkx graph: the tables' rows as nodes, what they refer to as edges.

All attributes are str, int, float or bool, so that GraphML and GEXF keep their types; dates are ISO days. No attribute
is called start, end, id or pid: in GEXF these words mean something of their own.
"""

from __future__ import annotations

import datetime
import itertools
from typing import Final

import networkx as nx

from kg.errors import SelectionError
from kg.exports.formats.base import Job
from kg.exports.rows import Row, Value, rows
from kg.exports.tables import TABLES, Table
from kg.exports.text import one_line, shortened

KINDS: Final[dict[str, tuple[str, str]]] = {
    "authorities": ("Authority", "#1b4965"),
    "visits": ("Visit", "#2a9d8f"),
    "letters": ("Letter", "#8ab17d"),
    "judgements": ("Judgement", "#e9c46a"),
    "points": ("Point", "#f4a261"),
    "findings": ("Finding", "#d9d9d9"),
    "outcomes": ("Outcome", "#bc6c25"),
    "people": ("Person", "#7b6d8d"),
    "themes": ("Theme", "#c1121f"),
    "mentions": ("Mention", "#adb5bd"),
}
"""Tables whose rows are nodes: the node's kind and its colour."""

_EDGES: Final = {
    "letter": "in",
    "visit": "reports on",
    "authority": "visit to",
    "refers_to": "refers to",
    "later_visit": "later visit",
    "theme": "about",
}
_LABELS: Final = ("document", "visit", "aspect", "name", "text", "status", "quote")
_SAID_ELSEWHERE: Final = {
    **dict.fromkeys(("judgements", "points", "findings", "mentions"), ("visit", "authority", "passage")),
    "letters": ("authority",),
}
_RENAMED: Final = {"start": "first_day", "end": "last_day"}


_MOST_NODES: Final = 250_000
"""Some 700 letters: 1.5 GB of memory here, and no less in Gephi."""
_FINDINGS: Final = "SELECT (COUNT(*) AS ?findings) { ?finding a insp:Finding }"


def network(job: Job) -> nx.MultiDiGraph:
    """The selection as a network. Passages and sections are left out: they say where things stand.

    Raises SelectionError where it is too large for the tools that read networks; of a whole library before it is read.
    """
    if job.chosen.whole:
        _check(int(job.library.store.select(_FINDINGS).one() or 0))
    made = nx.MultiDiGraph(name=job.about.title)
    for name, value in job.about.rows()[1:]:
        key = name.lower().replace(" ", "_")
        made.graph[key] = f"{made.graph[key]} {value}" if key in made.graph else one_line(value)
    titles = {table.name: table for table in TABLES}
    for table, row in rows(job):
        if table.name in KINDS:
            _add_node(made, titles[table.name], row)
            _check(made.number_of_nodes())
        elif table.name == "participations":
            cells = dict(zip((column.name for column in table.columns), row, strict=True))
            _add_edge(made, cells["person"], cells["visit"], str(cells["role"]))
        elif table.name in ("finding_themes", "point_themes"):
            _add_edge(made, row[0], row[1], "about")
    job.check()
    # What is only pointed to has no kind: it is not part of the export.
    made.remove_nodes_from([node for node, data in made.nodes(data=True) if "kind" not in data])
    return made


def _check(nodes: int) -> None:
    if nodes > _MOST_NODES:
        raise SelectionError(
            f"A network holds {_MOST_NODES:,} nodes at most, and there are more: choose less, or take csv"
        )


def _add_node(made: nx.MultiDiGraph, table: Table, row: Row) -> None:
    cells = {column.name: value for column, value in zip(table.columns, row, strict=True) if value is not None}
    iri = str(cells.pop("id"))
    named = {column.name for column in table.columns if not column.refers}
    label = next((str(cells[name]) for name in _LABELS if name in cells and name in named), iri)
    if table.name == "letters":
        label = str(cells["title"])
    if table.name == "judgements" and "grade" in cells:
        label = f"{label}: {cells['grade']}"
    facts: dict[str, str | int | float | bool] = {"label": shortened(one_line(label), 80), "kind": KINDS[table.name][0]}
    for column in table.columns:
        value = cells.get(column.name)
        if value is None:
            continue
        if not column.refers:
            facts["type" if column.name == "kind" else _RENAMED.get(column.name, column.name)] = _plain(value)
        elif column.name not in _SAID_ELSEWHERE.get(table.name, ()):
            _add_edge(made, iri, value, _EDGES.get(column.name, column.name.replace("_", " ")))
    made.add_node(iri, **facts)


def _add_edge(made: nx.MultiDiGraph, source: Value, target: Value, kind: str) -> None:
    # networkx counts edges one by one, which would make the whole quadratic.
    number = made.__dict__.setdefault("edges_made", itertools.count())
    key = f"e{next(number)}"
    made.add_edge(str(source), str(target), key=key, id=key, kind=kind, label=kind)


def _plain(value: Value) -> str | int | float | bool:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return one_line(value)
    return value if value is not None else ""
