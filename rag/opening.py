"""An assistant on a library, its index and model opened only when a question needs them."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.library import Library
from kg.settings import Settings
from rag.assistant import Assistant, Companion
from rag.model import Evidence
from rag.retrieval.coverage import Coverage, Holds
from rag.retrieval.keeping import LAYOUTS
from rag.retrieval.query import Term
from rag.retrieval.retriever import Layouts, Retriever
from rag.retrieval.sheet import Sheet

if TYPE_CHECKING:
    from rag.embedding import Embedder
    from rag.index import PassageIndex


class LateSearcher:
    """Opens index and embedder at the first search: questions that the graph answers need neither."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._retriever: Retriever | None = None
        self._generation = -1
        self._indexes: list[PassageIndex] = []
        self._embedder: Embedder | None = None
        self._lock = threading.Lock()

    def search(
        self,
        text: str,
        *,
        letters: list[str] | None = None,
        themes: tuple[str, ...] = (),
        polarity: str | None = None,
        limit: int = 12,
    ) -> list[Evidence]:
        """The sentences that bear on a text, best first."""
        retriever = self._opened()
        return list(retriever.search(text, letters=letters, themes=themes, polarity=polarity, limit=limit))

    def sheet(self, key: str) -> Sheet:
        """The letter laid out for scoring."""
        return self._opened().sheet(key)

    def unheld(self, asked: Sequence[Term]) -> list[Term]:
        """Those of a question's terms that no letter of the library holds in any form."""
        return self._opened().unheld(asked)

    def coverage(self, text: str, letters: Collection[str], holds: Holds | None = None) -> Coverage:
        """How far the letters say what a text asks."""
        return self._opened().coverage(text, letters, holds)

    def close(self) -> None:
        """Lets the indexes go."""
        with self._lock:
            for index in self._indexes:
                index.close()
            self._indexes, self._retriever = [], None

    def _opened(self) -> Retriever:
        """The retriever for what the library holds now: when letters came or went, there is a newer index."""
        with self._lock:
            generation = self._library.generation()
            if self._retriever is None or generation != self._generation:
                self._retriever = self._open()
                self._generation = generation
            return self._retriever

    def _open(self) -> Retriever:
        from rag.embedding import open_embedder
        from rag.index import open_index

        settings = self._library.settings
        if self._embedder is None:
            self._embedder = open_embedder(settings.embedding_model)
        model, folder = self._embedder, self._library.index_folder
        self._indexes.append(open_index(folder, model.name, model.dimension, settings.chroma_url))
        # Another thread may still be searching the index before; the one before that is done with.
        for index in self._indexes[:-2]:
            index.close()
        self._indexes = self._indexes[-2:]
        layouts = Layouts(self._library.folder / LAYOUTS, lambda: {entry.key for entry in self._library.entries()})
        return Retriever(self._library, self._indexes[-1], model, layouts)


def open_companion(settings: Settings) -> Companion | None:
    """The language model of the settings; None, and nothing imported, where none is set."""
    if not settings.llm:
        return None
    from rag.llm.companion import Companion

    return Companion(settings)


@contextmanager
def open_assistant(library: Library, model: bool = True, kept: int = 0) -> Iterator[Assistant]:
    """The assistant, its index closed afterwards; without a language model where `model` says so.

    `kept`: how many answers to keep for those who ask the same again.
    """
    searcher = LateSearcher(library)
    try:
        yield Assistant(library, searcher, open_companion(library.settings) if model else None, kept)
    finally:
        searcher.close()
