"""What became of an authority's points for improvement, by what its later letters say of the same matter.

For each point of an earlier letter, the latest later letter that speaks of it decides: a strength there says that the
matter has improved, anything else that it persists; the letter's own list is believed before single sentences. Where no
later letter speaks of it clearly enough, it is 'not mentioned': to be silent is better than to guess. A later judgement
of the whole area is no proof.

Whether two statements are on one matter is told by `kg.mapping.matters`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.mapping.matters import Matter, Rarity, likelihood, matter, rarity
from kg.mapping.terms import Sheet, decimal, node, term, text
from kg.model import Letter, Span
from kg.progress import Status
from kg.vocabulary import Identifiers

Tone = Literal["point", "strength", "improvement", "mixed"]
Near = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""The cosines of pairs of texts."""

LIKELY = 0.75
"""The least likelihood of being on one matter."""
SURE = 0.6
"""The least confidence that a later sentence is a finding of its polarity."""
NEAREST = 0.9
"""A cosine that two statements in other words do not reach."""
SHORTLIST = 6
"""Statements of a later letter whose vectors are compared with that of a point."""


@dataclass(frozen=True, slots=True)
class Held:
    """A letter among those of its authority: its node's visit and authority (IRIs), and the visit's first day."""

    key: str
    authority: str
    visit: str
    date: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a letter says for better or worse: an item of its own list, or a finding."""

    iri: str
    text: str
    tone: Tone
    matter: Matter


@dataclass(frozen=True, slots=True)
class Told:
    """One letter's statements, its visit and its first day. `joint`: several agencies were looked at."""

    visit: str
    date: str
    joint: bool
    points: tuple[Statement, ...]
    findings: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A point with what became of it."""

    point: Statement
    visit: str
    status: Status
    evidence: Statement | None
    later: tuple[str, ...]
    confidence: float


_HELD = """
SELECT DISTINCT ?letter ?authority ?visit ?date {
  ?letter a insp:Letter ; insp:authority ?authority ; insp:reportsOn ?visit ; insp:documentType ?type .
  ?visit insp:startDate ?date .
  VALUES ?type { "focused-visit-letter" "monitoring-visit-letter" "jtai-letter" "ilacs-report" "sif-report" }
}
ORDER BY ?authority ?date ?letter"""


def held(store: GraphStore) -> dict[str, tuple[Held, ...]]:
    """Authority -> its letters about dated visits, oldest first, where there are at least two visits."""
    found: dict[str, list[Held]] = {}
    for row in store.select(_HELD):
        one = Held(row["letter"].rsplit("/", 1)[-1], row["authority"], row["visit"], row["date"])
        found.setdefault(row["authority"], []).append(one)
    return {place: tuple(letters) for place, letters in found.items() if len({x.date for x in letters}) > 1}


def told(letter: Letter, place: Held, ids: Identifiers) -> Told:
    """The statements of a letter; points made to a safeguarding board are not the authority's."""
    spans = [point.span for point in letter.points]
    points = [
        _statement(
            ids.part(letter.key, "point", number),
            point.text,
            "point" if point.kind != "strength" else "strength",
            _themes(letter, point.span),
        )
        for number, point in enumerate(letter.points, start=1)
        if not point.board
    ]
    findings = [
        _statement(ids.finding(letter.key, number), finding.span.of(letter.document.text), polarity, finding.themes)
        for number, finding in enumerate(letter.findings, start=1)
        if (polarity := finding.polarity) != "neutral"
        and finding.confidence >= SURE
        and not any(span.overlaps(finding.span) for span in spans)
    ]
    joint = letter.document_type == "jtai-letter"
    return Told(place.visit, place.date, joint, tuple(points), tuple(findings))


def _statement(iri: str, words: str, tone: Tone, themes: Iterable[str]) -> Statement:
    line = " ".join(words.split())
    return Statement(iri, line, tone, matter(line, themes))


def _themes(letter: Letter, span: Span) -> set[str]:
    return {theme for finding in letter.findings if finding.span.overlaps(span) for theme in finding.themes}


