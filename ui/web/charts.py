"""Charts as plain data, drawn by the macros of `templates/charts.html`: bars as lists, lines and time as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: of which series, how much, and its share of the longest bar in per cent."""

    series: str
    value: float
    share: float
    place: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and its parts. `link` may be empty."""

    label: str
    total: float
    segments: tuple[Segment, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart. `series` are the names of the parts, in order; one alone needs no legend."""

    series: tuple[str, ...]
    bars: tuple[Bar, ...]


def bars(
    values: Iterable[tuple[str, str, float]],
    series: Iterable[str] = (),
    links: Mapping[str, str] | None = None,
    whole: bool = False,
) -> Bars:
    """From label, series and value: a bar for each label in the order given.

    `whole`: every bar is as long as every other and its parts are shares of it.
    """
    values = list(values)
    names = tuple(dict.fromkeys([*series, *(name for _, name, _ in values)]))
    totals: dict[str, float] = {}
    for label, _, value in values:
        totals[label] = totals.get(label, 0) + value
    longest = max(totals.values(), default=0) or 1
    made = []
    for label, total in totals.items():
        full = (total or 1) if whole else longest
        parts = sorted((names.index(name), name, value) for at, name, value in values if at == label and value)
        segments = tuple(Segment(name, value, 100 * value / full, place) for place, name, value in parts)
        made.append(Bar(label, total, segments, (links or {}).get(label, "")))
    return Bars(names, tuple(made))
