"""Letters by what they say, as SPARQL: findings and points for better or worse, or any passage, by their words."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.questions.frame import Frame
from rag.questions.queries import SOURCE_COLUMNS, select, source_of
from rag.questions.sparql import iri, literal, values
from rag.questions.statements import IMPROVEMENT
from rag.retrieval.query import SAME, Phrase, Term, terms


def pattern(term: Term) -> str:
    """A regular expression for a term: its words by their stems, or what abbreviates it."""
    phrases = dict.fromkeys(phrase for phrase, worth in term.alternatives if worth >= SAME)
    return "|".join(_phrase(phrase) for phrase in phrases)


def _phrase(phrase: Phrase) -> str:
    stems = [stem[:-1] + "[iy]" if stem.endswith("i") and len(stem) > 3 else stem for stem in phrase]
    return r"\b" + r"\w*\W+".join(stems)


def tone(frame: Frame) -> str | None:
    """Whether weaknesses or strengths are asked for; None for whatever is said."""
    asked = [name for name in ("improvement", "strength") if name in frame.fields]
    return frame.polarity or (asked[0] if asked else None)


def points_only(frame: Frame) -> bool:
    """Whether only the letters' own lists are asked for, not all that they say for better or worse."""
    return _OF_LISTS.search(frame.question) is not None


_OF_LISTS = re.compile(rf"\b(?:{IMPROVEMENT}|recommend\w+)\b", re.IGNORECASE)


def statements(frame: Frame) -> str:
    """What letters say with all of the frame's leftover words; '' where there are no words."""
    asked = terms(" ".join(frame.leftover))
    if not asked:
        return ""
    kind, points = tone(frame), points_only(frame)
    held = "?statement a insp:Passage ; insp:letter ?letter ; insp:text ?text . BIND(2 AS ?rank)"
    if kind:
        point = "insp:PointForImprovement" if kind == "improvement" else "insp:StrengthPoint"
        listed = f"?statement a {point} ; insp:letter ?letter ; insp:text ?text . BIND(1 AS ?rank)"
        told = f"?statement a insp:Finding ; insp:polarity {literal(kind)} ; insp:letter ?letter ; insp:text ?text ."
        held = listed if points else f"{{ {listed} }}\n  UNION {{ {told} BIND(2 AS ?rank) }}"
    return select(
        "?letter ?statement ?text ?rank",
        held,
        *(f'FILTER(REGEX(?text, {literal(pattern(term))}, "i"))' for term in asked),
        order="?rank ?statement",
        distinct=False,
    )


def sources(found: Collection[str]) -> str:
    """Where statements stand. Asked for apart: with the search for words it would take minutes."""
    return select(
        f"?letter ?statement {SOURCE_COLUMNS}",
        values("statement", map(iri, found)),
        "?statement insp:letter ?letter .",
        source_of("statement"),
    )
