# ruff: noqa: E501 - a pattern is easier to read on one line
"""A question, with the conversation before it, understood into a frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rag.model import Turn
from rag.questions import constraints, intents, shapes, special, spelling, statements
from rag.questions.catalogue import Catalogue
from rag.questions.conversation import carries_on, merge
from rag.questions.frame import POINT_FIELDS, Frame, Unit
from rag.questions.lexicon import (
    ORGANISATIONS,
    THEMES,
    TOPICS,
    names_in,
)
from rag.questions.matter import focus, masked, searched, single_spaced, with_leftover
from rag.questions.names import Names
from rag.questions.particulars import asked_besides, list_conditions, measured, person_role, since
from rag.questions.periods import find_periods, spans
from rag.questions.text import blank, plain


def understand(question: str, history: Sequence[Turn], catalogue: Catalogue, today: date | None = None) -> Frame:
    """The frame of a question; follow-ups take from the questions before them what they leave unsaid."""
    return Reader(catalogue, today).understand(question, history)


LONGEST = 1_500
"""Characters of a question that are read."""


class Reader:
    """Understands questions about one catalogue; keeps the name tables between questions.

    `stands` tells whether a word stands in the letters, and so is not misspelt.
    """

    def __init__(
        self, catalogue: Catalogue, today: date | None = None, stands: Callable[[str], bool] | None = None
    ) -> None:
        self.catalogue = catalogue
        self._stands = stands
        self.names = Names(catalogue)
        self.today = today

    def understand(self, question: str, history: Sequence[Turn] = ()) -> Frame:
        """The frame of a question after the user's earlier turns."""
        previous: Frame | None = None
        for turn in history:
            if turn.role == "user":
                previous = self._after(turn.content, previous)
        return self._after(question, previous)

    def _after(self, question: str, previous: Frame | None) -> Frame:
        frame = self.read(question)
        return merge(previous, frame) if previous and carries_on(previous, frame) else frame

    def read(self, question: str) -> Frame:
        """The frame of a question on its own."""
        written = " ".join(plain(question).split())[:LONGEST]
        text, slips = spelling.corrected(written, self._is_known)
        notes = tuple(f"“{slip}” read as “{meant}”" for slip, meant in slips)
        return replace(self._divided(text), notes=notes)

    def _is_known(self, word: str) -> bool:
        """Whether a word is part of a name, or stands in the letters."""
        return self.names.is_word_of_name(word) or (self._stands is not None and self._stands(word))

    def _divided(self, text: str) -> Frame:
        """The frame of a text, which may hold two questions."""
        frame = self._read(text)
        at_once = frame.unit in {"authorities", "inspectors"} and not frame.negated and shapes.in_each(text, frame)
        if frame.ask in {"count", "list"} and len(frame.periods) > 1 and not frame.authorities and not at_once:
            first, *others = (replace(frame, periods=(period,)) for period in frame.periods)
            return replace(first, besides=tuple(others))
        changes = [name for name, pattern in intents.CHANGES if pattern.search(text)]
        if frame.ask in {"count", "list"} and frame.change and len(changes) > 1 and not frame.grades:
            first, *others = (replace(frame, change=change) for change in reversed(changes))
            return replace(first, besides=tuple(others))
        divided = special.parts(text)
        if len(divided) == 2 and frame.ask in {"facts", "passages", "summary", "change"}:
            first, second = map(self._read, divided)
            if not second.authorities:
                second = merge(first, second)
            if first.ask == "passages" and not first.authorities and not second.follow_up:
                return frame
            if special.two_in_one(first, second):
                return replace(first, question=text, besides=(second,))
        return frame

    def _read(self, text: str) -> Frame:
        frame, rest = self._entities(text)
        frame = self._terms(frame, rest)
        frame = replace(frame, **self._asked(frame, rest))
        frame = with_leftover(replace(frame, words=searched(rest), focus=focus(rest)), rest)
        return special.as_latest(frame) if special.news(frame, single_spaced(rest)) else frame

    def _entities(self, text: str) -> tuple[Frame, str]:
        authorities = tuple(self.names.authorities(text))
        places = [(n.at, n.at + len(n.words)) for n in authorities]
        persons = tuple(self.names.persons(text, places))
        rest = masked(text, places)
        periods = tuple(find_periods(rest, self.today or date.today()))
        rest = blank(rest, spans(periods, rest))
        frame = Frame(text, words=text, authorities=authorities, persons=persons, periods=periods)
        return frame, rest

    def _terms(self, frame: Frame, rest: str) -> Frame:
        kinds, words = constraints.kinds(rest)
        neighbours = None
        if frame.authorities and re.search(
            r"\b(?:neighbours?|similar (?:authorities|councils|areas)|comparable)\b", rest, re.IGNORECASE
        ):
            neighbours = frame.authorities[0].gss
        return replace(
            frame,
            kinds=kinds,
            kinds_words=words,
            each_kind=len(kinds) > 1 and shapes.BOTH.search(rest) is not None,
            regions=constraints.regions(rest),
            types=constraints.types(rest),
            neighbours_of=neighbours,
            topics=names_in(TOPICS, rest),
            themes=names_in(THEMES, rest),
            aspects=constraints.aspects(rest),
            grades=constraints.grades(rest),
            organisations=names_in(ORGANISATIONS, rest),
            polarity=constraints.polarity(rest),
            expects=tuple(name for name, pattern in intents.EXPECTS if pattern.search(rest)),
            measure=next((name for name, pattern in intents.MEASURES if pattern.search(rest)), None),
            change=next((name for name, pattern in intents.CHANGES if pattern.search(rest)), None),
            more_than_one=shapes.MORE.search(rest) is not None,
            limit=constraints.limit(rest),
            at_least=constraints.at_least(rest),
            fields=intents.fields_of(single_spaced(rest)),
        )  # fmt: skip

    def _asked(self, frame: Frame, rest: str) -> dict[str, Any]:
        rest = single_spaced(rest)
        if len(frame.grades) == len(frame.aspects) == 2 and not shapes.SEQUENCE.search(rest):
            pairs = zip(frame.grades, frame.aspects, strict=True)
            frame = replace(frame, grades=tuple(replace(grade, aspect=aspect) for grade, aspect in pairs))
            return self._asked_of(frame, rest) | {"grades": frame.grades}
        return self._asked_of(frame, rest)

    def _asked_of(self, frame: Frame, rest: str) -> dict[str, Any]:
        if (
            not frame.authorities
            and not frame.persons
            and not frame.periods
            and (term := special.term_of(frame.question, self.catalogue.terms))
        ):
            return special.meaning(term)
        if special.reasons(frame, rest):
            return {"ask": "reasons", "fields": ()}
        if intents.FUTURE.search(rest):
            return {"ask": "future", "fields": ()}
        if frame.authorities and not frame.aspects and not frame.themes and intents.IN_GENERAL.search(rest):
            return {"ask": "change", "fields": ("grades",), "change": None}
        unit = intents.unit_of(rest)
        if frame.authorities or statements.praised(rest):
            tally = statements.asked(frame, rest) or self._tally(frame, rest)
        else:
            tally = self._tally(frame, rest) or statements.asked(frame, rest)
        if tally := tally or special.grouped(frame, rest, unit):
            return tally
        if (
            not frame.authorities
            and not frame.measure
            and intents.COVERAGE.search(rest)
            and not frame.kinds
            and not frame.persons
        ):
            return {"ask": "coverage"}
        if special.beside_neighbours(frame, rest):
            return {"ask": "neighbours", "fields": (), "expects": ()}
        if frame.neighbours_of:
            return special.about_neighbours(frame, rest)
        aggregate = self._aggregate(frame, rest, unit)
        if aggregate:
            return aggregate
        if frame.authorities or not unit:
            return self._about_letters(frame, rest)
        return {"ask": "passages"}

    def _tally(self, frame: Frame, rest: str) -> dict[str, Any] | None:
        """'How many inadequate judgements?' counts judgements; 'the most common areas for improvement' counts themes."""
        if frame.grades and not frame.authorities and shapes.JUDGEMENTS.search(rest):
            return {"ask": "count", "unit": "judgements", "fields": ()}
        if intents.COMMON.search(rest) and (frame.polarity or set(frame.fields) & set(POINT_FIELDS)):
            return {"ask": "list", "unit": "themes", "measure": None}
        return None

    def _aggregate(self, frame: Frame, rest: str, unit: Unit | None) -> dict[str, Any] | None:
        """Counts, lists and superlatives over the library, or over the letters of one authority."""
        share = special.share(rest)
        count, listed = share or intents.COUNT.search(rest) is not None, intents.LIST.search(rest) is not None
        role = person_role(frame, rest)
        if special.together(frame, rest):
            shared = {"together": True, "person_role": "team", "fields": (), "themes": ()}
            return {"ask": "list", "unit": "inspectors"} | shared
        if frame.persons and role and (unit or listed or count or re.search(r"\bhas\b|\bhave\b|\bdid\b", rest)):
            return {
                "ask": "count" if count else "list",
                "unit": unit if unit == "authorities" else "letters",
                "person_role": role,
                "fields": (),
            }
        if unit == "inspectors" and len(frame.authorities) > 1 and shapes.IN_BOTH.search(rest):
            return {"ask": "list", "unit": unit, "person_role": "team", "more_than_one": True, "fields": ()}
        if frame.authorities:
            return self._held(frame, rest, count, listed)
        if unit is None:
            if frame.measure and (frame.kinds or re.search(r"\b(?:letters?|reports?|inspections?|visits?)\b", rest)):
                return {"ask": "superlative", "unit": "letters", "fields": asked_besides(frame)}
            return None
        if (
            unit == "inspectors"
            and not frame.more_than_one
            and not count
            and frame.measure is None
            and frame.ask == "facts"
        ):
            return None
        facts: dict[str, Any] = {
            "unit": unit,
            "in_sequence": len(frame.grades) > 1 and shapes.SEQUENCE.search(rest) is not None,
            "negated": special.negated(frame, rest),
        }
        if unit == "inspectors":
            facts["person_role"] = (
                "signatories" if re.search(r"\bsign", rest) else "team" if shapes.ON_TEAM.search(rest) else "lead"
            )
        if unit == "authorities" and frame.grades and not facts["in_sequence"] and constraints.current(rest):
            facts |= {"ask": "count" if count else "list", "fields": (), "measure": None, "limit": None}
            return facts | {"current": True, "share": share}
        points = measured(frame, rest) if unit in {"authorities", "letters"} else None
        if frame.at_least and not frame.change and (points or unit in {"authorities", "inspectors"}):
            if points:
                return facts | {"ask": "superlative", "fields": (), "measure": "most", "measured": points}
            return facts | {"ask": "count" if count else "list", "fields": (), "measure": None}
        if frame.change:
            return facts | {"ask": "count" if count else "list", "fields": (), "measure": None}
        if frame.measure:
            return facts | {"ask": "superlative", "fields": asked_besides(frame), "measured": measured(frame, rest)}
        if count:
            return facts | {"ask": "count", "fields": list_conditions(frame), "share": share}
        if listed or unit:
            return facts | {"ask": "list", "fields": list_conditions(frame)}
        return None

    def _held(self, frame: Frame, rest: str, count: bool, listed: bool) -> dict[str, Any] | None:
        """'How many times has X been inspected?', 'Which inspections of X are there?', 'Was X ever inadequate?'"""
        if re.search(r"\b(?:ever|at any (?:time|point))\b", rest) and frame.grades:
            return {"ask": "list", "unit": "letters", "fields": ()}
        if (
            not shapes.HELD.search(rest)
            or len(frame.authorities) > 1
            or (frame.fields and set(frame.fields) != {"visit-dates"})
        ):
            return None
        if re.search(r"\b(?:say|said|find|found|think|thought|tell|told|mention|describe)\b", rest):
            return None
        return {
            "ask": "count" if count or re.search(r"\bhow (?:many times|often)\b", rest) else "list",
            "unit": "letters",
            "fields": (),
        }

    def _about_letters(self, frame: Frame, rest: str) -> dict[str, Any]:
        """Questions about particular letters: their fields, how their grades moved, or what they say."""
        if side_by_side := special.by_grades(frame, rest):
            return side_by_side
        fields = frame.fields
        graded = "grades" in fields or (frame.grades and frame.aspects)
        moved = intents.CHANGE_QUESTION.search(rest) or (frame.change and graded)
        points = [f for f in fields if f in POINT_FIELDS]
        if intents.PROGRESS.search(rest) and (
            len(frame.periods) > 1 or points or since(frame) or re.search(r"\bbec[ao]me of\b", rest)
        ):
            return {"ask": "progress", "fields": tuple(points)}
        if moved and graded:
            return {"ask": "change", "fields": ("grades",)}
        if frame.change and len(frame.periods) > 1 and re.search(r"\bjudge?ment|\bgrade|\bfrom what\b", rest):
            return {"ask": "change", "fields": ("grades",)}
        if intents.SUMMARY.search(rest) and not fields and not focus(rest):
            return {"ask": "summary"}
        if set(fields) == {"strength"} and frame.themes and focus(rest):
            return {"ask": "passages"}
        if graded and not self._grade_like(frame, rest):
            fields = tuple(f for f in fields if f != "grades")
        if fields:
            plain = (
                fields == ("grades",)
                and frame.grades
                and not frame.aspects
                and not re.search(r"\bany(?:thing|where)\b", rest, re.IGNORECASE)
                and (
                    re.match(r"\W*(?:was|were|is|are|did|has)\b", rest, re.IGNORECASE)
                    or re.search(r"\b(?:is|are|was|were)\b.{0,40}\b(?:any )?good\W*$", rest, re.IGNORECASE)
                )
            )
            return {"ask": "facts", "fields": fields} | ({"aspects": ("overall",)} if plain else {})
        named = frame.authorities and not frame.expects
        return {"ask": "passages" if focus(rest) or not named else "summary"}

    def _grade_like(self, frame: Frame, rest: str) -> bool:
        """Whether a question with a word such as 'judged' is about a grade, and not about what was judged or found."""
        named = (
            frame.aspects
            or frame.grades
            or re.search(r"\b(?:grade[sd]?|ratings?|rated|verdict|judge?ments?|overall|outcome)\b", rest, re.IGNORECASE)
        )
        detail = re.search(r"^\W*(?:why|how (?:many|much|long|often))\b", rest, re.IGNORECASE)
        return bool(named) and not detail and "name" not in frame.expects
