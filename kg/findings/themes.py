"""Which themes a sentence is about, by cue phrases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.findings.tokens import Words

WEAK = 0.4
STRONG = 1.0


def _read() -> dict[str, str]:
    """Theme -> its cues, as themes.txt has them."""
    lines = (Path(__file__).parent / "themes.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    entries = (" ".join(entry.split()).partition(": ") for entry in text.split("\n\n") if entry.strip())
    return {theme: cues for theme, _, cues in entries}


def _cues() -> Iterator[tuple[str, str, float]]:
    for theme, text in _TEXT.items():
        for weight, part in zip((STRONG, WEAK), text.split("~"), strict=False):
            for cue in part.split(","):
                if cue.strip():
                    yield theme, cue.strip(), weight


_TEXT = _read()
WORDS = Words(word[:-1] for _, cue, _ in _cues() for word in cue.split() if word.endswith("*"))
THEMES = tuple(theme for theme in _TEXT if theme != "none")


def _index() -> tuple[dict[str, list[tuple[int, float]]], dict[str, int]]:
    """Cue -> themes and weights; first word -> length of the longest cue that begins with it."""
    cues: dict[str, dict[int, float]] = {}
    longest: dict[str, int] = {}
    for theme, cue, weight in _cues():
        parts = [WORDS.canonical(word.rstrip("*")) for word in cue.split()]
        longest[parts[0]] = max(len(parts), longest.get(parts[0], 0))
        known = cues.setdefault(" ".join(parts), {})
        if theme == "none":
            continue
        known[THEMES.index(theme)] = max(weight, known.get(THEMES.index(theme), 0.0))
    return {cue: list(hits.items()) for cue, hits in cues.items()}, longest


_CUES, _LONGEST = _index()


def hits(words: list[str]) -> list[tuple[int, float, int, int]]:
    """(theme, weight, position, length) of every cue among canonical words; a longer cue hides what it begins with."""
    found: list[tuple[int, float, int, int]] = []
    end, free = len(words), 0
    for position, word in enumerate(words):
        if position < free or word not in _LONGEST:
            continue
        for length in range(min(_LONGEST[word], end - position), 0, -1):
            cue = _CUES.get(" ".join(words[position : position + length]) if length > 1 else word)
            if cue is not None:
                found.extend([(theme, weight, position, length) for theme, weight in cue])
                free = position + length
                break
    return found


def scores(words: list[str]) -> dict[int, float]:
    """Theme -> how much of the sentence speaks of it: its strongest cue, more for others and for an early one."""
    best: dict[int, float] = {}
    for theme, weight, position, length in hits(words):
        value = weight * (1.25 if length > 1 else 1.0) * (1.1 if position < 8 else 1.0)
        known = best.get(theme, 0.0)
        best[theme] = max(known, value) + 0.3 * min(known, value)
    return best
