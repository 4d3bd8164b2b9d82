# ruff: noqa: E501 - a pattern is easier to read on one line
"""Questions of a form of their own: what a word means, why a grade was given, beside neighbours, shares, two questions in one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import OSA

from rag.questions import intents, statements
from rag.questions.frame import Frame, GradeCondition, Unit
from rag.questions.lexicon import GRADE_RANK
from rag.questions.matter import focus

_MEANS = re.compile(
    r"^\W*(?:so |and |please )?(?:(?:can|could) you )?(?:what (?:do|does|is|are)(?: meant by| the meaning of)?|what's(?: meant by)?|define|explain(?: what)?|meaning of|(?:tell me )?what) (?:an? |the (?:term|word|abbreviation|acronym|initials) |the )?(?P<term>[^?.!,;]{2,60}?)(?P<sure> stand(?:s)? for| mean(?:s)?(?: here)?| short for)?\W*$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z&]{0,3}[A-Z]s?")
_FIRST_WORD = re.compile(
    r"^\W*(?:what (?:is|are) (?:an? )?|what's an? |define |what (?:do|does) |explain )", re.IGNORECASE
)
_WHY = re.compile(
    r"\bwhy\b|\bon what grounds\b|\bwhat (?:were|was|are|is) the reasons?\b|\bfor what reasons?\b", re.IGNORECASE
)
_BESIDE = re.compile(
    r"\b(?:compare[ds]?|comparison|measure up|stack up|relative to|against|better|worse|like|do(?:es|ing)?|fare[sd]?|rank(?:s|ed)?)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:what|which) (?:proportion|percentage|per ?cent|share|fraction|%) of (?:the |all |these |those )*(?:[\w-]+ ){0,3}?(?:letters?|reports?|inspections?|visits?|jtais?|authorit(?:y|ies)|councils?|boroughs?|areas)\b",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"^\W*(?:(?:is there |have you )?(?:any|got any) (?:news|updates?)|what(?:'s| is)(?: the)? (?:new|latest|news)|(?:the )?latest|news|updates?)\b(?: (?:on|about|for|from|with|in|at|of))?\W*(?:X\w*)?(?: (?:council|children's services))?\W*$",
    re.IGNORECASE,
)
_AND = re.compile(
    r",?(?: and| but|;|\?)(?: also| then)? (?=(?:what|who|whom|when|where|which|how|why|did|does|do|was|were|is|are|has|have|list|tell me|show me)\b)",
    re.IGNORECASE,
)


def term_of(text: str, known: Collection[str]) -> str | None:
    """The word whose meaning is asked for: 'What does X stand for?', 'What is an X?'; None where none is.

    `known` are the terms that have a definition, in lower case: 'What are the grades?' asks for no meaning.
    """
    match = _MEANS.match(text)
    if not match:
        return None
    term = match["term"].strip(" '\"“”‘’")
    if match["sure"] or _ABBREVIATION.fullmatch(term):
        return term
    return term if _FIRST_WORD.match(text) and {term.lower(), term.lower().removesuffix("s")} & set(known) else None


def reasons(frame: Frame, text: str) -> bool:
    """Whether it is asked why a grade was given."""
    return bool(frame.authorities and frame.grades and _WHY.search(text))


def beside_neighbours(frame: Frame, text: str) -> bool:
    """Whether an authority's grades are to stand beside its neighbours'."""
    return bool(frame.neighbours_of and _BESIDE.search(text)) and not frame.themes


def share(text: str) -> bool:
    """Whether what share of letters or authorities meet the conditions is asked."""
    return _SHARE.search(text) is not None


def news(frame: Frame, text: str) -> bool:
    """Whether just the latest on an authority is asked for."""
    return bool(frame.authorities) and _NEWS.match(text) is not None


def parts(text: str) -> list[str]:
    """The questions in a question: 'Who led it, and what did it say about supervision?' has two."""
    at = [0, *(match.end() for match in _AND.finditer(text)), len(text)]
    cut = [text[start:end] for start, end in pairwise(at)]
    found = [re.sub(r"[,;?]?(?: (?:and|but))?(?: (?:also|then))?\s*$", "", part).strip() for part in cut]
    return [part for part in found if len(part.split()) > 1]


def two_in_one(first: Frame, second: Frame) -> bool:
    """Whether two parts of a question ask for different things: a fact, and what letters say."""
    asks = {first.ask, second.ask}
    if asks == {"facts", "passages"} or asks == {"summary", "facts"}:
        return bool((second if second.ask == "passages" else first).focus) or "summary" in asks
    return asks <= {"facts", "change", "passages", "progress"} and first.ask != second.ask


def meaning(term: str) -> dict[str, Any]:
    """The frame's fields for a question after a word's meaning."""
    return {"ask": "definition", "term": term, "fields": (), "expects": (), "kinds": (), "grades": ()}


def as_latest(frame: Frame) -> Frame:
    """A question for the latest on an authority: a summary of its latest letter."""
    return replace(frame, ask="summary", measure="latest", fields=(), expects=(), periods=())


def about_neighbours(frame: Frame, rest: str) -> dict[str, Any]:
    """Who the statistical neighbours are, or what is held, or said, about them."""
    if re.search(
        r"\b(?:what|who|which|list|name)\b(?: are| were| is)?(?: the| all)?(?: X\w*(?:'s)?)?(?: statistical| nearest)? neighbours\b(?: of)?[\sXx?.']*$",
        rest,
        re.IGNORECASE,
    ):
        return {"ask": "facts", "fields": ("neighbours",)}
    grades = frame.grades or ((GradeCondition(tuple(GRADE_RANK)),) if "grades" in frame.fields else ())
    if grades or re.search(
        r"\b(?:inspected|visited|held|hold|have|letters?|reports?|jtai|ilacs)\b", rest, re.IGNORECASE
    ):
        count = intents.COUNT.search(rest) is not None
        return {"ask": "count" if count else "list", "unit": "authorities", "grades": grades, "fields": ()}
    return {"ask": "passages"}


def grouped(frame: Frame, rest: str, unit: Unit | None) -> dict[str, Any] | None:
    """Counts and lists by year, region and so on, and the latest of each; None where a question asks for none."""
    by = next((name for name, pattern in intents.BYS if pattern.search(rest)), None)
    every = intents.ALL_OF.search(rest) is not None
    if by is None or unit in {"inspectors", "points"} or (every and frame.authorities):
        return None
    told = {"grades"} if by == "grade" or frame.measure or frame.grades else set()
    if set(frame.fields) - told - {"region", "visit-dates"}:
        return None
    places = unit == "authorities" or re.search(r"\b(?:most|fewest) (?:authorities|councils)\b", rest, re.IGNORECASE)
    counted: Unit = "authorities" if places and by != "authority" else "letters"
    facts: dict[str, Any] = {"unit": counted, "by": by, "fields": ()}
    held = unit or re.search(r"\b(?:letter|report|inspect|visit|jtai|ilacs|sif)", rest, re.IGNORECASE)
    if held and frame.measure in {"latest", "earliest"} and not every:
        return facts | {"ask": "superlative"}
    count, listed = intents.COUNT.search(rest) is not None, intents.LIST.search(rest) is not None
    if not (count or listed or intents.BREAKDOWN.search(rest)) or not (unit or every or by == "grade"):
        return None
    return facts | {"ask": "list" if listed and not count and not every else "count"}


_PAIRED = r"(?:work|inspect|team|pair|visit|serv|collaborat)\w*"
_TOGETHER = re.compile(
    rf"\b(?:inspectors?|hmis?|who)(?: (?:have|has|had|do|does|did|most|often|usually|frequently|been|ever|regularly|are|were))* {_PAIRED}"
    r"(?: \w+){0,3} (?:together|with each other|alongside(?: each other)?|as a pair|on the same (?:teams?|visits?|inspections?)|as colleagues)\b"
    r"|\bpairs? of (?:inspectors|hmis?)\b",
    re.IGNORECASE,
)
_PERSON = "Ppp"
"""Stands for a person's name while it is looked at what is asked of whom."""
_OFTEN = r"(?: (?:ever|most|often|usually|frequently|regularly|also|been|previously|already|never|up))*"
_WHO = rf"(?:{_PERSON}|inspectors?|hmis?|who|whom|anyone|anybody|else|colleagues?|people)"
_MORE_THAN_WHOM = r"(?: (?:the|any|which|what|other|another|same|different|of|most))* (?:inspectors?|hmis?|colleagues?|people|person|whom?)"
_WITH = re.compile(
    rf"\b{_WHO}{_OFTEN} {_PAIRED}{_OFTEN} together\b"
    rf"|\b{_PAIRED}{_OFTEN} (?:with|alongside){_OFTEN} {_PERSON}\b|\btogether (?:with|alongside) {_PERSON}\b"
    rf"|\b{_PERSON}{_OFTEN} {_PAIRED}{_OFTEN} (?:with|alongside){_OFTEN}(?:{_MORE_THAN_WHOM}\b| (?:in|on|at|since|before|after|during|between)\b|\W*$)"
    rf"|\bwith (?:whom|which (?:other )?inspectors?)\b(?=.*\b{_PERSON}(?:'s)?{_OFTEN} {_PAIRED})"
    rf"|\b{_PERSON}(?:'s)? (?:\w+ )?(?:colleagues|team[- ]?mates?)\b|\b(?:colleagues|team[- ]?mates?) of {_PERSON}\b"
    rf"|\b{_PERSON},? (?:and|&|with) {_PERSON}\b(?!.*\b(?:say|said|find|found|tell|told|write|wrote|how)\b).*\btogether\b",
    re.IGNORECASE,
)
"""The same of people by name: the people are who worked together, and whoever is worked with is a person."""
_WITH_UNKNOWN = re.compile(
    rf"\b(?!{_PERSON})\w+,? (?:and|&) {_PERSON}\b|\b{_PERSON},? (?:and|&) (?!{_PERSON})\w+", re.IGNORECASE
)
"""Beside a person known stands somebody whom no letter names."""


