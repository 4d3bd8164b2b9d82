"""The types that flow through rag: question -> frame -> evidence -> cited answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Method = Literal["graph", "passages", "both"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far; `understanding` is how its author corrected the reading of it."""

    role: Literal["user", "assistant"]
    content: str
    understanding: Mapping[str, Any] | None = None


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
class Progress:
    """What is being done, in words: the first events of a stream."""

    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer, fit to be shown: all pieces together are `Answer.answer`."""

    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. `understood` says in plain words what was looked for, `understanding` in data.

    A corrected `understanding` may be handed back with the question: `Assistant.ask(question, history, corrected)`.
    `llm` names the language model whose words the answer holds; `notes` say what became of it otherwise.
    """

    answered: bool
    answer: str
    citations: tuple[Citation, ...] = ()
    facts: tuple[Fact, ...] = ()
    sparql: tuple[str, ...] = ()
    method: Method = "passages"
    llm: str | None = None
    seconds: float = 0.0
    understood: str = ""
    understanding: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_json(self, identifier: str | None = None) -> dict[str, object]:
        """The answer in the form of `letters ask --json` and `--batch`."""
        row = asdict(self)
        return {"id": identifier, **row} if identifier is not None else row


Event = Progress | Text | Answer
"""What `Assistant.stream` yields: progress, pieces of text, and last the answer."""
