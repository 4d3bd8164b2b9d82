"""A selection's statements, graph by graph: never more than one letter in memory at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.exports.choosing import Chosen, ChosenLetter, point_polarity
from kg.graph.store import GraphStore
from kg.vocabulary import INSP, PREFIXES

if TYPE_CHECKING:
    from kg.library.folder import Library

Progress = Callable[[int, int], None]
"""Called with how many letters are done, and of how many."""

_TYPE = PREFIXES["rdf"] + "type"
_PARTS = {INSP + name for name in ("Finding", "Point")}
_ABOUT_LETTERS = {INSP + "Letter", INSP + "Visit"}
_PEOPLE = INSP + "Participation"
_OF_PASSAGES = {INSP + "Judgement", _PEOPLE}
_DESCRIBED_AT_ONCE = 500
_DESCRIPTIONS = "SELECT ?graph ?s ?p ?o { VALUES ?s { %NODES% } GRAPH ?graph { ?s ?p ?o } }"
_FOLLOWING = """
SELECT ?graph ?s ?p ?o ?about {
  GRAPH ?graph { ?s insp:point ?about ; a insp:Outcome ; ?p ?o }
}
"""
_REFERS = "SELECT ?graph ?s ?p ?o { GRAPH ?graph { ?s insp:refersTo ?o } BIND(insp:refersTo AS ?p) }"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Statements of one named graph; `graph` is None for a query's result. `around`: not chosen, but pointed to."""

    graph: str | None
    triples: tuple[ox.Triple, ...]
    around: bool = False


def chunks(library: Library, chosen: Chosen, depth: int, progress: Progress | None = None) -> Iterator[Chunk]:
    """Everything in the selection: what letters say, then what that points to, `depth` links away."""
    store = library.store
    if chosen.whole:
        yield from _everything(store, chosen, progress)
        return
    around = _Around(store, depth, partial(progress, len(chosen.letters), len(chosen.letters)) if progress else _nobody)
    if chosen.triples is not None:
        yield around.seen(Chunk(None, chosen.triples))
    else:
        for number, letter in enumerate(chosen.letters, 1):
            triples = read_graph(store, letter.graph)
            if chosen.picks_parts:
                triples = _picked(triples, letter, chosen)
            yield around.seen(Chunk(letter.graph, triples))
            if progress:
                progress(number, len(chosen.letters))
    yield from around.described()


def read_graph(store: GraphStore, iri: str) -> tuple[ox.Triple, ...]:
    """One named graph, whole, in an order that depends on what it says alone."""
    lines = sorted(store.dump(ox.RdfFormat.N_TRIPLES, iri).splitlines(keepends=True))
    content = b"".join(lines)
    return tuple(quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES))


def _everything(store: GraphStore, chosen: Chosen, progress: Progress | None) -> Iterator[Chunk]:
    """All graphs, those of letters counted. What the letters point to is in the others, and comes last."""
    of_letters = {letter.graph for letter in chosen.letters}
    for number, letter in enumerate(sorted(of_letters), 1):
        yield Chunk(letter, read_graph(store, letter))
        if progress:
            progress(number, len(of_letters))
    for graph in store.graphs():
        if graph not in of_letters:
            yield Chunk(graph, read_graph(store, graph))
            if progress:
                progress(len(of_letters), len(of_letters))


def _picked(triples: tuple[ox.Triple, ...], letter: ChosenLetter, chosen: Chosen) -> tuple[ox.Triple, ...]:
    """The wanted parts with their sources and passages, and what is said of the letter and its visit."""
    said: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        said[name_of(triple.subject)].append(triple)
    wanted = [node for node, about in said.items() if _wanted(node, about, said, chosen)]
    if chosen.passages:
        wanted += [passage for passage in chosen.passages if passage in said]
    kept: set[str] = set()
    also = _ABOUT_LETTERS if chosen.passages else {*_ABOUT_LETTERS, _PEOPLE}
    waiting = [*wanted, *(node for node, about in said.items() if _classes(about) & also)]
    while waiting:
        node = waiting.pop()
        if node in kept or node not in said:
            continue
        kept.add(node)
        waiting += [name_of(one.object) for one in said[node] if isinstance(one.object, ox.NamedNode)]
    return tuple(triple for triple in triples if name_of(triple.subject) in kept)


