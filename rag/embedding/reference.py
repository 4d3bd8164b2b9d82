"""sentence-transformers: the reference for the packaged model, and the road for any model that a user names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.errors import LettersError
from rag.embedding.base import Vectors

BATCH = 32


class SentenceTransformerEmbedder:
    """A model by folder or hub name. Importing its library takes seconds, so it happens only here."""

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError, ImportError) as error:
            reason = (str(error).splitlines() or ["unknown reason"])[0]
            raise LettersError(f"The embedding model {model!r} cannot be loaded: {reason}") from error
        self.name = model
        self.dimension = len(self.embed(["."])[0])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in the order of the texts."""
        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)
