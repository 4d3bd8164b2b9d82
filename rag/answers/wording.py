"""How letters, dates and grades are said in an answer."""

from __future__ import annotations

from datetime import date

from rag.questions.catalogue import Catalogue, LetterEntry
from rag.questions.lexicon import GRADE_NAMES, KIND_NAMES
from rag.questions.text import MONTHS, day

GRADED_WORST = frozenset({"inadequate", "requires-improvement"})
"""Grades whose reasons are weaknesses; those of the others are strengths."""


def days(start: str | None, end: str | None) -> str:
    """'24 to 28 September 2018', '29 October to 9 November 2018', '1 August 2017'."""
    if not start or not end or start == end:
        return day(start or end)
    a, b = date.fromisoformat(start), date.fromisoformat(end)
    if a.year != b.year:
        return f"{day(start)} to {day(end)}"
    if a.month != b.month:
        return f"{a.day} {MONTHS[a.month - 1].capitalize()} to {day(end)}"
    return f"{a.day} to {day(end)}"


def when(entry: LetterEntry) -> str:
    """The month of the visit, else that of the publication: how an old finding is told from a new one."""
    iso = entry.start or entry.published
    return day(iso[:7]) if iso else "undated"


def kind_of(entry: LetterEntry) -> str:
    """The kind of visit in words."""
    return KIND_NAMES.get(entry.kind, "document")


def naming(entry: LetterEntry, catalogue: Catalogue) -> str:
    """'the ILACS inspection of Wiltshire (September 2023)'."""
    to = "to" if entry.kind.endswith("visit") else "of"
    return f"the {kind_of(entry)} {to} {catalogue.name(entry.gss)} ({when(entry)})"


def listed(entry: LetterEntry, catalogue: Catalogue) -> str:
    """'Wiltshire, ILACS inspection, 25 to 29 September 2023'."""
    dates = days(entry.start, entry.end) if entry.start else f"letter of {day(entry.published)}"
    return f"{catalogue.name(entry.gss)}, {kind_of(entry)}, {dates}"


def grade(name: str | None) -> str:
    """A grade's full name."""
    return GRADE_NAMES.get(name or "", "not judged")


def one_line(text: str) -> str:
    """Words on one line, as they may stand in Markdown."""
    return " ".join(text.split())


def quoted(text: str) -> str:
    """A quote in typographic quotation marks."""
    return f"“{one_line(text)}”"