def together(frame: Frame, rest: str) -> bool:
    """Whether it is asked who inspected with whom: of inspectors, or of people named."""
    if not frame.persons:
        return _TOGETHER.search(rest) is not None
    text = _unnamed(frame)
    return _WITH.search(text) is not None and not _WITH_UNKNOWN.search(text)


def _unnamed(frame: Frame) -> str:
    """The question with one and the same word for each person."""
    text = frame.question
    for person in sorted(frame.persons, key=lambda person: -person.at):
        known, end = set(re.findall(r"\w+", person.name.lower())), person.at
        for word in re.finditer(r"\W*(\w+)", text[person.at :]):
            if not _named_so(word[1].lower(), known):
                break
            end = person.at + word.end()
        text = f"{text[: person.at]}{_PERSON}{text[end:]}"
    return re.sub(r"\s+", " ", text)


def _named_so(word: str, known: set[str]) -> bool:
    """Whether a word is part of a name, a slip or two apart at most."""
    return any(OSA.distance(word, part) <= (len(part) > 3) + (len(part) > 8) for part in known)


_NEGATED = re.compile(
    r"\b(?:not|never|\w+n't)\b(?: (?:yet|ever|been|be|had|have|currently|a|an|any))*"
    r" (?:inspected|visited|judged|graded|rated|inadequate|good(?! enough)|outstanding|mention\w*|prais\w+|critici[sz]\w+"
    r"|(?:focused |monitoring |joint |full |single |ofsted |area )*(?:inspections?|visits?|letters?|reports?|jtais?|ilacs|sifs?|targeted|send))\b"
    r"|\b(?:never|not|\w+n't)(?: (?:yet|ever|been))* (?:led|worked|signed)\b"
    r"|\b(?:have|has|had|with|got|received) no (?:[\w-]+ ){0,3}?(?:inspections?|visits?|letters?|reports?|jtais?|ilacs|sifs?)\b(?! (?:found|mention|held))"
    r"|\bwithout (?:a|an|any) (?:[\w-]+ ){0,3}?(?:inspection|visit|letter|report|jtai|ilacs|sif)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:better|worse|stronger|weaker)\b.{0,20}\bthan\b", re.IGNORECASE)
_CHANGED = re.compile(r"\bwhat(?:'s| has| had)? (?:really )?(?:changed|is different)\b", re.IGNORECASE)


def negated(frame: Frame, rest: str) -> bool:
    """Whether a list is asked of those that do not meet its conditions: 'which were not inspected in 2022?'"""
    return not frame.change and (_NEGATED.search(rest) is not None or statements.lacking(rest))


def by_grades(frame: Frame, rest: str) -> dict[str, Any] | None:
    """'Is A better than B?' and 'What changed between 2018 and 2023?', with no matter named, are told by the grades."""
    words = set(focus(rest))
    if len(frame.authorities) > 1 and _BETTER.search(rest) and words <= {"better", "worse", "stronger", "weaker"}:
        return {"ask": "facts", "fields": ("grades",)}
    if frame.authorities and _CHANGED.search(rest) and words <= {"changed", "different", "between", "since"}:
        return {"ask": "change", "fields": ("grades",)}
    return None
