"""A conversation as plain data. The reader's browser keeps it; the server remembers nothing of it between events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rag.model import Answer, Turn

KEPT = 30
"""Exchanges that are kept; older ones are forgotten, by the reader's browser and by the assistant."""
FACTS_KEPT = 20

_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer. `corrected`: how its author said that it is meant. `facts`: how many there were."""

    question: str
    answer: Answer
    corrected: Mapping[str, Any] | None = None
    facts: int = 0
    stopped: bool = False

    def as_json(self) -> dict[str, Any]:
        """The form that the browser keeps: of the facts only those that are shown."""
        kept = replace(self.answer, facts=self.answer.facts[:FACTS_KEPT])
        return {
            "question": self.question,
            "answer": _ANSWER.dump_python(kept, mode="json"),
            "corrected": self.corrected,
            "facts": max(self.facts, len(self.answer.facts)),
            "stopped": self.stopped,
        }


Conversation = Sequence[Exchange]


def read(kept: object) -> list[Exchange]:
    """The conversation out of what a browser sent; what cannot be read there ends it."""
    found = []
    for row in kept[-KEPT:] if isinstance(kept, list) else []:
        try:
            answer = _ANSWER.validate_python(row["answer"])
            found.append(
                Exchange(
                    str(row["question"])[:2000],
                    answer,
                    row["corrected"] if isinstance(row["corrected"], dict) else None,
                    int(row["facts"]),
                    bool(row["stopped"]),
                )
            )
        except (ValidationError, LookupError, TypeError, ValueError):
            break
    return found


def written(conversation: Conversation) -> list[dict[str, Any]]:
    """The form that the browser keeps."""
    return [exchange.as_json() for exchange in conversation[-KEPT:]]


def turns(conversation: Conversation) -> list[Turn]:
    """The conversation as the assistant wants it; a stopped answer said nothing."""
    found = []
    for exchange in conversation:
        found.append(Turn("user", exchange.question, exchange.corrected))
        if not exchange.stopped:
            found.append(Turn("assistant", exchange.answer.answer))
    return found


# What Markdown would make something of: marks anywhere, the beginnings of lists, headings and lines, and addresses.
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$^]|^[#+=-]|:(?=//)|(?<=www)\.|@|!(?=\[)")

_NUMBER = re.compile(r"^(\d+)([.)])(?=\s|$)")


def as_said(text: str) -> str:
    """A reader's own words as Markdown that shows every character as it is: no link, no image, no HTML."""
    lines = (line.replace("\t", "    ") for line in text.splitlines())
    return "\n".join("\u00a0" * (len(line) - len(line.lstrip(" "))) + _escaped(line.lstrip(" ")) for line in lines)


def _escaped(text: str) -> str:
    # Entities, as a backslash before '<' is no help against a parser of HTML that comes first.
    text = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", text)
    return _NUMBER.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)
