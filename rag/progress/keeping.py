"""Makes anew what became of points, for those authorities whose letters came or went since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np

from kg.library import Library
from kg.library.readings import unpack
from kg.mapping.progress import Held, follow, held, told, triples
from rag.embedding import open_embedder

METHOD = "4"
"""Raised when the statements are made otherwise: all are then made anew."""
FACT = "progress"
_PREFIX = "progress/"


def derive_progress(library: Library) -> int:
    """Brings the graphs of progress up to date; how many authorities were followed up anew.

    Each authority has a graph of its own, so that a letter that comes or goes costs the work of its authority only.
    """
    known: dict[str, str] = json.loads(library.manifest.fact(FACT) or "{}")
    places = held(library.store)
    states = {authority: _state(letters) for authority, letters in places.items()}
    changed = [authority for authority, state in states.items() if known.get(authority) != state]
    gone = [authority for authority in known if authority not in states]
    for authority in gone:
        library.store.drop_graph(_graph(library, authority))
    for authority in changed:
        by_key = dict(library.manifest.readings(one.key for one in places[authority]))
        letters = [told(unpack(by_key[one.key]), one, library.ids) for one in places[authority]]
        followed = follow(letters, cosines)
        library.store.replace_graph(_graph(library, authority), triples(followed, authority))
    if changed or gone:
        library.store.publish()
        library.manifest.note_published(FACT, json.dumps(states, sort_keys=True))
    return len(changed)


def _graph(library: Library, authority: str) -> str:
    return library.ids.derived(_PREFIX + authority.rsplit("/", 1)[-1])


def _state(letters: Sequence[Held]) -> str:
    told = f"{METHOD} {' '.join(sorted(f'{one.key} {one.date}' for one in letters))}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def cosines(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The cosines of pairs of texts by the packaged model, for which the measure was fitted."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    if not texts:
        return []
    vectors = open_embedder().embed(texts)
    row = dict(zip(texts, vectors, strict=True))
    return [float(np.dot(row[one], row[other])) for one, other in pairs]
