"""The whole way from a question to its cited answer, loaded once and kept warm."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from kg.model import Document, Letter
from kg.vocabulary import Identifiers
from rag.answers.composer import compose
from rag.answers.draft import Draft, Searcher
from rag.model import Answer, Turn
from rag.questions.catalogue import Catalogue, build_catalogue
from rag.questions.conversation import carries_on, merge
from rag.questions.describe import describe
from rag.questions.frame import Frame
from rag.questions.sparql import Store
from rag.questions.understand import Reader


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


class Assistant:
    """Answers questions about one library; safe to share between threads that only ask."""

    def __init__(self, library: HeldLibrary, searcher: Searcher) -> None:
        self.library = library
        self._searcher = searcher
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

    def understand(self, question: str, history: Sequence[Turn] = ()) -> Frame:
        """The frame of a question after the conversation before it."""
        previous: Frame | None = None
        for turn in history:
            if turn.role == "user":
                previous = self._located(self._after(turn.content, previous))
        return self._after(question, previous)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """One question's answer; `history` are the messages before it."""
        begun = time.perf_counter()
        frame = self.understand(question, history)
        answer, _ = compose(self._draft(frame))
        return replace(
            answer, understood=describe(frame, self.catalogue), seconds=round(time.perf_counter() - begun, 4)
        )

    def _after(self, question: str, previous: Frame | None) -> Frame:
        frame = self._reader.read(question)
        return merge(previous, frame) if previous and carries_on(previous, frame) else frame

    def _located(self, frame: Frame) -> Frame:
        """A superlative of an earlier turn with the letters that it found, so that 'it' can mean them."""
        if frame.ask != "superlative":
            return frame
        _, letters = compose(self._draft(frame))
        return replace(frame, letters=letters)

    def _draft(self, frame: Frame) -> Draft:
        return Draft(frame, self.catalogue, self.library.store, self._shelf, self._searcher)
