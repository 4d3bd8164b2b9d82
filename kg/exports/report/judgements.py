"""Judgements over time: a grid of grades for one authority, counts by year for several."""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.exports.report import charts
from kg.exports.report.model import Block, Figure, Grid, Paragraph, Said, Section
from kg.exports.report.sources import Sources
from kg.exports.report.wording import GRADES, SHORT, count, day, listed, month, short
from kg.profiles import JudgementGiven, Parts, VisitSummary

_MOST_COLUMNS = 6


def section(parts: Parts, sources: Sources, *, on_theme: bool) -> Section | None:
    """The section; None where nothing was judged."""
    given = [one for one in parts.judgements if not one.board and one.grade in GRADES]
    if not given:
        return None
    if len({visit.authority.iri for visit in parts.visits if visit.authority}) > 1:
        blocks = [*_many(parts), *(_by_grade(parts) if on_theme else ())]
        return Section("Judgements over time", tuple(blocks)) if blocks else None
    return Section("Judgements over time", (_grid(given, parts), _table(given, parts, sources)))


def _grid(given: list[JudgementGiven], parts: Parts) -> Figure:
    visits = {visit.iri: visit for visit in parts.visits}
    inspections = list(dict.fromkeys(one.visit for one in given))[-_MOST_COLUMNS:]
    columns = {iri: _column(visits[iri]) for iri in inspections}
    cells: dict[tuple[str, str], str] = {}
    rows: dict[str, None] = {}
    for one in given:
        for name in [area.label for area in one.areas] or [one.aspect]:
            if one.visit in columns:
                rows[name] = None
                cells.setdefault((name, columns[one.visit]), one.grade)
    order = sorted(rows, key=lambda name: (name != "Overall effectiveness", list(rows).index(name)))
    said = [
        f"{column}: {listed([f'{name} {cells[name, column]}' for name in order if (name, column) in cells])}"
        for column in columns.values()
    ]
    return Figure(
        charts.grades(order, list(columns.values()), cells),
        f"Grid of grades by area and inspection. {'. '.join(said)}.",
        "Grades by area at each graded inspection. Areas join what frameworks call by different names.",
    )


def _column(visit: VisitSummary) -> str:
    return f"{visit.kind.removesuffix(' inspection')}, {month(visit.day)}"


def _table(given: list[JudgementGiven], parts: Parts, sources: Sources) -> Grid:
    kinds = {visit.iri: visit.kind for visit in parts.visits}
    latest = sorted(given, key=lambda one: one.day, reverse=True)
    return Grid(
        "Judgements, the latest first",
        ("Aspect", "Grade", "Inspection", "Source"),
        tuple(
            (
                Said(one.aspect),
                Said(short(one.grade)),
                Said(f"{kinds.get(one.visit, '')}, {day(one.day)}"),
                Said("", (sources.cite(one.source),)),
            )
            for one in latest
        ),
        (0.42, 0.2, 0.26, 0.12),
    )


def _many(parts: Parts) -> list[Block]:
    graded = [visit for visit in parts.visits if visit.overall in GRADES and visit.day]
    if not graded:
        return []
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for visit in graded:
        counts[visit.day[:4]][visit.overall or ""] += 1
    years = [str(year) for year in range(int(min(counts)), int(max(counts)) + 1)]
    table = {year: dict(counts.get(year, {})) for year in years}
    told = [f"{year}: {_told(table[year])}" for year in years if table[year]]
    return [
        Figure(
            charts.stacked_grades(years, table),
            f"Overall judgements by year. {'. '.join(told)}.",
            f"Overall judgements of {count(len(graded), 'inspection')} in this selection, by the year of the visit.",
        )
    ]


def _told(counts: dict[str, int]) -> str:
    return listed([f"{counts[grade]} {SHORT.get(grade, grade)}" for grade in GRADES if grade in counts])


def _by_grade(parts: Parts) -> list[Block]:
    """Of what was found on a theme, how much calls for improvement, by the overall grade."""
    overall = {visit.iri: visit.overall for visit in parts.visits}
    improve: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    for one in parts.findings:
        grade = overall.get(one.visit)
        if grade in GRADES and one.polarity in ("strength", "improvement"):
            all_of[grade] += 1
            improve[grade] += one.polarity == "improvement"
    labels = [grade for grade in GRADES if all_of[grade]]
    if len(labels) < 2:
        return []
    shares = [improve[grade] / all_of[grade] for grade in labels]
    notes = [f"{round(100 * part)}% of {all_of[label]:,}" for part, label in zip(shares, labels, strict=True)]
    told = listed([f"{SHORT.get(label, label)} {note}" for label, note in zip(labels, notes, strict=True)])
    return [
        Paragraph(Said("The share of findings that call for improvement, by what the inspection judged overall:")),
        Figure(
            charts.share_by_grade(labels, shares, notes),
            f"Share of findings that call for improvement, by overall judgement: {told}.",
            "Share of the findings that call for improvement, by the overall judgement of the inspection.",
        ),
    ]
