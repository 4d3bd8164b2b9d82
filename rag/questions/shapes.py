# ruff: noqa: E501 - a pattern is easier to read on one line
"""Shapes of questions that tell what is counted or listed."""

from __future__ import annotations

import re

from rag.questions.frame import Frame

HELD = re.compile(
    r"\bhow (?:many times|often)\b|\b(?:how many|which|what|list|show(?: me)?|all|every)\b(?: (?:all|of|the|other|different|joint|full|focused|monitoring|ofsted|single|ilacs|jtai|sif|any))* (?:inspections|visits|letters|reports|jtais|documents)\b",
    re.IGNORECASE,
)
SEQUENCE = re.compile(
    r"\b(?:then|later|afterwards|subsequently|and (?:is|are|was|were) now|before (?:becoming|being|improving)|to)\b",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\bmore than one\b|\bseveral\b|\b(?:two|2) or more\b|\bmultiple\b|\bmore than once\b|\btwice\b|\bat least two\b|\bdifferent authorities\b",
    re.IGNORECASE,
)
JUDGEMENTS = re.compile(
    r"\b(?:how many|number of|count)\b(?: (?!authorit|letters?|reports?|inspections?|councils?)[\w'-]+){0,4} (?:judge?ments?|grades?|ratings?)\b",
    re.IGNORECASE,
)
BOTH = re.compile(r"\bboth\b|\bas well as\b|\band also\b|\beach of\b", re.IGNORECASE)
IN_BOTH = re.compile(rf"{BOTH.pattern}|\b(?:has|have)\b", re.IGNORECASE)
_BEFORE_EACH = re.compile(r"\b(?:both|each of)(?: (?:in|during|of|the|years?))*\s*$", re.IGNORECASE)
_BESIDES = re.compile(r"\bas well as\b|\band (?:also|again)\b", re.IGNORECASE)


def in_each(text: str, frame: Frame) -> bool:
    """Whether what is asked must hold in every one of the stretches of time named: 'in both 2019 and 2023'."""
    at = sorted(period.at for period in frame.periods)
    return len(at) > 1 and bool(_BEFORE_EACH.search(text[: at[0]]) or _BESIDES.search(text[at[0] : at[-1]]))


ON_TEAM = re.compile(
    r"\bteam\b|\b(?:visited|inspected|worked|took part|been (?:on|in|to|part))\b(?!.{0,20}\bled\b)", re.IGNORECASE
)
