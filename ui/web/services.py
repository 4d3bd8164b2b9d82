"""What the web app stands on: the library, the assistant and the limits, loaded once and shared by all requests.

Everything here is called from worker threads. No result of the graph leaves the call that made it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kg.graph.guard import run_query
from kg.graph.results import Limits, QueryResult, Request
from kg.graph.store import GraphStore
from kg.model import Letter
from kg.rows import table_row
from kg.vocabulary import Identifiers
from rag.model import Answer, Event, Turn
from ui.web.access import Access
from ui.web.examples import questions_about
from ui.web.listing import Listing, Wanted, listing, summaries
from ui.web.writing import Writer

Made = TypeVar("Made")


class Library(Protocol):
    """What the app needs of `kg.library.Library`."""

    @property
    def store(self) -> GraphStore:
        """The graph."""

    @property
    def opened_store(self) -> GraphStore | None:
        """The graph as it was opened last; None where it has not been opened yet."""

    @property
    def ids(self) -> Identifiers:
        """The IRIs of what letters speak of."""

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

    def ask(
        self, question: str, history: Sequence[Turn] = (), understanding: Mapping[str, Any] | None = None
    ) -> Answer:
        """A question's cited answer."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        understanding: Mapping[str, Any] | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """The same piece by piece: progress, text, last the answer."""

    def choices(self) -> dict[str, list[dict[str, str]]]:
        """What may be put into an understanding."""

    def refresh(self) -> None:
        """Take notice of letters that came or went."""


@dataclass
class Services:
    """The doors that the routes and tabs go through."""

    library: Library
    assistant: Assistant
    limits: Limits = field(default_factory=Limits)
    access: Access = field(default_factory=Access)
    writer: Writer | None = None
    origins: tuple[str, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _seen: int = field(default=-1, init=False, repr=False)
    _made: dict[str, tuple[int, Any]] = field(default_factory=dict, init=False, repr=False)
    _making: dict[str, threading.Lock] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._seen = self.library.generation()

    @property
    def writable(self) -> bool:
        """Whether letters may be brought in and taken out here."""
        return self.writer is not None and not self.writer.settings.read_only

    def ask(
        self, question: str, history: Sequence[Turn] = (), understanding: Mapping[str, Any] | None = None
    ) -> Answer:
        """A question's cited answer."""
        self._catch_up()
        return self.assistant.ask(question, history, understanding)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        understanding: Mapping[str, Any] | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """A question's cited answer piece by piece. All steps are to be taken by one thread."""
        self._catch_up()
        return self.assistant.stream(question, history, understanding, stop)

    def choices(self) -> dict[str, list[dict[str, str]]]:
        """What may be put into an understanding, by its names."""
        self._catch_up()
        return self.once("choices", self.assistant.choices)

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

    @property
    def base_iri(self) -> str:
        """Where the IRIs of the library begin."""
        return self.library.ids.base

    def count(self) -> int:
        """How many letters there are."""
        return len(self.by_key())

    def by_key(self) -> Mapping[str, Letter]:
        """All letters by their keys: for many at once, which one by one would each ask the library's own records."""
        return self.once("letters", lambda: {letter.key: letter for letter in self.library.letters()})

    def rows(self) -> list[dict[str, Any]]:
        """The letters as rows of `letters table`."""
        return [dict(table_row(letter)) for letter in self.library.letters()]

    def listing(self, wanted: Wanted) -> Listing:
        """The letters as the Letters tab lists them."""
        return listing(self.once("summaries", lambda: summaries(self.library.letters())), wanted)

    def changed(self) -> None:
        """Letters were brought in or taken out by this process: what is known of them is read anew."""
        with self._lock:
            self._seen = -1
            self._made.clear()

    def _catch_up(self) -> None:
        """Another process may have ingested since the last question."""
        now = self.library.generation()  # before the lock: nobody waits for another's look
        with self._lock:
            if now > self._seen:
                self.assistant.refresh()
                self._seen = now

    def example_questions(self) -> list[str]:
        """A few questions that this library can answer, made from what it holds."""
        return self.once("examples", lambda: questions_about(self.library.letters()))

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is made from all letters, made once for as long as they stay: who wants it meanwhile waits for it."""
        held = self._made.get(name)
        if held is None or held[0] != self.library.generation():
            with self._making.setdefault(name, threading.Lock()):
                held, now = self._made.get(name), self.library.generation()
                if held is None or held[0] != now:
                    held = self._made[name] = (now, make())
        made: Made = held[1]
        return made
