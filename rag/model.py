"""The types that flow through rag: question -> frame -> evidence -> cited answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Method = Literal["graph", "passages", "both"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a letter that bear on the question: one or a few sentences of one passage.

    `start` and `end` are offsets in the letter's `Document.text`; `score` orders evidence of one question only.
    """

    letter: str
    passage: int
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """Letter, page and exact words, with the passage's IRI. Field names are those of the outside contract."""

    n: int
    document: str
    page: int
    quote: str
    passage: str
    authority: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple that the answer rests on."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. `understood` says in plain words what was looked for."""

    answered: bool
    answer: str
    citations: tuple[Citation, ...] = ()
    facts: tuple[Fact, ...] = ()
    sparql: tuple[str, ...] = ()
    method: Method = "passages"
    llm: str | None = None
    seconds: float = 0.0
    understood: str = ""

    def as_json(self, identifier: str | None = None) -> dict[str, object]:
        """The answer in the form of `letters ask --json` and `--batch`."""
        row = asdict(self)
        return {"id": identifier, **row} if identifier is not None else row
