"""Charts, by matplotlib: SVG for pages, PNG for documents. Every value stands in words, too; colour is never alone."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kg.exports.report.model import Picture
from kg.exports.report.wording import GRADES, SHORT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Draw = Callable[[Picture], bytes]

GRADE_COLOURS = {
    "Outstanding": ("#14532d", "#ffffff"),
    "Good": ("#86c994", "#10291a"),
    "Requires improvement to be good": ("#f2c14e", "#33270a"),
    "Inadequate": ("#b23a48", "#ffffff"),
}
_OTHER = ("#e5e7eb", "#333333")
STRENGTH, IMPROVEMENT = "#2a7f62", "#d1782b"
_INK = "#222222"
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "svg.hashsalt": "inspection-letters",
    "svg.fonttype": "path",
    "text.parse_math": False,
}
_LOCK = threading.Lock()
_WIDTH = 7.0
_LEAST_COLUMNS = 3


def grades(rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], str]) -> Draw:
    """A grid of grades: one row an area, one column an inspection."""

    def paint(figure: Figure) -> None:
        axes = _axes(figure)
        for y, row in enumerate(rows):
            for x, column in enumerate(columns):
                grade = cells.get((row, column), "")
                colour, ink = GRADE_COLOURS.get(grade, _OTHER)
                axes.barh(y, 0.96, left=x + 0.02, height=0.88, color=colour if grade else "none")
                words = SHORT.get(grade, grade) or "–"
                axes.text(x + 0.5, y, words, ha="center", va="center", color=ink if grade else "#777777", fontsize=8.5)
        axes.set_xlim(0, max(len(columns), _LEAST_COLUMNS))
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [wrapped(row, 30) for row in rows])
        axes.set_xticks([x + 0.5 for x in range(len(columns))], [wrapped(column, 18) for column in columns])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)

    return _drawn(paint, 0.7 + 0.42 * len(rows))


def stacked_grades(columns: Sequence[str], counts: dict[str, dict[str, int]]) -> Draw:
    """How many of each grade, by year."""
    from matplotlib.ticker import MaxNLocator

    def paint(figure: Figure) -> None:
        axes = _axes(figure)
        below = [0] * len(columns)
        for grade in reversed(GRADES):
            values = [counts[column].get(grade, 0) for column in columns]
            colour, ink = GRADE_COLOURS[grade]
            bars = axes.bar(range(len(columns)), values, bottom=below, color=colour, width=0.72)
            axes.bar_label(
                bars, [str(value) if value else "" for value in values], label_type="center", color=ink, fontsize=8
            )
            below = [start + value for start, value in zip(below, values, strict=True)]
            bars.set_label(SHORT.get(grade, grade))
        axes.set_xticks(range(len(columns)), list(columns))
        axes.set_ylabel("inspections")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        handles, labels = axes.get_legend_handles_labels()
        axes.legend(handles[::-1], labels[::-1], frameon=False, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0))

    return _drawn(paint, 3.0)


def polarity_by_theme(labels: Sequence[str], strengths: Sequence[int], improvements: Sequence[int]) -> Draw:
    """Strengths to the right, what needs to improve to the left, one bar a theme."""

    def paint(figure: Figure) -> None:
        axes = _axes(figure)
        places = range(len(labels))
        left = axes.barh(places, [-value for value in improvements], color=IMPROVEMENT, height=0.7)
        right = axes.barh(places, strengths, color=STRENGTH, height=0.7)
        axes.bar_label(left, [str(value) if value else "" for value in improvements], padding=3, fontsize=8)
        axes.bar_label(right, [str(value) if value else "" for value in strengths], padding=3, fontsize=8)
        axes.set_yticks(places, [wrapped(label, 34) for label in labels])
        axes.invert_yaxis()
        axes.axvline(0, color=_INK, linewidth=0.8)
        reach = max([*strengths, *improvements, 1]) * 1.18
        axes.set_xlim(-max([*improvements, reach / 3]) * 1.18, reach)
        axes.set_xticks([])
        axes.tick_params(length=0)
        left.set_label("to improve")
        right.set_label("strengths")
        axes.legend(frameon=False, ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1.0))

    return _drawn(paint, 0.7 + 0.29 * len(labels))


def polarity_over_time(years: Sequence[str], strengths: Sequence[int], improvements: Sequence[int]) -> Draw:
    """Findings a year: strengths beside what needs to improve."""

    def paint(figure: Figure) -> None:
        axes = _axes(figure)
        places = range(len(years))
        for shift, values, colour, label in (
            (-0.2, strengths, STRENGTH, "strengths"),
            (0.2, improvements, IMPROVEMENT, "to improve"),
        ):
            bars = axes.bar([place + shift for place in places], values, width=0.38, color=colour, label=label)
            axes.bar_label(bars, fontsize=7, padding=1)
        axes.set_xticks(places, list(years))
        axes.set_ylabel("findings")
        axes.legend(frameon=False, ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1.0))

    return _drawn(paint, 2.8)


def share_by_grade(labels: Sequence[str], shares: Sequence[float], notes: Sequence[str]) -> Draw:
    """How much of what was found calls for improvement, by the overall grade of the inspection."""

    def paint(figure: Figure) -> None:
        axes = _axes(figure)
        places = range(len(labels))
        bars = axes.barh(places, shares, color=[GRADE_COLOURS.get(label, _OTHER)[0] for label in labels], height=0.66)
        axes.bar_label(bars, list(notes), padding=4, fontsize=8)
        axes.set_yticks(places, [SHORT.get(label, label) for label in labels])
        axes.invert_yaxis()
        axes.set_xlim(0, max([*shares, 0.1]) * 1.45)
        axes.set_xticks([])
        axes.tick_params(length=0)

    return _drawn(paint, 0.5 + 0.42 * len(labels))


def wrapped(label: str, width: int) -> str:
    """A label in lines of about so many characters."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _axes(figure: Figure) -> Axes:
    axes = figure.add_subplot()
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=_INK)
    return axes


def _drawn(paint: Callable[[Figure], None], height: float) -> Draw:
    """A chart that is painted when it is asked for; matplotlib's settings are shared by threads, hence the lock."""

    def draw(picture: Picture) -> bytes:
        return render(paint, _WIDTH, height, picture)

    return draw


def render(
    paint: Callable[[Figure], None], width: float, height: float, picture: Picture, facts: dict[str, Any] | None = None
) -> bytes:
    """A picture of so many inches, the same bytes each time."""
    import matplotlib
    from matplotlib.figure import Figure

    with _LOCK, matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        paint(figure)
        target = io.BytesIO()
        about = {"Date": None, **(facts or {})} if picture == "svg" else facts or {}
        figure.savefig(target, format=picture, dpi=200, metadata=about)
    return target.getvalue()
