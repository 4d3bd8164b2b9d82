"""Passages as windows of word pieces, in which a language model reads each sentence in its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.findings.features import Unit

LONGEST = 112
"""Pieces of a window."""
_HEADING = 26  # pieces of what stands above a passage
_BEHIND = 32  # pieces before a window's first new sentence, where a passage needs several windows
_OPEN, _CLOSE = 101, 102  # the marks before a text and behind each of its two parts


@dataclass(frozen=True, slots=True)
class Window:
    """The pieces of the headings (the first `opening` ones) and of some sentences.

    `spans` holds (place of the sentence among the letter's units, first piece, piece behind the last).
    """

    ids: list[int]
    opening: int
    spans: list[tuple[int, int, int]]


def windows(units: Sequence[Unit], judged: Sequence[int], topic: str | None, tokenizer: Any) -> list[Window]:
    """Windows that hold each of the judged sentences once, with what stands before and behind it in its passage."""
    wanted = set(judged)
    passages = {units[place].passage.number for place in wanted}
    held = [place for place, unit in enumerate(units) if unit.passage.number in passages]
    cut = tokenizer.encode_batch([units[place].text for place in held], add_special_tokens=False)
    pieces = {place: encoding.ids for place, encoding in zip(held, cut, strict=True)}
    heads: dict[tuple[str, ...], list[int]] = {}
    found: list[Window] = []
    begin = 0
    for end in range(1, len(held) + 1):
        if end < len(held) and units[held[end]].passage.number == units[held[begin]].passage.number:
            continue
        path = units[held[begin]].passage.path
        if path not in heads:
            above = " . ".join(part[:60] for part in (topic or "", *path[-2:]) if part)
            heads[path] = tokenizer.encode(above, add_special_tokens=False).ids[:_HEADING]
        found += _of_passage([(place, pieces[place]) for place in held[begin:end]], wanted, heads[path])
        begin = end
    return found


def _of_passage(sentences: list[tuple[int, list[int]]], wanted: set[int], head: list[int]) -> list[Window]:
    room = LONGEST - len(head) - 3
    text = [piece for _, pieces in sentences for piece in pieces]
    ends, at = [], 0
    for _, pieces in sentences:
        at += len(pieces)
        ends.append(at)
    found: list[Window] = []
    number = 0
    while number < len(sentences):
        first = ends[number] - len(sentences[number][1])
        start = 0 if ends[-1] <= room else max(0, min(first - _BEHIND, ends[-1] - room))
        if ends[number] > start + room:  # a long sentence needs the room of what stands before it
            start = min(first, ends[number] - room) if ends[number] - first <= room else first
        spans = []
        shift = len(head) + 2 - start
        taken = number
        while taken < len(sentences) and (ends[taken] <= start + room or taken == number):
            place, pieces = sentences[taken]
            if place in wanted and pieces:
                spans.append((place, ends[taken] - len(pieces) + shift, min(ends[taken], start + room) + shift))
            taken += 1
        if spans:
            ids = [_OPEN, *head, _CLOSE, *text[start : start + room], _CLOSE]
            found.append(Window(ids, len(head) + 2, spans))
        number = taken
    return found
