"""What every index of passages offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.embedding.base import Vectors


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What is kept beside a passage's vector.

    `iri` is the passage's IRI and the row's key; `kind` the letter's document type; `published` and `visited` are days
    as numbers (20220718), 0 where the letter does not say; `point` marks an item of the letter's own lists.
    """

    iri: str
    letter: str
    number: int
    page: int
    gss: str = ""
    kind: str = "other"
    published: int = 0
    visited: int = 0
    point: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage near a vector; `similarity` is the cosine."""

    iri: str
    letter: str
    number: int
    similarity: float


def day_number(iso: str | None) -> int:
    """'2022-07-18' as 20220718; 0 for None."""
    return int(iso.replace("-", "")) if iso else 0


class PassageIndex(Protocol):
    """Vectors of passages by letter. Writing one letter twice leaves what writing it once leaves."""

    def replace(self, letter: str, rows: Sequence[IndexRow], vectors: Vectors) -> None:
        """Make `rows` all that the index holds of the letter; `vectors` has one unit vector a row."""

    def remove(self, letter: str) -> None:
        """Forget the letter; a letter that is not there is no error."""

    def counts(self) -> dict[str, int]:
        """The letters in the index, each with its number of passages."""

    def keys(self) -> set[str]:
        """The letters in the index."""

    def count(self) -> int:
        """The number of passages."""

    def search(self, vector: Vectors, k: int, letters: Collection[str] | None = None) -> list[Hit]:
        """The nearest passages, best first, of the given letters only; approximate."""

    def vectors(self, letter: str) -> tuple[list[int], Vectors]:
        """Passage numbers of a letter, ascending, and their vectors: for ranking exactly."""

    def close(self) -> None:
        """Let go of files and connections."""
