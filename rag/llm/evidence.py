"""The evidence that a model writes from: the lines of the answer without it, each under an id that nobody can guess.

Letters are data. What they say is shown between marks that their own words cannot make.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from rag.model import Answer, Citation
from rag.questions.text import day

_MARKS = re.compile(r"\[(\d+)\]")
_QUOTED = re.compile(r"“[^”]*”")
_ORNAMENT = re.compile(r"^\s*(?:[-*•■]|\d+\.)\s+|\*\*|^#+\s*", re.MULTILINE)
_DIVIDER = re.compile(r"^[\s|:-]+$")
_LETTERS, _DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"
_BRACKETS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "`": "'", "|": "/"})
_TO_MACHINES = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:above|previous|earlier|prior|instructions?|rules?|prompts?)\b"
    r"|\b(?:system|assistant|human|user)\s*:|im_(?:start|end)\b|(?:start|end)_of_turn|\[/?INST\]|<\|"
    r"|\blanguage model\b|\b(?:as|you are) an AI\b|\bend of evidence\b|</?(?:system|evidence|instructions?)>"
    r"|\"\w+\"\s*:\s*[\"\[{]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of evidence: its id, its words, the heading above it, and the citations that bear it."""

    id: str
    text: str
    heading: str
    citations: tuple[Citation, ...]

    @property
    def context(self) -> str:
        """What may be said beside its words: of which letter they are."""
        return " ".join(dict.fromkeys([self.heading, *map(_whence, self.citations)])).strip()

    @property
    def marks(self) -> tuple[str, ...]:
        """'[1]', '[2]': how the reader sees where the line stands."""
        return tuple(f"[{citation.n}]" for citation in self.citations)


def items_of(answer: Answer, question: str) -> tuple[Item, ...]:
    """The cited lines of an answer, in its order, which is that of worth."""
    by_number = {citation.n: citation for citation in answer.citations}
    found: list[Item] = []
    heading = ""
    for line in answer.answer.splitlines():
        if not line.strip() or _DIVIDER.match(line) or (line.startswith("*") and line.endswith("*")):
            continue
        # What looks like a mark within a letter's own words is none.
        marks = map(int, _MARKS.findall(_QUOTED.sub("", line)))
        cited = tuple(by_number[n] for n in dict.fromkeys(marks) if n in by_number)
        words = " ".join(_ORNAMENT.sub("", _MARKS.sub("", line)).replace(" | ", ": ").strip("| ").split())
        words = re.sub(r"\s+([.,;:])", r"\1", words)
        if cited and words:
            found.append(Item(_id(question, words, {x.id for x in found}), words, heading, cited))
        if not _ORNAMENT.match(line) and not line.startswith("|"):
            heading = words.rstrip(":") if words.endswith(":") else ""
    return tuple(found)


def _whence(citation: Citation) -> str:
    return f"{citation.authority or ''} {day(citation.published) if citation.published else ''}".strip()


def _id(question: str, words: str, taken: set[str]) -> str:
    """The same for the same question and words, so that an answer can be had again; no letter can know it."""
    for salt in range(1000):
        digest = hashlib.blake2b(f"{salt}\0{question}\0{words}".encode(), digest_size=8).digest()
        made = "".join(
            (_LETTERS, _DIGITS)[i % 2][byte % len((_LETTERS, _DIGITS)[i % 2])] for i, byte in enumerate(digest[:4])
        )
        if made not in taken:
            return made
    raise AssertionError("a thousand ids were taken")


def to_machines(item: Item) -> bool:
    """Whether words of a letter speak to a program and not to a director of children's services."""
    return any(_TO_MACHINES.search(text) for text in (item.text, *(citation.quote for citation in item.citations)))


def shown(items: tuple[Item, ...]) -> str:
    """The evidence as it stands in a prompt."""
    lines = []
    heading = ""
    for item in items:
        if item.context != heading:
            heading = item.context
            lines.append(f"({harmless(heading)})")
        lines.append(f"[{item.id}] {harmless(item.text)}")
    return "\n".join(lines)


def harmless(text: str) -> str:
    """Words of a letter or user without what could be taken for marks: of turns, tags, ids, or hidden characters."""
    visible = (
        c
        for c in unicodedata.normalize("NFKC", text)
        if unicodedata.category(c) not in {"Cf", "Cc", "Co", "Cn"} or c == "\n"
    )
    return " ".join("".join(visible).translate(_BRACKETS).split())


def trimmed(items: tuple[Item, ...], characters: int) -> tuple[Item, ...]:
    """The best items that fit, at least one."""
    kept: list[Item] = []
    used = 0
    for item in items:
        used += len(item.text) + len(item.context) + 10
        if kept and used > characters:
            break
        kept.append(item)
    return tuple(kept)
