"""Which letters a question means: by authority, kind, date and topic; what is missing when none fits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from rag.questions.catalogue import Catalogue, LetterEntry
from rag.questions.frame import Frame, Period
from rag.questions.lexicon import GRADED_KINDS, TOPIC_TESTS


@dataclass(frozen=True, slots=True)
class Chosen:
    """Letters of one authority that fit, best first; `period` is the date that they were chosen by."""

    gss: str
    letters: tuple[LetterEntry, ...]
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something asked for that the library does not hold: which authority, date and kinds; what comes nearest."""

    gss: str
    period: Period | None
    kinds: tuple[str, ...]
    nearest: tuple[LetterEntry, ...]


def choose(frame: Frame, catalogue: Catalogue) -> tuple[list[Chosen], list[Missing]]:
    """The letters meant, one `Chosen` for each authority and date named."""
    chosen: list[Chosen] = []
    missing: list[Missing] = []
    if frame.letters:
        held = [catalogue.letters[iri] for iri in frame.letters if iri in catalogue.letters]
        if frame.ask == "facts":
            return [Chosen(letter.gss or "", (letter,)) for letter in held], missing
        for gss in dict.fromkeys(letter.gss or "" for letter in held):
            chosen.append(Chosen(gss, tuple(letter for letter in held if (letter.gss or "") == gss)))
        return chosen, missing
    for gss, period in _pairs(frame):
        letters = _fitting(frame, catalogue.of(gss), period)
        if letters:
            chosen.append(Chosen(gss, letters, period))
        else:
            missing.append(Missing(gss, period, frame.kinds, _nearest(catalogue.of(gss), period)))
    if chosen and missing and frame.kinds and len(frame.periods) > 1:
        chosen, missing = _of_another_kind(frame, catalogue, chosen, missing)
    if chosen and missing and frame.ask == "passages":
        missing = [m for m in missing if m.gss not in {c.gss for c in chosen}]
    return chosen, missing


def _of_another_kind(
    frame: Frame, catalogue: Catalogue, chosen: list[Chosen], missing: list[Missing]
) -> tuple[list[Chosen], list[Missing]]:
    """'The 2016 single inspection and the 2023 one': the kind said of one date may not be that of the other."""
    still = []
    for one in missing:
        letters = _fitting(replace(frame, kinds=()), catalogue.of(one.gss), one.period)
        same = any(x.gss == one.gss for x in chosen)
        if letters and same:
            chosen = [*chosen, Chosen(one.gss, letters, one.period)]
        else:
            still.append(one)
    return chosen, still


def _pairs(frame: Frame) -> list[tuple[str, Period | None]]:
    """Each authority with the dates said of it: those nearest to its name where there are several."""
    names, periods = frame.authorities, frame.periods
    if len(names) < 2 or len(periods) < 2:
        return [(n.gss, p) for n in names for p in (periods or (None,))]
    pairs: list[tuple[str, Period | None]] = []
    own: dict[str, list[Period]] = {n.gss: [] for n in names}
    for period in periods:
        after = [n for n in names if n.at < period.at]
        nearest = min(names, key=lambda n: abs(n.at - period.at))
        trailing = after[-1] if after and period.at - after[-1].at - len(after[-1].words) < 25 else nearest
        own[trailing.gss].append(period)
    for name in names:
        pairs += [(name.gss, p) for p in own[name.gss] or (periods if len(periods) == 1 else (None,))]
    return pairs


def fits(letter: LetterEntry, period: Period, slack: int = 0) -> int:
    """How well a letter's dates fit a period: 2 for the visit, 1 for the publication or the date due, 0 for neither."""
    wide = (
        replace(period, start=period.start - timedelta(days=slack), end=period.end + timedelta(days=slack))
        if slack
        else period
    )
    if period.role == "due":
        return 2 * wide.overlaps(letter.due, letter.due)
    visit = wide.overlaps(letter.start, letter.end)
    published = wide.overlaps(letter.published, letter.published)
    return 2 if visit else 1 if published else 0


def _fitting(frame: Frame, letters: tuple[LetterEntry, ...], period: Period | None) -> tuple[LetterEntry, ...]:
    """Letters of one authority by kind (which must fit if named), date (too) and topic, best first."""
    held = [x for x in letters if not frame.kinds or x.kind in frame.kinds]
    if period:
        dated = [x for x in held if fits(x, period)]
        loose = 45 if 40 < (period.end - period.start).days < 360 else 0
        if not dated and loose:
            dated = [x for x in held if fits(x, period, loose)]
        if not dated and period.words.endswith("(as before)"):
            dated = held
        held = dated
    if not held:
        return ()
    ranked = sorted(held, key=lambda x: _rank(frame, x, period), reverse=True)
    if frame.measure == "earliest" or frame.position == "first":
        ranked.sort(key=lambda x: x.when)
    elif frame.measure == "latest" or frame.position == "latest":
        ranked.sort(key=lambda x: x.when, reverse=True)
    elif frame.position == "previous":
        ranked = sorted(ranked, key=lambda x: x.when, reverse=True)[1:] or ranked
    return tuple(ranked)


def _rank(frame: Frame, letter: LetterEntry, period: Period | None) -> tuple[object, ...]:
    return (
        topic_fits(frame.topics, letter.topic),
        _can_tell(frame, letter),
        _kind_said(frame, letter),
        fits(letter, period) if period else 0,
        letter.when,
    )


def topic_fits(topics: tuple[str, ...], topic: str | None) -> bool:
    """Whether a visit's topic is one of those named."""
    return bool(topic) and any(re.search(TOPIC_TESTS[name], topic, re.IGNORECASE) for name in topics)  # type: ignore[arg-type]


def _can_tell(frame: Frame, letter: LetterEntry) -> int:
    """Whether this kind of letter can hold the field asked for."""
    fields = set(frame.fields)
    if fields & {"grades"} and not letter.grades:
        return 0
    if fields & {"statement-due"} and not letter.due:
        return 0
    if fields & {"lead", "team", "quality-assurance"} and letter.kind == "jtai":
        return 0
    if fields & {"topic", "inspectorates", "addressees"} and letter.kind in GRADED_KINDS:
        return 0
    return 1


def _kind_said(frame: Frame, letter: LetterEntry) -> int:
    """'letter' leans to letters, 'report' and 'inspection' to inspections with grades."""
    text = frame.question.lower()
    is_letter = letter.document_type.endswith("letter")
    if re.search(r"\bletters?\b", text):
        return int(is_letter)
    if re.search(r"\breports?\b|\bgrade|\bjudge?ment|\bofsted\b|\bservices\b", text):
        return int(letter.kind in GRADED_KINDS)
    if re.search(r"\binspect", text):
        return int(letter.kind in GRADED_KINDS or letter.kind == "jtai")
    return 0


def _nearest(letters: tuple[LetterEntry, ...], period: Period | None) -> tuple[LetterEntry, ...]:
    if not period:
        return letters[::-1][:4]
    middle = (period.start + (period.end - period.start) / 2).isoformat()
    return tuple(sorted(letters, key=lambda x: _gap(x.when, middle)))[:4]


def _gap(one: str, other: str) -> float:
    def months(day: str) -> float:
        return int(day[:4]) * 12 + int(day[5:7] or 1) if len(day) >= 7 else 0.0

    return abs(months(one) - months(other))
