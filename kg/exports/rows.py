"""Rows of the tables, out of an export's statements, as plain typed values."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import ontology
from kg.exports.formats.base import Job
from kg.exports.stream import Chunk, name_of
from kg.exports.tables import STATEMENTS, TABLES, Column, Table, iri
from kg.exports.text import clean
from kg.vocabulary import THEME

Value = str | int | float | bool | datetime.date | None
Row = list[Value]
_Said = dict[str, dict[str, list[str]]]

_LABEL, _TYPE = iri("rdfs:label"), iri("rdf:type")
_LATE = {iri(name) for table in TABLES if table.late for name in table.classes}
_POINT_KINDS = ("ImprovementPoint", "PriorityAction", "Recommendation", "StrengthPoint")
_PEOPLE = "SELECT ?who ?label { ?who a ?class ; rdfs:label ?label . VALUES ?class { foaf:Person org:Organization } }"


def rows(job: Job) -> Iterator[tuple[Table, Row]]:
    """Every row with its table, as the letters come; what several letters speak of comes last."""
    maker = _Rows({row["who"]: row["label"] for row in job.library.store.select(_PEOPLE)})
    for chunk in job.chunks(least=1):
        yield from maker.of(chunk)
    yield from maker.last(TABLES if job.chosen.triples is not None else [table for table in TABLES if table.late])


@cache
def _reference() -> _Said:
    """What the reference data says: labels, ranks, areas, regions."""
    said: _Said = defaultdict(lambda: defaultdict(list))
    for triple in ontology.reference_triples():
        said[name_of(triple.subject)][name_of(triple.predicate)].append(name_of(triple.object))
    return said


class _Rows:
    def __init__(self, people: dict[str, str]) -> None:
        self._people = people
        self._kept: _Said = defaultdict(lambda: defaultdict(list))

    def of(self, chunk: Chunk) -> Iterator[tuple[Table, Row]]:
        """The rows of a letter's graph. Other graphs, and what is only pointed to, are kept to the end."""
        of_letter = chunk.graph is not None and "/graph/letter/" in chunk.graph and not chunk.around
        said: _Said = defaultdict(lambda: defaultdict(list))
        for triple in chunk.triples:
            values = said[name_of(triple.subject)][name_of(triple.predicate)]
            values.append(name_of(triple.object))
        if chunk.graph is None:
            for triple in chunk.triples:
                datatype = name_of(getattr(triple.object, "datatype", None))
                terms = (triple.subject, triple.predicate, triple.object)
                yield STATEMENTS, [*(clean(name_of(term)) for term in terms), datatype or None]
        if not of_letter:
            self._keep(said, said)
            return
        self._keep({node: about for node, about in said.items() if _LATE & set(about.get(_TYPE, ()))}, said)
        yield from self._rows((table for table in TABLES if not table.late), said)

    def last(self, tables: Iterable[Table]) -> Iterator[tuple[Table, Row]]:
        """The rows of what was kept."""
        for node, about in self._kept.items():
            if node.startswith(THEME) and iri("skos:notation") in about:
                about[_TYPE] = [iri("insp:Theme")]
        yield from self._rows(tables, self._kept)

    def _keep(self, nodes: _Said, said: _Said) -> None:
        """Keeps nodes, and the sources that only their own letter's graph has."""
        for node, about in list(nodes.items()):
            for predicate, values in about.items():
                self._kept[node][predicate] = list(dict.fromkeys([*self._kept[node][predicate], *values]))
            for source in about.get(iri("insp:source"), ()):
                for part in (source, *said.get(source, {}).get(iri("oa:hasSelector"), ())):
                    self._kept[part].update({name: list(values) for name, values in said.get(part, {}).items()})

    def _rows(self, tables: Iterable[Table], said: _Said) -> Iterator[tuple[Table, Row]]:
        by_class: dict[str, list[Table]] = defaultdict(list)
        for table in tables:
            for name in table.classes:
                by_class[iri(name)].append(table)
        for node, about in sorted(said.items(), key=_in_order):
            for kind in about.get(_TYPE, ()):
                for table in by_class.get(kind, ()):
                    if table.pairs:
                        for value in about.get(iri(table.columns[-1].path), ()):
                            yield table, [node, value]
                    else:
                        yield table, [self._cell(column, node, said) for column in table.columns]

    def _cell(self, column: Column, node: str, said: _Said) -> Value:
        if column.path == "rdf:type":
            names = [kind.rpartition("#")[2] for kind in said[node][_TYPE]]
            return next((words(name) for name in _POINT_KINDS if name in names), "point")
        nodes, steps = [node], column.path.split("/") if column.path else []
        for step in steps:
            if step == "@":
                nodes = [label for one in nodes for label in self._labels(one, said)]
            else:
                nodes = [value for one in nodes for value in self._about(one, said).get(iri(step), ())]
        return _typed("; ".join(dict.fromkeys(nodes)) if column.type == "string" else (nodes or [""])[0], column)

    def _about(self, node: str, said: _Said) -> dict[str, list[str]]:
        return said.get(node) or self._kept.get(node) or _reference().get(node) or {}

    def _labels(self, node: str, said: _Said) -> list[str]:
        if node in self._people:
            return [self._people[node]]
        return (self._about(node, said).get(_LABEL) or _reference().get(node, {}).get(_LABEL) or [])[:1]


def _in_order(item: tuple[str, object]) -> tuple[str, int, str]:
    """Numbered parts by their numbers: 'finding/9' before 'finding/10'."""
    start, _, number = item[0].rpartition("/")
    return (start, int(number), "") if number.isdecimal() else (start, 0, number)


def words(name: str) -> str:
    """A class's name in words: 'PriorityAction' is 'priority action'."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _typed(value: str, column: Column) -> Value:
    if not value:
        return None
    try:
        match column.type:
            case "integer":
                return int(value)
            case "number":
                return float(value)
            case "boolean":
                return value in ("true", "1")
            case "date":
                return datetime.date.fromisoformat(value)
    except ValueError:
        return None
    return clean(value)
