"""Who is who through the whole library: which nodes of people are one person.

A letter's own graph names people by what it prints. Nodes are kept apart finely there: an inspector by the name, people
of another inspectorate by name and inspectorate, addressees by name and authority. This module puts together what
belongs together, for a graph of its own (`Identifiers.derived("identity")`), so that the letters' graphs stay what the
letters say and every decision can be seen and undone:

- every person has exactly one `insp:canonical` (often itself);
- a variant has `owl:sameAs` to it, and the canonical node the variant's name as `skos:altLabel`;
- an `insp:IdentityLink` (`insp:variant`, `insp:sameAs`, `insp:reason`, `insp:similarity`) says why.

Queries count people exactly by going one step further than the letters' graphs do:

    SELECT (COUNT(DISTINCT ?who) AS ?n) { ?visit insp:inspector/insp:canonical ?who }

Two nodes stay two where anything speaks against one person: named side by side in one letter, both often met, more than
one candidate, different inspectorates, or the user's own word (`Overrides`).
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

from kg.errors import LibraryError
from kg.mapping.evidence import Sighting, Someone, alike, body, places, years_apart
from kg.mapping.names import Likeness, given_name, surname
from kg.mapping.namesakes import are_namesakes
from kg.mapping.people import plain_name
from kg.vocabulary import slug


@dataclass(frozen=True, slots=True)
class Link:
    """A decision that one node is another: `variant` is `canonical`, for this reason."""

    variant: str
    canonical: str
    reason: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Overrides:
    """The user's own decisions, stronger than any rule. Members are IRIs of people or names.

    `namesakes`: people, and the file names of letters in which these names are of others than elsewhere.
    """

    merge: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    namesakes: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()


def read_overrides(path: Path) -> Overrides:
    """The user's decisions from a TOML file with `[[merge]]` and `[[apart]]` tables, each with a list `people`.

    An `[[apart]]` table with a list `letters`, too, says that a name is of two people: in those letters and elsewhere.
    """
    if not path.exists():
        return Overrides()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        merge, apart = (
            [(_texts(entry["people"]), _texts(entry.get("letters", []))) for entry in content.get(kind, [])]
            for kind in ("merge", "apart")
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise LibraryError(
            f"{path.name}: needs [[merge]] and [[apart]] tables with a list 'people' ({error})"
        ) from None
    return Overrides(
        merge=tuple(people for people, _ in merge),
        apart=tuple(people for people, letters in apart if not letters),
        namesakes=tuple((people, letters) for people, letters in apart if letters),
    )


def _texts(members: object) -> frozenset[str]:
    if not isinstance(members, list):
        raise TypeError(f"{members!r} is no list")
    return frozenset(map(str, members))


def links(sightings: Iterable[Sighting], overrides: Overrides | None = None) -> list[Link]:
    """The decisions for a library, sorted. Which name is canonical: the one most often met, then the fullest."""
    people = _People(sightings, overrides or Overrides())
    people.follow_user()
    for strength in (0, 1, 2, 3, 4):
        people.join(strength)
    return people.decisions()


class _People:
    """Groups of nodes that grow by joining; a join that anything speaks against does not happen."""

    def __init__(self, sightings: Iterable[Sighting], overrides: Overrides) -> None:
        self.group: dict[str, Someone] = {}
        self.why: dict[frozenset[str], tuple[str, float]] = {}
        for one in sightings:
            someone = self.group.setdefault(one.person, Someone([one.person]))
            someone.names[plain_name(one.name)] += 1
            someone.letters.add(one.letter)
            someone.sightings.append(one)
        self.named: dict[str, list[str]] = defaultdict(list)
        for person, someone in self.group.items():
            self.named[person].append(person)
            for name in someone.names:
                self.named[slug(name)].append(person)
        self.apart = [self._nodes(names) for names in overrides.apart]
        self.overrides = overrides

    def _nodes(self, members: Iterable[str]) -> set[str]:
        return {person for one in members for person in self.named.get(one, self.named.get(slug(plain_name(one)), []))}

    def follow_user(self) -> None:
        """What the user said is one person is one, even against the evidence."""
        for members in self.overrides.merge:
            nodes = sorted(self._nodes(members))
            for one, other in pairwise(nodes):
                self._unite(one, other, "said by the user", 1.0)

    def join(self, strength: int) -> None:
        """Puts together all pairs of this strength; by the weaker rules only where there is one choice."""
        pairs = [
            (one, other, like)
            for one, other in self._candidates()
            if (like := alike(self.group[one], self.group[other])) is not None
            and like.strength == strength
            and self._may_be_one(one, other, like)
        ]
        met = Counter(id(self.group[end]) for one, other, _ in pairs for end in (one, other))
        for one, other, like in sorted(pairs, key=lambda pair: (-pair[2].similarity, pair[0], pair[1])):
            doubtful = strength >= 3 and max(met[id(self.group[one])], met[id(self.group[other])]) > 1
            if not doubtful and self._may_be_one(one, other, like):
                self._unite(one, other, like.reason, like.similarity)

    def _candidates(self) -> Iterator[tuple[str, str]]:
        """Pairs of groups worth comparing: half a surname in common, or a given name and how the surname begins."""
        heads = {id(someone): someone for someone in self.group.values()}
        blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for someone in heads.values():
            for name in someone.names:
                for half in surname(name).split("-"):
                    blocks["family", half].append(someone.people[0])
                blocks["given", given_name(name), surname(name)[:2]].append(someone.people[0])
        pairs = {tuple(sorted(pair)) for block in blocks.values() for pair in combinations(dict.fromkeys(block), 2)}
        for one, other in sorted(pairs):
            if self.group[one] is not self.group[other]:
                yield one, other

    def _may_be_one(self, one: str, other: str, like: Likeness) -> bool:
        first, second = self.group[one], self.group[other]
        together = {*first.people, *second.people}
        if any(len(together & apart) > 1 for apart in self.apart) or first.letters & second.letters:
            return False
        if are_namesakes(first.sightings, second.sightings):
            return False
        if like.strength == 0:
            return True
        counts = sorted((len(first.letters), len(second.letters)))
        if like.strength == 2 and counts[0] > 2 and counts[0] * 4 > counts[1]:
            return False
        if first.inspects != second.inspects:
            return False
        if like.strength == 4 and self._surname_is_common(first, second):
            return False
        if first.inspects:
            return body(first) == body(second) and years_apart(first, second) <= 6
        return bool(places(first) & places(second))

    def _surname_is_common(self, first: Someone, second: Someone) -> bool:
        """Whether anyone else of the library bears the surname: then a name that is half said may be theirs."""
        families = {surname(name) for someone in (first, second) for name in someone.names}
        return any(
            surname(name) in families
            for someone in self.group.values()
            if someone is not first and someone is not second
            for name in someone.names
        )

    def _unite(self, one: str, other: str, reason: str, similarity: float) -> None:
        first, second = self.group[one], self.group[other]
        if first is second:
            return
        self.why[frozenset((one, other))] = (reason, similarity)
        first.people += second.people
        first.names += second.names
        first.letters |= second.letters
        first.sightings += second.sightings
        for person in second.people:
            self.group[person] = first

    def decisions(self) -> list[Link]:
        made = []
        for someone in {id(group): group for group in self.group.values()}.values():
            canonical = min(someone.people, key=lambda person: _rank(person, someone.sightings))
            for person in someone.people:
                if person != canonical:
                    reason, similarity = self._reason(person, canonical)
                    made.append(Link(person, canonical, reason, similarity))
        return sorted(made, key=lambda link: (link.canonical, link.variant))

    def _reason(self, person: str, canonical: str) -> tuple[str, float]:
        """The pair's own reason, or that of the step by which the variant came into the group."""
        direct = self.why.get(frozenset((person, canonical)))
        steps = [why for pair, why in self.why.items() if person in pair]
        return direct or (steps[0] if steps else ("by way of another spelling", 0.9))


def _rank(person: str, sightings: Sequence[Sighting]) -> tuple[int, int, str]:
    own = [sighting for sighting in sightings if sighting.person == person]
    return -len(own), -max(len(plain_name(sighting.name)) for sighting in own), person
