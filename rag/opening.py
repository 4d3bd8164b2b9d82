"""An assistant on a library, its index and model opened only when a question needs them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kg.library import Library
from rag.assistant import Assistant
from rag.model import Evidence
from rag.retrieval.retriever import Retriever
from rag.retrieval.sheet import Sheet


class LateSearcher:
    """Opens index and embedder at the first search: questions that the graph answers need neither."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._retriever: Retriever | None = None
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

    def close(self) -> None:
        """Lets the index go."""
        if self._retriever is not None:
            self._index.close()
            self._retriever = None

    def _opened(self) -> Retriever:
        with self._lock:
            if self._retriever is None:
                self._retriever = self._open()
            return self._retriever

    def _open(self) -> Retriever:
        from rag.embedding import open_embedder
        from rag.index import open_index

        settings = self._library.settings
        embedder = open_embedder(settings.embedding_model)
        self._index = open_index(self._library.index_folder, embedder.name, embedder.dimension, settings.chroma_url)
        return Retriever(self._library, self._index, embedder)


@contextmanager
def open_assistant(library: Library) -> Iterator[Assistant]:
    """The assistant, its index closed afterwards."""
    searcher = LateSearcher(library)
    try:
        yield Assistant(library, searcher)
    finally:
        searcher.close()
