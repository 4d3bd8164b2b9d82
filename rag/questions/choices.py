"""What may be put into an understanding: the values of each of its names, each with a label for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from rag.questions.catalogue import Catalogue, LetterEntry
from rag.questions.frame import PEOPLE_FIELDS, Ask, By, Change, Field, Measure, Unit
from rag.questions.lexicon import ASPECT_NAMES, GRADE_NAMES, KIND_NAMES, THEMES, TOPIC_TESTS
from rag.questions.text import day

POLARITIES = ("strength", "improvement")
CHANGES: tuple[str, ...] = get_args(Change)
GRADE_ORDER = tuple(GRADE_NAMES)
_ASKS: dict[Ask, str] = {
    "passages": "what letters say",
    "facts": "facts of a letter",
    "count": "how many",
    "list": "a list",
    "superlative": "the first, last, most ...",
    "change": "how grades moved",
    "progress": "what became of points for improvement",
    "summary": "a summary of a letter",
    "coverage": "what this library holds",
    "future": "something to come",
    "definition": "what a word means",
    "reasons": "why a grade was given",
    "neighbours": "the latest grade beside the neighbours'",
}
_FIELDS: dict[Field, str] = {
    "lead": "lead inspector",
    "team": "inspectors",
    "quality-assurance": "quality assurance manager",
    "signatories": "signatories",
    "addressees": "addressees",
    "visit-dates": "dates of the visit",
    "published": "date of publication",
    "statement-due": "date a statement of action is due",
    "topic": "topic",
    "grades": "grades",
    "inspectorates": "inspectorates",
    "framework": "framework",
    "region": "region",
    "neighbours": "statistical neighbours",
    "improvement": "points for improvement",
    "priority-action": "areas for priority action",
    "recommendation": "recommendations",
    "strength": "strengths listed",
}
_ORDERS: dict[Measure, str] = {
    "earliest": "earliest first",
    "latest": "latest first",
    "most": "most",
    "fewest": "fewest",
    "longest": "longest",
    "shortest": "shortest",
    "best": "best grade",
    "worst": "worst grade",
}
Choice = tuple[str, str]
"""A value, and what people call it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that each name of an understanding may have. `limit`, `words` and days are free."""

    values: dict[str, tuple[Choice, ...]]

    def as_json(self) -> dict[str, list[dict[str, str]]]:
        """Lists of {"value", "label"} by name."""
        return {name: [{"value": value, "label": label} for value, label in held] for name, held in self.values.items()}

    @staticmethod
    def regions(catalogue: Catalogue) -> tuple[str, ...]:
        """The regions of the reference data."""
        return tuple(sorted({entry.region for entry in catalogue.authorities.values() if entry.region}))


def choices(catalogue: Catalogue) -> Choices:
    """Everything that may be chosen, authorities and visits that are held first and in their order."""
    held = [gss for gss in catalogue.authorities if catalogue.of(gss)]
    others = [gss for gss in catalogue.authorities if not catalogue.of(gss)]
    names = [catalogue.name(gss) for part in (held, others) for gss in sorted(part, key=catalogue.name)]
    letters = sorted(catalogue.letters.values(), key=lambda x: (catalogue.name(x.gss), x.when, x.name))
    inspectors = sorted(name for name, roles in catalogue.people.items() if roles - {"addressee"})
    same = {name: tuple((value, value) for value in values) for name, values in {
        "authorities": names, "neighbours_of": names, "regions": Choices.regions(catalogue), "inspectors": inspectors,
        "unit": get_args(Unit), "by": get_args(By), "topics": TOPIC_TESTS, "change": CHANGES,
    }.items()}  # fmt: skip
    return Choices(
        same
        | {
            "ask": tuple(_ASKS.items()),
            "fields": tuple(_FIELDS.items()),
            "visits": tuple((letter.name, visit_label(letter, catalogue)) for letter in letters),
            "kinds": tuple(KIND_NAMES.items()),
            "role": tuple((name, _FIELDS[name]) for name in PEOPLE_FIELDS),
            "periods.of": tuple(_period_roles().items()),
            "themes": tuple((name, name.replace("-", " ")) for name in theme_ids()),
            "polarity": (("strength", "strengths"), ("improvement", "weaknesses")),
            "aspects": tuple(ASPECT_NAMES.items()),
            "grades": tuple(GRADE_NAMES.items()),
            "order": tuple(_ORDERS.items()),
        }
    )


def _period_roles() -> dict[str, str]:
    return {"any": "any date", "visit": "the visit", "published": "publication", "due": "the statement's due date"}


def theme_ids() -> tuple[str, ...]:
    """The ids of the themes that questions may name."""
    return tuple(name for name, _ in THEMES)


def visit_label(letter: LetterEntry, catalogue: Catalogue) -> str:
    """'Leeds, focused visit, July 2021'."""
    iso = letter.start or letter.published
    return (
        f"{catalogue.name(letter.gss)}, {KIND_NAMES.get(letter.kind, 'document')}, {day(iso[:7]) if iso else 'undated'}"
    )
