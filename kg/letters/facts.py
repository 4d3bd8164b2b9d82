"""What a kind of letter reads, before it becomes a `Letter`; and the one shape that every kind has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kg.letters.dates import Days
from kg.letters.lines import Reading
from kg.letters.places import Authority
from kg.model import DocumentType, Heading, Inspector, Judgement, Person, Point, Span


@dataclass(slots=True)
class Facts:
    """The fields of one letter, each with where it stands; what was not found stays empty."""

    authority: str | None = None
    gss: str | None = None
    authority_span: Span | None = None
    published: Days | None = None
    visit: Days | None = None
    topic: tuple[str, Span] | None = None
    framework: tuple[str, Span | None] | None = None
    statement_due: Days | None = None
    inspectorates: dict[str, Span] = field(default_factory=dict)
    inspectors: tuple[Inspector, ...] = ()
    signatories: tuple[Person, ...] = ()
    addressees: tuple[Person, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    points: tuple[Point, ...] = ()
    headings: tuple[Heading, ...] = ()
    doubts: list[str] = field(default_factory=list)

    def set_authority(self, authority: Authority | None, span: Span | None, printed: str | None = None) -> None:
        """The authority, or the name as printed where the reference data does not know it."""
        self.authority = authority.name if authority else printed
        self.gss = authority.gss if authority else None
        self.authority_span = span if self.authority else None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter; `label` is its name with its article.

    `score` says how surely a document is of it (0 to 1); `expects` are the fields that it always has; `titles`
    are words of its title and opening, by which it is known where text recognition misread them.
    """

    document_type: DocumentType
    label: str
    score: Callable[[Reading], float]
    read: Callable[[Reading], Facts]
    expects: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
