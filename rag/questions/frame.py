"""The typed frame of a question: what is asked for, of whom, when, and how it is grouped, ordered and limited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Ask = Literal[
    "facts",
    "count",
    "list",
    "superlative",
    "change",
    "passages",
    "summary",
    "coverage",
    "progress",
    "future",
    "definition",
    "reasons",
    "neighbours",
]
Unit = Literal["letters", "authorities", "inspectors", "points", "judgements", "themes", "findings"]
Field = Literal[
    "lead",
    "team",
    "quality-assurance",
    "signatories",
    "addressees",
    "visit-dates",
    "published",
    "statement-due",
    "topic",
    "grades",
    "inspectorates",
    "framework",
    "region",
    "neighbours",
    "improvement",
    "priority-action",
    "recommendation",
    "strength",
]
PeriodRole = Literal["any", "visit", "published", "due"]
Measure = Literal["earliest", "latest", "most", "fewest", "longest", "shortest", "best", "worst"]
By = Literal["year", "kind", "region", "authority", "grade", "letter", "theme"]
Change = Literal["improved", "declined", "unchanged"]
AnswerType = Literal["number", "money", "percentage", "duration", "time", "age", "person", "name", "contact"]

POINT_FIELDS: tuple[Field, ...] = ("improvement", "priority-action", "recommendation", "strength")
PEOPLE_FIELDS: tuple[Field, ...] = ("lead", "team", "quality-assurance", "signatories", "addressees")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days that the question names, in its own `words`; `at` is where in the question they begin."""

    start: date
    end: date
    words: str
    role: PeriodRole = "any"
    at: int = 0

    def overlaps(self, start: str | None, end: str | None) -> bool:
        """Whether the days from `start` to `end` (ISO, either may be None) share one with the period."""
        first, last = start or end, end or start
        return (
            first is not None and last is not None and first <= self.end.isoformat() and last >= self.start.isoformat()
        )


@dataclass(frozen=True, slots=True)
class GradeCondition:
    """A grade that an aspect must have been given; `aspect` is a family of them ('overall' ...) or None."""

    grades: tuple[str, ...]
    aspect: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """An authority that the question names: its GSS code, the words used, where they begin, whether misspelt."""

    gss: str
    words: str
    at: int
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """A person that the question names; `name` as the letters print it, or as asked when no letter knows it."""

    name: str
    known: bool
    at: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What a question asks, in the product's own terms.

    `words` is the question as it is to be searched for in passages (a follow-up carries its subject); `focus` are the
    words left when what the frame already holds has been taken away; `leftover` are words of a count or list that none
    of its conditions stands for. `current`: each authority's latest graded inspection alone is looked at; `together`:
    inspectors are asked for by whom they inspected with; `at_least`: how many inspections, points ... there must be.
    `letters`, `found` and `found_people` are what an earlier turn found: letters, their one authority, and inspectors;
    `earlier` is the authority that was spoken of before this one.
    """

    question: str
    words: str = ""
    focus: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    ask: Ask = "passages"
    unit: Unit = "letters"
    fields: tuple[Field, ...] = ()
    authorities: tuple[Named, ...] = ()
    unheld: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    neighbours_of: str | None = None
    persons: tuple[PersonNamed, ...] = ()
    person_role: Field | None = None
    kinds: tuple[str, ...] = ()
    kinds_words: str = ""
    each_kind: bool = False
    periods: tuple[Period, ...] = ()
    topics: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    polarity: str | None = None
    aspects: tuple[str, ...] = ()
    grades: tuple[GradeCondition, ...] = ()
    in_sequence: bool = False
    change: Change | None = None
    organisations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    measure: Measure | None = None
    measured: Field | None = None
    more_than_one: bool = False
    at_least: int | None = None
    current: bool = False
    together: bool = False
    negated: bool = False
    limit: int | None = None
    by: By | None = None
    position: Literal["latest", "first", "previous"] | None = None
    expects: tuple[AnswerType, ...] = ()
    share: bool = False
    term: str = ""
    besides: tuple[Frame, ...] = ()
    follow_up: bool = False
    letters: tuple[str, ...] = ()
    found: tuple[Named, ...] = ()
    earlier: tuple[Named, ...] = ()
    found_people: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
