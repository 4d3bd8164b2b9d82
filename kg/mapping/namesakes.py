"""Two people of exactly one name: which namings go to which of them, where there is evidence that they are two.

A letter's own graph knows people by name alone, so that namesakes share a node at first. A node's namings are parted
where two of them contradict each other, and nowhere else:

- an inspector was on site in two regions on the same days, and no colleague was at both visits;
- within one authority, one naming is of a police officer and the other of a director or of someone in health care, or
  one letter names two posts that nobody holds both;
- the user says so (`identity.toml`).

All others go to the person with whom they have most in common. Who has most namings keeps the shared node; each other
person gets one, `.../as-in-KEY` (of the first letter). `settle` writes it into the letters' graphs, so that every query
sees two people, and takes it back when the evidence is gone. Why is told in the graph of identity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

import pyoxigraph as ox

from kg.graph.store import GraphStore
from kg.mapping.evidence import Sighting
from kg.mapping.people import plain_name
from kg.mapping.terms import node, term
from kg.vocabulary import Identifiers, slug

_OWN = "/as-in-"
_WHOLE_TEAM = {"focused-visit", "monitoring-visit"}  # all are on site on every day
_LED = {"ilacs", "sif"}  # the lead inspector is, others come for a part
_POSTS = {
    "police": re.compile(r"\b(?:constable|superintendent|commander|commissioner of (?:the )?\w*\s?police)\b", re.I),
    "council": re.compile(r"\bdirector of (?:\w+ |and )*(?:children|people|education|social)|\bcouncil\b", re.I),
    "health": re.compile(r"\bnurs|\bNHS\b|\bCCGs?\b|\bclinical|\bICB\b|\bcare board|\bhospital", re.I),
}
_NAMED_AS = {
    "insp:inspector": {"lead", "team", "quality-assurance"},
    "insp:leadInspector": {"lead"},
    "insp:teamInspector": {"team"},
    "insp:qualityAssuranceManager": {"quality-assurance"},
    "insp:signatory": {"signatory"},
    "insp:addressee": {"addressee"},
}
"""By which properties a visit or a letter leads to a person, and the roles that they stand for."""

Said = Sequence[tuple[frozenset[str], frozenset[str]]]
"""The user's word: names (or nodes), and the file names of the letters in which these are others than elsewhere."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """`person` is not `base`, who has the same name, for this reason; `hint` tells the two apart in lists."""

    person: str
    base: str
    reason: str
    hint: str


@dataclass(slots=True)
class _Unit:
    """What is of one person for certain: a name in one letter (and, of addressees, in one kind of post)."""

    namings: list[Sighting]
    team: frozenset[str]

    def common(self, others: Sequence[_Unit]) -> tuple[bool, int, bool]:
        """How much this has in common with what is known of a person: authority, colleagues, region."""
        own = self.namings[0]
        known = [other.namings[0] for other in others]
        colleagues = sum(len(self.team & other.team) for other in others)
        return own.authority in {o.authority for o in known}, colleagues, own.region in {o.region for o in known}


def part(sightings: Iterable[Sighting], said: Said = ()) -> tuple[list[Sighting], list[Namesake]]:
    """The sightings with the nodes that they should have, and each node that is not the shared one."""
    seen = [replace(one, person=one.person.partition(_OWN)[0]) for one in sightings]
    teams: dict[str, set[str]] = defaultdict(set)
    named: dict[str, list[Sighting]] = defaultdict(list)
    for one in seen:
        named[one.person].append(one)
        if one.role != "addressee":
            teams[one.letter].add(one.person)
    own: dict[str, str] = {}
    made: list[Namesake] = []
    for base, namings in sorted(named.items()):
        units = _units(base, namings, teams)
        against = _against(units, _said_of(base, namings, said)) if len(units) > 1 else {}
        if not against:
            continue
        first, *others = _people(units, against)
        for person in others:
            naming = units[person[0]].namings[0]
            iri = f"{base}{_OWN}{naming.letter.rsplit('/', 1)[-1]}"
            reasons = [against[i][j] for j in first for i in person if j in against.get(i, {})]
            reasons += [reason for i in person for reason in against.get(i, {}).values()]
            made.append(Namesake(iri, base, reasons[0], naming.region if naming.role != "addressee" else naming.title))
            own |= {one.part: iri for i in person for one in units[i].namings}
    return [replace(one, person=own.get(one.part, one.person)) for one in seen], made


def are_namesakes(first: Sequence[Sighting], second: Sequence[Sighting]) -> bool:
    """Whether two people were told apart in spite of one name, or were on site in two regions on the same days."""
    bases = [{one.person.partition(_OWN)[0] for one in side} for side in (first, second)]
    if bases[0] & bases[1]:
        return True
    pair = [_Unit(list(side), frozenset()) for side in (first, second)]
    return any(True for _ in _at_two_places(pair))


def _units(base: str, namings: Sequence[Sighting], teams: dict[str, set[str]]) -> list[_Unit]:
    """In order of time."""
    found: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for one in sorted(namings, key=lambda one: (one.start or str(one.year), one.letter, one.part)):
        found[one.letter, _post(one)].append(one)
    return [_Unit(unit, frozenset(teams[unit[0].letter] - {base})) for unit in found.values()]


