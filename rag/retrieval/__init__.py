"""Questions' words to sentences of letters. `Retriever.search` is the door."""

from __future__ import annotations

from rag.retrieval.retriever import Letters, Retriever

__all__ = ["Letters", "Retriever"]
