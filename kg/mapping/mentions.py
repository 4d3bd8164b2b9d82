"""Which visit of the library a letter means when it speaks of an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_FULL = frozenset({"ilacs", "sif"})
"""Letters call both 'the inspection of children's services': between these two kinds the date decides."""


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """A visit that a letter of the library reports. `issued` are the days of its letters; '' where not known."""

    iri: str
    authority: str
    kind: str
    start: str
    end: str = ""
    issued: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidVisit:
    """What a letter says of another visit. `date` is a year, month or day, `kind` may be '', `own` is its own visit."""

    authority: str
    kind: str
    date: str
    own: str


def resolve(said: SaidVisit, held: Iterable[HeldVisit]) -> str | None:
    """The IRI of the one visit that fits; None where none does, or more than one.

    The date may be that of the visit (any day of it) or of its letter. A visit that began before it is preferred to a
    letter that was published then.
    """
    same_place = [visit for visit in held if visit.authority == said.authority and visit.iri != said.own]
    for fits in (_during, _published):
        found = [visit for visit in same_place if fits(said.date, visit)]
        chosen = _of_kind(said.kind, found)
        if chosen:
            return chosen[0].iri if len(chosen) == 1 else None
    return None


def _during(date: str, visit: HeldVisit) -> bool:
    if len(date) == 10:
        return visit.start <= date <= (visit.end or visit.start)
    return date in (visit.start[: len(date)], visit.end[: len(date)])


def _published(date: str, visit: HeldVisit) -> bool:
    return any(issued.startswith(date) for issued in visit.issued)


def _of_kind(kind: str, visits: list[HeldVisit]) -> list[HeldVisit]:
    """Those of the kind; without one, the full inspections before all others, as 'the last inspection' means them."""
    if kind:
        exact = [visit for visit in visits if visit.kind == kind]
        return exact or [visit for visit in visits if {kind, visit.kind} <= _FULL]
    return [visit for visit in visits if visit.kind in _FULL] or visits