def _people(units: Sequence[_Unit], against: dict[int, dict[int, str]]) -> list[list[int]]:
    """The units of each person: first come those against which there is something, then all that follow them."""
    people: list[list[int]] = []
    for i in sorted(range(len(units)), key=lambda i: i not in against):
        free = [person for person in people if not any(j in against.get(i, {}) for j in person)]
        if free:
            max(free, key=lambda person: units[i].common([units[j] for j in person])).append(i)
        else:
            people.append([i])
    return sorted((sorted(person) for person in people), key=lambda person: -len(person))


def _against(units: Sequence[_Unit], said: Iterable[frozenset[str]]) -> dict[int, dict[int, str]]:
    """For units that contradict others: which, and why."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    files = [unit.namings[0].file for unit in units]
    pairs = [*_at_two_places(units), *_in_two_posts(units)]
    for letters in said:
        within = [i for i, file in enumerate(files) if file in letters]
        pairs += [(i, j, "said by the user") for i in within for j in range(len(units)) if j not in within]
    for i, j, reason in pairs:
        found[i].setdefault(j, reason)
        found[j].setdefault(i, reason)
    return found


def _said_of(base: str, namings: Sequence[Sighting], said: Said) -> list[frozenset[str]]:
    names = {base, *(slug(plain_name(one.name)) for one in namings)}
    return [letters for people, letters in said if names & {*people, *(slug(plain_name(one)) for one in people)}]


def _at_two_places(units: Sequence[_Unit]) -> Iterator[tuple[int, int, str]]:
    """Inspectors on site in one region on all the days of a visit in another."""
    there = [(one, i) for i, unit in enumerate(units) for one in unit.namings if _on_site(one)]
    there.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[1]))
    for n, (one, i) in enumerate(there):
        for other, j in there[n + 1 :]:
            if other.start > one.end:
                break
            short, long = sorted((one, other), key=_length)
            within = long.start <= short.start and short.end <= long.end
            if i != j and within and one.region != other.region and not units[i].team & units[j].team:
                days = " and ".join(f"in {s.region} from {s.start} to {s.end}" for s in (one, other))
                yield i, j, f"same name, but on site {days}"


def _on_site(one: Sighting) -> bool:
    """Whether the naming tells that the person was at the place on all of the visit's days."""
    if not (one.start and one.end and one.region) or one.role not in ("lead", "team"):
        return False
    return _length(one) <= timedelta(days=4) if one.kind in _WHOLE_TEAM else one.role == "lead" and one.kind in _LED


def _length(one: Sighting) -> timedelta:
    return date.fromisoformat(one.end) - date.fromisoformat(one.start)


def _in_two_posts(units: Sequence[_Unit]) -> Iterator[tuple[int, int, str]]:
    """Addressees of one authority in posts that nobody changes between, or of one letter in posts that nobody joins."""
    for (i, first), (j, second) in combinations(enumerate(units), 2):
        one, other = first.namings[0], second.namings[0]
        posts = {_post(one), _post(other)}
        if "" not in posts and len(posts) == 2 and (one.letter == other.letter or "police" in posts):
            yield (
                i,
                j,
                f"same name, but two posts: {one.title or one.organisation}; {other.title or other.organisation}",
            )


def _post(one: Sighting) -> str:
    """What kind of post an addressee holds; '' where none is told or two are."""
    if one.role != "addressee":
        return ""
    found = [post for post, words in _POSTS.items() if words.search(f"{one.title}, {one.organisation}")]
    return found[0] if len(found) == 1 else ""


def settle(store: GraphStore, ids: Identifiers, before: Iterable[Sighting], after: Iterable[Sighting]) -> None:
    """Writes the nodes of `after` into the graphs of the letters where they are others than those of `before`."""
    was = {one.part: one.person for one in before}
    letters: dict[str, list[Sighting]] = defaultdict(list)
    for one in after:
        letters[one.letter].append(one)
    for letter, namings in letters.items():
        if any(was[one.part] != one.person for one in namings):
            graph = ids.graph(letter.rsplit("/", 1)[-1])
            content = ox.parse(store.dump(ox.RdfFormat.N_TRIPLES, graph), format=ox.RdfFormat.N_TRIPLES)
            store.replace_graph(graph, _renamed([quad.triple for quad in content], namings))


def _renamed(triples: Iterable[ox.Triple], namings: Sequence[Sighting]) -> list[ox.Triple]:
    """A letter's triples, with the people's nodes that its namings have now."""
    person_of = {one.part: node(one.person) for one in namings}
    roles = {term(name): kinds for name, kinds in _NAMED_AS.items()}
    made: list[ox.Triple] = []
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if predicate == term("insp:participant") and isinstance(subject, ox.NamedNode) and subject.value in person_of:
            made.append(ox.Triple(subject, predicate, person_of[subject.value]))
        elif predicate in roles and isinstance(value, ox.NamedNode):
            base = value.value.partition(_OWN)[0]
            same = [one for one in namings if one.role in roles[predicate] and one.person.partition(_OWN)[0] == base]
            made += [ox.Triple(subject, predicate, node(one.person)) for one in same] or [triple]
        else:
            made.append(triple)
    return list(dict.fromkeys(made))
