"""Passages' vectors in Chroma: one collection, the same code for the embedded store and for a server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from kg.errors import LibraryError
from rag.embedding.base import Vectors
from rag.index.base import Hit, IndexRow

if TYPE_CHECKING:
    from chromadb.api.client import Client

COLLECTION = "passages"
BATCH = 5000
"""Chroma takes at most 5,461 rows at a time."""
EF_SEARCH = 200
"""How widely a search looks: the default of 100 misses one in twenty of the true ten nearest."""


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Chroma's errors, and those of the connection, as one line of ours."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError) as error:
        raise LibraryError(f"The passage index failed: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def embedded_client(folder: Path) -> Client:
    """Chroma's own files in a folder; one process at a time may have it open."""
    import chromadb

    folder.mkdir(parents=True, exist_ok=True)
    with _plain_errors():
        return cast("Client", chromadb.PersistentClient(str(folder), settings=_settings()))


def server_client(url: str) -> Client:
    """A Chroma server by address: http://host:8000."""
    import chromadb

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LibraryError(f"LETTERS_CHROMA_URL must look like http://host:8000, not {url!r}")
    secure = parts.scheme == "https"
    try:
        with _plain_errors():
            port = parts.port or (443 if secure else 8000)
            client = chromadb.HttpClient(host=parts.hostname, port=port, ssl=secure, settings=_settings())
            return cast("Client", client)
    except ValueError as error:
        raise LibraryError(f"No Chroma server answers at {url}: {_first_line(error)}") from error


class ChromaIndex:
    """`PassageIndex` on a Chroma client."""

    def __init__(self, client: Client, model: str, dimension: int, *, fresh: bool = False) -> None:
        self._client = client
        self.dimension = dimension
        with _plain_errors():
            if fresh and COLLECTION in (c.name for c in client.list_collections()):
                client.delete_collection(COLLECTION)
            self._collection = client.get_or_create_collection(
                COLLECTION,
                metadata={"model": model, "dimension": dimension},
                configuration={"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}},
                embedding_function=None,
            )
        made_by = (self._collection.metadata or {}).get("model")
        if made_by != model:
            raise LibraryError(
                f"The passage index was made with the model {made_by}, not {model}: run `letters rebuild`"
            )

    def replace(self, letter: str, rows: Sequence[IndexRow], vectors: Vectors) -> None:
        """Make `rows` all that the index holds of the letter."""
        ids = [row.iri for row in rows]
        stale = sorted(set(self._ids(letter)) - set(ids))
        with _plain_errors():
            for part in _parts(len(ids)):
                metadatas: list[Any] = [_metadata(row) for row in rows[part]]
                self._collection.upsert(ids=ids[part], embeddings=vectors[part], metadatas=metadatas)
            for part in _parts(len(stale)):
                self._collection.delete(ids=stale[part])

    def remove(self, letter: str) -> None:
        """Forget the letter."""
        with _plain_errors():
            self._collection.delete(where={"letter": letter})

    def counts(self) -> dict[str, int]:
        """The letters in the index, each with its number of passages."""
        found: Counter[str] = Counter()
        for metadatas in self._pages(lambda **page: self._collection.get(include=["metadatas"], **page)["metadatas"]):
            found.update(metadata["letter"] for metadata in metadatas)
        return dict(found)

    def keys(self) -> set[str]:
        """The letters in the index."""
        return set(self.counts())

    def count(self) -> int:
        """The number of passages."""
        with _plain_errors():
            return int(self._collection.count())

    def search(self, vector: Vectors, k: int, letters: Collection[str] | None = None) -> list[Hit]:
        """The nearest passages, best first, of the given letters only; approximate."""
        if k < 1 or (letters is not None and not letters):
            return []
        where: Any = None if letters is None else {"letter": {"$in": sorted(letters)}}
        with _plain_errors():
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=k, where=where, include=["metadatas", "distances"]
            )
        metadatas, distances = (found["metadatas"] or [[]])[0], (found["distances"] or [[]])[0]
        # Chroma's cosine distance of equal vectors may be -1e-7.
        return [
            Hit(iri, str(metadata["letter"]), _number(metadata), 1.0 - max(0.0, float(distance)))
            for iri, metadata, distance in zip(found["ids"][0], metadatas, distances, strict=True)
        ]

    def vectors(self, letter: str) -> tuple[list[int], Vectors]:
        """Passage numbers of a letter, ascending, and their vectors."""
        with _plain_errors():
            found = self._collection.get(where={"letter": letter}, include=["embeddings", "metadatas"])
        numbers = [_number(metadata) for metadata in found["metadatas"] or []]
        if not numbers:
            return [], np.empty((0, self.dimension), dtype=np.float32)
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        return [numbers[row] for row in order], np.asarray(found["embeddings"], dtype=np.float32)[order]

    def close(self) -> None:
        """Let go of files and connections."""
        self._client.close()

    def _ids(self, letter: str) -> list[str]:
        with _plain_errors():
            return list(self._collection.get(where={"letter": letter}, include=[])["ids"])

    def _pages(self, fetch: Callable[..., Any]) -> Iterator[Any]:
        """Whole collections come in pages: one answer with every row would grow with the library."""
        for start in range(0, self.count(), BATCH):
            with _plain_errors():
                yield fetch(limit=BATCH, offset=start)


def _parts(length: int) -> list[slice]:
    return [slice(start, start + BATCH) for start in range(0, length, BATCH)]


def _metadata(row: IndexRow) -> dict[str, str | int | bool]:
    values = asdict(row)
    del values["iri"]
    return values


def _number(metadata: Any) -> int:
    return int(metadata["number"])
