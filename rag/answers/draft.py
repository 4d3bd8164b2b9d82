"""What an answer is made with: the question's frame, the graph, the library, and the citations collected on the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.answers.citing import Citer, Shelf
from rag.model import Answer, Evidence, Method
from rag.questions import queries
from rag.questions.catalogue import Catalogue
from rag.questions.frame import Frame
from rag.questions.sparql import Row, Store, rows, with_prefixes
from rag.retrieval.coverage import Coverage, Holds
from rag.retrieval.query import Term
from rag.retrieval.sheet import Sheet


class Searcher(Protocol):
    """The doors of retrieval."""

    def search(
        self,
        text: str,
        *,
        letters: list[str] | None = None,
        themes: tuple[str, ...] = (),
        polarity: str | None = None,
        limit: int = 12,
    ) -> list[Evidence]:
        """The sentences that bear on a text, best first."""

    def sheet(self, key: str) -> Sheet:
        """A letter laid out for scoring."""

    def unheld(self, asked: Sequence[Term]) -> list[Term]:
        """Those of a question's terms that no letter of the library holds in any form."""

    def coverage(self, text: str, letters: Collection[str], holds: Holds | None = None) -> Coverage:
        """How far the letters say what a text asks; `holds` tells the sentences of the kind asked for."""


@dataclass(slots=True)
class Draft:
    """An answer in the making; `meant` are the letters that 'them' of a next question may be."""

    frame: Frame
    catalogue: Catalogue
    store: Store
    shelf: Shelf
    searcher: Searcher
    citer: Citer = field(default=None)  # type: ignore[assignment]
    queries: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    searched: bool = False
    meant: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.citer is None:
            self.citer = Citer(self.shelf, self.catalogue)

    def select(self, query: str) -> list[Row]:
        """Run a query; it becomes part of the answer."""
        text = with_prefixes(query)
        if text not in self.queries:
            self.queries.append(text)
        return rows(self.store, text)

    def sourced(self, found: list[Row], subject: str, predicate: str) -> list[Row]:
        """The rows with where their scalar fact stands; as they are where the letter gives no place."""
        subjects = dict.fromkeys(row[subject] for row in found if subject in row)
        if not subjects:
            return found
        sources = {(r["letter"], r["subject"]): r for r in self.select(queries.statement_sources(subjects, predicate))}
        return [row | sources.get((row["letter"], row.get(subject, "")), {}) for row in found]

    def say(self, line: str) -> None:
        """Add a line or block of Markdown."""
        self.lines.append(line)

    def note(self, line: str) -> None:
        """Add a remark that stands below the answer."""
        if line not in self.notes:
            self.notes.append(line)

    def answer(self, answered: bool = True) -> Answer:
        """The finished answer."""
        method: Method = "both" if self.queries and self.searched else "graph" if self.queries else "passages"
        text = "\n\n".join([*self.lines, *(f"*{note}*" for note in self.notes)])
        return Answer(
            answered=answered,
            answer=text,
            citations=tuple(self.citer.citations),
            facts=tuple(self.citer.facts),
            sparql=tuple(self.queries),
            method=method,
        )
