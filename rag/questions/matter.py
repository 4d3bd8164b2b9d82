# ruff: noqa: E501 - a pattern is easier to read on one line
"""The matter of a question: the words left when names, dates, kinds and the words that ask have been taken away."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.questions import intents
from rag.questions.constraints import CURRENT, STRONG, WEAK
from rag.questions.frame import Frame
from rag.questions.lexicon import ASPECTS, GRADES, KINDS, ORGANISATIONS, REGIONS, THEMES, TOPICS, Table, match_all
from rag.questions.text import NUMBERS, blank, content_words

_ASKING = frozenset(
    """what's who's led lead leader leading signed sign addressed sent letter's due deadline publish published
    date dates take place took part manager assurance quality-assurance list listed name named names grade
    graded grades rating rated judged judgement judgment judgements overall effectiveness improve improved
    improvement improvements needed need needs areas area action actions priority statement written strengths
    strength weaknesses things full main key recent latest three two four five single framework
    recommendations recommendation compare comparison difference differ main findings summary summarise
    summarize overview tell conclude concluded according going people person carried carry asked wanted want
    required requires must back compared summer autumn""".split()  # noqa: SIM905
)
_LISTING = frozenset(
    """held hold holds holding library corpus collection got been anyone anybody there's currently ever still
    england english country national nationally different separate distinct total number count counts often once
    twice times time only exactly altogether year years month months since before after between until during late
    early start began begin mid better worse higher lower above below fell rose slipped dropped went gone moved
    stayed same latest earliest newest oldest recently longest shortest best worst fewest least top rank ranked
    inspector's mention mentions mentioned mentioning refer refers referred name names named contain contains
    include includes included discuss discusses discussed talk talks speak speaks describe describes described
    praise praises criticised criticized criticise told telling raise raised highlight highlighted identify
    identified work working works worked need needing needs regards regarding terms concerning particular
    authorities councils boroughs borough places counties towns cities districts partnerships las la
    inspectorates inspectorate bodies organisations hmi hmis majesty letter's documents document pdf pdfs
    people person signatories signatory area areas point points issue issues thing things lot lots any every
    given having receiving received ones carries carry out us uk region regions neighbours statistical similar
    both either each well various consecutive gave give gives look looked looks looking lists lists here lasted last cover covered covers experiences progress
    proportion percentage percent share fraction
    written wrote produced produce result resulted end ended consecutive row first second third next previous prior increase decrease change changed changes not
    later afterwards subsequently show shows shown yet never else no order inspect inspects chronological chronologically sorted same metropolitan unitary unitaries county counties but though whereas whilst gap gaps""".split()  # noqa: SIM905
)
_GROUPING = frozenset(
    """per breakdown broken down distribution spread split grouped yearly annually regional represented covered
    authority council borough kind kinds type types regions years""".split()  # noqa: SIM905
)
"""What says how a count is to be grouped, and nothing where it is not."""


def focus(rest: str) -> tuple[str, ...]:
    """The words that a question is about. `rest` is the question without names and dates."""
    words = content_words(_without_kinds(_blanked(rest, ORGANISATIONS, REGIONS)))
    return tuple(w for w in words if w not in _ASKING and not w.isdigit() and not re.fullmatch(r"xx+", w))


def leftover(frame: Frame, rest: str) -> tuple[str, ...]:
    """The words of a count or list that none of its conditions stands for: it must not be answered as if they were not there."""
    text = _blanked(rest, ORGANISATIONS, REGIONS, *([GRADES] if frame.grades else []))
    text = _blanked(text, *([ASPECTS] if frame.grades or frame.change else [TOPICS] if _topical(frame, rest) else []))
    text = CURRENT.sub(" ", _without_kinds(text)) if frame.current else _without_kinds(text)
    for _, pattern in (*intents.MEASURES, *intents.CHANGES):
        text = pattern.sub(" ", text)
    for pattern in (WEAK, STRONG) if not frame.grades else ():
        text = pattern.sub(" ", text)
    for name, pattern in intents.FIELD_PATTERNS:
        if name in {"statement-due", "priority-action"} and name in frame.fields:
            text = pattern.sub(" ", text)
    named = {w for p in frame.persons for w in content_words(p.name)}
    known = {*NUMBERS, *_LISTING, *(_GROUPING if frame.by else ())}
    left = tuple(w for w in focus(text) if w not in known and w not in named)
    return tuple(w for w in left if not _VERBAL.search(w) or match_all(THEMES, w)) if _narrowed(frame) else left


_VERBAL = re.compile(r"(?:ed|ing|ly)$")


def _narrowed(frame: Frame) -> bool:
    """Whether a list has conditions of its own, so that its verbs ('resulted', 'leading') hardly add one."""
    return bool(frame.kinds or frame.regions or frame.periods or frame.grades or frame.persons or frame.topics
                or frame.organisations or frame.change or frame.fields)  # fmt: skip


def _topical(frame: Frame, rest: str) -> bool:
    """Whether topics named are those of the visits, and not something that letters are to say."""
    return bool(frame.topics) and not frame.polarity and not says(rest)


_SAYS = re.compile(
    r"\b(?:mention\w*|refer\w* to|discuss\w*|prais\w+|critici[sz]\w+|(?:need|needs|needed|have|has|had|told|asked) to improve|speak\w* of|talk\w* about|struggl\w+|warn\w*)\b",
    re.IGNORECASE,
)


def says(rest: str) -> bool:
    """Whether a list is asked for by what letters say, not by what they are."""
    return _SAYS.search(rest) is not None


def _blanked(text: str, *tables: Table) -> str:
    for table in tables:
        text = blank(text, [(start, end) for _, start, end in match_all(table, text)])
    return text


def _without_kinds(text: str) -> str:
    for _, pattern in KINDS:
        text = pattern.sub(" ", text)
    return text


def searched(rest: str) -> str:
    """The question as passages are searched for it: without names, dates and kinds, which stand all over the letters."""
    rest = _blanked(_without_kinds(rest), REGIONS)
    rest = re.sub(r"\bX(?:x+|\b)(?:'s)?", " ", rest)
    rest = re.sub(
        r"\(\s*\)|\b(?:according to|going by|as reported in|as described in|at the time of) (?:the )?(?:letter|report|inspection|visit)?\W*$",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\s+", " ", rest).strip(" ,.-") or rest


def masked(text: str, places: list[tuple[int, int]]) -> str:
    """Authorities' names made into one meaningless word of the same length, so that offsets and grammar stay."""
    characters = list(text)
    for start, end in places:
        characters[start:end] = "X" + "x" * (end - start - 1)
    return "".join(characters)


def single_spaced(text: str) -> str:
    """The text with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def asking_words() -> frozenset[str]:
    """The words that questions ask with."""
    return _ASKING | _LISTING | _GROUPING


def is_listing(word: str) -> bool:
    """Whether a word says how a count or list is asked for, and nothing of its matter."""
    return word in _LISTING or word in _GROUPING


def with_leftover(frame: Frame, rest: str) -> Frame:
    """A count or list by what letters say: by words that are no condition of the frame."""
    if frame.ask not in {"count", "list", "superlative"}:
        return frame
    left = leftover(frame, rest)
    if frame.unit == "inspectors":
        left = tuple(word for word in left if word not in {"team", "teams", "part", "whole"})
    if not left or frame.together or frame.unit in {"judgements", "themes", "findings"}:
        return frame
    if frame.authorities or frame.persons or frame.unit == "inspectors" or frame.ask == "superlative":
        return replace(frame, ask="passages", unit="letters", measure=None, fields=())
    return replace(frame, leftover=left)
