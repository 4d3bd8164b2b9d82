"""What the pages of nodes share: where a statement is cited, visits on a line of time, points and findings as rows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.errors import LettersError
from kg.model import Span
from kg.profiles import FindingMade, JudgementGiven, PointMade, Source, Tally, VisitSummary
from ui.web.charts import Bars, bars
from ui.web.explore.data import POLARITIES
from ui.web.explore.tables import POLARITY_NAMES
from ui.web.links import node_path
from ui.web.services import Services
from ui.web.views import page_link, render
from ui.web.words import day, period

_LETTER = re.compile(r"/letter/([0-9a-f]{16})")
_NUMBER = re.compile(r"/passage/(\d+)$")
SERIES = tuple(POLARITY_NAMES[polarity] for polarity in POLARITIES)
RANKS = {"Outstanding": 4, "Good": 3, "Requires improvement to be good": 2, "Inadequate": 1}


@dataclass(frozen=True, slots=True)
class Citing:
    """Finds the marked page of each statement of one node's page."""

    services: Services

    def path(self, iri: str) -> str:
        """A node's page."""
        return node_path(self.services.base_iri, iri)

    def cite(self, source: Source) -> str:
        """The page of the letter with the quote marked; the page alone where the words are not found."""
        found = _LETTER.search(source.letter)
        if not found:
            return ""
        return page_link(found[1], source.page, self._span(found[1], source))

    def _span(self, key: str, source: Source) -> Span | None:
        try:
            letter = self.services.letter(key)
        except LettersError:
            return None
        number = _NUMBER.search(source.passage or "")
        within = letter.passages[int(number[1]) - 1].span if number and int(number[1]) <= len(letter.passages) else None
        text = letter.document.text
        at = text.find(source.quote, within.start, within.end) if within else text.find(source.quote)
        return Span(at, at + len(source.quote)) if at >= 0 else within


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a letter as it stands on a page: its words, a note (themes, polarity) and its citation."""

    text: str
    note: str
    page: str
    link: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit on the line of time; `at` is its place in per cent, None where its day is not known."""

    visit: VisitSummary
    dates: str
    link: str
    at: float | None
    letters: tuple[tuple[str, str], ...]
    lead: tuple[tuple[str, str], ...]

    @property
    def rank(self) -> int:
        """The overall grade from 4 (outstanding) to 1, 0 without one: its colour."""
        return RANKS.get(self.visit.overall or "", 0)


@dataclass(frozen=True, slots=True)
class Line:
    """Visits in the order of time, the latest first, and the years that are written under the line."""

    stops: tuple[Stop, ...]
    ticks: tuple[tuple[str, float], ...]


def line(citing: Citing, visits: Sequence[VisitSummary]) -> Line:
    """The visits on a line of time."""
    days = [found for visit in visits if (found := _ordinal(visit.day)) is not None]
    first, last = (min(days), max(days)) if days else (0, 0)
    if days:
        first = datetime.date(datetime.date.fromordinal(first).year, 1, 1).toordinal()
        last = datetime.date(datetime.date.fromordinal(last).year, 12, 31).toordinal()

    def at(ordinal: int | None) -> float | None:
        return None if ordinal is None else round(100 * (ordinal - first) / max(1, last - first), 2)

    stops = tuple(
        Stop(
            visit,
            period(visit.start, visit.end)
            if visit.start
            else f"published {day(visit.published)}"
            if visit.published
            else "",
            citing.path(visit.iri),
            at(_ordinal(visit.day)),
            tuple((node.label, f"/letters/{key[1]}") for node in visit.letters if (key := _LETTER.search(node.iri))),
            tuple((node.label, citing.path(node.iri)) for node in visit.lead),
        )
        for visit in reversed(visits)
    )
    years = range(datetime.date.fromordinal(first).year, datetime.date.fromordinal(last).year + 1) if days else range(0)
    step = -(-len(years) // 8) or 1
    ticks = tuple((str(year), at(datetime.date(year, 1, 1).toordinal()) or 0.0) for year in list(years)[::step])
    return Line(stops, ticks)


def polarity_bars(tallies: Iterable[Tally], citing: Citing) -> Bars:
    """Findings by what they are about, each bar in its polarities."""
    tallies = list(tallies)
    return bars(
        (
            (tally.node.label, POLARITY_NAMES[polarity], float(getattr(tally, polarity)))
            for tally in tallies
            for polarity in POLARITIES
        ),
        SERIES,
        {tally.node.label: citing.path(tally.node.iri) for tally in tallies if tally.node.iri},
    )


def point(citing: Citing, made: PointMade) -> Said:
    """An item of a letter's own list."""
    note = "to the safeguarding board" if made.board else ""
    return Said(made.text, note, f"page {made.source.page}", citing.cite(made.source))


def finding(citing: Citing, made: FindingMade) -> Said:
    """A sentence that evaluates practice."""
    return Said(made.text, POLARITY_NAMES[made.polarity], f"page {made.source.page}", citing.cite(made.source))


def judgement(citing: Citing, given: JudgementGiven) -> Said:
    """A grade and where it is given."""
    return Said(given.grade, "", f"page {given.source.page}", citing.cite(given.source))


def page(template: str, services: Services, iri: str, **values: object) -> str:
    """A node's whole page."""
    path = node_path(services.base_iri, iri)
    formats = [("Turtle", f"{path}.ttl"), ("JSON-LD", f"{path}.jsonld"), ("RDF/XML", f"{path}.rdf")]
    return str(render(template, whole=True, iri=iri, path=path, formats=formats, **values))


def _ordinal(iso: str) -> int | None:
    try:
        return datetime.date.fromisoformat(iso).toordinal()
    except ValueError:
        return None
