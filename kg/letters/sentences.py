"""Sentences of a passage, as spans of the document's text."""

from __future__ import annotations

import re

from kg.model import Span

_END = re.compile(r"[.!?…]([\"'”’)\]]*)\s+(?=[\"'“‘(\[]*[A-Z0-9£•■◼▪-])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|Rev|Hon|Cllr|St|No|Nos|Vol|Fig|para|paras|pp?|cf|vs|viz|approx|ed|eds|etc|incl"
    r"|Ltd|Co|Dept|Gov"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|s|ss|reg|regs|art|sch)|\b[A-Z]|\be\.g|\bi\.e|\ba\.m"
    r"|\bp\.m|\bal)\.$"
)
_NEVER_ENDS = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|Rev|Hon|Cllr|Nos?|para|paras|cf|vs|viz|approx|s|ss|reg|regs)|\be\.g|\bi\.e|\b[A-Z])\.$"
)
_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[a-z])[.)]$")


def _continues(before: str, after: str) -> bool:
    """Whether a full stop between the two does not end a sentence."""
    if len(before) < 9 and _NUMBER.match(before):
        return True  # a list number at the front
    tail = before[-14:]
    if tail[-8:-1].isalpha() or not _ABBREVIATION.search(tail):  # no abbreviation has seven letters in a row
        return False
    if _NEVER_ENDS.search(tail):
        return True
    return not re.match(r"[\"'“‘(]*[A-Z][a-z]", after)  # 'etc. The ...' ends, 'Vol. 2' goes on


def split(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of `text[start:end]`, in order, white space between them left out."""
    made: list[Span] = []
    while start < end and text[start].isspace():
        start += 1
    at = start
    for match in _END.finditer(text, start, end):
        cut, after = match.end(1), match.end()
        if not _continues(text[at : match.start() + 1], text[after : after + 12]):
            made.append(Span(at, cut))
            at = after
    while end > at and text[end - 1].isspace():
        end -= 1
    if end > at:
        made.append(Span(at, end))
    return tuple(made)
