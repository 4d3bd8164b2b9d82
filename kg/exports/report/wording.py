"""How a report says days, counts and lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
"""Grades from the highest down."""
SHORT = {"Requires improvement to be good": "Requires improvement"}
POINT_KINDS = {
    "improvement": "Area for improvement",
    "priority-action": "Priority action",
    "recommendation": "Recommendation",
    "strength": "Strength",
}


def day(iso: str | None) -> str:
    """'2022-07-18' as '18 July 2022'; 'undated' where nothing is known."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso or "undated"
    return f"{found.day} {found:%B %Y}"


def month(iso: str | None) -> str:
    """'2022-07-18' as 'July 2022'."""
    return day(iso).split(" ", 1)[-1]


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 visit', '1,204 visits'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def short(grade: str | None) -> str:
    """A grade as it is said where room is scarce."""
    return SHORT.get(grade or "", grade or "")


def listed(items: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def lower(label: str) -> str:
    """A label inside a sentence; abbreviations keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def share(part: int, whole: int) -> str:
    """'37%'."""
    return f"{round(100 * part / whole) if whole else 0}%"
