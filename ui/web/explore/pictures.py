"""The charts of Explore: findings by theme, findings over the years, overall grades by region."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ui.web.charts import Bars, bars
from ui.web.explore.asked import Asked
from ui.web.explore.data import GRADES, POLARITIES, Tables, theme_iri
from ui.web.explore.tables import POLARITY_NAMES, chosen
from ui.web.explore.view import Filter, options, years
from ui.web.links import node_path

NAMES = tuple(POLARITY_NAMES[polarity] for polarity in POLARITIES)


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts and the filters that hold for all of them. `findings` and `graded` tell how much they stand on."""

    filters: tuple[Filter, ...]
    themes: Bars
    years: Bars
    regions: Bars
    findings: int
    graded: int


def charts(tables: Tables, asked: Asked, base: str) -> Charts:
    """What the chosen part of the library looks like."""
    labels = {node.iri.rpartition("/")[2]: node.label for node, _ in tables.themes}
    rows = chosen(tables, asked, ("theme", "kind", "region"))
    counts = tables.counted(rows)
    by_theme = [
        (labels.get(theme, theme), POLARITY_NAMES[polarity], float(counts[theme][polarity]))
        for theme in sorted(counts, key=lambda theme: -counts[theme].total())
        for polarity in POLARITIES
    ]
    by_year: Counter[tuple[str, str]] = Counter(
        (row.visit.visit.day[:4], row.finding.polarity) for row in rows if row.visit.visit.day
    )
    first_last = sorted({year for year, _ in by_year})
    graded = _latest_grades(tables, asked)
    return Charts(
        filters=(
            Filter("theme", "Theme", asked["theme"], tuple(labels.items())),
            Filter("kind", "Kind of visit", asked["kind"], options(row.visit.kind for row in tables.visits)),
            Filter("region", "Region", asked["region"], options(row.region for row in tables.visits)),
            *(
                Filter(found.name, found.label, asked[found.name], found.options)
                for found in (
                    years("since", "From", [row.visit.day for row in tables.visits]),
                    years("until", "To", [row.visit.day for row in tables.visits]),
                )
            ),
        ),
        themes=bars(by_theme, NAMES, {labels.get(key, key): node_path(base, theme_iri(key)) for key in counts}),
        years=bars(
            (
                (year, POLARITY_NAMES[polarity], float(by_year[year, polarity]))
                for year in first_last
                for polarity in POLARITIES
            ),
            NAMES,
        ),
        regions=bars(
            (
                (region, grade, float(count))
                for region in sorted({region for region, _ in graded})
                for grade in GRADES
                if (count := graded[region, grade])
            ),
            # The colour of a grade is its place on the whole scale, so no grade before the last may be left out.
            GRADES if any(found == GRADES[-1] for _, found in graded) else GRADES[:-1],
            whole=True,
        ),
        findings=len(rows),
        graded=graded.total(),
    )


def _latest_grades(tables: Tables, asked: Asked) -> Counter[tuple[str, str]]:
    """Each authority's latest overall grade within the years asked for, counted by region."""
    latest: dict[str, tuple[str, str]] = {}
    for row in tables.visits:
        if row.visit.authority and row.overall and asked.within(row.visit.day) and asked["region"] in ("", row.region):
            latest.setdefault(row.visit.authority.iri, (row.region or "Not known", row.overall))
    return Counter(latest.values())
