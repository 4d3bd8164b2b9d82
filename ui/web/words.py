"""How things are said to people: kinds of letter, roles, days, short names of IRIs."""

from __future__ import annotations

from datetime import date

from kg.vocabulary import PREFIXES

KINDS = {
    "focused-visit-letter": "Focused visit",
    "monitoring-visit-letter": "Monitoring visit",
    "jtai-letter": "Joint targeted area inspection",
    "ilacs-report": "ILACS inspection",
    "sif-report": "Single inspection framework",
    "send-report": "Area SEND inspection",
    "other": "Other document",
}

ROLES = {"lead": "lead", "team": "team", "quality-assurance": "quality assurance"}

POINTS = {
    "improvement": "What needs to improve",
    "priority-action": "Priority actions",
    "recommendation": "Recommendations",
    "strength": "Strengths listed",
}

METHODS = {"graph": "from the graph", "passages": "from the letters' words", "both": "from the graph and the words"}


def day(iso: str | None) -> str:
    """'2022-07-18' as '18 July 2022'; what is not a day stays as it is."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso or ""
    return f"{found.day} {found:%B %Y}"


def period(start: str | None, end: str | None) -> str:
    """The days of a visit: '9 to 13 May 2022', '30 May to 3 June 2022', or one day."""
    if not start or not end or start == end:
        return day(start or end)
    first, last = day(start).split(), day(end).split()
    while first and last and first[-1] == last[-1]:
        first.pop()
        last.pop()
    kept = day(start).split()[: len(first)]
    return f"{' '.join(kept)} to {day(end)}" if kept else day(end)


def in_sentence(name: str) -> str:
    """A kind of letter inside a sentence: 'Focused visit' small, 'ILACS inspection' as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def curie(iri: str) -> str:
    """An IRI by its prefix where it has one of ours; anything else as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            local = iri[len(namespace) :]
            if "/" not in local and "#" not in local:
                return f"{prefix}:{local}"
    return iri


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 letter', '2 letters', '1,204 rows'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
