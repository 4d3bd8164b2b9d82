"""Worked example questions, made from what a library holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from kg.model import Letter
from ui.web.words import KINDS, in_sentence

SHOWN = 6


def questions_about(letters: Sequence[Letter]) -> list[str]:
    """One question of each sort that these letters can answer, each of another authority where there are enough."""
    known = sorted((letter for letter in letters if letter.authority), key=when, reverse=True)
    used: set[str] = set()
    made = [question for make in _SORTS if (question := make(known, used))]
    return made[:SHOWN]


def when(letter: Letter) -> str:
    """The day by which letters are put in order."""
    return letter.visit_start or letter.published or ""


def _to_improve(letters: Sequence[Letter], used: set[str]) -> str:
    found = _first(letters, used, lambda letter: any(point.kind == "improvement" for point in letter.points))
    return f"What needs to improve in {found.authority}?" if found else ""


def _lead(letters: Sequence[Letter], used: set[str]) -> str:
    found = _first(letters, used, lambda x: x.document_type != "other" and any(i.role == "lead" for i in x.inspectors))
    if not found:
        return ""
    year = f" in {when(found)[:4]}" if when(found) else ""
    return f"Who led the {_kind(found)} of {found.authority}{year}?"


def _grades(letters: Sequence[Letter], used: set[str]) -> str:
    overall = Counter(j.grade for letter in letters for j in letter.judgements if j.aspect == "Overall effectiveness")
    grade = next((grade for grade in ("Outstanding", "Inadequate", "Good") if overall[grade]), "")
    return f"Which authorities were judged {grade.lower()} overall?" if grade else ""


def _how_many(letters: Sequence[Letter], used: set[str]) -> str:
    kinds = Counter(_kind(letter) for letter in letters if letter.document_type != "other")
    if len(letters) < 2 or not kinds:
        return ""
    years = sorted({when(letter)[:4] for letter in letters if when(letter)})
    since = f" since {years[len(years) // 2]}" if len(years) > 2 else ""
    return f"How many {kinds.most_common(1)[0][0]}s are there{since}?"


def _theme(letters: Sequence[Letter], used: set[str]) -> str:
    found = Counter(t for x in letters for f in x.findings if f.polarity == "improvement" for t in f.themes)
    return f"What do inspectors criticise about {found.most_common(1)[0][0].replace('-', ' ')}?" if found else ""


def _strengths(letters: Sequence[Letter], used: set[str]) -> str:
    found = _first(letters, used, lambda letter: sum(f.polarity == "strength" for f in letter.findings) >= 3)
    return f"What are the strengths of {found.authority}?" if found else ""


_SORTS: Sequence[Callable[[Sequence[Letter], set[str]], str]] = (
    _to_improve,
    _lead,
    _grades,
    _theme,
    _how_many,
    _strengths,
)


def _first(letters: Iterable[Letter], used: set[str], fits: Callable[[Letter], bool]) -> Letter | None:
    fitting = [letter for letter in letters if fits(letter)]
    found = next((letter for letter in fitting if letter.authority not in used), fitting[0] if fitting else None)
    if found and found.authority:
        used.add(found.authority)
    return found


def _kind(letter: Letter) -> str:
    return in_sentence(KINDS[letter.document_type])
