"""Competency questions: what the graph must be able to answer, in plain words, each with its query.

One `.rq` file a question. The comment at its head says the question, the purpose it belongs to, what to note about the
query, and what it must answer on the two sample letters:

    # How many letters of each kind are there?
    # purpose: Letters
    # note: why the query is written as it is (may be left out)
    # expected: 1 focused-visit-letter
    # expected: 1 jtai-letter
    SELECT ...

One line `expected:` a row, in the query's order, fields separated by ` | `; `yes` or `no` for ASK; `N triples` for
CONSTRUCT. The same files are kept as tests and offered in the app as worked examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Question:
    """A question in plain words and the query that answers it. `query` is without the file's head."""

    id: str
    question: str
    purpose: str
    query: str
    expected: tuple[str, ...]
    note: str = ""


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of their files' names, which groups them by purpose."""
    found = [entry for entry in files(__name__).iterdir() if entry.name.endswith(".rq")]
    return tuple(read(entry.name, entry.read_text("utf-8")) for entry in sorted(found, key=lambda entry: entry.name))


def by_purpose() -> dict[str, tuple[Question, ...]]:
    """The questions of each purpose, in order."""
    groups: dict[str, list[Question]] = {}
    for question in questions():
        groups.setdefault(question.purpose, []).append(question)
    return {purpose: tuple(group) for purpose, group in groups.items()}


def read(name: str, text: str) -> Question:
    """A question from its file's name and text."""
    lines = text.splitlines()
    size = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = [line.removeprefix("#").strip() for line in lines[:size]]
    said: dict[str, list[str]] = {"purpose": [], "note": [], "expected": []}
    for line in head[1:]:
        label, _, value = line.partition(":")
        said[label].append(value.strip())
    return Question(
        id=name.removesuffix(".rq"),
        question=head[0],
        purpose=" ".join(said["purpose"]),
        query="\n".join(lines[size:]).strip() + "\n",
        expected=tuple(said["expected"]),
        note=" ".join(said["note"]),
    )
