"""What every embedder offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Text to vectors of unit length, so that a dot product is the cosine."""

    @property
    def name(self) -> str:
        """Which model: kept with an index, since vectors of two models do not compare."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, float32, shape (len(texts), dimension), in the order of the texts."""
