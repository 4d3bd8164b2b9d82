"""Conditions of a question that take several of its parts to see: a person's role, what a superlative measures."""

from __future__ import annotations

import re

from rag.questions.frame import POINT_FIELDS, Field, Frame


def person_role(frame: Frame, rest: str) -> Field | None:
    """In which role a person named is asked about; None where the question does not say."""
    if not frame.persons:
        return None
    if re.search(r"\bsign(?:ed|s|ing)?\b|\bsignator", rest, re.IGNORECASE):
        return "signatories"
    if re.search(r"\bquality[- ]assur|\bqa\b", rest, re.IGNORECASE):
        return "quality-assurance"
    if re.search(r"\b(?:led|lead|leads|leading|headed|in charge)\b", rest, re.IGNORECASE):
        return "lead"
    if re.search(r"\b(?:address|sent to|written to|recipient)", rest, re.IGNORECASE):
        return "addressees"
    if re.search(
        r"\b(?:inspect(?:ed|ions?|s)?|team|took part|visit(?:ed|s)?|involved|work(?:ed)? on|on)\b", rest, re.IGNORECASE
    ):
        return "team"
    return None


def measured(frame: Frame, rest: str) -> Field | None:
    """What 'most' and 'fewest' count; None for letters."""
    points = [f for f in frame.fields if f in POINT_FIELDS]
    if points:
        return points[0]
    if re.search(r"\binspectors\b", rest, re.IGNORECASE):
        return "team"
    return None


def asked_besides(frame: Frame) -> tuple[Field, ...]:
    """Fields asked of the letter that a superlative finds: 'who led the most recent one?'"""
    asked = tuple(f for f in frame.fields if f not in POINT_FIELDS)
    return tuple(f for f in asked if f != "grades" or frame.aspects or not measured(frame, ""))


def list_conditions(frame: Frame) -> tuple[Field, ...]:
    """Fields that a list is filtered by: a statement that is due, priority actions given."""
    kept: tuple[Field, ...] = ("statement-due", "priority-action", "recommendation", "strength", "improvement")
    return tuple(f for f in frame.fields if f in kept)


def since(frame: Frame) -> bool:
    """Whether a date is the beginning of a stretch without end."""
    return any(p.words.startswith("since") for p in frame.periods)
