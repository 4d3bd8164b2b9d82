"""Reads what letters say out of the graph, as the types of `kg.profiles.model`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.profiles import queries
from kg.profiles.model import (
    FindingMade,
    JudgementGiven,
    Node,
    Parts,
    PointMade,
    PointOutcome,
    Source,
    VisitSummary,
)
from kg.vocabulary import AREA, INSP

_POINT_KINDS = {
    INSP + "ImprovementPoint": "improvement",
    INSP + "PriorityAction": "priority-action",
    INSP + "Recommendation": "recommendation",
    INSP + "StrengthPoint": "strength",
}
_OVERALL = AREA + "overall-effectiveness"
_Row = dict[str, str]


def read_parts(
    store: GraphStore,
    letters: Collection[str] | None,
    themes: Collection[str] = (),
    *,
    judgements: bool = True,
    outcomes: bool = True,
) -> Parts:
    """What the letters say (IRIs; None is all of them). With themes: findings and points on one of them, and the visits
    that have any.
    """
    return _Reader(store, letters, themes).parts(judgements, outcomes)


def read_visits(store: GraphStore, letters: Collection[str] | None) -> tuple[VisitSummary, ...]:
    """The visits on which the letters report, in time order."""
    return _Reader(store, letters, ()).visits()


def among(variable: str, iris: Iterable[str] | None) -> str:
    """A VALUES clause; nothing where everything is meant."""
    if iris is None:
        return ""
    return f"VALUES ?{variable} {{ {' '.join(str(ox.NamedNode(iri)) for iri in sorted(set(iris)))} }}"


class _Reader:
    def __init__(self, store: GraphStore, letters: Collection[str] | None, themes: Collection[str]) -> None:
        self._store = store
        self._letters = among("letter", letters)
        self._theme = f"?part insp:theme ?chosen . {among('chosen', themes)}" if themes else ""
        self._rows = self._ask(queries.VISITS)
        self._of_letter = {row["letter"]: row for row in self._rows}

    def _ask(self, query: str) -> list[_Row]:
        return self._store.select(query.replace("%LETTERS%", self._letters).replace("%THEME%", self._theme)).dicts()

    def parts(self, judgements: bool, outcomes: bool) -> Parts:
        given = self._judgements() if judgements else ()
        self._themes = self._themes_of_parts()
        points, findings = self._points(), self._findings()
        visits = self.visits(given)
        if self._theme:
            there = {point.visit for point in points} | {finding.visit for finding in findings}
            visits = tuple(visit for visit in visits if visit.iri in there)
        return Parts(visits, given, findings, points, read_outcomes(self._store, points) if outcomes else ())

    def visits(self, judgements: Sequence[JudgementGiven] = ()) -> tuple[VisitSummary, ...]:
        leads: dict[str, list[Node]] = defaultdict(list)
        for row in self._ask(queries.LEADS):
            leads[row["visit"]].append(Node(row["who"], row["name"]))
        overall = {one.visit: one.grade for one in judgements if _is_overall(one)}
        grouped: dict[str, list[_Row]] = defaultdict(list)
        for row in self._rows:
            grouped[row["visit"]].append(row)
        found = [_visit(iri, rows, tuple(leads[iri]), overall.get(iri)) for iri, rows in grouped.items()]
        return tuple(sorted(found, key=lambda visit: (visit.day, visit.label, visit.iri)))

    def _judgements(self) -> tuple[JudgementGiven, ...]:
        areas: dict[str, list[Node]] = defaultdict(list)
        for row in self._ask(queries.AREAS):
            areas[row["part"]].append(Node(row["area"], row["label"]))
        found = [
            JudgementGiven(
                iri=row["part"],
                aspect=row["aspect"],
                areas=tuple(areas[row["part"]]),
                grade=row["grade"],
                rank=int(row["rank"]) if "rank" in row else None,
                board=row["board"] == "true",
                visit=row["visit"],
                day=self._day(row),
                source=self._source(row),
            )
            for row in self._ask(queries.JUDGEMENTS)
        ]
        return tuple(sorted(found, key=lambda one: one.day))

    def _findings(self) -> tuple[FindingMade, ...]:
        rows = {row["part"]: row for row in self._ask(queries.FINDINGS)}
        ordered = sorted(rows.values(), key=lambda row: (self._day(row), row["letter"], int(row["start"])))
        return tuple(
            FindingMade(
                iri=row["part"],
                text=row["text"],
                polarity=row["polarity"],
                themes=self._themes.get(row["part"], ()),
                confidence=float(row["confidence"]),
                point=row["point"] == "true",
                visit=row["visit"],
                authority=self._authority(row),
                day=self._day(row),
                source=self._source(row),
            )
            for row in ordered
        )

    def _points(self) -> tuple[PointMade, ...]:
        rows = {row["part"]: row for row in self._ask(queries.POINTS)}
        ordered = sorted(rows.values(), key=lambda row: (self._day(row), row["letter"], int(row["position"])))
        return tuple(
            PointMade(
                iri=row["part"],
                text=row["text"],
                kind=_POINT_KINDS[row["class"]],
                themes=self._themes.get(row["part"], ()),
                board=row["board"] == "true",
                visit=row["visit"],
                authority=self._authority(row),
                day=self._day(row),
                source=self._source(row),
            )
            for row in ordered
        )

    def _themes_of_parts(self) -> dict[str, tuple[Node, ...]]:
        nodes = {row["theme"]: Node(row["theme"], row["label"]) for row in self._store.select(queries.THEMES)}
        found: dict[str, list[Node]] = defaultdict(list)
        for row in self._ask(queries.THEMES_OF_PARTS):
            if row["theme"] in nodes:
                found[row["part"]].append(nodes[row["theme"]])
        return {part: tuple(sorted(themes, key=lambda theme: theme.label)) for part, themes in found.items()}

    def _day(self, row: _Row) -> str:
        letter = self._of_letter.get(row["letter"], {})
        return letter.get("start") or letter.get("published") or ""

    def _authority(self, row: _Row) -> Node | None:
        letter = self._of_letter.get(row["letter"], {})
        return Node(letter["authority"], letter["name"]) if "name" in letter else None

    def _source(self, row: _Row) -> Source:
        return _source({**self._of_letter.get(row["letter"], {}), **row})


def read_outcomes(store: GraphStore, points: Iterable[PointMade]) -> tuple[PointOutcome, ...]:
    """What became of the points, as far as later letters tell; the earliest point first."""
    of = {point.iri: point for point in points}
    if not of:
        return ()
    rows = store.select(queries.OUTCOMES.replace("%POINTS%", among("point", of))).dicts()
    days = _days(store, {row["later"] for row in rows})
    spoken = _evidence(store, {row["evidence"] for row in rows if "evidence" in row})
    # Of the later visits that were looked at, the one that speaks of the matter counts, else the last.
    rows.sort(
        key=lambda row: (
            row["later"] == spoken.get(row.get("evidence", ""), {}).get("visit"),
            days.get(row["later"], ""),
            row["later"],
        )
    )
    found = {
        row["outcome"]: PointOutcome(
            iri=row["outcome"],
            point=of[row["point"]],
            status=row["status"],
            later=Node(row["later"], row["label"]),
            later_day=days.get(row["later"], ""),
            evidence=_source(spoken[row["evidence"]]) if row.get("evidence") in spoken else None,
            confidence=float(row.get("confidence", "0")),
        )
        for row in rows
    }
    return tuple(sorted(found.values(), key=lambda one: (one.point.day, one.point.iri, one.later_day)))


def _evidence(store: GraphStore, parts: Collection[str]) -> dict[str, _Row]:
    """Where parts of letters stand, by the parts' IRIs."""
    if not parts:
        return {}
    rows = store.select(queries.EVIDENCE.replace("%PARTS%", among("part", parts)))
    return {row["part"]: row for row in rows}


