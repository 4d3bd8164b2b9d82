"""The letters that training learns from: their sentences, and what readers said of some."""

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

    `cells` are the words (by `names`) and behind them kg.findings.features.DENSE. `labels` is what readers said.
    `proper` are words that stand mostly with a capital inside sentences: names.
    """

    bodies: list[Body]
    begins: np.ndarray
    names: list[str]
    cells: sp.csr_matrix
    labels: Said
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


def corpus(letters: list[tuple[str, Letter]]) -> Corpus:
    """Everything that training needs of the letters; those without a label take no part."""
    labels = labels_by_letter()
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    bodies: list[Body] = []
    told: list[tuple[int, int, dict[str, Any]]] = []
    begins = [0]
    for key, letter in letters:
        if key not in labels:
            continue
        for word in _IN_SENTENCE.findall(letter.document.text):
            (capital if word[0].isupper() and not word.isupper() else small)[word.lower().replace("’", "'")] += 1
        body = body_of(letter)
        for row, place in enumerate(body.judged.tolist(), begins[-1]):
            if label := labels[key].pop(sentence_hash(body.units[place].text), None):
                told.append((row, len(bodies), label))
        bodies.append(body)
        begins.append(begins[-1] + len(body.judged))
    log.info("%d labelled sentences found", len(told))
    names, cells = _cells(bodies)
    said = Said(
        np.array([row for row, *_ in told]),
        np.array([group for _, group, _ in told]),
        np.array([[label["polarity"] == polarity for polarity in POLARITIES] for *_, label in told], np.float32),
        np.array([[theme in label["themes"] for theme in THEMES] for *_, label in told], np.float32),
    )
    proper = {word for word, count in capital.items() if count >= 3 and count > 2 * small[word]}
    return Corpus(bodies, np.array(begins), names, cells, said, proper)


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
