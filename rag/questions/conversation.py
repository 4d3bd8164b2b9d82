# ruff: noqa: E501 - a pattern is easier to read on one line
"""Follow-ups: what a question takes over from the one before it, and when it starts afresh."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.questions import intents
from rag.questions.frame import Frame, Period
from rag.questions.text import content_words

_LEADS_ON = re.compile(
    r"^\W*(?:and|but|so|also|ok(?:ay)?|thanks?[,.! ]+(?:and|now)?|what about|how about|then|why|really|same|ditto|show (?:me )?(?:the )?(?:others|rest|more)|the others)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|it's|(?<!are )(?<!is )(?<!were )(?<!was )there|they|them|their|theirs|he|she|his|her|same|those|these|this (?:one|letter|report|inspection|visit|authority|council|area)"
    r"|that (?:one|letter|report|inspection|visit|authority|council|area|year|time)|the (?:letter|report|inspection|visit|council|authority|others?|previous|next|earlier|later|former|latter)|that|the one before|the one after|at the time)\b",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(
    r"^\W*(?:and |but |ok(?:ay)?,? |thanks?[,.! ]+)*(?:(?:what|how) about|and|now|also|same for|what of|for|in)\b|^\W*(?-i:[A-Z])[\w-]+(?: (?:of|and|upon|on|with|the)\b| (?-i:[A-Z])[\w-]+){0,4}\?$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:the )?(?:others|rest|other (?:letters|inspections|visits|reports|ones)|remaining|more)\b", re.IGNORECASE
)
_WHY = re.compile(
    r"^\W*(?:but |and |so )?(?:why|how come|on what grounds|what (?:were|was) the reasons?)\b", re.IGNORECASE
)
_THEM = re.compile(r"\b(?:they|them|their|theirs|those|these)\b", re.IGNORECASE)
_EXTREMES = frozenset(
    """oldest newest latest earliest first last longest shortest most fewest best worst one ones recent""".split()  # noqa: SIM905
)
_FILLERS = frozenset({"really", "then", "ones", "again", "now", "please", "thanks", "others"})
_BEFORE = re.compile(
    r"\bbefore (?:that|this|it)\W*$|\bthe time before\b|\b(?:the (?:one|inspection|visit|letter|report|time)? ?before|previous(?:ly)?|earlier one|the last one before)\b",
    re.IGNORECASE,
)


def carries_on(previous: Frame, frame: Frame) -> bool:
    """Whether a question leans on the one before: a pronoun, 'and ...', 'what about ...', or no subject of its own."""
    text = frame.question
    if _LEADS_ON.search(text) and not (
        frame.authorities and frame.ask not in {"passages", "summary"} and len(frame.focus) > 3
    ):
        return True
    subject = frame.authorities or frame.regions or frame.persons or frame.neighbours_of
    if _WHAT_ABOUT.search(text) and len(content_words(text)) <= 4:
        return True
    if subject:
        return False
    if frame.ask in {"count", "list", "superlative", "coverage"} and not re.search(
        r"\b(?:those|these|them|they|its?|(?<!are )(?<!is )(?<!were )there)\b", text, re.IGNORECASE
    ):
        return False
    found = previous.letters and (previous.ask == "superlative" or intents.WHEN_ALONE.search(text))
    return bool(_POINTS_BACK.search(text)) or bool(previous.authorities or found)


def merge(previous: Frame, frame: Frame) -> Frame:
    """The follow-up with what it leaves unsaid taken from the frame before it."""
    merged = replace(frame, follow_up=True)
    if _OTHERS.search(frame.question) and previous.authorities and not frame.fields:
        return replace(
            merged,
            ask="list",
            unit="letters",
            authorities=previous.authorities,
            kinds=frame.kinds,
            periods=frame.periods,
        )
    if previous.ask in {"list", "count"} and not (
        intents.WHEN_ALONE.search(frame.question) or _THEM.search(frame.question)
    ):
        previous = replace(previous, letters=())
    if frame.measure and previous.ask == "superlative" and not set(frame.focus) - _EXTREMES:
        both = f"{previous.question} {frame.question}"  # whether letters or visits are dated stands in the first
        return replace(previous, question=both, measure=frame.measure, letters=(), follow_up=True)
    same_subject = not (frame.authorities or frame.regions or frame.persons or frame.neighbours_of)
    if same_subject:
        merged = replace(
            merged,
            authorities=previous.authorities,
            regions=previous.regions,
            neighbours_of=previous.neighbours_of,
            letters=previous.letters,
        )
    merged = _selection(previous, frame, merged, same_subject)
    return _matter(previous, frame, merged, same_subject)


def _selection(previous: Frame, frame: Frame, merged: Frame, same_subject: bool) -> Frame:
    """Kind of visit, dates and topic: kept unless the follow-up names its own."""
    if not frame.kinds:
        merged = replace(merged, kinds=previous.kinds, kinds_words=previous.kinds_words)
    if not frame.periods and same_subject:
        merged = replace(merged, periods=previous.periods, position=previous.position)
        if _BEFORE.search(frame.question):
            merged = replace(merged, position="previous", measure=None, letters=())
    elif not frame.periods:
        merged = replace(merged, periods=_if_fitting(previous.periods))
    if not frame.topics:
        merged = replace(merged, topics=previous.topics)
    if frame.periods or frame.kinds:
        merged = replace(merged, letters=())
    return merged


def _if_fitting(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """Dates carried to another authority are only a hint: they are dropped later where no letter fits."""
    return tuple(replace(p, words=p.words + " (as before)") for p in periods)


def _matter(previous: Frame, frame: Frame, merged: Frame, same_subject: bool) -> Frame:
    """What is asked for: the earlier matter where the follow-up brings none of its own."""
    if _WHY.search(frame.question) and len(frame.focus) <= 2:
        words = f"{previous.words} reason because"
        return replace(
            merged,
            ask="passages",
            words=words,
            focus=previous.focus,
            themes=previous.themes,
            aspects=previous.aspects,
            fields=(),
            expects=(),
        )
    own = frame.fields or frame.ask not in {"passages", "summary"} or bool(set(frame.focus) - _FILLERS)
    if own and frame.ask == "passages" and not frame.fields:
        return merged
    if own:
        aspects = frame.aspects or (previous.aspects if "grades" in frame.fields else ())
        return replace(merged, aspects=aspects)
    ask = "facts" if previous.ask == "change" and len(frame.periods) == 1 else previous.ask
    return replace(
        merged,
        ask=ask,
        unit=previous.unit,
        fields=previous.fields,
        focus=previous.focus,
        words=previous.words,
        aspects=frame.aspects or previous.aspects,
        themes=frame.themes or previous.themes,
        grades=frame.grades or previous.grades,
        change=frame.change or previous.change,
        measure=frame.measure or previous.measure,
        measured=previous.measured,
        person_role=previous.person_role,
        persons=frame.persons or previous.persons,
        organisations=frame.organisations or previous.organisations,
        expects=frame.expects or previous.expects,
        more_than_one=previous.more_than_one,
        in_sequence=previous.in_sequence,
        polarity=frame.polarity or previous.polarity,
    )
