"""Letters of joint targeted area inspections (JTAI): several inspectorates, a list of addressees, a topic."""

from __future__ import annotations

import re

from kg.letters import common, inspectorates, visits
from kg.letters.facts import Facts, Kind
from kg.letters.lines import Reading, squash
from kg.model import Span

_NAME = re.compile(r"\bjoint\s+targeted(?:\s+area)?\s+inspection|\bJTAI\b", re.I)
_TOPICS = tuple(
    re.compile(
        lead + r"(?P<topic>(?:(?!\n\n).){8,220}?)(?:\s+(?:in|across|within)\s+(?:the\s+)?(?=[A-Z])|[.;]|\n\n|$)", re.S
    )
    for lead in (
        r"multi-?agency\s+(?:responses?|arrangements?)\s+(?:to|for)\s+(?:the\s+)?",
        r"inspection\s+(?:\(JTAI\)\s+)?(?:into|on)\s+(?:the\s+)?",
        r"inspection\s+(?:\(JTAI\)\s+)?of\s+(?:the\s+)?(?=[a-z])",
    )
)
# '... children and families in Surrey who need help': what follows the place belongs to the topic.
_AFTER_PLACE = re.compile(r"\s+in\s+[A-Z]\w+(?:\s+[A-Z]\w+){0,3}\s+(?P<more>(?:who|that)\s[^.;\n]{3,80})")
_DIVE = re.compile(
    r"[‘'“\"]?deep\s+dive[’'”\"]?\s+(?:focus\s+on|on|into|investigation\s+into|theme\s+(?:of|was)|focused\s+on"
    r"|inspection\s+of)\s+(?:the\s+)?(?:response\s+to\s+)?(?P<focus>.{8,160}?)(?:[.;\n]|\s+in\s+(?=(?-i:[A-Z])))",
    re.S | re.I,
)


def _score(reading: Reading) -> float:
    return (0.95 if reading.greeting is not None else 0.6) * common.named_early(_NAME, reading, 500)


def _read(reading: Reading) -> Facts:
    facts = visits.read(reading)
    facts.inspectorates = _inspectorates(reading)
    facts.statement_due = common.statement_due(reading)
    facts.topic = _topic(reading)
    name = _NAME.search(reading.text)
    facts.framework = ("Joint targeted area inspection (JTAI)", Span(name.start(), name.end()) if name else None)
    return facts


def _inspectorates(reading: Reading) -> dict[str, Span]:
    """From the opening (whom the inspectors came from), and from the signatures where the opening is damaged."""
    text = reading.text
    area = Span(reading.opening.start, min(reading.opening.end, reading.opening.start + 1600))
    found = inspectorates.find(text, area.start, area.end)
    if len(found) >= 2 or reading.closing is None:
        return found
    return inspectorates.find(text, reading.lines[reading.closing].span.start) or found


def _topic(reading: Reading) -> tuple[str, Span] | None:
    text = reading.text
    area = common.title_area(reading)
    match = next((m for pattern in _TOPICS if (m := pattern.search(text, area.start, area.end))), None)
    if match is None:
        return None
    topic = squash(match["topic"]).rstrip(" ,.")
    topic = re.sub(r"^(?:the\s+)?multi-?agency\s+responses?\s+to\s+(?:the\s+)?", "", topic, flags=re.I)
    span = Span(match.start("topic"), match.end("topic"))
    more = _AFTER_PLACE.match(text, match.end("topic"))
    if more:
        topic = f"{topic} {squash(more['more'])}"
    dive = _DIVE.search(text, area.start, reading.opening.end)
    if dive and "deep dive" not in topic.lower() and re.fullmatch(r"abuse and neglect", topic, re.I):
        topic = f"{topic} (deep dive: {squash(dive['focus']).rstrip(' ,')})"
    return topic, span


KIND = Kind(
    "jtai-letter",
    "a joint targeted area inspection letter",
    _score,
    _read,
    ("authority", "published", "visit", "addressees", "signatories", "inspectorates", "points", "headings"),
    ("joint targeted area inspection of",),
)
