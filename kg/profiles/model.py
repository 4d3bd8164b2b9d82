"""What pages and reports tell of an authority, a visit, an inspector or a theme, as plain data.

Everything carries its IRI, and every finding, judgement and point its `Source`. Lists of visits and of what was said at
them are in time order, the earliest first.
"""

from __future__ import annotations

from dataclasses import dataclass, field

POLARITIES = ("strength", "improvement", "mixed", "neutral")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph and what people call it."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement stands: `quote` is verbatim; `passage` is None where no passage covers it.

    `letter` is the letter's IRI, `document` its file name, `title` its label.
    """

    letter: str
    document: str
    title: str
    published: str | None
    page: int
    quote: str
    passage: str | None


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """A visit as a row of a table. `letters` report on it, in files of these names; `lead` led it; `overall` is its
    overall grade, if any.
    """

    iri: str
    label: str
    kind: str
    authority: Node | None
    start: str | None
    end: str | None
    topic: str | None
    framework: str | None
    published: str | None
    letters: tuple[Node, ...]
    lead: tuple[Node, ...]
    overall: str | None = None
    documents: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The visit's first day, else that of the letter's publication, else ''."""
        return self.start or self.published or ""


@dataclass(frozen=True, slots=True)
class JudgementGiven:
    """A grade given to an aspect. `areas` join aspects over frameworks; `rank` is 4 (outstanding) to 1, or None."""

    iri: str
    aspect: str
    areas: tuple[Node, ...]
    grade: str
    rank: int | None
    board: bool
    visit: str
    day: str
    source: Source


@dataclass(frozen=True, slots=True)
class FindingMade:
    """A sentence that evaluates practice. `point`: it is an item of the letter's own lists."""

    iri: str
    text: str
    polarity: str
    themes: tuple[Node, ...]
    confidence: float
    point: bool
    visit: str
    authority: Node | None
    day: str
    source: Source


@dataclass(frozen=True, slots=True)
class PointMade:
    """An item of a letter's own list; `kind` is 'improvement', 'priority-action', 'recommendation' or 'strength'."""

    iri: str
    text: str
    kind: str
    themes: tuple[Node, ...]
    board: bool
    visit: str
    authority: Node | None
    day: str
    source: Source


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """What became of an earlier point: `status` is 'persists', 'improved' or 'not mentioned' at `later`.

    `evidence` is the later finding's or point's own words with their place; None where there is nothing to quote.
    """

    iri: str
    point: PointMade
    status: str
    later: Node
    later_day: str
    evidence: Source | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was found: findings by polarity, and at how many visits to how many authorities."""

    node: Node
    strength: int = 0
    improvement: int = 0
    mixed: int = 0
    neutral: int = 0
    visits: int = 0
    authorities: int = 0

    @property
    def total(self) -> int:
        """Findings of every polarity."""
        return self.strength + self.improvement + self.mixed + self.neutral


@dataclass(frozen=True, slots=True)
class Parts:
    """What some letters say, read once from the graph."""

    visits: tuple[VisitSummary, ...] = ()
    judgements: tuple[JudgementGiven, ...] = ()
    findings: tuple[FindingMade, ...] = ()
    points: tuple[PointMade, ...] = ()
    outcomes: tuple[PointOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody did at a visit: 'lead', 'team', 'quality-assurance', 'signatory' or 'addressee'."""

    person: Node
    role: str
    title: str | None
    visit: str
    letter: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A statistical neighbour; `visits` counts those that the library holds."""

    node: Node
    visits: int


@dataclass(frozen=True, slots=True)
class AuthorityProfile:
    """An authority: who it is, and everything that letters say of it."""

    iri: str
    label: str
    gss: str | None
    other_names: tuple[str, ...]
    region: Node | None
    type: str | None
    abolished: str | None
    successors: tuple[Node, ...]
    neighbours: tuple[Neighbour, ...]
    inspectors: tuple[tuple[Node, int], ...]
    themes: tuple[Tally, ...]
    parts: Parts


@dataclass(frozen=True, slots=True)
class VisitProfile:
    """A visit: what kind, when and by whom, and what was found."""

    visit: VisitSummary
    inspectorates: tuple[Node, ...]
    people: tuple[Role, ...]
    themes: tuple[Tally, ...]
    parts: Parts


@dataclass(frozen=True, slots=True)
class InspectorProfile:
    """A person who inspects, all spellings of the name together: with whom, where, in which role."""

    iri: str
    label: str
    other_names: tuple[str, ...]
    roles: tuple[Role, ...]
    visits: tuple[VisitSummary, ...]
    authorities: tuple[tuple[Node, int], ...]
    colleagues: tuple[tuple[Node, int], ...]


@dataclass(frozen=True, slots=True)
class ThemeProfile:
    """A theme: what it holds, where and when it was found. `by_year` has the years as labels."""

    iri: str
    label: str
    definition: str
    other_names: tuple[str, ...]
    authorities: tuple[Tally, ...]
    by_year: tuple[Tally, ...]
    beside: tuple[tuple[Node, int], ...]
    parts: Parts = field(default_factory=Parts)
