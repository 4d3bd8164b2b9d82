"""Finds the sentences and list items of a letter that evaluate practice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.findings import boilerplate, context
from kg.findings.features import Sentence, features, leans, shares, surroundings
from kg.findings.linear import POLARITIES, Scores, load
from kg.findings.themes import THEMES
from kg.model import Document, DocumentType, Finding, Heading, Passage, Point, Polarity, Span

_THEME = 0.4  # probability from which a theme is given: so are as many a sentence as readers give
_MOST = 3
_FEWEST_WORDS = 4
_NEAR = 40  # points that one passage can hold


@dataclass(slots=True)
class Unit:
    """A sentence of the body, and the point of the letter's own lists to which it belongs."""

    passage: Passage
    span: Span
    point: Point | None
    sentence: Sentence


def find(
    document: Document,
    passages: tuple[Passage, ...],
    points: tuple[Point, ...],
    headings: tuple[Heading, ...],
    document_type: DocumentType = "other",
) -> tuple[Finding, ...]:
    """The findings of a letter in reading order, one a sentence.

    `passages` are the letter's paragraphs and bullets, `points` the items of its own lists of strengths and of what
    needs to improve; each sentence of a point is a finding and takes the polarity of its list. `headings` is not needed
    so far: a passage knows the headings above it.
    """
    body = units(document, passages, points)
    if not body:
        return ()
    topic = shares([unit.sentence for unit in body])
    judged = [unit for unit in body if may_evaluate(unit)]
    if not judged:
        return ()
    model = load()
    numbers = {path: number for number, path in enumerate(dict.fromkeys(unit.passage.path for unit in judged))}
    places = model.sums(surroundings(topic, path, document_type) for path in numbers)
    sums = model.sums(features(unit.sentence) for unit in judged)
    polarity, themes = model.probabilities(sums + places[[numbers[unit.passage.path] for unit in judged]])
    themes = model.settle(look_around(judged, themes))
    found = (_finding(unit, *rows) for unit, *rows in zip(judged, polarity, themes, strict=True))
    return tuple(finding for finding in found if finding is not None)


def units(document: Document, passages: tuple[Passage, ...], points: tuple[Point, ...]) -> list[Unit]:
    """Every sentence of paragraphs and bullets, in order, each knowing the one before it in its passage."""
    waiting = sorted(points, key=lambda point: point.span, reverse=True)
    found: list[Unit] = []
    for passage in passages:
        if passage.kind not in ("paragraph", "bullet"):
            continue
        while waiting and waiting[-1].span.end <= passage.span.start:
            waiting.pop()
        inside = [point for point in reversed(waiting[-_NEAR:]) if point.span.overlaps(passage.span)]
        bullet = passage.kind == "bullet"
        before: Sentence | None = None
        for span in passage.sentences:
            point = next((point for point in inside if point.span.overlaps(span)), None) if inside else None
            listed = "" if point is None else "strength" if point.kind == "strength" else "improvement"
            first = None if before is None else before.first or before
            before = Sentence(span.of(document.text), listed, passage.path, bullet, before, first)
            found.append(Unit(passage, span, point, before))
    return found


def look_around(judged: list[Unit], likely: Scores) -> Scores:
    """What the second look sees of a letter's sentences, given the first look's probabilities of their themes."""
    sections = {path: number for number, path in enumerate(dict.fromkeys(unit.passage.path for unit in judged))}
    cues = np.zeros_like(likely)
    for row, unit in enumerate(judged):
        for theme, value in unit.sentence.cues.items():
            cues[row, theme] = value
    return context.look(
        likely,
        cues,
        np.array([unit.passage.number for unit in judged], np.intp),
        np.array([sections[unit.passage.path] for unit in judged], np.intp),
        np.array([leans(unit.sentence) for unit in judged]),
    )


def may_evaluate(unit: Unit) -> bool:
    """Whether a sentence is worth judging: part of a point, or long enough and not about the visit."""
    if unit.point is not None:
        return True
    return (
        len(unit.sentence.words) >= _FEWEST_WORDS
        and not boilerplate.section(unit.passage.path)
        and not boilerplate.sentence(unit.sentence.text, unit.sentence.words)
    )


def _finding(unit: Unit, polarity: Scores, themes: Scores) -> Finding | None:
    best = int(polarity.argmax())
    if unit.point is not None:
        told: Polarity = "strength" if unit.sentence.listed == "strength" else "improvement"
        return Finding(unit.span, unit.passage.number, told, choose(themes), 0.95, True)
    name = POLARITIES[best]
    if name == "not":
        return None
    read: Polarity = name  # type: ignore[assignment]
    return Finding(unit.span, unit.passage.number, read, choose(themes), round(float(polarity[best]), 2), False)


def choose(themes: Scores) -> tuple[str, ...]:
    """The one to three themes that are likely enough, likeliest first; the likeliest one where none is."""
    ranked = themes.argsort()[::-1][:_MOST]
    return tuple([THEMES[theme] for theme in ranked if themes[theme] >= _THEME] or [THEMES[ranked[0]]])
