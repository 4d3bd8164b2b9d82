"""Every sentence of a library laid out for scoring, as arrays that are kept in a file: a search over all letters needs
no letter unpacked. A letter that comes or goes costs the work of that letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.model import Letter
from rag.retrieval.postings import Array, Postings
from rag.retrieval.sheet import Sheet, headings_of
from rag.retrieval.words import stems_of

FORMAT = "1"
"""Raised when letters are laid out otherwise: files of earlier versions are then not found."""
KEPT = 2
"""Files that are kept: readers may still be at the letters of the one before."""
_POLARITIES = ("strength", "improvement", "mixed", "neutral")
Integers = NDArray[np.int32]
Bits = NDArray[np.uint64]


@dataclass(slots=True)
class _Words:
    """Sentences as numbers of their stems, one after the other."""

    stems: list[str]
    tokens: Integers
    lengths: Integers

    def postings(self) -> Postings:
        return Postings.of_tokens({stem: number for number, stem in enumerate(self.stems)}, self.tokens, self.lengths)


@dataclass(slots=True)
class Layout:
    """The sentences of some letters, letter by letter. Rows are sentences; `sentences` and `headings` are their words.

    `places` has for each row its letter (a number in `keys`), its passage's number, and where it begins and ends in
    the letter's text; `said` has a bit for each theme and polarity of the findings that it belongs to.
    """

    keys: tuple[str, ...]
    places: Integers
    sentences: _Words
    heads: _Words
    said: Bits
    themes: tuple[str, ...]
    postings: Postings = field(init=False)
    headings: Postings = field(init=False)
    first: NDArray[np.bool_] = field(init=False)
    starts: NDArray[np.intp] = field(init=False)
    passage_of: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        letters, passages = self.places[:, 0], self.places[:, 1]
        self.first = np.ones(len(self.places), dtype=bool)
        self.first[1:] = (letters[1:] != letters[:-1]) | (passages[1:] != passages[:-1])
        self.starts = np.flatnonzero(self.first)
        self.passage_of = np.cumsum(self.first) - 1
        self.postings = self.sentences.postings()
        self.headings = self.heads.postings()

    @property
    def letter_of(self) -> Integers:
        """The letter of each row, by its number in `keys`."""
        return self.places[:, 0]

    def spread(self, by_passage: Array) -> Array:
        """Values of passages (last axis) given to each of their sentences."""
        spread: Array = by_passage[..., self.passage_of]
        return spread

    def mask(self, themes: Iterable[str], polarity: str | None) -> tuple[np.uint64, np.uint64]:
        """The bits of themes and of a polarity in `said`."""
        bits = [self.themes.index(theme) for theme in themes if theme in self.themes]
        tone = 1 << _POLARITIES.index(polarity) if polarity in _POLARITIES else 0
        return np.uint64(sum(1 << (bit + len(_POLARITIES)) for bit in set(bits))), np.uint64(tone)


def lay_out(letters: Iterable[Letter]) -> Layout:
    """Letters laid out, in the order of their keys."""
    return _joined([_one(letter) for letter in sorted(letters, key=lambda letter: letter.key)])


def _one(letter: Letter) -> Layout:
    sheet = Sheet([letter])
    themes = tuple(dict.fromkeys(theme for finding in letter.findings for theme in finding.themes))
    places = [(0, place.passage.number, place.span.start, place.span.end) for place in sheet.places]
    texts = [place.span.of(letter.document.text) for place in sheet.places]
    said = []
    for row in range(len(places)):
        bits = 0
        for finding in sheet.findings(row):
            bits |= 1 << _POLARITIES.index(finding.polarity)
            for theme in finding.themes:
                bits |= 1 << (themes.index(theme) + len(_POLARITIES))
        said.append(bits)
    return Layout(
        (letter.key,),
        np.array(places, dtype=np.int32).reshape(-1, 4),
        _numbered(stems_of(texts) if texts else []),
        _numbered(headings_of(sheet)),
        np.array(said, dtype=np.uint64),
        themes,
    )


def _numbered(sentences: Sequence[Sequence[str]]) -> _Words:
    numbers: dict[str, int] = {}
    tokens = [numbers.setdefault(stem, len(numbers)) for sentence in sentences for stem in sentence]
    lengths = [len(sentence) for sentence in sentences]
    return _Words(list(numbers), np.array(tokens, dtype=np.int32), np.array(lengths, dtype=np.int32))


def _joined(parts: Sequence[Layout]) -> Layout:
    """Layouts one after the other."""
    keys = tuple(key for part in parts for key in part.keys)
    themes = tuple(dict.fromkeys(theme for part in parts for theme in part.themes))
    places, said, before = [np.zeros((0, 4), dtype=np.int32)], [np.zeros(0, dtype=np.uint64)], 0
    for part in parts:
        moved = part.places.copy()
        moved[:, 0] += before
        before += len(part.keys)
        places.append(moved)
        said.append(_renumbered(part.said, part.themes, themes))
    return Layout(
        keys,
        np.concatenate(places),
        _words([part.sentences for part in parts]),
        _words([part.heads for part in parts]),
        np.concatenate(said),
        themes,
    )


def _renumbered(said: Bits, own: Sequence[str], themes: Sequence[str]) -> Bits:
    moved = said & np.uint64((1 << len(_POLARITIES)) - 1)
    for number, theme in enumerate(own):
        has = (said >> np.uint64(number + len(_POLARITIES))) & np.uint64(1)
        moved |= has << np.uint64(themes.index(theme) + len(_POLARITIES))
    return moved


def _words(parts: Sequence[_Words]) -> _Words:
    numbers: dict[str, int] = {}
    tokens = [np.zeros(0, dtype=np.int32)]
    for part in parts:
        new = np.array([numbers.setdefault(stem, len(numbers)) for stem in part.stems], dtype=np.int32)
        tokens.append(new[part.tokens] if len(part.tokens) else part.tokens)
    lengths = [np.zeros(0, dtype=np.int32), *(part.lengths for part in parts)]
    return _Words(list(numbers), np.concatenate(tokens), np.concatenate(lengths))


def _only(layout: Layout, keys: Collection[str]) -> Layout:
    """The rows of some of the letters."""
    kept = [number for number, key in enumerate(layout.keys) if key in keys]
    new = np.full(len(layout.keys), -1, dtype=np.int32)
    new[kept] = np.arange(len(kept), dtype=np.int32)
    rows = new[layout.places[:, 0]] >= 0
    places = layout.places[rows].copy()
    places[:, 0] = new[places[:, 0]]
    passages = rows[layout.starts]
    return Layout(
        tuple(layout.keys[number] for number in kept),
        places,
        _chosen(layout.sentences, rows),
        _chosen(layout.heads, passages),
        layout.said[rows],
        layout.themes,
    )


def _chosen(words: _Words, rows: NDArray[np.bool_]) -> _Words:
    return _Words(words.stems, words.tokens[np.repeat(rows, words.lengths)], words.lengths[rows])


def _file(folder: Path, keys: Collection[str], passages: int) -> Path:
    state = hashlib.sha256(" ".join(sorted(keys)).encode()).hexdigest()[:16]
    return folder / f"{FORMAT}-{passages}-{state}.npz"


def load(folder: Path, passages: int, held: Collection[str]) -> Layout | None:
    """The newest layout of an index of so many passages, all of letters that are held; None where there is none.

    The index could tell its letters itself, but takes seconds for it.
    """
    files = folder.glob(f"{FORMAT}-{passages}-*.npz")
    for file in sorted(files, key=lambda other: other.stat().st_mtime_ns, reverse=True):
        layout = _read(file)
        if set(held).issuperset(layout.keys):
            return layout
    return None


def keep(
    folder: Path, keys: Collection[str], passages: int, read: Callable[[Collection[str]], Iterable[Letter]]
) -> None:
    """Lets the folder hold the layout of just these letters, whose index has so many passages; `read` gives those that
    are not laid out yet.
    """
    file = _file(folder, keys, passages)
    if file.is_file():
        return
    folder.mkdir(exist_ok=True)
    files = sorted(folder.glob("*.npz"), key=lambda other: other.stat().st_mtime_ns)
    own = [other for other in files if other.name.startswith(f"{FORMAT}-")]
    parts = [_only(_read(own[-1]), keys)] if own else []
    missing = sorted(set(keys) - {key for part in parts for key in part.keys})
    parts += [_one(letter) for letter in read(missing)]
    _write(_joined(parts), file)
    for old in files[: max(0, len(files) + 1 - KEPT)]:
        old.unlink(missing_ok=True)


def _write(layout: Layout, file: Path) -> None:
    unfinished = file.with_name(f".{file.name}")
    with unfinished.open("wb") as target:
        np.savez(
            target,
            keys=_bytes(layout.keys),
            places=layout.places,
            stems=_bytes(layout.sentences.stems),
            tokens=layout.sentences.tokens,
            lengths=layout.sentences.lengths,
            head_stems=_bytes(layout.heads.stems),
            head_tokens=layout.heads.tokens,
            head_lengths=layout.heads.lengths,
            said=layout.said,
            themes=_bytes(layout.themes),
        )
    unfinished.replace(file)


def _read(file: Path) -> Layout:
    with np.load(file, allow_pickle=False) as held:
        return Layout(
            tuple(_lines(held["keys"])),
            held["places"],
            _Words(_lines(held["stems"]), held["tokens"], held["lengths"]),
            _Words(_lines(held["head_stems"]), held["head_tokens"], held["head_lengths"]),
            held["said"],
            tuple(_lines(held["themes"])),
        )


def _lines(data: NDArray[np.uint8]) -> list[str]:
    text = data.tobytes().decode()
    return text.split("\n") if text else []


def _bytes(lines: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)
