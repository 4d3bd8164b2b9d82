"""Text to unit vectors. `open_embedder(model)` is the door: the packaged model on onnxruntime, or any model by name."""

from __future__ import annotations

import threading
from functools import cache

from rag.embedding.base import Embedder, Vectors
from rag.embedding.packaged import PACKAGED, OnnxEmbedder
from rag.embedding.reference import SentenceTransformerEmbedder

__all__ = ["PACKAGED", "Embedder", "OnnxEmbedder", "SentenceTransformerEmbedder", "Vectors", "open_embedder"]

_ONE_AT_A_TIME = threading.Lock()


def open_embedder(model: str | None = None) -> Embedder:
    """The embedder for `LETTERS_EMBEDDING_MODEL`: None, '' or 'all-MiniLM-L6-v2' is the packaged model.

    Any other name is given to sentence-transformers: a folder, or a model of its hub. A process loads a model once:
    whoever asks and whoever ingests share it.
    """
    with _ONE_AT_A_TIME:
        return _load(model or PACKAGED)


@cache
def _load(model: str) -> Embedder:
    return OnnxEmbedder() if model == PACKAGED else SentenceTransformerEmbedder(model)
