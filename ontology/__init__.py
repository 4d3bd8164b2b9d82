"""The vocabulary, the shapes and the reference data, as files of the package that kg, rag and ui read."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

ONTOLOGY = "inspection.ttl"
SHAPES = "shapes.ttl"
CONCEPTS = "concepts.ttl"
THEMES = "themes.ttl"
AUTHORITIES = "authorities.ttl"
REFERENCE = (ONTOLOGY, CONCEPTS, THEMES, AUTHORITIES)
"""The files that make up the reference graph; the shapes are not data and stay outside."""


def content(name: str) -> bytes:
    """One of the files, as it is."""
    return files(__name__).joinpath(name).read_bytes()


@lru_cache(maxsize=1)
def reference_triples() -> tuple[ox.Triple, ...]:
    """Ontology, concepts, themes and authorities: what every library's reference graph holds."""
    found = (quad.triple for name in REFERENCE for quad in ox.parse(content(name), format=ox.RdfFormat.TURTLE))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def reference_ntriples() -> bytes:
    """The same as N-Triples, sorted: for loading in bulk, and for telling whether a library's copy is up to date."""
    lines = ox.serialize(reference_triples(), format=ox.RdfFormat.N_TRIPLES)
    return b"".join(sorted((lines or b"").splitlines(keepends=True)))
