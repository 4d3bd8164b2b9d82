"""A selection as a picture for paper: a network that can be read on an A4 page.

What is drawn: one authority or many, their visits, and the themes that link them. A theme's line to a visit is as broad
as it has findings there; green where most are strengths, orange where most call for improvement. What does not fit is
left out, the least connected first, and said.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.exports.about import LICENCE
from kg.exports.formats.base import Job
from kg.exports.report.charts import IMPROVEMENT, STRENGTH, render, wrapped
from kg.exports.report.model import Picture
from kg.exports.report.wording import month
from kg.exports.rows import rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_VISITS, _MOST_PLACES, _MOST_THEMES, _MOST_BESIDE = 14, 14, 14, 8
_MOST_LINES, _FEWEST_LINES = 64, 3
_WIDTH, _HEIGHT, _WIDEST_GAP = 11.0, 7.6, 0.16
_SIDES = {"authority": ("right", 0.0), "visit": ("center", 0.03), "theme": ("left", 0.0)}
"""Where a label stands to its place, and how far a line to the right begins from it."""
_LOOKS = {  # fill, edge, ink, size of the letters
    "authority": ("#1b4965", "#1b4965", "#ffffff", 9.5),
    "visit": ("#ffffff", "#2a6f97", "#1d2433", 7.5),
    "theme": ("#f3f4f6", "#9aa3ad", "#1d2433", 8.0),
}


def draw(job: Job, picture: Picture) -> tuple[bytes, str]:
    """The picture, with what it shows and what was left out written below it; and the same in words."""
    drawn, left_out = _network(job)
    names = [str(data["label"]) for _, data in drawn.nodes(data=True)]
    words = " ".join([f"{job.about.title}. Shown: {'; '.join(names)}.", *left_out])
    title, below = job.about.title, _below(job, left_out, drawn)

    def paint(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_title(title, fontsize=14, fontweight="bold", loc="left")
        if drawn:
            _paint(axes, drawn)
        figure.supxlabel("\n".join(below), fontsize=7.5, color="#55606f", x=0.01, ha="left")

    return render(paint, _WIDTH, _HEIGHT, picture, _facts(job, picture, words)), words


def _network(job: Job) -> tuple[nx.Graph, list[str]]:
    """What is drawn, and sentences on what is not."""
    strengths: Counter[tuple[str, str]] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    visits: dict[str, tuple[str, str, str]] = {}
    places: dict[str, str] = {}
    themes: dict[str, str] = {}
    found: dict[str, tuple[str, bool]] = {}
    for table, row in rows(job):
        cells: dict[str, Any] = dict(zip((column.name for column in table.columns), row, strict=True))
        match table.name:
            case "findings" | "points":
                good = cells.get("polarity") == "strength" or cells.get("kind") == "strength point"
                found[cells["id"]] = (cells["visit"], good)
            case "finding_themes" | "point_themes":
                visit, good = found.get(str(row[0]), ("", False))
                if visit:
                    counts[visit, str(row[1])] += 1
                    strengths[visit, str(row[1])] += good
            case "visits":
                day = cells["start"].isoformat() if cells["start"] else ""
                visits[cells["id"]] = (cells["kind"] or "Visit", day, cells["authority"] or "")
            case "authorities":
                places[cells["id"]] = cells["name"]
            case "themes":
                themes[cells["id"]] = cells["name"]
    job.check()
    visits = {iri: about for iri, about in visits.items() if about[2] in places}
    if len({about[2] for about in visits.values()}) > 1:
        return _places_and_themes(visits, places, themes, counts, strengths, set(job.chosen.themes))
    return _visits_and_themes(visits, places, themes, counts, strengths)


def _visits_and_themes(
    visits: dict[str, tuple[str, str, str]],
    places: dict[str, str],
    themes: dict[str, str],
    counts: Counter[tuple[str, str]],
    strengths: Counter[tuple[str, str]],
) -> tuple[nx.Graph, list[str]]:
    """One authority: its visits round it, themes round these."""
    latest = sorted(visits, key=lambda iri: visits[iri][1], reverse=True)
    shown = latest[:_MOST_VISITS]
    made = nx.Graph()
    for iri in shown:
        kind, day, place = visits[iri]
        made.add_node(place, kind="authority", label=places[place])
        made.add_node(iri, kind="visit", label=f"{kind}\n{month(day)}" if day else kind)
        made.add_edge(place, iri, weight=1, share=None)
    top = _top_themes(counts, set(shown), themes)
    cut = _link(made, top[:_MOST_THEMES], shown, themes, counts, strengths)
    return made, [
        *_left_out("visit", len(shown), len(latest), "the latest"),
        *_left_out("theme", _drawn_themes(made), len(top), "those of the lines drawn" if cut else "the most frequent"),
        *([f"Of each visit only the {cut} broadest lines are drawn."] if cut else []),
    ]


def _places_and_themes(
    visits: dict[str, tuple[str, str, str]],
    places: dict[str, str],
    themes: dict[str, str],
    counts: Counter[tuple[str, str]],
    strengths: Counter[tuple[str, str]],
    wanted: set[str],
) -> tuple[nx.Graph, list[str]]:
    """Several authorities: what was found where, over all visits."""
    summed: Counter[tuple[str, str]] = Counter()
    good: Counter[tuple[str, str]] = Counter()
    for (visit, theme), number in counts.items():
        if visit in visits:
            summed[visits[visit][2], theme] += number
            good[visits[visit][2], theme] += strengths[visit, theme]
    totals: Counter[str] = Counter()
    for (place, _), number in summed.items():
        totals[place] += number
    ranked = sorted(totals, key=lambda place: (-totals[place], places[place]))
    shown = ranked[:_MOST_PLACES]
    made = nx.Graph()
    for place in shown:
        made.add_node(place, kind="authority", label=places[place])
    top = _top_themes(summed, set(shown), themes, wanted)
    most = _MOST_BESIDE if wanted else _MOST_THEMES
    cut = _link(made, top[:most], shown, themes, summed, good, wanted)
    return made, [
        *_left_out("authority", len(shown), len(ranked), "those with most findings", "authorities"),
        *_left_out("theme", _drawn_themes(made), len(top), "those of the lines drawn" if cut else "the most frequent"),
        *([f"Of each authority only the {cut} broadest lines are drawn."] if cut else []),
    ]


def _top_themes(
    counts: Counter[tuple[str, str]], there: set[str], themes: dict[str, str], first: Collection[str] = ()
) -> list[str]:
    totals: Counter[str] = Counter()
    for (node, theme), number in counts.items():
        if node in there and theme in themes:
            totals[theme] += number
    return sorted(totals, key=lambda theme: (theme not in first, -totals[theme], themes[theme]))


def _link(
    made: nx.Graph,
    top: list[str],
    shown: list[str],
    themes: dict[str, str],
    counts: Counter[tuple[str, str]],
    strengths: Counter[tuple[str, str]],
    first: Collection[str] = (),
) -> int:
    """Themes, and lines to them; how many lines of each node were kept, where all would be a tangle, else 0."""
    there = {node: [theme for theme in top if counts[node, theme]] for node in shown}
    most = max(_FEWEST_LINES, _MOST_LINES // max(1, len(shown)))
    cut = most if sum(map(len, there.values())) > _MOST_LINES else 0
    lines: set[tuple[str, str]] = set()
    for node, near in there.items():
        near.sort(key=lambda theme: (theme not in first, -counts[node, theme]))
        lines |= {(node, theme) for theme in (near[:cut] if cut else near)}
    for theme in top:
        for node in shown:
            if (node, theme) in lines:
                made.add_node(theme, kind="theme", label=themes[theme])
                number = counts[node, theme]
                made.add_edge(node, theme, weight=number, share=strengths[node, theme] / number)
    return cut


def _drawn_themes(made: nx.Graph) -> int:
    return sum(data["kind"] == "theme" for _, data in made.nodes(data=True))


def _left_out(one: str, shown: int, of: int, which: str, many: str = "") -> list[str]:
    return [f"Of {of} {many or one + 's'} only {shown} are drawn, {which}."] if of > shown else []


def _paint(axes: Axes, drawn: nx.Graph) -> None:
    places = _layout(drawn)
    heaviest = max((data["weight"] for *_, data in drawn.edges(data=True)), default=1)
    for source, target, data in sorted(drawn.edges(data=True), key=lambda edge: edge[2]["weight"]):
        first, last = sorted((source, target), key=lambda node: places[node][0])
        x1, x2 = places[first][0] + _SIDES[drawn.nodes[first]["kind"]][1], places[last][0] - _reach(drawn, last)
        y1, y2 = places[first][1], places[last][1]
        colour = "#9aa3ad" if data["share"] is None else STRENGTH if data["share"] >= 0.5 else IMPROVEMENT
        width = 1.2 if data["share"] is None else 0.4 + 5 * math.sqrt(data["weight"] / heaviest)
        strength = 0.9 if data["share"] is None else 0.3 + 0.35 * data["weight"] / heaviest
        axes.plot([x1, x2], [y1, y2], color=colour, linewidth=width, alpha=strength, zorder=1, solid_capstyle="round")
    for node, data in drawn.nodes(data=True):
        fill, edge, ink, size = _LOOKS[data["kind"]]
        x, y = places[node]
        label = "\n".join(wrapped(line, 24) for line in data["label"].split("\n"))
        axes.text(
            x,
            y,
            label,
            ha=_SIDES[data["kind"]][0],
            va="center",
            fontsize=size,
            color=ink,
            zorder=3,
            linespacing=1.15,
            bbox={"boxstyle": "round,pad=0.45", "facecolor": fill, "edgecolor": edge, "linewidth": 1.0},
        )
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.04, 1.04)


def _reach(drawn: nx.Graph, node: str) -> float:
    """How far the left edge of a label is from its place."""
    return _SIDES["visit"][1] if drawn.nodes[node]["kind"] == "visit" else 0.0


def _layout(drawn: nx.Graph) -> dict[str, tuple[float, float]]:
    """Columns: authority, visits, themes. Rows are ordered so that lines cross little: a node near its neighbours."""
    kinds = (
        ["authority", "visit", "theme"]
        if any(d["kind"] == "visit" for _, d in drawn.nodes(data=True))
        else [
            "authority",
            "theme",
        ]
    )
    columns = [[node for node, data in drawn.nodes(data=True) if data["kind"] == kind] for kind in kinds]
    height = {node: row / max(1, len(column) - 1) for column in columns for row, node in enumerate(column)}
    for _ in range(12):
        for column in columns[-1:] if len(kinds) == 3 else columns[1:]:
            column.sort(key=lambda node: (_pull(drawn, node, height), node))
            height |= {node: row / max(1, len(column) - 1) for row, node in enumerate(column)}
    places: dict[str, tuple[float, float]] = {}
    for number, column in enumerate(columns):
        x = 0.12 + 0.68 * number / (len(columns) - 1)
        for row, node in enumerate(column):
            gap = min(1 / max(1, len(column) - 1), _WIDEST_GAP)
            places[node] = (x, 0.5 + gap * ((len(column) - 1) / 2 - row))
    return places


def _pull(drawn: nx.Graph, node: str, height: dict[str, float]) -> float:
    weights = {other: drawn.edges[node, other]["weight"] for other in drawn[node]}
    return sum(height[other] * weight for other, weight in weights.items()) / sum(weights.values()) if weights else 0.5


def _below(job: Job, left_out: list[str], drawn: nx.Graph) -> list[str]:
    if not drawn:
        return ["There is nothing to draw in this selection."]
    shown = "Lines: findings and points on a theme, broader for more; green where most are strengths, orange where not."
    about = job.about
    made = f"{about.said()[:150]}. {about.day}, {about.software}. © Crown copyright, {LICENCE}."
    return [*textwrap.wrap(" ".join([shown, *left_out]), 165), made]


def _facts(job: Job, picture: Picture, shown: str) -> dict[str, Any]:
    """The picture's own metadata: Dublin Core in SVG, text chunks in PNG."""
    about = job.about
    words = "\n".join(f"{name}: {value}" for name, value in about.rows())
    if picture == "svg":
        return {"Title": about.title, "Creator": about.software, "Rights": words, "Description": shown}
    return {"Title": about.title, "Software": about.software, "Copyright": about.rows()[-1][1], "Description": words}
