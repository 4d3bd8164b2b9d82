"""Which findings a report quotes: sure ones that stand on their own, spread over visits, the latest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import pyoxigraph as ox

import ontology
from kg.exports.stream import name_of
from kg.exports.text import one_line
from kg.profiles import FindingMade
from kg.vocabulary import PREFIXES

_SHORTEST, _LONGEST, _LEAST_SURE = 60, 330, 0.85
_LEANS_ON_WHAT_STANDS_BEFORE = re.compile(
    r"(This|These|Those|That|They|Their|Them|It|Its|He|She|His|Her|However|But|And|Or|Also|Such|As a result"
    r"|Since then|Most are|Most have|Most were|Some are|Some have|Many are|Many have|Few are|All are|A few are"
    r"|In addition|In particular|As a consequence|Additionally"
    r"|Furthermore|Moreover|Consequently|Therefore|Nevertheless|Conversely|For example"
    r"|Similarly|Here|There|For others?|For some|Others?|Some of these|Both|Equally|Instead|Despite this"
    r"|Because of this|In these|In this|At this)\b"
)
_POINTS_BACK = re.compile(
    r"\b(this|these|such|those|the latter|the former|above)\b|^(\S+ ){1,4}(them|they|their|it|its)\b"
)


def quote(finding: FindingMade) -> str:
    """The letter's own words, on one line."""
    return one_line(finding.source.quote)


def strongest(
    findings: Iterable[FindingMade],
    most: int,
    group: Callable[[FindingMade], str],
    avoid: set[str] | None = None,
    names: tuple[str, ...] = (),
) -> list[FindingMade]:
    """At most so many findings: by turns one of each group (a visit, an authority), of each first those that use one of
    the `names`, then the surest.

    `avoid` holds quotes that the report has already; those chosen are added to it. Where too few stand on their own,
    others fill up.
    """
    avoid = avoid if avoid is not None else set()
    fitting = [finding for finding in findings if quote(finding).lower() not in avoid]
    ranked = sorted(fitting, key=lambda finding: (not _uses(finding, names), _rank(finding)))
    good = [finding for finding in ranked if _stands_alone(finding)]
    chosen = _by_turns(good, most, group)
    if not chosen:
        chosen = _by_turns([one for one in ranked if len(quote(one)) <= _LONGEST * 2], min(most, 2), group)
    avoid |= {quote(finding).lower() for finding in chosen}
    return sorted(chosen, key=lambda finding: (finding.day, finding.iri), reverse=True)


def _rank(finding: FindingMade) -> tuple[bool, int, int, str, str]:
    length = len(quote(finding))
    return (
        bool(_POINTS_BACK.search(quote(finding))),
        -round(finding.confidence * 20),
        abs(length - 160) // 40,
        "".join(map(_late_first, finding.day)),
        finding.iri,
    )


def names_of_theme(iri: str) -> tuple[str, ...]:
    """What a theme is called, in lower case; abbreviations are left out, which stand in other words."""
    wanted = {PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel"}
    found = (
        str(one.object.value)
        for one in ontology.reference_triples()
        if name_of(one.subject) == iri and name_of(one.predicate) in wanted and isinstance(one.object, ox.Literal)
    )
    return tuple(name.lower().removesuffix("s") for name in found if not name.isupper())


def _uses(finding: FindingMade, names: tuple[str, ...]) -> bool:
    words = finding.text.lower()
    return any(name in words for name in names)


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
