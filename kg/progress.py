"""What became of an authority's points for improvement: what later letters say of the same matter.

The statements stand in graphs of their own, made when letters come or go (`kg.mapping.progress`); this reads them back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from pyoxigraph import NamedNode

from kg.graph.rows import Rows

Status = Literal["persists", "improved", "not mentioned"]
STATUSES: tuple[Status, ...] = ("persists", "improved", "not mentioned")


class Store(Protocol):
    """The part of the graph store that is needed here."""

    def select(self, query: str) -> Rows:
        """The rows of a SELECT query."""


@dataclass(frozen=True, slots=True)
class Side:
    """What a letter says, and where: the earlier point, or the later statement that tells what became of it.

    `iri` is the point or finding, `date` the first day of its visit, `kind` the kind of visit ('ilacs' ...). `start`
    and `end` are offsets in the letter's text; `quote` are the words that stand there.
    """

    iri: str
    text: str
    letter: str
    document: str
    visit: str
    kind: str
    date: str
    page: int
    passage: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One earlier point and what became of it. `evidence` is None where no later letter speaks of the matter.

    `later` are the later visits whose letters were looked in, by time; `themes` ids of the SKOS scheme.
    """

    iri: str
    status: Status
    point: Side
    evidence: Side | None
    later: tuple[str, ...]
    themes: tuple[str, ...]
    confidence: float


_OUTCOMES = """
SELECT DISTINCT ?outcome ?status ?confidence ?point ?evidence {{
  ?outcome a insp:Outcome ; insp:authority {} ; insp:status ?status ; insp:confidence ?confidence ; insp:point ?point .
  OPTIONAL {{ ?outcome insp:evidence ?evidence }}
}}"""
_SIDES = """
SELECT DISTINCT ?part ?text ?letter ?document ?visit ?kind ?date ?page ?passage ?quote ?start ?end {{
  VALUES ?part {{ {} }}
  ?part insp:text ?text ; insp:letter ?letter ; insp:source ?source .
  ?letter dcterms:identifier ?document ; insp:reportsOn ?visit .
  ?visit insp:kind ?kind ; insp:startDate ?date .
  ?source insp:page ?page ; oa:hasSelector ?quoted , ?placed .
  ?quoted oa:exact ?quote . ?placed oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?source insp:passage ?passage }}
}}"""
_MANY = """
SELECT DISTINCT ?outcome ?value {{ VALUES ?outcome {{ {} }} ?outcome {} ?value }}
ORDER BY ?outcome ?value"""


def outcomes(store: Store, authority: str) -> tuple[Outcome, ...]:
    """What became of each point for improvement of an authority (its IRI), oldest visit first, then as printed."""
    found = list(store.select(_OUTCOMES.format(NamedNode(authority))))
    sides = _sides(store, {row[name] for row in found for name in ("point", "evidence") if row.get(name)})
    names = [row["outcome"] for row in found]
    later, themes = _many(store, names, "insp:laterVisit"), _many(store, names, "insp:theme")
    dates = {visit: visit.rsplit("/", 1)[-1] for visits in later.values() for visit in visits}
    made = [
        Outcome(
            iri=row["outcome"],
            status=cast(Status, row["status"]),
            point=sides[row["point"]],
            evidence=sides.get(row.get("evidence", "")),
            later=tuple(sorted(later.get(row["outcome"], ()), key=lambda visit: dates[visit])),
            themes=tuple(theme.rsplit("/", 1)[-1] for theme in themes.get(row["outcome"], ())),
            confidence=float(row["confidence"]),
        )
        for row in found
        if row["point"] in sides
    ]
    return tuple(sorted(made, key=lambda one: (one.point.date, one.point.letter, one.point.start, one.iri)))


def _sides(store: Store, parts: Iterable[str]) -> dict[str, Side]:
    wanted = " ".join(str(NamedNode(part)) for part in sorted(parts))
    return {
        row["part"]: Side(
            iri=row["part"],
            text=row["text"],
            letter=row["letter"],
            document=row["document"],
            visit=row["visit"],
            kind=row["kind"].rsplit("/", 1)[-1],
            date=row["date"],
            page=int(row["page"]),
            passage=row.get("passage", ""),
            quote=row["quote"],
            start=int(row["start"]),
            end=int(row["end"]),
        )
        for row in (store.select(_SIDES.format(wanted)) if wanted else ())
    }


def _many(store: Store, names: Iterable[str], predicate: str) -> dict[str, list[str]]:
    wanted = " ".join(str(NamedNode(name)) for name in names)
    found: dict[str, list[str]] = {}
    for row in store.select(_MANY.format(wanted, predicate)) if wanted else ():
        found.setdefault(row["outcome"], []).append(row["value"])
    return found
