# ruff: noqa: E501 - a pattern is easier to read on one line
"""Conditions in a question's words: kinds, regions, aspects, grades, polarity, how many."""

from __future__ import annotations

import re

from rag.questions.frame import GradeCondition
from rag.questions.lexicon import ASPECTS, GRADE_RANK, GRADES, KINDS, REGIONS, match_all, names_in
from rag.questions.text import NUMBER, NUMBERS

WEAK = re.compile(
    r"\b(?:weak(?:ness(?:es)?)?|concern(?:s|ed)?|critici[sz]\w*|problems?|wrong|poor(?:ly)?|fail\w*|struggl\w+|worr(?:y|ies|ied)|shortcomings?|not working|bad(?:ly)?|delays?|gaps?)\b",
    re.IGNORECASE,
)
STRONG = re.compile(
    r"\b(?:strengths?|strong(?:ly)?|prais\w+|good at|positive\w*|work(?:s|ed|ing) well|best practice|excellent|effective(?:ly)?|impress\w+|done well|did well|doing well)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    rf"\b(?:(?:the|top|last|first|latest|most recent) )+(?P<n>{NUMBER})\b(?! (?:weeks|months|years))(?: (?P<recent>most recent|latest|last|oldest|earliest))?"
    rf"|\b(?:which|what|name|list) (?P<which>{NUMBER})(?= (?:\w+ )?(?:authorities|councils|boroughs|letters|reports|inspections|visits|regions|years|inspectors|themes)\b)"
    rf"|\b(?P<with>{NUMBER})(?= (?:\w+ )?(?:authorities|councils|boroughs|letters|reports|regions|years|inspectors|themes) with the (?:most|fewest|highest|lowest|largest)\b)",
    re.IGNORECASE,
)


def kinds(rest: str) -> tuple[tuple[str, ...], str]:
    """The kinds of visit named, and the words that named them."""
    found: dict[str, None] = {}
    words = ""
    taken = rest
    for kinds, pattern in KINDS:
        match = pattern.search(taken)
        if match:
            words = words or match[0]
            found |= dict.fromkeys(kinds)
            taken = pattern.sub(lambda m: " " * len(m[0]), taken)
    return tuple(found), words


def regions(rest: str) -> tuple[str, ...]:
    """The regions named; 'the north' and 'the midlands' are several."""
    found = names_in(REGIONS, rest)
    if not found and re.search(r"\bmidlands\b", rest, re.IGNORECASE):
        return ("East Midlands", "West Midlands")
    if not found and re.search(r"\bthe north(?:ern)?\b(?! of)", rest, re.IGNORECASE):
        return ("North East", "North West", "Yorkshire and the Humber")
    return found


_TYPES = (
    ("County", r"counties|county councils?"),
    ("Unitary authority", r"unitar(?:y|ies)(?: authorit(?:y|ies)| councils?)?"),
    ("Metropolitan district", r"metropolitan (?:districts?|boroughs?|councils?|authorities)|mets"),
)


def types(rest: str) -> tuple[str, ...]:
    """The types of authority named; London's boroughs are those of a region."""
    return tuple(name for name, pattern in _TYPES if re.search(rf"\b(?:{pattern})\b", rest, re.IGNORECASE))


def aspects(rest: str) -> tuple[str, ...]:
    """The families of aspects named."""
    found = names_in(ASPECTS, rest)
    both = re.search(r"children in care and care leavers", rest, re.IGNORECASE)
    return tuple(a for a in found if not (both and a == "care leavers")) if both else found