def _wanted(node: str, about: list[ox.Triple], said: dict[str, list[ox.Triple]], chosen: Chosen) -> bool:
    classes = _classes(about)
    if not classes & _PARTS:
        return bool(chosen.passages and classes & _OF_PASSAGES) and chosen.wants("", (), _passage(about, said))
    polarity = next(iter(_values(about, "polarity")), "")
    if not polarity:
        polarity = point_polarity(INSP + "StrengthPoint" if INSP + "StrengthPoint" in classes else "")
    return chosen.wants(polarity, _values(about, "theme"), _passage(about, said))


def _passage(about: list[ox.Triple], said: dict[str, list[ox.Triple]]) -> str | None:
    for source in _values(about, "source"):
        return next(iter(_values(said[source], "passage")), None)
    return None


def _classes(about: list[ox.Triple]) -> set[str]:
    return {name_of(one.object) for one in about if one.predicate.value == _TYPE}


def _values(about: list[ox.Triple], name: str) -> list[str]:
    return [name_of(one.object) for one in about if one.predicate.value == INSP + name]


def name_of(term: object) -> str:
    """A term's IRI or plain text."""
    return str(getattr(term, "value", ""))


class _Around:
    """Keeps what was pointed to, to be described at the end."""

    def __init__(self, store: GraphStore, depth: int, check: Callable[[], None]) -> None:
        self._store, self._depth, self._check = store, depth, check
        self._known: set[str] = set()
        self._open: set[str] = set()
        self._parts: set[str] = set()

    def seen(self, chunk: Chunk) -> Chunk:
        """Take notice of a chunk, and pass it on."""
        if not self._depth:
            return chunk
        here = {name_of(one.subject) for one in chunk.triples}
        self._known |= {node for node in here if "#" not in node}
        self._parts |= {name_of(one.subject) for one in chunk.triples if _can_be_followed(one)}
        self._open |= {target for target in map(_target, chunk.triples) if target and target not in here}
        return chunk

    def described(self) -> Iterator[Chunk]:
        """What was pointed to, as the other graphs describe it; each link on costs one of the depth."""
        if self._depth and self._parts:
            yield from self._added(self._following())
        for _ in range(self._depth):
            wanted = sorted(self._open - self._known)
            self._known |= self._open
            self._open = set()
            found: dict[str, list[ox.Triple]] = defaultdict(list)
            for start in range(0, len(wanted), _DESCRIBED_AT_ONCE):
                nodes = " ".join(str(ox.NamedNode(iri)) for iri in wanted[start : start + _DESCRIBED_AT_ONCE])
                _add(found, self._store.select(_DESCRIPTIONS.replace("%NODES%", nodes)).terms)
                self._check()
            yield from self._added(found)

    def _following(self) -> dict[str, list[ox.Triple]]:
        """What derived graphs say of parts that were seen."""
        found: dict[str, list[ox.Triple]] = defaultdict(list)
        for query in (_FOLLOWING, _REFERS):
            rows = self._store.select(query)
            subject = rows.variables.index("about" if "about" in rows.variables else "s")
            _add(found, [row for row in rows.terms if name_of(row[subject]) in self._parts])
            self._check()
        return found

    def _added(self, found: dict[str, list[ox.Triple]]) -> Iterator[Chunk]:
        for graph, triples in sorted(found.items()):
            once = tuple(sorted(dict.fromkeys(triples), key=str))
            self._open |= {target for target in map(_target, once) if target}
            yield Chunk(graph, once, around=True)


def _nobody() -> None:
    """Nobody waits."""


def _add(found: dict[str, list[ox.Triple]], rows: object) -> None:
    for graph, subject, predicate, value, *_ in rows:  # type: ignore[attr-defined]
        found[str(graph.value)].append(ox.Triple(subject, predicate, value))


def _can_be_followed(triple: ox.Triple) -> bool:
    """Whether a derived graph may say more of the subject: what became of a point, which visit is mentioned."""
    return triple.predicate.value == _TYPE and name_of(triple.object) in (
        INSP + "Point",
        INSP + "Mention",
    )


def _target(triple: ox.Triple) -> str | None:
    """What a statement points to; classes are not followed."""
    if triple.predicate.value == _TYPE or not isinstance(triple.object, ox.NamedNode):
        return None
    return name_of(triple.object)
