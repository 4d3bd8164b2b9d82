"""Which findings a report quotes: sure ones that stand on their own, spread over visits, the latest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kg.exports.text import one_line
from kg.profiles import FindingMade

_SHORTEST, _LONGEST, _LEAST_SURE = 50, 330, 0.75
_LEANS_ON_WHAT_STANDS_BEFORE = re.compile(
    r"(This|These|Those|That|They|Their|Them|It|Its|He|She|His|Her|However|But|And|Or|Also|Such|As a result"
    r"|In addition|Additionally|Furthermore|Moreover|Consequently|Therefore|Nevertheless|Conversely|For example"
    r"|Similarly|Here|There|For others?|For some|Others?|Some of these|Both|Equally|Instead|Despite this"
    r"|Because of this|In these|In this|At this)\b"
)


def quote(finding: FindingMade) -> str:
    """The letter's own words, on one line."""
    return one_line(finding.source.quote)


def strongest(
    findings: Iterable[FindingMade], most: int, group: Callable[[FindingMade], str], avoid: set[str] | None = None
) -> list[FindingMade]:
    """At most so many findings: by turns one of each group (a visit, an authority), the surest of each first.

    `avoid` holds quotes that the report has already; those chosen are added to it. Where too few stand on their own,
    others fill up.
    """
    avoid = avoid if avoid is not None else set()
    fitting = [finding for finding in findings if quote(finding).lower() not in avoid]
    ranked = sorted(fitting, key=_rank)
    good = [finding for finding in ranked if _stands_alone(finding)]
    chosen = _by_turns(good, most, group)
    if not chosen:
        chosen = _by_turns([one for one in ranked if len(quote(one)) <= _LONGEST * 2], min(most, 2), group)
    avoid |= {quote(finding).lower() for finding in chosen}
    return sorted(chosen, key=lambda finding: (finding.day, finding.iri), reverse=True)


def _rank(finding: FindingMade) -> tuple[float, int, str, str]:
    length = len(quote(finding))
    return (-round(finding.confidence, 1), abs(length - 160) // 40, "".join(map(_late_first, finding.day)), finding.iri)


def _late_first(letter: str) -> str:
    return chr(0x7F - ord(letter)) if ord(letter) < 0x7F else letter


def _stands_alone(finding: FindingMade) -> bool:
    words = quote(finding)
    return (
        _SHORTEST <= len(words) <= _LONGEST
        and finding.confidence >= _LEAST_SURE
        and words[:1].isupper()
        and words[-1:] in ".’”)"
        and not finding.point
        and not _LEANS_ON_WHAT_STANDS_BEFORE.match(words)
    )


def _by_turns(ranked: Sequence[FindingMade], most: int, group: Callable[[FindingMade], str]) -> list[FindingMade]:
    waiting: dict[str, list[FindingMade]] = {}
    seen: set[str] = set()
    for finding in ranked:
        words = quote(finding).lower()
        if words not in seen:
            seen.add(words)
            waiting.setdefault(group(finding), []).append(finding)
    chosen: list[FindingMade] = []
    while len(chosen) < most and any(waiting.values()):
        for queue in waiting.values():
            if queue and len(chosen) < most:
                chosen.append(queue.pop(0))
    return chosen
