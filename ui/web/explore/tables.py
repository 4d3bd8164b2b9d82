"""The five tables of Explore: authorities, visits, inspectors, themes, findings."""

from __future__ import annotations

from dataclasses import dataclass

from ui.web.explore.asked import Asked, has_words
from ui.web.explore.data import (
    GRADES,
    POLARITIES,
    AuthorityRow,
    FindingRow,
    InspectorRow,
    Tables,
    VisitRow,
    theme_iri,
)
from ui.web.explore.view import Column, Filter, View, options, page_of, years
from ui.web.links import node_path
from ui.web.results import Cell
from ui.web.views import page_link
from ui.web.words import day, period


@dataclass(frozen=True)
class Explorer:
    """Makes the tables for one library; `base` begins its IRIs."""

    base: str

    def path(self, iri: str) -> str:
        """The node's page."""
        return node_path(self.base, iri)

    def view(self, what: str, tables: Tables, asked: Asked) -> View | None:
        """A table by its name; None where there is none of that name."""
        made = {
            "authorities": self.authorities,
            "visits": self.visits,
            "inspectors": self.inspectors,
            "themes": self.themes,
            "findings": self.findings,
        }.get(what)
        return made(tables, asked) if made else None

    def authorities(self, tables: Tables, asked: Asked) -> View:
        """Authorities of which there are letters."""
        rows = [
            row
            for row in tables.authorities
            if has_words(row.place.name, asked.words)
            and asked["region"] in ("", row.place.region)
            and asked["overall"] in ("", row.overall)
        ]
        filters = (
            Filter("q", "Name", ""),
            Filter("region", "Region", "", options(row.place.region for row in tables.authorities)),
            Filter("overall", "Latest overall grade", "", _grades(row.overall for row in tables.authorities)),
        )
        columns: list[Column[AuthorityRow]] = [
            Column(
                "name",
                "Authority",
                lambda row: Cell(row.place.name, link=self.path(row.place.iri)),
                lambda row: row.place.name,
            ),
            Column("region", "Region", lambda row: Cell(row.place.region), lambda row: row.place.region),
            Column("visits", "Visits", lambda row: _number(row.visits), lambda row: row.visits, number=True),
            Column("latest", "Latest", lambda row: Cell(day(row.latest)), lambda row: row.latest),
            Column("overall", "Overall grade", lambda row: Cell(row.overall), lambda row: _rank(row.overall)),
            Column("findings", "Findings", lambda row: _number(row.findings), lambda row: row.findings, number=True),
            Column(
                "improve",
                "To improve",
                lambda row: _number(row.improvements),
                lambda row: row.improvements,
                number=True,
            ),
        ]
        return page_of(
            "authorities", ("authority", "authorities"), asked, filters, columns, rows, len(tables.authorities)
        )

    def visits(self, tables: Tables, asked: Asked) -> View:
        """Visits, the latest first."""
        rows = [
            row
            for row in tables.visits
            if has_words(f"{row.visit.label} {row.visit.topic or ''}", asked.words)
            and asked["kind"] in ("", row.visit.kind)
            and asked["region"] in ("", row.region)
            and asked.within(row.visit.day)
        ]
        columns: list[Column[VisitRow]] = [
            Column(
                "authority",
                "Visit",
                lambda row: Cell(row.visit.label, link=self.path(row.visit.iri)),
                lambda row: row.visit.label,
            ),
            Column("kind", "Kind", lambda row: Cell(row.visit.kind), lambda row: row.visit.kind),
            Column("day", "Dates", lambda row: Cell(_dates(row)), lambda row: row.visit.day, number=False),
            Column("overall", "Overall grade", lambda row: Cell(row.overall), lambda row: _rank(row.overall)),
            Column(
                "lead",
                "Led by",
                lambda row: [Cell(one.label, link=self.path(one.iri)) for one in row.visit.lead],
                lambda row: row.visit.lead[0].label if row.visit.lead else "\uffff",
            ),
            Column("findings", "Findings", lambda row: _number(row.findings), lambda row: row.findings, number=True),
        ]
        filters = (
            Filter("q", "Authority or topic", ""),
            *_visit_filters(tables, kind="Kind"),
        )
        return page_of("visits", ("visit", "visits"), asked, filters, columns, rows, len(tables.visits))

    def inspectors(self, tables: Tables, asked: Asked) -> View:
        """People who inspected, those with the most visits first."""
        rows = [row for row in tables.inspectors if has_words(row.who.label, asked.words)]
        columns: list[Column[InspectorRow]] = [
            Column(
                "name",
                "Inspector",
                lambda row: Cell(row.who.label, link=self.path(row.who.iri)),
                lambda row: row.who.label,
            ),
            Column("visits", "Visits", lambda row: _number(row.visits), lambda row: row.visits, number=True),
            Column("led", "Led", lambda row: _number(row.led), lambda row: row.led, number=True),
            Column(
                "places", "Authorities", lambda row: _number(row.authorities), lambda row: row.authorities, number=True
            ),
            Column("latest", "Latest visit", lambda row: Cell(day(row.latest)), lambda row: row.latest),
        ]
        filters = (Filter("q", "Name", ""),)
        return page_of("inspectors", ("inspector", "inspectors"), asked, filters, columns, rows, len(tables.inspectors))

    def themes(self, tables: Tables, asked: Asked) -> View:
        """Themes with their findings by polarity, in the years and of the kind asked for."""
        counts = tables.counted(chosen(tables, asked, ("kind", "region")))
        rows = [
            (node, counts[node.iri.rpartition("/")[2]])
            for node, note in tables.themes
            if has_words(f"{node.label} {note}", asked.words)
        ]
        columns = [
            Column(
                "name", "Theme", lambda row: Cell(row[0].label, link=self.path(row[0].iri)), lambda row: row[0].label
            ),
            *(
                Column(
                    polarity,
                    POLARITY_NAMES[polarity],
                    lambda row, polarity=polarity: _number(row[1][polarity]),  # type: ignore[misc]
                    lambda row, polarity=polarity: row[1][polarity],  # type: ignore[misc]
                    number=True,
                )
                for polarity in POLARITIES
            ),
            Column("all", "All", lambda row: _number(row[1].total()), lambda row: row[1].total(), number=True),
        ]
        filters = (
            Filter("q", "Theme", ""),
            *_visit_filters(tables),
        )
        return page_of("themes", ("theme", "themes"), asked, filters, columns, rows, len(tables.themes))

    def findings(self, tables: Tables, asked: Asked) -> View:
        """Findings in the letters' words, of the latest visits first."""
        labels = {node.iri.rpartition("/")[2]: node.label for node, _ in tables.themes}
        words = asked.words
        rows = [
            row
            for row in chosen(tables, asked, ("theme", "polarity", "kind", "region", "authority"))
            if not words or has_words(row.text, words)
        ]
        columns: list[Column[FindingRow]] = [
            Column("text", "Finding", self._finding, lambda row: row.text),
            Column(
                "polarity",
                "Judged",
                lambda row: Cell(POLARITY_NAMES[row.finding.polarity]),
                lambda row: row.finding.polarity,
            ),
            Column(
                "themes",
                "Themes",
                lambda row: [
                    Cell(labels.get(theme, theme), link=self.path(theme_iri(theme))) for theme in row.finding.themes
                ],
                lambda row: row.finding.themes,
            ),
            Column("authority", "Authority", self._authority, lambda row: self._authority(row).text),
            Column(
                "day",
                "Date",
                lambda row: Cell(day(row.visit.visit.day) or "visit", link=self.path(row.visit.visit.iri)),
                lambda row: row.visit.visit.day,
            ),
        ]
        filters = (
            Filter("q", "Words of the finding", ""),
            Filter("authority", "Authority", "", options(row.place.name for row in tables.authorities)),
            Filter("theme", "Theme", "", tuple((key, label) for key, label in labels.items())),
            Filter("polarity", "Judged", "", tuple(POLARITY_NAMES.items())),
            *_visit_filters(tables),
        )
        return page_of("findings", ("finding", "findings"), asked, filters, columns, rows, len(tables.findings))

    def _authority(self, row: FindingRow) -> Cell:
        place = row.visit.visit.authority
        return Cell(place.label, link=self.path(place.iri)) if place else Cell("")

    def _finding(self, row: FindingRow) -> Cell:
        page = row.letter.document.page_of(row.finding.span.start)
        return Cell(row.text, f"page {page}", page_link(row.letter.key, page, row.finding.span))


