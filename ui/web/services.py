"""What the web app stands on: the library, the assistant and the limits, loaded once and shared by all requests.

Everything here is called from worker threads. No result of the graph leaves the call that made it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from kg.graph.guard import run_query
from kg.graph.results import Limits, QueryResult, Request
from kg.graph.store import GraphStore
from kg.model import Letter
from kg.rows import table_row
from rag.model import Answer, Turn
from ui.web.access import Access
from ui.web.words import KINDS, period


class Library(Protocol):
    """What the app needs of `kg.library.Library`."""

    @property
    def store(self) -> GraphStore:
        """The graph."""

    def generation(self) -> int:
        """Grows whenever letters come or go."""

    def letters(self) -> Sequence[Letter]:
        """All letters."""

    def letter(self, key: str) -> Letter:
        """A letter by its key; LibraryError where there is none."""

    def original(self, key: str) -> Path:
        """The file as it was ingested."""


class Assistant(Protocol):
    """What the app needs of `rag.assistant.Assistant`."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """A question's cited answer."""

    def refresh(self) -> None:
        """Take notice of letters that came or went."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A letter in the list of letters."""

    key: str
    name: str
    authority: str | None
    kind: str
    visit: str
    published: str | None
    findings: int


@dataclass
class Services:
    """The doors that the routes and tabs go through."""

    library: Library
    assistant: Assistant
    limits: Limits = field(default_factory=Limits)
    access: Access = field(default_factory=Access)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _seen: int | None = field(default=None, init=False, repr=False)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """A question's cited answer."""
        self._catch_up()
        return self.assistant.ask(question, history)

    def query(self, request: Request) -> QueryResult:
        """A user's query through the guarded door."""
        return run_query(
            self.library.store,
            request.sparql,
            self.limits,
            request.format,
            request.default_graphs,
            request.named_graphs,
            request.base_iri,
        )

    def letter(self, key: str) -> Letter:
        """A letter by its key."""
        return self.library.letter(key)

    def original(self, key: str) -> Path:
        """The file as it was ingested."""
        return self.library.original(key)

    def count(self) -> int:
        """How many letters there are."""
        return len(self.library.letters())

    def rows(self) -> list[dict[str, Any]]:
        """The letters as rows of `letters table`."""
        return [dict(table_row(letter)) for letter in self.library.letters()]

    def summaries(self) -> list[Summary]:
        """The letters as the Letters tab lists them: by authority, the latest first."""
        letters = sorted(self.library.letters(), key=_when, reverse=True)
        letters.sort(key=lambda letter: letter.authority or "\uffff")
        return [_summary(letter) for letter in letters]

    def _catch_up(self) -> None:
        """Another process may have ingested since the last question."""
        with self._lock:
            now = self.library.generation()
            if self._seen is not None and now != self._seen:
                self.assistant.refresh()
            self._seen = now

    def example_questions(self) -> list[str]:
        """A few questions that this library can answer, made from what it holds."""
        letters = [letter for letter in self.library.letters() if letter.authority]
        if not letters:
            return []
        latest = max(letters, key=_when)
        questions = [f"What needs to improve in {latest.authority}?"]
        with_lead = next((letter for letter in letters if any(i.role == "lead" for i in letter.inspectors)), None)
        if with_lead:
            questions.append(f"Who led the {KINDS[with_lead.document_type]} of {with_lead.authority}?")
        questions.append("How many letters are there?")
        questions.append(f"What are the strengths in {letters[0].authority}?")
        return questions


def _when(letter: Letter) -> str:
    return letter.visit_start or letter.published or ""


def _summary(letter: Letter) -> Summary:
    return Summary(
        letter.key,
        letter.document.name,
        letter.authority,
        KINDS[letter.document_type],
        period(letter.visit_start, letter.visit_end),
        letter.published,
        len(letter.findings),
    )
