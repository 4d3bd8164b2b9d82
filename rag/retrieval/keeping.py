"""Keeps the library's sentences laid out beside its index, in step with its letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg.library import Library
from kg.library.readings import unpack
from kg.model import Letter
from rag.index import PassageIndex
from rag.retrieval.layout import keep

LAYOUTS = "layouts"
"""The folder in the library."""


def keep_layout(library: Library, index: PassageIndex) -> None:
    """Lays out what came since; a search over the whole library then begins at once."""

    def read(keys: Collection[str]) -> Iterator[Letter]:
        for _, reading in library.manifest.readings(keys):
            yield unpack(reading)

    keep(library.folder / LAYOUTS, frozenset(index.keys()), index.count(), read)
