"""The index of passages' vectors. `open_index` is the door: embedded Chroma in the library, or a Chroma server."""

from __future__ import annotations

from pathlib import Path

from rag.index.base import Hit, IndexRow, PassageIndex
from rag.index.chroma import ChromaIndex, embedded_client, server_client

__all__ = ["ChromaIndex", "Hit", "IndexRow", "PassageIndex", "open_index"]


def open_index(
    folder: Path, model: str, dimension: int, url: str | None = None, *, fresh: bool = False
) -> PassageIndex:
    """Open the index of a library, or make it.

    `folder` holds the embedded index; with `url` (`LETTERS_CHROMA_URL`) the index is on that server and the folder is
    not touched. `model` and `dimension` are those of the embedder: an index made by another model is a `LibraryError`,
    unless `fresh` asks for an empty one in its place.
    """
    client = server_client(url) if url else embedded_client(folder)
    return ChromaIndex(client, model, dimension, fresh=fresh)
