"""The whole way from a question to its cited answer, loaded once and kept warm."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from kg.model import Document, Letter
from kg.vocabulary import Identifiers
from rag.answers.composer import compose
from rag.answers.draft import Draft, Searcher
from rag.model import Answer, Event, Progress, Text, Turn
from rag.questions.catalogue import Catalogue, build_catalogue
from rag.questions.choices import choices
from rag.questions.conversation import carries_on, merge
from rag.questions.describe import describe
from rag.questions.frame import Frame
from rag.questions.sparql import Store
from rag.questions.understand import Reader
from rag.questions.understanding import as_plain, corrected

STOPPED = "Stopped: this is what had been answered."


class HeldLibrary(Protocol):
    """The part of the library that answering needs."""

    @property
    def ids(self) -> Identifiers:
        """Makes the IRIs."""

    @property
    def store(self) -> Store:
        """The graph."""

    def letter(self, key: str) -> Letter:
        """A letter as parsed."""


class WarmShelf:
    """Letters kept in memory once they were asked for."""

    def __init__(self, library: HeldLibrary) -> None:
        self._library = library
        self._held: dict[str, Letter] = {}

    @property
    def ids(self) -> Identifiers:
        """Makes the IRIs."""
        return self._library.ids

    def letter(self, key: str) -> Letter:
        """A letter as parsed."""
        if key not in self._held:
            self._held[key] = self._library.letter(key)
        return self._held[key]

    def document(self, key: str) -> Document:
        """A letter's document."""
        return self.letter(key).document


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answer that it gets without a language model, and the means to get another.

    `again` reads the question as an understanding says, which may be any part of one, and answers it; LettersError
    where that cannot be meant. `draft` begins an answer of one's own.
    """

    question: str
    frame: Frame
    plain: Answer
    catalogue: Catalogue
    store: Store
    again: Callable[[Mapping[str, Any]], tuple[Frame, Answer]]
    draft: Callable[[], Draft]


class Companion(Protocol):
    """A language model that may add to an answer."""

    def help(self, asked: Asked, stop: threading.Event | None = None) -> Iterator[Event]:
        """Progress, pieces of the answer's beginning, and last the whole answer."""


class Assistant:
    """Answers questions about one library; safe to share between threads that only ask."""

    def __init__(self, library: HeldLibrary, searcher: Searcher, companion: Companion | None = None) -> None:
        self.library = library
        self._searcher = searcher
        self._companion = companion
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew, after letters came or went."""
        self._shelf = WarmShelf(self.library)
        self._reader = Reader(build_catalogue(self.library.store))

    @property
    def catalogue(self) -> Catalogue:
        """What the library holds, as questions may name it."""
        return self._reader.catalogue

    @property
    def status(self) -> dict[str, int]:
        """How much there is to ask about."""
        held = self.catalogue
        return {"letters": len(held.letters), "authorities": len(held.by_authority), "people": len(held.people)}

    def choices(self) -> dict[str, list[dict[str, str]]]:
        """What may be put into an understanding, by its names: lists of {"value", "label"}."""
        return choices(self.catalogue).as_json()

    def understand(
        self, question: str, history: Sequence[Turn] = (), understanding: Mapping[str, Any] | None = None
    ) -> Frame:
        """The frame of a question after the conversation before it, as the user corrected it."""
        previous: Frame | None = None
        for turn in history:
            if turn.role == "user":
                previous = self._located(self._after(turn.content, previous, turn.understanding))
        return self._after(question, previous, understanding)

    def ask(
        self, question: str, history: Sequence[Turn] = (), understanding: Mapping[str, Any] | None = None
    ) -> Answer:
        """One question's answer; `history` are the messages before it.

        `understanding` corrects how the question is read: `Answer.understanding` with other values, all of it or only
        what changes. A value that cannot be meant is a `LettersError`.
        """
        *_, last = self.stream(question, history, understanding)
        assert isinstance(last, Answer)
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        understanding: Mapping[str, Any] | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """The same, told as it comes: progress in words, pieces of text, last the answer.

        Once `stop` is set, the answer ends with what was shown.
        """
        begun = time.perf_counter()
        yield Progress("Reading the question")
        frame = self.understand(question, history, understanding)
        yield Progress(describe(frame, self.catalogue))
        answer, shown = self._answer(frame, begun), ""
        if self._companion is not None:
            for event in self._companion.help(self._asked(question, frame, answer), stop):
                if isinstance(event, Answer):
                    answer = event
                    break
                shown += event.words if isinstance(event, Text) else ""
                yield event
        for piece in answer.answer.removeprefix(shown).splitlines(keepends=True):
            if stop is not None and stop.is_set():
                answer = replace(answer, answer=shown, answered=bool(shown), notes=(*answer.notes, STOPPED))
                break
            shown += piece
            yield Text(piece)
        yield answer

    def _asked(self, question: str, frame: Frame, plain: Answer) -> Asked:
        def again(understanding: Mapping[str, Any]) -> tuple[Frame, Answer]:
            made = corrected(frame, understanding, self.catalogue)
            return made, self._answer(made, time.perf_counter())

        return Asked(question, frame, plain, self.catalogue, self.library.store, again, lambda: self._draft(frame))

    def _answer(self, frame: Frame, begun: float) -> Answer:
        answer, _ = compose(self._draft(frame))
        return replace(
            answer,
            understood=describe(frame, self.catalogue),
            understanding=as_plain(frame, self.catalogue),
            seconds=round(time.perf_counter() - begun, 4),
        )

    def _after(self, question: str, previous: Frame | None, understanding: Mapping[str, Any] | None = None) -> Frame:
        frame = self._reader.read(question)
        frame = merge(previous, frame) if previous and carries_on(previous, frame) else frame
        return corrected(frame, understanding, self.catalogue) if understanding is not None else frame

    def _located(self, frame: Frame) -> Frame:
        """A superlative of an earlier turn with the letters that it found, so that 'it' can mean them."""
        if frame.ask != "superlative":
            return frame
        _, letters = compose(self._draft(frame))
        return replace(frame, letters=letters)

    def _draft(self, frame: Frame) -> Draft:
        return Draft(frame, self.catalogue, self.library.store, self._shelf, self._searcher)
