"""Questions' words to sentences of letters. `Retriever.search` and `Retriever.coverage` are the doors."""

from __future__ import annotations

from rag.retrieval.coverage import Coverage
from rag.retrieval.retriever import Letters, Retriever

__all__ = ["Coverage", "Letters", "Retriever"]
