"""The letters that training learns from: their sentences, what readers said of some, what a teacher thinks."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from kg.errors import LettersError
from kg.findings.features import Seen, Unit, name, see
from kg.findings.finder import may_evaluate, units
from kg.findings.linear import POLARITIES
from kg.findings.themes import THEMES
from kg.letters import parse
from kg.model import Letter
from kg.reading import read

LABELS = Path(__file__).parent / "labels.jsonl"
log = logging.getLogger("train")
_IN_SENTENCE = re.compile(r"(?<=[a-z,] )[A-Za-z]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Body:
    """A letter's sentences with their features, and the places of those that are judged."""

    units: list[Unit]
    seen: Seen
    judged: np.ndarray


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of judged sentences: their rows, the numbers of their letters, polarities and themes as chances."""

    rows: np.ndarray
    groups: np.ndarray
    polarity: np.ndarray
    themes: np.ndarray

    def only(self, wanted: np.ndarray) -> Said:
        """A part of it."""
        return Said(self.rows[wanted], self.groups[wanted], self.polarity[wanted], self.themes[wanted])


@dataclass(slots=True)
class Corpus:
    """The judged sentences of all letters, in order, as rows; `begins` tells where each letter's rows begin.

    `cells` are the words (by `names`) and behind them kg.findings.features.DENSE. `labels` is what readers said,
    `opinions` what a teacher thinks of other sentences (sums before they become chances). `proper` are words that stand
    mostly with a capital inside sentences: names.
    """

    bodies: list[Body]
    begins: np.ndarray
    names: list[str]
    cells: sp.csr_matrix
    labels: Said
    opinions: Said
    proper: set[str]


def sentence_hash(text: str) -> str:
    """The name of a sentence in labels.jsonl."""
    return hashlib.sha256(re.sub(r"[^a-z0-9]", "", text.lower()).encode()).hexdigest()[:16]


def file_key(path: Path) -> str:
    """The name of a letter in labels.jsonl."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def labels_by_letter() -> dict[str, dict[str, dict[str, Any]]]:
    """Letter -> sentence -> label."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        found[label["letter"]][label["sentence"]] = label
    return found


def body_of(letter: Letter) -> Body:
    """A letter's sentences with their features."""
    body = units(letter.document, letter.passages, letter.points)
    seen = see(body, letter.document_type)
    return Body(body, seen, may_evaluate(body, seen))


def load_letters(folder: Path, skip: frozenset[str]) -> list[tuple[str, Letter]]:
    """The keys and readings of the folder's PDFs; files that cannot be read are named and left out."""
    found = []
    for path in sorted(folder.glob("*.pdf")):
        if path.stem in skip:
            continue
        try:
            found.append((file_key(path), parse(read(path))))
        except LettersError as error:
            log.warning("%s", error)
    return found


def corpus(letters: list[tuple[str, Letter]], opinions: Path | None) -> Corpus:
    """Everything that training needs of the letters; those without a label or an opinion take no part."""
    labels = labels_by_letter()
    thought = _opinions(opinions)
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    bodies: list[Body] = []
    told: list[tuple[int, int, dict[str, Any]]] = []
    heard: list[tuple[int, int, int]] = []
    begins = [0]
    for key, letter in letters:
        if key not in labels and key not in thought:
            continue
        for word in _IN_SENTENCE.findall(letter.document.text):
            (capital if word[0].isupper() and not word.isupper() else small)[word.lower().replace("’", "'")] += 1
        body = body_of(letter)
        for row, place in enumerate(body.judged.tolist(), begins[-1]):
            called = sentence_hash(body.units[place].text)
            if label := labels[key].pop(called, None):
                told.append((row, len(bodies), label))
            elif (opinion := thought.get(key, {}).pop(called, None)) is not None:
                heard.append((row, len(bodies), opinion))
        bodies.append(body)
        begins.append(begins[-1] + len(body.judged))
    log.info("%d labelled sentences and %d with a teacher's opinion found", len(told), len(heard))
    names, cells = _cells(bodies)
    said = Said(
        np.array([row for row, *_ in told]),
        np.array([group for _, group, _ in told]),
        np.array([[label["polarity"] == polarity for polarity in POLARITIES] for *_, label in told], np.float32),
        np.array([[theme in label["themes"] for theme in THEMES] for *_, label in told], np.float32),
    )
    proper = {word for word, count in capital.items() if count >= 3 and count > 2 * small[word]}
    return Corpus(bodies, np.array(begins), names, cells, said, _heard(heard, opinions), proper)


def _opinions(path: Path | None) -> dict[str, dict[str, int]]:
    """Letter -> sentence -> row of the teacher's file."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if path is not None:
        with np.load(path, allow_pickle=False) as stored:
            for row, (letter, sentence) in enumerate(zip(stored["letters"], stored["sentences"], strict=True)):
                found[str(letter)][str(sentence)] = row
    return found


def _heard(heard: list[tuple[int, int, int]], path: Path | None) -> Said:
    if path is None:
        return Said(np.zeros(0, int), np.zeros(0, int), np.zeros((0, len(POLARITIES))), np.zeros((0, len(THEMES))))
    rows, groups, places = (np.array(column) for column in zip(*heard, strict=True))
    with np.load(path, allow_pickle=False) as stored:
        return Said(
            rows, groups, stored["polarity"][places].astype(np.float32), stored["themes"][places].astype(np.float32)
        )


def _cells(bodies: list[Body]) -> tuple[list[str], sp.csr_matrix]:
    """Names of all words, and the features of all judged sentences."""
    keys, rows, dense = [], [], []
    begin = 0
    for body in bodies:
        place = np.full(len(body.units), -1)
        place[body.judged] = np.arange(begin, begin + len(body.judged))
        begin += len(body.judged)
        for found, owners in body.seen.sparse:
            judged = place[owners] >= 0
            keys.append(found[judged])
            rows.append(place[owners[judged]])
        dense.append(sp.csr_matrix(body.seen.dense[body.judged]))
    distinct, columns = np.unique(np.concatenate(keys), return_inverse=True)
    words = sp.csr_matrix(
        (np.ones(len(columns), np.float32), (np.concatenate(rows), columns)), shape=(begin, len(distinct))
    )
    return [name(key) for key in distinct.tolist()], sp.hstack([words, sp.vstack(dense)], format="csr")
