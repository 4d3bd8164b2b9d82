"""Whether a language model answers, and by which methods it fills a form: what `letters status` tells."""

from __future__ import annotations

import time
from collections.abc import Iterator

from pydantic import BaseModel, Field

from kg.settings import Settings
from rag.llm.companion import open_model
from rag.llm.failures import ModelFailed
from rag.llm.model import METHODS, Message
from rag.llm.waiting import Clock

MOST = 30.0
"""Seconds for each of the tries."""


class Sample(BaseModel):
    """A form that any model should be able to fill."""

    number: int = Field(description="the number that the user names")
    word: str = Field(description="the word that the user names")


def probe(settings: Settings) -> Iterator[tuple[str, str]]:
    """What was tried, and how it went, each as soon as it is known."""
    model = open_model(settings)
    seconds = min(settings.llm_seconds, MOST)
    greeting: list[Message] = [("user", "Answer with the one word: yes")]
    form: list[Message] = [
        ("user", 'Fill the JSON form {"number": ..., "word": ...}: the number is 7, the word is river.')
    ]
    begun = time.perf_counter()
    try:
        "".join(model.text("probe", greeting, Clock(seconds)))
    except ModelFailed as failure:
        yield model.name, str(failure)
        return
    yield model.name, f"answers at {model.where} ({time.perf_counter() - begun:.1f} s)"
    for method in METHODS:
        begun = time.perf_counter()
        try:
            sample = model.filled_by(method, "probe", form, Sample, Clock(seconds))
        except ModelFailed as failure:
            yield method, str(failure)
            continue
        right = sample.number == 7 and sample.word.strip(". ").lower() == "river"
        yield method, f"{'works' if right else 'gives JSON, but the wrong one'} ({time.perf_counter() - begun:.1f} s)"
