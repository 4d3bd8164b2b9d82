"""What a model made of a question must account for the question: each of its words, and nothing beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, Field

from rag.questions.frame import Frame
from rag.questions.text import content_words, words_of

LONGEST = 5
"""Words of a question that may stand for one thing."""


class Stand(BaseModel):
    """Words of the question, and what they stand for."""

    words: str = Field(description="some words of the question, exactly as they stand there")
    value: str = Field(description="what they stand for")


def unaccounted(frame: Frame, stands: Sequence[Stand], values: Iterable[str]) -> list[str]:
    """What is wrong: words that the rules could not place and no stand accounts for, and stands that are none."""
    asked = words_of(frame.question)
    known = {value.strip().lower() for value in values}
    reasons = []
    placed: set[str] = set()
    for stand in stands:
        words = words_of(stand.words)
        if not words or not _within(words, asked):
            reasons.append(f"“{stand.words}” does not stand in the question")
        elif len(content_words(stand.words)) > LONGEST:
            reasons.append(f"“{stand.words}” is too much to stand for one thing")
        elif stand.value.strip().lower() not in known:
            reasons.append(f"“{stand.value}” is not among what was made of the question")
        else:
            placed.update(words)
    left = [word for word in open_words(frame) if word not in placed]
    return [*reasons, *([f"nothing stands for “{' '.join(left)}”"] if left else [])]


def open_words(frame: Frame) -> tuple[str, ...]:
    """The words that the rules could not place."""
    return tuple(dict.fromkeys([*frame.leftover, *frame.focus]))


def _within(words: list[str], text: list[str]) -> bool:
    return any(text[i : i + len(words)] == words for i in range(len(text) - len(words) + 1))