def grades(rest: str) -> tuple[GradeCondition, ...]:
    """Grades as conditions; 'good or outstanding' is one condition, 'good or better' too."""
    hits = match_all(GRADES, rest)
    if len(hits) == 1 and (
        m := re.match(r"\W*or (better|above|higher|worse|below|lower)", rest[hits[0][2] :], re.IGNORECASE)
    ):
        rank = GRADE_RANK[hits[0][0]]
        up = m[1].lower() in {"better", "above", "higher"}
        return (GradeCondition(tuple(g for g, r in GRADE_RANK.items() if (r >= rank if up else r <= rank))),)
    if len(hits) == 2 and re.fullmatch(r"\s*,?\s*or\s*", rest[hits[0][2] : hits[1][1]]):
        return (GradeCondition((hits[0][0], hits[1][0])),)
    return tuple(GradeCondition((name,)) for name in dict.fromkeys(name for name, _, _ in hits))


def polarity(rest: str) -> str | None:
    """Whether weaknesses or strengths are asked for; None for both."""
    weak, strong = WEAK.search(rest), STRONG.search(rest)
    return "improvement" if weak and not strong else "strength" if strong and not weak else None


_AT_LEAST = re.compile(
    r"\b(?:(?P<more>more than|over|above)|at least|no fewer than|a minimum of) (?P<n>\w+)\b(?P<what>(?: [\w-]+){1,6})"
    r"|\b(?P<up>\w+) or more\b(?P<whatever>(?: [\w-]+){1,6})",
    re.IGNORECASE,
)
_COUNTABLE = re.compile(
    r"(?: (?:different|separate|distinct|other|local|london|full|joint|targeted|area(?= inspections?\b)|focused|monitoring|graded|ilacs|sif|ofsted))*"
    r"(?: (?!(?:years?|months?|weeks?|days?|in|of|on|from|after|before|between|and|or|with)\b)[\w-]+)??"
    r" (?P<noun>inspections?|visits?|letters?|reports?|times|jtais?|authorit(?:y|ies)|councils|regions?|findings?|weakness(?:es)?|concerns?|criticisms?|shortcomings?|failings?|strengths?"
    r"|points?(?: for improvement)?|areas?(?: for (?:improvement|priority action))?|recommendations?|priority actions?|teams)\b",
    re.IGNORECASE,
)


def at_least(rest: str) -> int | None:
    """The least number of inspections, points and so on that is asked for: 'more than five inspections' is 6."""
    return counted(rest)[0]


def counted(rest: str) -> tuple[int | None, str]:
    """The least number that is asked for, and the noun that it counts."""
    steps = re.search(r"\b(two|three|2|3) (?:grades|levels|steps|places|judge?ments)\b", rest, re.IGNORECASE)
    if steps:
        return NUMBERS.get(steps[1].lower()) or int(steps[1]), ""
    for match in _AT_LEAST.finditer(rest):
        word = (match["n"] or match["up"]).lower()
        number = int(word) if word.isdecimal() else NUMBERS.get(word)
        noun = _COUNTABLE.match(match["what"] or match["whatever"])
        if number is not None and noun:
            return number + (match["more"] is not None), noun["noun"]
    return None, ""


LASTING = re.compile(
    r"\b(?:more than|over|at least|longer than|less than|fewer than|under) (?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:full |whole )?(?:years?|months?|weeks?|days?)\b",
    re.IGNORECASE,
)
"""A stretch of time that nothing here measures letters by."""
CURRENT = re.compile(
    r"\b(?:(?:latest|last|most recent|newest|current) (?:graded |full |ilacs |ofsted |overall )*(?:inspections?|reports?|judge?ments?|grades?|ratings?|verdicts?|ilacs)|currently|at present|right now|as of now|at the moment|nowadays|these days|as of today|today|is now|are now|now (?:rated|judged|graded))\b",
    re.IGNORECASE,
)


def current(rest: str) -> bool:
    """Whether only each authority's latest graded inspection is meant: 'whose latest inspection was inadequate'."""
    return CURRENT.search(rest) is not None


def limit(rest: str) -> int | None:
    """How many are asked for: 'the two most recent'."""
    match = _LIMIT.search(rest)
    if not match:
        return None
    number = match["n"] or match["which"] or match["with"]
    return NUMBERS.get(number.lower()) or int(number)
