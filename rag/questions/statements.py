# ruff: noqa: E501 - a pattern is easier to read on one line
"""Findings and points counted, listed or ranked: by theme or words, for better or worse, over places, kinds and years."""

from __future__ import annotations

import re
from typing import Any

from rag.questions import intents, matter
from rag.questions.constraints import STRONG, WEAK, counted
from rag.questions.frame import By, Field, Frame
from rag.questions.lexicon import Table, match_all
from rag.questions.text import NUMBER, blank

IMPROVEMENT = r"improvement points?|points? (?:for|to) improve\w*|areas? (?:for|of) (?:improvement|development)"
"""What points for improvement are called."""
_POINTS: tuple[tuple[Field, str], ...] = (
    ("priority-action", r"(?:areas? for )?priority actions?"),
    ("recommendation", r"recommendations?"),
    ("improvement", IMPROVEMENT),
)
_FINDINGS = r"findings?|weakness(?:es)?|concerns?|criticisms?|shortcomings?|failings?|strengths?|praise|positives?"
_NOUN = re.compile(
    rf"\b(?:(?:negative|positive|critical|listed) )?(?:{'|'.join(f'(?P<p{i}>{p})' for i, (_, p) in enumerate(_POINTS))}|{_FINDINGS})\b",
    re.IGNORECASE,
)
_NONE_OF = re.compile(
    rf"\b(?:no (?!fewer|less|more|longer)|without |never |not |\w+n't |lack(?:s|ed|ing)? )(?:[\w-]+ ){{0,3}}?(?:{_NOUN.pattern}|problems?\b)|\bno mention\b",
    re.IGNORECASE,
)
_SO_MANY = re.compile(r"\b(?:how many|list|show(?: me)?|name|give me)(?: all)?(?: the)? (?=[\w-]+ )", re.IGNORECASE)
_LED_TO = re.compile(
    r"\b(?:most|least|more|best|worst|often|frequently)(?: often| frequently| heavily)? (?:prais|critici[sz])ed\b|\b(?:prais|critici[sz])ed (?:the )?(?:most|least)\b|\b(?:prais|critici[sz])ed\b.{0,40}? (?:the )?(?:most|least)(?: often)?\W*$",
    re.IGNORECASE,
)
"""'Which authorities are most criticised for ...?'"""
_COUNTED = re.compile(r"\b(?:how many|number of|count (?:of|the)|how much)(?: [\w'-]+){0,3}?\s*$", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:proportion|percentage|per ?cent|share|fraction|balance|ratio|split) (?:of|between)(?: [\w'-]+){0,3}?\s*$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"\bmore (?:praise|strengths|positives?)\b.{0,12}\b(?:or|than)\b|\bmore (?:criticism|weaknesses|concerns|negatives?)\b.{0,12}\b(?:or|than)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:show|list|give|find|collect|gather|pull (?:out|together)|get)(?: me| us)?(?: [\w'-]+){0,3}?\s*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\bcompar\w+|\bdiffer\w*\b|\bvar(?:y|ies)\b|\bdevelop\w*|\bevolv\w+|\btrends?\b|\bbreakdown\b|\b(?:per|by|each) (?:year|region|kind|authority)\b|\byear[- ](?:by|on)[- ]year\b|\bchang(?:e|ed|ing)\b",
    re.IGNORECASE,
)
_GROUPS: tuple[tuple[By, str], ...] = (
    ("region", r"regions?"),
    ("year", r"years?"),
    ("kind", r"(?:kinds?|types?) of (?:letters?|reports?|inspections?|visits?)"),
    ("theme", r"themes?|topics?|subjects?|issues?"),
    ("authority", r"(?:local )?authorit(?:y|ies)|councils?|boroughs?|areas?|places?|las?|count(?:y|ies)|cit(?:y|ies)"),
    ("letter", r"letters?|reports?|inspections?|visits?|jtais?|documents?"),
)
_GROUP = re.compile(
    rf"\b(?:which|what|by|per|each|every|across|(?:top|the) (?:{NUMBER}))(?: (?:are|were|the|main|top|biggest|common|commonest|{NUMBER}|london|different|local|[\w-]+ern|north|south|east|west|midlands?|ilacs|jtai|sif))*? (?:{'|'.join(f'(?P<{name}>{p})' for name, p in _GROUPS)})\b",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"\b(?:comes?|came|crops?|appears?|features?|raised|mentioned|found)\b.{0,12}\b(?:most|often)\b|\b(?:top|main|biggest|commonest)\b",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\b(?:year[- ](?:by|on)[- ]year|over (?:time|the years)|annually|yearly)\b", re.IGNORECASE)
_WORDS = frozenset(
    """findings finding weakness weaknesses concern concerns criticism criticisms shortcomings strength strengths praise
    praised positive positives negative recorded made found good practice improvement improvements point points area
    areas priority action actions recommendation recommendations theme themes topic topics compare across year years
    region regions appear appears feature features crop crops comes come biggest main key common all everything related record make note contain noted develop developed evolved vary varies differ differs trend trends but
    relating regarding involving listed many much often most least critical collect gather pull find""".split()  # noqa: SIM905
)


def asked(frame: Frame, rest: str) -> dict[str, Any] | None:
    """The frame's fields where findings or points are to be counted, ranked or listed; None where they are not."""
    noun, led = _NOUN.search(rest), _LED_TO.search(rest)
    if (not noun and not led) or frame.grades or frame.persons:
        return None
    if lacking(rest):
        return None
    field = next((name for i, (name, _) in enumerate(_POINTS) if noun and noun[f"p{i}"]), None)
    themes, words = subject(rest)
    before = rest[: noun.start()] if noun else ""
    share = _SHARE.search(before) is not None or _OR.search(rest) is not None
    count, listed = share or _COUNTED.search(before) is not None, _LISTED.search(before) is not None
    match = _GROUP.search(rest)
    by: By | None = next((name for name, _ in _GROUPS if match and match[name]), None)
    by = by or ("year" if _YEARLY.search(rest) else None)
    if frame.authorities and not (themes or words or by == "theme"):
        return None
    least = _NOUN.search(counted(rest)[1]) is not None
    if least and not by:
        match = _GROUP.search(_SO_MANY.sub("which ", rest))
        by = next((name for name, _ in _GROUPS if match and match[name]), "authority")
    ranked = (
        least
        or frame.measure in {"most", "fewest"}
        or led is not None
        or (by == "theme" and _TOP.search(rest) is not None)
    )
    made: dict[str, Any] = {
        "unit": "findings",
        "measured": field,
        "fields": (),
        "topics": (),
        "aspects": (),
        "expects": (),
        "themes": themes,
        "leftover": words,
        "polarity": None if field or share else _tone(rest),
        "share": share,
        "by": by,
        "measure": None,
    }
    of_points = field is not None and (
        (by == "theme" and not frame.authorities) or (not themes and not words and by in {"authority", "letter"})
    )
    if ranked and by and not of_points:
        return made | {"ask": "superlative", "measure": "fewest" if frame.measure == "fewest" else "most"}
    if share or (count and not frame.measure):
        return made | {"ask": "count"}
    if _COMPARED.search(rest) and (themes or words) and not frame.authorities:
        return made | {"ask": "count", "by": by or ("authority" if frame.regions else "year")}
    if listed and (themes or words) and not frame.authorities and (not by or by == "letter"):
        return made | {"ask": "list", "by": None}
    return None


def lacking(rest: str) -> bool:
    """Whether those are asked for of which something is not said: 'which have no weaknesses on supervision?'"""
    return _NONE_OF.search(rest) is not None


def praised(rest: str) -> bool:
    """Whether it is asked who, or what, is praised or criticised most."""
    return _LED_TO.search(rest) is not None


def _tone(rest: str) -> str | None:
    """For better or worse; None where both are named, or neither."""
    weak, strong = WEAK.search(rest) is not None, STRONG.search(rest) is not None
    weak = weak or re.search(r"\bnegative\b|\bcritical findings", rest, re.IGNORECASE) is not None
    return None if weak == strong else "improvement" if weak else "strength"


def subject(rest: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What statements are to be about: themes called by their name, and the words that are no theme's name."""
    hits = match_all(_NAMES, rest)
    themes = tuple(dict.fromkeys(name for name, _, _ in hits))
    rest = blank(rest, [(start, end) for _, start, end in hits])
    for pattern in (_NOUN, *(pattern for _, pattern in intents.MEASURES)):
        rest = pattern.sub(" ", rest)
    words = tuple(w for w in matter.focus(rest) if w not in _WORDS and not matter.is_listing(w))
    return themes, words


def called(frame: Frame, text: str) -> bool:
    """Whether a statement calls the frame's themes by their name: the best to quote."""
    return not frame.themes or any(name in frame.themes for name, _, _ in match_all(_NAMES, text))


_NAMES: Table = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for name, pattern in (
        ("early-help", r"early[- ]help(?: services?)?|family support"),
        ("front-door", r"(?:the )?front[- ]door"),
        ("thresholds", r"thresholds?"),
        ("assessment", r"assessments?"),
        ("planning", r"planning|plans"),
        ("pre-proceedings", r"pre-?proceedings"),
        ("direct-work", r"direct work"),
        ("childs-voice", r"(?:the )?(?:child(?:ren)?'?s?'? voices?|voices? of (?:the )?child(?:ren)?)"),
        ("management-oversight", r"(?:management|managers'?|managerial) (?:and decision-making )?oversight"),
        ("supervision", r"supervision"),
        ("recording", r"(?:case )?record(?:ing|s|[- ]keeping)"),
        ("quality-assurance", r"quality[- ]assurance"),
        ("workforce", r"(?:the )?workforce|staffing"),
        ("leadership", r"leadership"),
        ("partnership", r"partnership(?: work(?:ing)?)?|multi-?agency work(?:ing)?"),
        ("permanence", r"permanen(?:ce|cy)"),
        ("fostering", r"fostering"),
        ("care-leavers", r"care[- ]?leavers|leaving care|care[- ]experienced young people"),
        ("children-in-care", r"children in care|(?:looked[- ]after children|children looked after)"),
        ("domestic-abuse", r"domestic (?:abuse|violence)"),
        ("neglect", r"neglect"),
        ("exploitation-missing", r"(?:exploitation and missing(?: children)?|(?<!sexual )(?<!criminal )exploitation)"),
        ("sexual-abuse", r"(?:child )?sexual abuse"),
        ("mental-health", r"mental[- ]health|emotional well-?being"),
        ("health", r"health(?: services?)?"),
        ("education", r"education"),
        ("disabled-children", r"disabled children|children with disabilities|send"),
        ("unaccompanied-children", r"(?:unaccompanied(?: asylum[- ]seeking)? children|uasc)"),
        ("homelessness", r"homeless(?:ness|(?: \w+){0,4}? (?:16|17|young people|children)\S*)"),
        ("police", r"(?:the )?police"),
        ("youth-justice-probation", r"youth justice|youth offending"),
        ("equality-identity", r"equality(?: and diversity)?|equality, diversity and identity"),
    )
)
"""Themes by names that mean no less and no more; a part of a theme ('adoption', 'caseloads') is looked for by its words."""
