"""The page of a theme: how often it was a strength or to improve, when and where, and the latest words about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.vocabulary import THEME
from ui.web.charts import Bars, bars
from ui.web.explore.data import POLARITIES, FindingRow, reader_of
from ui.web.explore.tables import POLARITY_NAMES
from ui.web.links import node_path
from ui.web.nodes.common import SERIES, Said, page
from ui.web.services import Services
from ui.web.views import page_link
from ui.web.words import day

LATEST = 12
PLACES = 25


def render(services: Services, iri: str) -> str | None:
    """The page; None for what is no theme."""
    if not iri.startswith(THEME):
        return None
    tables = reader_of(services.library).tables()
    name = iri.removeprefix(THEME)
    found = next(((node, note) for node, note in tables.themes if node.iri == iri), None)
    if found is None:
        return None
    rows = [row for row in tables.findings if name in row.finding.themes]
    by_place = _counts((row.visit.visit.authority.label, row) for row in rows if row.visit.visit.authority)
    beside = Counter(theme for row in rows for theme in row.finding.themes if theme != name)
    labels = {node.iri.removeprefix(THEME): node.label for node, _ in tables.themes}
    places = {row.place.name: node_path(services.base_iri, row.place.iri) for row in tables.authorities}
    most = sorted(by_place, key=lambda place: (-by_place[place]["improvement"], place))[:PLACES]
    latest = {
        polarity: [_said(row) for row in rows if row.finding.polarity == polarity][:LATEST]
        for polarity in ("improvement", "strength")
    }
    by_year = _counts((row.visit.visit.day[:4], row) for row in rows if row.visit.visit.day)
    return page(
        "node_theme.html",
        services,
        iri,
        label=found[0].label,
        note=found[1],
        name=name,
        total=len(rows),
        counts=[
            (POLARITY_NAMES[polarity], sum(row.finding.polarity == polarity for row in rows)) for polarity in POLARITIES
        ],
        years=_bars(by_year, sorted(by_year), {}),
        places=_bars(by_place, most, places),
        places_all=len(by_place),
        beside=[
            (labels.get(theme, theme), node_path(services.base_iri, THEME + theme), count)
            for theme, count in beside.most_common(10)
        ],
        latest=latest,
        titles={"improvement": "Latest to improve", "strength": "Latest strengths"},
    )


def _counts(pairs: Iterable[tuple[str, FindingRow]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for label, row in pairs:
        counts[label][row.finding.polarity] += 1
    return counts


def _bars(counts: dict[str, Counter[str]], labels: Iterable[str], links: dict[str, str]) -> Bars:
    values = (
        (label, POLARITY_NAMES[polarity], float(counts[label][polarity])) for label in labels for polarity in POLARITIES
    )
    return bars(values, SERIES, links)


def _said(row: FindingRow) -> Said:
    number = row.letter.document.page_of(row.finding.span.start)
    note = ", ".join(part for part in (row.letter.authority, day(row.visit.visit.day)) if part)
    return Said(row.text, note, f"page {number}", page_link(row.letter.key, number, row.finding.span))
