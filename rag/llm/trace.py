"""The record of what a language model was asked and said: one JSON object a line, for developers to open."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LARGEST = 20_000_000
"""Bytes after which the file is put aside as `.1` and a new one begun."""


class Trace:
    """Appends calls to a file; a file that cannot be written is done without. The key never gets in."""

    def __init__(self, path: Path, secret: str | None = None) -> None:
        self.path = path
        self._secret = secret
        self._lock = threading.Lock()

    def call(
        self,
        *,
        model: str,
        purpose: str,
        prompt: Sequence[tuple[str, str]],
        answer: str,
        seconds: float,
        tokens: dict[str, Any] | None = None,
        failure: str | None = None,
    ) -> None:
        """One call of the model."""
        row = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "model": model,
            "purpose": purpose,
            "prompt": [{"role": role, "content": text} for role, text in prompt],
            "answer": answer,
            "tokens": tokens,
            "seconds": round(seconds, 3),
            "failure": failure,
        }
        line = json.dumps(row, ensure_ascii=False)
        if self._secret:
            line = line.replace(self._secret, "***")
        with self._lock:
            try:
                self._append(line.encode("utf-8", "replace") + b"\n")
            except OSError:
                return

    def _append(self, line: bytes) -> None:
        if self.path.exists() and self.path.stat().st_size > LARGEST:
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))
        # Questions and letters' words are nobody else's business.
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write(line)
