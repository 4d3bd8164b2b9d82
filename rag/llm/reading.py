"""A question that the rules could not read, read by a model into the same frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from kg.errors import LettersError
from rag.llm.accounting import Stand, unaccounted
from rag.llm.evidence import harmless
from rag.llm.model import Message, Model
from rag.llm.prompts import prompt
from rag.llm.waiting import Clock
from rag.model import Answer
from rag.questions.choices import choices
from rag.questions.frame import Frame, Unit

if TYPE_CHECKING:
    from rag.assistant import Asked

TRIES = 2
_OFFERED = (
    "unit",
    "fields",
    "kinds",
    "regions",
    "role",
    "topics",
    "themes",
    "polarity",
    "aspects",
    "grades",
    "order",
    "change",
)
_BEYOND = frozenset({"money", "percentage", "duration", "time"})
"""Kinds of answer that no frame can give."""


class Reading(BaseModel):
    """A question in the product's terms; what it does not name stays empty."""

    understood: bool = Field(description="false when the question cannot be put in these terms")
    ask: Literal["count", "list", "superlative", "facts", "change", "progress"] = "list"
    unit: Unit = "letters"
    fields: list[str] = []
    authorities: list[str] = []
    kinds: list[str] = []
    regions: list[str] = []
    neighbours_of: str = ""
    inspectors: list[str] = []
    role: str = ""
    since: str = Field("", description="first day, as 2021-09-30")
    until: str = Field("", description="last day")
    topics: list[str] = []
    themes: list[str] = []
    polarity: str = ""
    aspects: list[str] = []
    grades: list[str] = []
    change: str = ""
    order: str = ""
    limit: int = 0
    stands: list[Stand] = Field([], description="for every other word of the question: what it stands for")


def unsure(asked: Asked) -> bool:
    """Whether the rules refused because they could not place the question's words, and not because they know better."""
    frame = asked.frame
    if asked.plain.answered or frame.ask not in {"passages", "count", "list", "superlative"} or frame.unheld:
        return False
    if any(not asked.catalogue.of(named.gss) for named in frame.authorities) or any(not p.known for p in frame.persons):
        return False
    return bool(frame.focus or frame.leftover) and not _BEYOND.intersection(frame.expects)


def read(model: Model, asked: Asked, clock: Clock) -> tuple[Frame, Answer] | None:
    """The frame and answer by the model's reading; None where it gives up or makes of the question what it is not."""
    conversation: list[Message] = [
        ("system", prompt("read", values=_values(asked))),
        ("user", harmless(asked.question)),
    ]
    for _ in range(TRIES):
        reading = model.filled("read", conversation, Reading, clock)
        if not reading.understood:
            return None
        given = _understanding(reading, asked.frame)
        wrong = unaccounted(asked.frame, reading.stands, _said(given))
        wrong += [f"nothing in the question says “{v}”" for v in _unfounded(given, reading.stands)]
        if not wrong:
            try:
                return asked.again(given)
            except LettersError as error:
                wrong = [str(error)]
        conversation += [
            ("assistant", reading.model_dump_json(exclude_defaults=True)),
            ("user", prompt("read-again", faults="\n".join(f"- {one}" for one in wrong))),
        ]
    return None


def _values(asked: Asked) -> str:
    """The values that each name may have, one name a line."""
    held = choices(asked.catalogue).values
    lines = [f"- {name}: {', '.join(value for value, _ in held[name])}" for name in _OFFERED]
    return "\n".join(lines)


def _understanding(reading: Reading, frame: Frame) -> dict[str, Any]:
    """The reading as an understanding; what the rules found in the question stands."""
    row = reading.model_dump(exclude={"understood", "stands", "since", "until"}, exclude_defaults=True)
    given = {"ask": reading.ask, "unit": reading.unit} | {name: value for name, value in row.items() if value}
    if reading.since or reading.until:
        given["periods"] = [{"from": reading.since or None, "until": reading.until or None, "of": "any"}]
    found = {
        "authorities": frame.authorities, "kinds": frame.kinds, "regions": frame.regions, "periods": frame.periods,
        "inspectors": frame.persons, "grades": frame.grades, "aspects": frame.aspects, "themes": frame.themes,
    }  # fmt: skip
    given = {name: value for name, value in given.items() if not found.get(name)}
    return given | {"words": ""}


def _said(given: Mapping[str, Any]) -> list[str]:
    """Every value of an understanding, as text."""
    values: list[str] = []
    for value in given.values():
        for one in value if isinstance(value, list) else [value]:
            values += [str(v) for v in one.values() if v] if isinstance(one, dict) else [str(one)]
    return values


def _unfounded(given: Mapping[str, Any], stands: list[Stand]) -> list[str]:
    """Conditions that no words of the question stand for."""
    founded = {stand.value.strip().lower() for stand in stands}
    conditions = {
        name: value for name, value in given.items() if name not in {"ask", "unit", "fields", "words", "role"}
    }
    return [value for value in _said(conditions) if value.lower() not in founded and value != "any"]
