"""The packaged language model, adapted to findings: what it thinks of sentences, read in their passages.

The adapter (adapter.npz) holds what training changed: for each matrix of the upper layers two thin ones whose product
is added to it, and a head for themes and one for polarity. The model's own matrices come from its package. All are
rounded to whole numbers of seven bits: a letter is then read in less than half the time.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.encoder.graph import WIDTH, Builder, states_graph
from kg.encoder.package import batches, open_session, open_tokenizer, padded, weights_file
from kg.errors import LettersError
from kg.findings.features import Unit
from kg.findings.windows import Window, windows

_FILE = Path(__file__).parent / "adapter.npz"
_BATCH = 8
_STEPS = 63  # each way that a rounded weight can go: two products then fit into sixteen bits
_log = logging.getLogger(__name__)

Scores = npt.NDArray[np.floating]


class Encoder:
    """The model with an adapter, ready to be asked."""

    def __init__(self, adapter: bytes) -> None:
        weights = weights_file()
        with np.load(io.BytesIO(adapter), allow_pickle=False) as stored:
            self._parts = {name: stored[name].astype(np.float32) for name in stored.files}
        of = f"{_STEPS} ".encode() + adapter
        self._session = open_session("findings", of, lambda: states_graph(_Adapted(weights, self._parts)), weights, 1)
        self._tokenizer = open_tokenizer(weights)

    def sums(self, units: Sequence[Unit], judged: Sequence[int], cues: Scores, topic: str | None) -> Scores:
        """For each judged sentence the sums for each polarity, then for each theme.

        `cues` holds the weight of the themes' cues in them, `topic` what the visit was about.
        """
        states = self.states(windows(units, judged, topic, self._tokenizer))
        nothing = np.zeros(WIDTH, np.float32)  # a sentence without a letter or a digit
        read = np.stack([states.get(place, nothing) for place in judged])
        listed = np.array([[units[at].listed == kind for kind in ("strength", "improvement")] for at in judged])
        parts = self._parts
        polarity = np.concatenate([read, listed], axis=1) @ parts["polarity.weight"].T + parts["polarity.bias"]
        themes = read @ parts["themes.weight"].T + parts["themes.bias"] + cues * parts["cues"]
        return np.concatenate([polarity, themes], axis=1)

    def states(self, found: Sequence[Window]) -> dict[int, Scores]:
        """For each sentence in the windows the mean of its pieces' states."""
        means: dict[int, Scores] = {}
        for numbers in batches([len(window.ids) for window in found], _BATCH):
            these = [found[number] for number in numbers]
            ids, mask = padded([window.ids for window in these])
            types = np.zeros_like(ids)
            for row, window in enumerate(these):
                types[row, window.opening : len(window.ids)] = 1
            states = self._session.run(["states"], {"ids": ids, "types": types, "mask": mask})[0]
            for row, window in enumerate(these):
                means |= {place: states[row, begin:end].mean(axis=0) for place, begin, end in window.spans}
        return means


class _Adapted(Builder):
    """Builds with what an adapter changes, and with rounded matrices throughout."""

    def __init__(self, weights: Path, parts: dict[str, npt.NDArray[np.float32]]) -> None:
        super().__init__(weights)
        self._parts = parts

    def dense(self, value: str, prefix: str) -> str:
        """A matrix, with what is added to it, and its bias."""
        matrix = self.values(f"{prefix}.weight")
        if f"{prefix}.down" in self._parts:
            matrix = matrix + self._parts[f"{prefix}.up"] @ self._parts[f"{prefix}.down"]
        scale = np.abs(matrix).max(axis=1) / _STEPS
        rounded = np.round(matrix / scale[:, None]).astype(np.int8)
        return self.node(
            "DynamicQuantizeMatMul",
            value,
            self.array(f"{prefix}.rounded", np.ascontiguousarray(rounded.T)),
            self.array(f"{prefix}.scale", scale),
            self.array(f"{prefix}.zero", np.zeros(len(scale), np.int8)),
            self.weight(f"{prefix}.bias"),
            domain="com.microsoft",
        )

    def weight(self, name: str) -> str:
        """A tensor, as it was trained or as the package has it."""
        return self.array(name, self._parts[name]) if name in self._parts else super().weight(name)


@cache
def load() -> Encoder | None:
    """The packaged model with the packaged adapter; None, and a note, where the model's package is missing."""
    try:
        return Encoder(_FILE.read_bytes())
    except LettersError as error:
        _log.warning("Findings are judged by words alone, less exactly: %s", error)
        return None
