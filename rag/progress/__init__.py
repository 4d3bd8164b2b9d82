"""Keeps the statements on what became of points in step with the letters. `derive_progress` is the door."""

from __future__ import annotations

from rag.progress.keeping import derive_progress

__all__ = ["derive_progress"]
