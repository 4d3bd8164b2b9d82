"""The inspectorates, by the short names that `letters table` gives."""

from __future__ import annotations

import re

from kg.letters.lines import places
from kg.model import Span

_MAJESTY = r"(?:(?:Her|His)\s+Majesty[’'`]?s|HM)"
_INSPECT = r"(?:Inspectorate|Inspector|Inspectors|Inspection)"
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "Ofsted",
        re.compile(
            r"\b(?:Ofsted|OFSTED|Office\s+for\s+Standards\s+in\s+Education|Chief\s+Inspector\s+of\s+Education)\b"
        ),
    ),
    ("CQC", re.compile(r"\b(?:Care\s+Quality\s+Commission|CQC)\b", re.I)),
    (
        "HMICFRS",
        re.compile(
            rf"\b(?:HMICFRS|(?:{_MAJESTY}\s+{_INSPECT}|HMI)\s+of\s+Constabulary,?\s+(?:and\s+)?(?:Fire|(?:Her|His|HM))"
            rf"|HMI\s+(?:of\s+)?Constabulary\s+(?:and|&)\s+Fire|{_INSPECT}\s+of\s+Fire)",
            re.I,
        ),
    ),
    ("HMIC", re.compile(rf"\b(?:HMIC|(?:{_MAJESTY}\s+{_INSPECT}|HMI)\s+(?:of\s+)?(?:the\s+)?Constabulary)\b", re.I)),
    (
        "HMI Probation",
        re.compile(
            rf"\b(?:HMIP|HMI\s+(?:of\s+)?Probation|{_MAJESTY}\s+(?:Chief\s+)?{_INSPECT}\s+of\s+Probation)\b", re.I
        ),
    ),
)
# One of these stands wherever the pattern matches, and is sooner looked for.
_WORDS = {
    "CQC": ("cqc", "quality"),
    "HMICFRS": ("hmicfrs", "constabulary", "fire"),
    "HMIC": ("hmic", "constabulary"),
    "HMI Probation": ("hmip", "probation"),
}
ORDER = ("Ofsted", "CQC", "HMIC", "HMICFRS", "HMI Probation")


def find(text: str, start: int = 0, end: int | None = None) -> dict[str, Span]:
    """The inspectorates that `text[start:end]` names, in their usual order, with the first place of each.

    The inspectorate of constabulary is one body: it is 'HMICFRS' wherever the text says fire and rescue, else 'HMIC'.
    """
    end = len(text) if end is None else end
    found: dict[str, Span] = {}
    lower = text[start:end].lower()
    for name, pattern in _NAMES:
        if (name == "HMIC" and "HMICFRS" in found) or not any(word in lower for word in _WORDS.get(name, ("",))):
            continue
        match = pattern.search(text, start, end)
        if match:
            found[name] = Span(match.start(), match.end())
    return {name: found[name] for name in ORDER if name in found}


def ofsted(text: str) -> Span | None:
    """Where the text first names Ofsted: whoever asks for no other body need not look for all."""
    for at in places(text, ("Ofsted", "OFSTED", "Office", "Chief")):
        match = _NAMES[0][1].match(text, at)
        if match:
            return Span(match.start(), match.end())
    return None


def of_role(role: str, published: str | None) -> str | None:
    """The inspectorate that a signatory's role belongs to; the name of the constabulary's changed in July 2017."""
    direct = find(role)
    if "HMIC" in direct and published and published >= "2017-07-19":
        return "HMICFRS"
    if direct:
        return next(iter(direct))
    low = role.lower()
    if "probation" in low:
        return "HMI Probation"
    if "constabulary" in low:
        return "HMICFRS" if published and published >= "2017-07-19" else "HMIC"
    if any(word in low for word in ("primary medical", "hospitals", "healthcare", "health care", "integrated care")):
        return "CQC"
    if "social care" in low or "regional director" in low or re.search(r"\bmajesty.?s inspector|\bhmi\b", low):
        return "Ofsted"
    return None
