# ruff: noqa: E501 - a pattern is easier to read on one line
"""Follow-ups: what a question takes over from the one before it, and when it starts afresh."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.questions import intents
from rag.questions.constraints import STRONG, WEAK
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


_OF_THEM = re.compile(r"\bof (?:them|those|these)\b", re.IGNORECASE)
_OF_TWO = re.compile(r"\b(?:which|who|what) of (?:the two|them|these|those|these two|those two)\b", re.IGNORECASE)
_WHICH_ONES = re.compile(
    r"^\W*(?:and |so |ok,? )?(?:(?:which|what|who)(?: ones| are they| were they| are those| were those| are these| is it| was it)?"
    r"|(?:please )?(?:list|name|show)(?: me)? (?:them|those|these)(?: all)?)\W*$",
    re.IGNORECASE,
)


def carries_on(previous: Frame, frame: Frame) -> bool:
    """Whether a question leans on the one before: a pronoun, 'and ...', 'what about ...', or no subject of its own."""
    text = frame.question
    if _WHICH_ONES.search(text) or (previous.earlier and _OF_TWO.search(text)):
        return True
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


_HE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:girl|boy|child|baby|pupil|teenager|young(?:ster| person)|person|woman|man|lady|mother|father|mum|dad|parent|carer"
    r"|sister|brother|grand\w+|aunt|uncle|leaver|adviser|advisor|worker|director|dcs|manager|leader|head|chief \w+|officer"
    r"|practitioner|nurse|teacher|judge|doctor|minister|chair|mr|mrs|ms|dr|somebody|someone|anybody|anyone)\b",
    re.IGNORECASE,
)
"""Whoever is named so before 'he' or 'she' is the one who is meant."""
_TWO_CAPITALS = re.compile(r"\b[A-Z][a-z'-]+ [A-Z][a-z'-]+\b")
_INVERTED = re.compile(r"\b(?:did|do|does|has|had|was|is|will|would|could|can) $", re.IGNORECASE)


def _has_another(before: str, name: str) -> bool:
    """Whether somebody else may be named before a pronoun that is not the subject of the question itself."""
    return not _INVERTED.search(before) and any(found[0] != name for found in _TWO_CAPITALS.finditer(before))


def in_full(question: str, previous: Frame) -> str:
    """The question with the one inspector that the turn before it found in place of 'he' or 'she'."""
    if len(previous.found_people) != 1:
        return question
    name = previous.found_people[0]
    spoken = _HE.search(question)
    if spoken and (_SOMEBODY.search(before := question[: spoken.start()]) or _has_another(before, name)):
        return question
    return re.sub(
        r"\b(?:he|she|that inspector|this inspector)\b", lambda _: name, question, count=1, flags=re.IGNORECASE
    )


def merge(previous: Frame, frame: Frame) -> Frame:
    """The follow-up with what it leaves unsaid taken from the frame before it."""
    merged = replace(frame, follow_up=True)
    if _WHICH_ONES.search(frame.question) and previous.ask in {"count", "list", "superlative"}:
        return replace(previous, ask="list" if previous.ask == "count" else previous.ask, share=False, letters=())
    if frame.measure in {"latest", "earliest"} and _OF_THEM.search(frame.question) and previous.letters:
        return replace(previous, ask="superlative", measure=frame.measure, limit=None, share=False, follow_up=True)
    if _OF_TWO.search(frame.question) and previous.earlier and not frame.authorities:
        two = tuple({named.gss: named for named in (*previous.earlier, *previous.authorities)}.values())
        alone = replace(merged, authorities=two, measure=None, position="latest", limit=None)
        return alone if frame.fields else replace(alone, ask="facts", fields=("visit-dates",))
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
    now, then = ({named.gss for named in one.authorities} for one in (frame, previous))
    merged = replace(merged, earlier=previous.authorities if now and then and now != then else previous.earlier)
    same_subject = not (frame.authorities or frame.regions or frame.persons or frame.neighbours_of)
    if same_subject:
        merged = replace(
            merged,
            authorities=previous.authorities or previous.found,
            regions=() if previous.found else previous.regions,
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
    named = {word for person in frame.persons for word in content_words(person.name)}
    graded = "grades" in previous.fields and bool(frame.aspects) and len(frame.focus) < 4
    if graded and _WHAT_ABOUT.search(frame.question):
        merged = replace(merged, grades=(), topics=())
        return replace(merged, ask=previous.ask, fields=previous.fields, aspects=frame.aspects)
    own = frame.fields or frame.ask not in {"passages", "summary"} or bool(set(frame.focus) - _FILLERS - named)
    if own and frame.ask == "passages" and not frame.fields:
        return merged if _BEFORE.search(frame.question) else replace(merged, position=frame.position)
    if own:
        aspects = frame.aspects or (previous.aspects if "grades" in frame.fields else ())
        return replace(merged, aspects=aspects)
    if frame.polarity and set(previous.fields) & {"strength", "improvement"}:
        previous = replace(previous, fields=("strength",) if frame.polarity == "strength" else ("improvement",))
    if frame.polarity and previous.polarity and frame.polarity != previous.polarity:
        tone = WEAK if previous.polarity == "improvement" else STRONG
        words = tone.sub(lambda _: frame.question.strip(" ?"), previous.words, count=1)
        previous = replace(previous, words=words, polarity=frame.polarity)
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
        leftover=previous.leftover,
        by=frame.by or previous.by,
        limit=frame.limit or previous.limit,
        at_least=frame.at_least or previous.at_least,
        current=previous.current,
        together=previous.together,
        negated=previous.negated,
        share=previous.share,
        more_than_one=previous.more_than_one,
        in_sequence=previous.in_sequence,
        polarity=frame.polarity or previous.polarity,
    )
