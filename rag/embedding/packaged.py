"""The packaged all-MiniLM-L6-v2 on onnxruntime: the same vectors as torch gives, without its five seconds of import."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.encoder.graph import WIDTH, vectors_graph
from kg.encoder.package import batches, open_session, open_tokenizer, padded, weights_file
from rag.embedding.base import Vectors

PACKAGED = "all-MiniLM-L6-v2"
PIECES = 256
"""Word pieces that the model was trained to read; what is longer is cut."""
BATCH = 12
"""Padding is what costs: small batches of texts of one length beat large ones."""
WINDOW = 2048
"""Texts sorted by length at a time, so that memory does not grow with the number of texts."""


class OnnxEmbedder:
    """The packaged model; loaded at the first text."""

    name = PACKAGED
    dimension = WIDTH

    def __init__(self) -> None:
        weights = weights_file()
        self._session = open_session("minilm", b"", lambda: vectors_graph(weights), weights)
        self._tokenizer = open_tokenizer(weights)
        self._tokenizer.enable_truncation(PIECES)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in the order of the texts."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), WINDOW):
            pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts[start : start + WINDOW]))]
            for rows in batches([len(ids) for ids in pieces], BATCH):
                vectors[[start + row for row in rows]] = self._run([pieces[row] for row in rows])
        return vectors

    def _run(self, pieces: list[list[int]]) -> Vectors:
        ids, mask = padded(pieces)
        vectors: Vectors = self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]
        return vectors
