"""Finds the sentences and list items of a letter that evaluate practice."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kg.findings import boilerplate, context, encoder, linear
from kg.findings.features import Seen, Unit, see
from kg.findings.linear import POLARITIES, Scores, chances, shares
from kg.findings.themes import THEMES
from kg.model import Document, DocumentType, Finding, Letter, Passage, Point, Polarity

_THEME = 0.4  # probability from which a theme is given: so are as many a sentence as readers give
_ENCODER = 0.5  # what the language model's sums weigh; the linear model's weigh the rest
_MOST_READ = 2000  # sentences of one letter that the language model reads; a file that has more is no letter
_MOST = 3
_FEWEST_WORDS = 4
_NEAR = 40  # points that one passage can hold
_NOT = POLARITIES.index("not")
_ONE_AT_A_TIME = threading.Lock()  # the words known so far are the process's, and so is the language model


def judge(letter: Letter) -> Letter:
    """The letter with its findings."""
    found = find(letter.document, letter.passages, letter.points, letter.document_type, letter.topic)
    return replace(letter, findings=found)


def find(
    document: Document,
    passages: tuple[Passage, ...],
    points: tuple[Point, ...],
    document_type: DocumentType = "other",
    topic: str | None = None,
) -> tuple[Finding, ...]:
    """The findings of a letter in reading order, one a sentence.

    `passages` are the letter's paragraphs and bullets, `points` the items of its own lists of strengths and of what
    needs to improve; each sentence of a point is a finding and takes the polarity of its list. `topic` is what the
    visit was about.
    """
    body = units(document, passages, points)
    if not body:
        return ()
    with _ONE_AT_A_TIME:
        model = linear.load()
        seen = see(body, document_type)
        judged = may_evaluate(body, seen)
        sums = model.sums(seen)[judged]
        reader = encoder.load() if 0 < len(judged) <= _MOST_READ else None
    if not len(judged):
        return ()
    sums = by_words(model, body, seen, judged, sums)
    no_finding = sums[:, : len(POLARITIES)].argmax(axis=1) == _NOT
    if reader is not None:
        sums = _ENCODER * reader.sums(body, judged.tolist(), seen.cues[judged], topic) + (1 - _ENCODER) * sums
    polarity, themes = shares(sums[:, : len(POLARITIES)]), chances(sums[:, len(POLARITIES) :])
    found: list[Finding] = []
    best = np.where(no_finding, _NOT, polarity.argmax(axis=1)).tolist()  # either may say that it is none
    for row, (place, about) in enumerate(zip(judged.tolist(), choose(themes), strict=True)):
        unit = body[place]
        if unit.point is not None:
            told: Polarity = "strength" if unit.listed == "strength" else "improvement"
            found.append(Finding(unit.span, unit.passage.number, told, about, 0.95, True))
        elif best[row] != _NOT:
            read: Polarity = POLARITIES[best[row]]  # type: ignore[assignment]
            sure = round(float(polarity[row, best[row]]), 2)
            found.append(Finding(unit.span, unit.passage.number, read, about, sure, False))
    return tuple(found)


def units(document: Document, passages: tuple[Passage, ...], points: tuple[Point, ...]) -> list[Unit]:
    """Every sentence of paragraphs and bullets, in order, each knowing the one before it in its passage."""
    waiting = sorted(points, key=lambda point: point.span, reverse=True)
    found: list[Unit] = []
    text = document.text
    for passage in passages:
        if passage.kind not in ("paragraph", "bullet"):
            continue
        while waiting and waiting[-1].span.end <= passage.span.start:
            waiting.pop()
        inside = [point for point in reversed(waiting[-_NEAR:]) if point.span.overlaps(passage.span)]
        first = len(found)
        for span in passage.sentences:
            point = next((point for point in inside if point.span.overlaps(span)), None) if inside else None
            later = len(found) > first
            words = text[span.start : span.end]
            found.append(Unit(passage, span, words, point, len(found) - 1 if later else -1, first if later else -1))
    return found


def may_evaluate(body: list[Unit], seen: Seen) -> npt.NDArray[np.intp]:
    """The places of sentences worth judging: part of a point, or long enough and not about the visit."""
    paths = {path: boilerplate.section(path) for path in dict.fromkeys(unit.passage.path for unit in body)}
    told = boilerplate.sentences([unit.text for unit in body], seen.tokens)
    looked_at = False  # the items of 'inspectors looked at:' tell of the visit as that sentence does
    for place, unit in enumerate(body):
        if unit.passage.kind == "bullet":
            told[place] = told[place] or looked_at
        else:
            looked_at = told[place] and unit.text.endswith(":")
    long = seen.tokens.lengths >= _FEWEST_WORDS
    worth = [
        unit.point is not None or (enough and not about and not paths[unit.passage.path])
        for unit, enough, about in zip(body, long.tolist(), told, strict=True)
    ]
    return np.flatnonzero(worth)


def by_words(model: linear.Linear, body: list[Unit], seen: Seen, judged: npt.NDArray[np.intp], sums: Scores) -> Scores:
    """The linear model's sums for judged sentences, those for themes looked at twice."""
    likely = chances(sums[:, len(POLARITIES) :])
    settled = model.settle(look_around(body, seen, judged, likely))
    return np.concatenate([sums[:, : len(POLARITIES)], settled], axis=1)


def look_around(body: list[Unit], seen: Seen, judged: npt.NDArray[np.intp], likely: Scores) -> Scores:
    """What the second look sees of the judged sentences, given the first look's probabilities of their themes."""
    sections: dict[tuple[str, ...], int] = {}
    passages = np.array([body[place].passage.number for place in judged.tolist()], np.intp)
    paths = [sections.setdefault(body[place].passage.path, len(sections)) for place in judged.tolist()]
    return context.look(likely, seen.cues[judged], passages, np.array(paths, np.intp), seen.leaning[judged])


def choose(themes: Scores) -> list[tuple[str, ...]]:
    """For each sentence its one to three themes, likeliest first: those likely enough, or the likeliest."""
    ranked = (-themes).argsort(axis=1)[:, :_MOST]
    enough = np.take_along_axis(themes, ranked, axis=1) >= _THEME
    counts = np.maximum(enough.sum(axis=1), 1).tolist()
    return [tuple([THEMES[theme] for theme in row[:count]]) for row, count in zip(ranked.tolist(), counts, strict=True)]