POLARITY_NAMES = {"strength": "Strength", "improvement": "To improve", "mixed": "Mixed", "neutral": "Neutral"}


def chosen(tables: Tables, asked: Asked, names: tuple[str, ...]) -> list[FindingRow]:
    """The findings that the filters of these names, and the years, let through."""
    wanted = {name: asked[name] for name in names if asked[name]}
    visits = {
        row.visit.iri
        for row in tables.visits
        if asked.within(row.visit.day)
        and wanted.get("kind", row.visit.kind) == row.visit.kind
        and wanted.get("region", row.region) == row.region
        and (
            "authority" not in wanted
            or (row.visit.authority is not None and row.visit.authority.label == wanted["authority"])
        )
    }
    theme, polarity = wanted.get("theme"), wanted.get("polarity")
    return [
        row
        for row in tables.findings
        if row.visit.visit.iri in visits
        and (theme is None or theme in row.finding.themes)
        and (polarity is None or row.finding.polarity == polarity)
    ]


def _visit_filters(tables: Tables, kind: str = "Kind of visit") -> tuple[Filter, ...]:
    """What kind of visit, in which region, when."""
    return (
        Filter("kind", kind, "", options(row.visit.kind for row in tables.visits)),
        Filter("region", "Region", "", options(row.region for row in tables.visits)),
        *_years(tables),
    )


def _years(tables: Tables) -> tuple[Filter, Filter]:
    days = [row.visit.day for row in tables.visits]
    return years("since", "From", days), years("until", "To", days)


def _grades(values: object) -> tuple[tuple[str, str], ...]:
    held = set(values)  # type: ignore[call-overload]
    return tuple((grade, grade) for grade in GRADES if grade in held)


def _rank(grade: str) -> int:
    """Outstanding first; what has no grade last."""
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def _dates(row: VisitRow) -> str:
    if row.visit.start:
        return period(row.visit.start, row.visit.end)
    return f"published {day(row.visit.published)}" if row.visit.published else ""


def _number(value: int) -> Cell:
    return Cell(f"{value:,}", number=True)
