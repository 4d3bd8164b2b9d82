"""The language model beside the rules: it puts words to what they found, and is asked again where they refuse.

The answer without a model is made first and stays below whatever a model adds. So the worst that a model can do is to
take its time, and that is limited.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.settings import Settings
from rag.llm.evidence import items_of, to_machines
from rag.llm.failures import ModelFailed
from rag.llm.model import Model
from rag.llm.querying import GaveUp, query
from rag.llm.reading import read, unsure
from rag.llm.trace import Trace
from rag.llm.waiting import Clock
from rag.llm.writing import Lead, write
from rag.model import Event, Progress, Text

if TYPE_CHECKING:
    from rag.assistant import Asked

WRITTEN = frozenset({"passages", "summary", "progress", "change"})
"""What reads better in a model's words. Facts, counts and lists are exact as they are."""
TRACE = "llm-trace.jsonl"


def open_model(settings: Settings) -> Model:
    """The model of the settings, its calls recorded."""
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return Model(settings, Trace(settings.llm_trace or settings.library / TRACE, key))


class Companion:
    """A language model, ready to help with any question. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self._seconds, self._limits = settings.llm_seconds, settings.limits
        self.model = open_model(settings)

    def help(self, asked: Asked, stop: threading.Event | None = None) -> Iterator[Event]:
        """Progress, the sentences that the model could add to the beginning, and last the whole answer."""
        begun = time.perf_counter() - asked.plain.seconds
        clock = Clock(self._seconds, stop)
        notes: list[str] = []
        shown = ""
        try:
            if unsure(asked):
                asked = yield from self._second_look(asked, clock, notes)
            if asked.plain.answered and asked.plain.llm is None and asked.frame.ask in WRITTEN:
                shown = yield from self._lead(asked, clock, notes)
        except ModelFailed as failure:
            if failure.kind != "stopped":
                notes.append(f"{failure}: this is the answer without it.")
        answer = asked.plain
        yield replace(
            answer,
            answer="\n\n".join(part for part in (shown, answer.answer) if part),
            llm=self.model.name if shown else answer.llm,
            notes=(*answer.notes, *notes),
            seconds=round(time.perf_counter() - begun, 4),
        )

    def _second_look(self, asked: Asked, clock: Clock, notes: list[str]) -> Generator[Event, None, Asked]:
        """Where the rules could not place a question's words: read by the model, or answered by a query of its own."""
        yield Progress(f"{self.model.name} is reading the question")
        read_anew = read(self.model, asked, clock)
        if read_anew and read_anew[1].answered:
            frame, answer = read_anew
            notes.append(f"{self.model.name} read the question: see whether it was meant so.")
            return replace(asked, frame=frame, plain=replace(answer, llm=self.model.name))
        yield Progress(f"{self.model.name} is writing a query")
        try:
            answer = query(self.model, asked, self._limits, clock)
        except GaveUp as reason:
            notes.append(f"{self.model.name} looked for a query, too. {reason}.")
            return asked
        notes.append(f"{self.model.name} wrote the query: read it before you rely on what it finds.")
        kept = replace(answer, llm=self.model.name, understood=asked.plain.understood)
        return replace(asked, plain=replace(kept, understanding=asked.plain.understanding))

    def _lead(self, asked: Asked, clock: Clock, notes: list[str]) -> Generator[Event, None, str]:
        """The first lines, in the model's words as far as they stand."""
        every = items_of(asked.plain, asked.question)
        items = tuple(item for item in every if not to_machines(item))
        if len(items) < len(every):
            notes.append("Words in a letter that speak to a program were kept from the language model.")
        if not items:
            return ""
        yield Progress(f"{self.model.name} is writing from {len(items)} pieces of evidence")
        lead, shown = Lead(notes=notes), ""
        # A question such as 'and in Leeds?' says what it asks only together with how it was read.
        question = f"{asked.question} ({asked.plain.understood})"
        for sentence in write(self.model, question, items, len(asked.plain.answer), clock, lead):
            piece = f" {sentence}" if shown else sentence
            shown += piece
            yield Text(piece)
        count = len(lead.fallen)
        left = f" {count} that did not stand {'was' if count == 1 else 'were'} left out." if count else ""
        notes.append(
            f"{self.model.name} wrote the first lines; each was checked against what it cites.{left}"
            if shown
            else f"{self.model.name} wrote nothing that its evidence holds: this is the answer without it."
        )
        return shown
