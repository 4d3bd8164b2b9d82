"""The whole way from a question to its cited answer, loaded once and kept warm."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from kg.model import Document, Letter
from kg.vocabulary import Identifiers
from rag.answers.composer import compose
from rag.answers.draft import Draft, Searcher
from rag.kept import Kept
from rag.model import Answer, Event, Progress, Text, Turn
from rag.questions.catalogue import Catalogue, build_catalogue
from rag.questions.choices import choices
from rag.questions.conversation import carries_on, in_full, merge
from rag.questions.describe import describe
from rag.questions.frame import PEOPLE_FIELDS, Frame, Named
from rag.questions.sparql import Store
from rag.questions.understand import Reader
from rag.questions.understanding import as_plain, corrected
from rag.retrieval.query import Term
from rag.retrieval.words import stems

STOPPED = "Stopped: this is what had been answered."
MOST_FACTS_KEPT = 2000
"""An answer with more is made anew each time, so that kept answers take little memory."""


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

    def generation(self) -> int:
        """Grows whenever letters come or go."""


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


class _State:
    """What is known of the library in one state of it, with what was read and answered there.

    An answer depends on the frame of its question and on the library alone. One is kept where the library was the same
    before and after it was made, and served for as long as it is.
    """

    def __init__(self, library: HeldLibrary, searcher: Searcher, kept: int) -> None:
        self.library, self._searcher, self._keeps = library, searcher, kept > 0
        self._generation = library.generation()  # first: what comes in while the rest is read is then seen as newer
        self.shelf = WarmShelf(library)
        self._reader = Reader(build_catalogue(library.store), stands=self._stands)
        self.catalogue = self._reader.catalogue
        self._frames: Kept[Frame] = Kept(kept)
        self._answers: Kept[tuple[Answer, tuple[str, ...]]] = Kept(kept)

    def understand(
        self, question: str, history: Sequence[Turn] = (), understanding: Mapping[str, Any] | None = None
    ) -> Frame:
        """The frame of a question after the conversation before it, as the user corrected it."""
        previous: Frame | None = None
        for turn in history:
            if turn.role == "user":
                previous = self._located(self._after(turn.content, previous, turn.understanding))
        return self._after(question, previous, understanding)

    def draft(self, frame: Frame) -> Draft:
        """An answer to be begun."""
        return Draft(frame, self.catalogue, self.library.store, self.shelf, self._searcher)

    def answer(self, frame: Frame, begun: float) -> Answer:
        """The answer to a frame without a language model; `begun` is when its question came."""
        answer, _ = self._composed(frame)
        return replace(
            answer,
            understood=describe(frame, self.catalogue),
            understanding=as_plain(frame, self.catalogue),
            seconds=round(time.perf_counter() - begun, 4),
        )

    def asked(self, question: str, frame: Frame, plain: Answer) -> Asked:
        """What a companion is told."""

        def again(understanding: Mapping[str, Any]) -> tuple[Frame, Answer]:
            made = corrected(frame, understanding, self.catalogue)
            return made, self.answer(made, time.perf_counter())

        return Asked(question, frame, plain, self.catalogue, self.library.store, again, lambda: self.draft(frame))

    def _after(self, question: str, previous: Frame | None, understanding: Mapping[str, Any] | None = None) -> Frame:
        frame = self._read(in_full(question, previous) if previous else question)
        frame = merge(previous, frame) if previous and carries_on(previous, frame) else frame
        return corrected(frame, understanding, self.catalogue) if understanding is not None else frame

    def _stands(self, word: str) -> bool:
        """Whether letters hold a word as it is written."""
        phrase = tuple(stems(word))
        return not self._searcher.unheld([Term(phrase, ((phrase, 1.0),))])

    def _read(self, question: str) -> Frame:
        if not self._keeps:
            return self._reader.read(question)
        return self._frames.get((question, date.today()), lambda: self._reader.read(question))

    def _located(self, frame: Frame) -> Frame:
        """An earlier turn with what it found: the letters that 'it' means, their authority, who 'she' is."""
        if frame.ask == "facts" and set(frame.fields) & set(PEOPLE_FIELDS):
            answer, _ = self._composed(frame)
            people = {self.library.ids.person(name): name for name in self.catalogue.people}
            named = dict.fromkeys(people[fact.object] for fact in answer.facts if fact.object in people)
            return replace(frame, found_people=tuple(named))
        if frame.ask not in {"superlative", "list", "count"}:
            return frame
        _, letters = self._composed(frame)
        places = {self.catalogue.letters[iri].gss for iri in letters if iri in self.catalogue.letters}
        gss = places.pop() if len(places) == 1 else None
        found = (Named(gss, self.catalogue.name(gss), 0),) if gss else ()
        return replace(frame, letters=letters, found=found)

    def _composed(self, frame: Frame) -> tuple[Answer, tuple[str, ...]]:
        if not self._keeps or not self._is_current():
            return compose(self.draft(frame))
        return self._answers.get(
            frame,
            lambda: compose(self.draft(frame)),
            lambda made: len(made[0].facts) <= MOST_FACTS_KEPT and self._is_current(),
        )

    def _is_current(self) -> bool:
        return self.library.generation() == self._generation


class Assistant:
    """Answers questions about one library; safe to share between threads that only ask.

    `kept`: how many answers to keep for those who ask the same again, for as long as the library stays as it is.
    """

    def __init__(
        self, library: HeldLibrary, searcher: Searcher, companion: Companion | None = None, kept: int = 0
    ) -> None:
        self.library = library
        self._searcher = searcher
        self._companion = companion
        self._kept = kept
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew, after letters came or went."""
        self._state = _State(self.library, self._searcher, self._kept)

    @property
    def catalogue(self) -> Catalogue:
        """What the library holds, as questions may name it."""
        return self._state.catalogue

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
        return self._state.understand(question, history, understanding)

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
        state = self._state
        frame = state.understand(question, history, understanding)
        yield Progress(describe(frame, state.catalogue))
        answer, shown = state.answer(frame, begun), ""
        if self._companion is not None:
            for event in self._companion.help(state.asked(question, frame, answer), stop):
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
