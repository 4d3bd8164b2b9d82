"""What is known of people beside their names, and whether it speaks for one person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.mapping.names import Likeness, likeness
from kg.vocabulary import slug


@dataclass(frozen=True, slots=True)
class Sighting:
    """One naming of a person: who (`person` is the node in the letter's graph), in which letter, as what, when.

    `organisation`, `authority` and `region` are labels or codes as the graph has them; `year` is 0 where none is known.
    `part` is the naming itself, `file` the letter's file name; `kind`, `start` and `end` are the visit's (ISO days).
    """

    person: str
    name: str
    letter: str
    role: str
    title: str = ""
    organisation: str = ""
    authority: str = ""
    region: str = ""
    year: int = 0
    part: str = ""
    file: str = ""
    kind: str = ""
    start: str = ""
    end: str = ""


@dataclass(slots=True)
class Someone:
    """All sightings of one node, or of several that were put together."""

    people: list[str]
    names: Counter[str] = field(default_factory=Counter)
    letters: set[str] = field(default_factory=set)
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def inspects(self) -> bool:
        """Whether the person stands on the inspectorates' side."""
        return any(sighting.role != "addressee" for sighting in self.sightings)


def alike(first: Someone, second: Someone) -> Likeness | None:
    """How two groups are alike: by one name and one post (strength 0), else by their names."""
    for name in first.names:
        if slug(name) in {slug(other) for other in second.names}:
            return _same_name(first, second)
    found = [like for one in first.names for other in second.names if (like := likeness(one, other)) is not None]
    return min(found, key=lambda like: (like.strength, -like.similarity), default=None)


def _same_name(first: Someone, second: Someone) -> Likeness | None:
    """One name on two nodes: one person only where body or post say so."""
    if first.inspects and second.inspects:
        bodies = {body(first), body(second)}
        if bodies == {"HMIC", "HMICFRS"}:
            return Likeness("same name; the inspectorate was renamed", 1.0, 0)
        unsaid = [one for one in (first, second) if not any(sighting.organisation for sighting in one.sightings)]
        signed_only = all(sighting.role == "signatory" for one in unsaid for sighting in one.sightings)
        return Likeness("same name; no other inspectorate is said", 1.0, 0) if unsaid and signed_only else None
    if first.inspects or second.inspects:
        return None
    if _organisations(first) & _organisations(second):
        return Likeness("same name and organisation", 1.0, 0)
    if _directs(first) and _directs(second):
        later = _one_after_the_other(first, second)
        return Likeness("same name and post, one after the other", 1.0, 0) if later else None
    if _regions(first) & _regions(second) and len(_duties(first) & _duties(second)) > 1:
        return Likeness("same name and a like post in the same region", 1.0, 0)
    return None


def body(someone: Someone) -> str:
    """The inspectorate for which someone signs; inspectors without one are Ofsted's."""
    return next((one.organisation for one in someone.sightings if one.organisation), "Ofsted")


def _organisations(someone: Someone) -> set[str]:
    """Bodies that are one thing wherever they are named; a bare 'CCG' or 'Council' is not."""
    return {slug(one.organisation) for one in someone.sightings if len(one.organisation.split()) > 1}


def places(someone: Someone) -> set[str]:
    """Authorities and bodies with which someone is named."""
    return {one.authority for one in someone.sightings if one.authority} | _organisations(someone)


def _directs(someone: Someone) -> bool:
    """Whether the person is a director of children's services: a post that hardly anyone holds twice at a time."""
    return any("director-of-childrens-services" in slug(one.title) for one in someone.sightings)


def _duties(someone: Someone) -> set[str]:
    """The telling words of titles and organisations. Police, health and probation serve several authorities at once."""
    words = {word for one in someone.sightings for word in slug(f"{one.title} {one.organisation}").split("-")}
    return words - {"of", "for", "the", "and", "in", "s", "head", "service", "services", "council", "officer"}


def _regions(someone: Someone) -> set[str]:
    return {one.region for one in someone.sightings if one.region}


def _years(someone: Someone) -> list[int]:
    return sorted(one.year for one in someone.sightings if one.year)


def years_apart(first: Someone, second: Someone) -> int:
    """How many years lie between the one's time and the other's; 0 where they overlap or a time is not known."""
    one, other = _years(first), _years(second)
    return max(one[0] - other[-1], other[0] - one[-1], 0) if one and other else 0


def _one_after_the_other(first: Someone, second: Someone) -> bool:
    """Whether the two were never in post at one time, as far as is known, and both times are known."""
    one, other = _years(first), _years(second)
    return bool(one and other) and (one[-1] < other[0] or other[-1] < one[0])