def _days(store: GraphStore, visits: Collection[str]) -> dict[str, str]:
    if not visits:
        return {}
    rows = store.select(queries.VISIT_DAYS.replace("%VISITS%", among("visit", visits)))
    return {row["visit"]: row.get("first", "") for row in rows}


def _source(row: _Row) -> Source:
    return Source(
        letter=row["letter"],
        document=row.get("document", ""),
        title=row.get("title", ""),
        published=row.get("published"),
        page=int(row["page"]),
        quote=row["quote"],
        passage=row.get("passage"),
    )


def _is_overall(one: JudgementGiven) -> bool:
    return not one.board and any(area.iri == _OVERALL for area in one.areas)


def _visit(iri: str, rows: Sequence[_Row], lead: tuple[Node, ...], overall: str | None) -> VisitSummary:
    """Two letters may report on one visit, and not both say everything."""

    def said(name: str) -> str | None:
        return min((row[name] for row in rows if name in row), default=None)

    place = next((Node(row["authority"], row["name"]) for row in rows if "name" in row), None)
    letters = {row["letter"]: Node(row["letter"], row["title"]) for row in rows}
    return VisitSummary(
        iri=iri,
        label=rows[0]["label"],
        kind=rows[0]["kind"],
        authority=place,
        start=said("start"),
        end=said("end"),
        topic=said("topic"),
        framework=said("framework"),
        published=said("published"),
        letters=tuple(letters.values()),
        lead=lead,
        overall=overall,
        documents=tuple({row["letter"]: row["document"] for row in rows}.values()),
    )