def follow(letters: Sequence[Told], near: Near) -> list[Followed]:
    """What became of each point of all letters but the last, which are of one authority and in order of time."""
    rare = rarity(one.matter for letter in letters for one in (*letter.points, *letter.findings))
    made: list[Followed] = []
    for earlier in letters:
        after = [later for later in letters if later.date > earlier.date]
        points = [point for point in earlier.points if point.tone == "point"]
        if after and points:
            made += _followed(earlier, points, after, rare, near)
    return made


@dataclass(frozen=True, slots=True)
class _Pair:
    """A point and a later statement that may be on its matter; `chance` by the cosine of their vectors."""

    point: Statement
    letter: Told
    statement: Statement
    chance: Callable[[float], float]


def _followed(
    earlier: Told, points: Sequence[Statement], after: Sequence[Told], rare: Rarity, near: Near
) -> list[Followed]:
    pairs = [pair for point in points for later in after for pair in _shortlist(point, earlier, later, rare)]
    cosines = near([(pair.point.text, pair.statement.text) for pair in pairs])
    likely: dict[str, list[tuple[float, _Pair]]] = {}
    for pair, cosine in zip(pairs, cosines, strict=True):
        chance = pair.chance(cosine)
        if chance >= LIKELY:
            likely.setdefault(pair.point.iri, []).append((chance, pair))
    visits = tuple(dict.fromkeys(one.visit for one in after))
    return [_decided(point, earlier.visit, visits, likely.get(point.iri, [])) for point in points]


def _shortlist(point: Statement, earlier: Told, later: Told, rare: Rarity) -> list[_Pair]:
    """The later statements most likely on the point's matter; none that could not be, however near their vectors."""
    found = []
    for one in (*later.points, *later.findings):
        listed = one.tone == "point"
        chance = partial(likelihood, point.matter, one.matter, rare, joint=earlier.joint, listed=listed)
        most = chance(NEAREST)
        if most >= LIKELY:
            found.append((most, _Pair(point, later, one, chance)))
    return [pair for _, pair in sorted(found, key=lambda x: (-x[0], x[1].statement.iri))[:SHORTLIST]]


def _decided(point: Statement, visit: str, later: tuple[str, ...], likely: Sequence[tuple[float, _Pair]]) -> Followed:
    """The latest letter that speaks of the matter decides, in it the list of points, then the likeliest statement."""
    if not likely:
        return Followed(point, visit, "not mentioned", None, later, 0.5)
    last = max(pair.letter.date for _, pair in likely)
    there = [(chance, pair.statement) for chance, pair in likely if pair.letter.date == last]
    chance, best = max(there, key=lambda one: (one[1].tone == "point", one[0], one[1].iri))
    status: Status = "improved" if best.tone == "strength" else "persists"
    return Followed(point, visit, status, best, later, chance)


def triples(followed: Iterable[Followed], authority: str) -> list[ox.Triple]:
    """The outcomes as statements; each side's words and place stand with the point and the evidence."""
    sheet = Sheet()
    for one in followed:
        outcome = node(f"{one.point.iri}#outcome")
        sheet.a(outcome, "insp:Outcome")
        sheet.label(outcome, f"{one.status.capitalize()}: {one.point.text}")
        sheet.add(outcome, "insp:point", node(one.point.iri))
        sheet.add(outcome, "insp:status", text(one.status))
        sheet.add(outcome, "insp:authority", node(authority))
        sheet.add(outcome, "insp:visit", node(one.visit))
        for visit in one.later:
            sheet.add(outcome, "insp:laterVisit", node(visit))
        for theme in sorted(one.point.matter.themes):
            sheet.add(outcome, "insp:theme", term(f"theme:{theme}"))
        sheet.add(outcome, "prov:wasDerivedFrom", node(one.point.iri))
        if one.evidence is not None:
            sheet.add(outcome, "insp:evidence", node(one.evidence.iri))
            sheet.add(outcome, "prov:wasDerivedFrom", node(one.evidence.iri))
        sheet.add(outcome, "insp:confidence", decimal(one.confidence))
    return sheet.triples()
