"""Train the weights by which findings are judged, or cross-check the labels.

    python tools/findings/train.py LETTERS_FOLDER [--check] [--output kg/findings/weights.npz]

labels.jsonl names a sentence by its letter (the first 16 hexadecimal digits of the file's SHA-256) and by a hash of its
letters and digits, never by its words: whoever holds the letters can train again. Letters that are missing are skipped.
Needs scikit-learn (extra `dev`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from kg.errors import LettersError
from kg.findings.features import features, shares, surroundings
from kg.findings.finder import choose, units
from kg.findings.linear import POLARITIES
from kg.findings.themes import THEMES
from kg.letters import parse
from kg.model import Letter
from kg.reading import read

LABELS = Path(__file__).parent / "labels.jsonl"
FEWEST = 3  # letters in which a word or pair of words must stand
POLARITY_C, THEME_C = 0.15, 1.0
log = logging.getLogger("train")

_OF_CUES = re.compile(r"(?:cue|strong|head|prev|first|doc):|cues$")
_OF_TONE = re.compile(r"[!<>^]|tone|prais|fault|plain$|negations$")
_IN_SENTENCE = re.compile(r"(?<=[a-z,] )[A-Za-z]+(?:['’][a-z]+)?")


@dataclass(slots=True)
class Example:
    """A labelled sentence: what the model sees of it, and what it should say."""

    letter: str
    features: dict[str, float]
    polarity: str
    themes: tuple[str, ...]


def sentence_hash(text: str) -> str:
    """The name of a sentence in labels.jsonl."""
    return hashlib.sha256(re.sub(r"[^a-z0-9]", "", text.lower()).encode()).hexdigest()[:16]


def examples(folder: Path) -> tuple[list[Example], set[str]]:
    """The labelled sentences of the letters in the folder, and the words that are mostly names."""
    labels: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        labels[label["letter"]][label["sentence"]] = label
    found: list[Example] = []
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in sorted(folder.glob("*.pdf")):
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if key not in labels:
            continue
        try:
            letter = parse(read(path))
        except LettersError as error:
            log.warning("%s", error)
            continue
        for word in _IN_SENTENCE.findall(letter.document.text):
            (capital if word[0].isupper() and not word.isupper() else small)[word.lower().replace("’", "'")] += 1
        found.extend(_labelled(letter, key, labels[key]))
    log.info("%d of %d labelled sentences found", len(found), sum(map(len, labels.values())))
    return found, {word for word, count in capital.items() if count >= 3 and count > 2 * small[word]}


def _labelled(letter: Letter, key: str, labels: dict[str, dict[str, Any]]) -> Iterator[Example]:
    body = units(letter.document, letter.passages, letter.points)
    topic = shares([unit.sentence for unit in body])
    for unit in body:
        label = labels.get(sentence_hash(unit.sentence.text))
        if label:
            seen = surroundings(topic, unit.passage.path, letter.document_type) | features(unit.sentence)
            yield Example(key, seen, label["polarity"], tuple(label["themes"]))


def is_word(name: str) -> bool:
    """Whether a feature is a word or words of the sentence, not something measured of it."""
    return not re.search(r":|^(?:tone|praise|fault|plain|cues|negations|bullet|no full stop|length)", name)


def vocabulary(data: list[Example]) -> list[str]:
    """The features to keep: words of several letters, and everything that is not a word."""
    letters: dict[str, set[str]] = defaultdict(set)
    for example in data:
        for name in example.features:
            letters[name].add(example.letter)
    return sorted(name for name, where in letters.items() if len(where) >= (FEWEST if is_word(name) else 1))


def matrix(data: list[Example], names: list[str]) -> sp.csr_matrix:
    """Examples by features."""
    rows = {name: row for row, name in enumerate(names)}
    cells = [
        (place, rows[name], value)
        for place, example in enumerate(data)
        for name, value in example.features.items()
        if name in rows
    ]
    places, columns, values = zip(*cells, strict=True)
    return sp.csr_matrix((values, (places, columns)), shape=(len(data), len(names)))


def fit(data: list[Example], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features by polarities and themes) and biases."""
    table = matrix(data, names)
    weights = np.zeros((len(names), len(POLARITIES) + len(THEMES)))
    bias = np.full(weights.shape[1], -3.0)
    seen = np.array([0.0 if _OF_CUES.match(name) else 1.0 for name in names])
    model = LogisticRegression(C=POLARITY_C, max_iter=400).fit(table @ sp.diags(seen), [e.polarity for e in data])
    for row, polarity in enumerate(model.classes_):
        column = POLARITIES.index(polarity)
        weights[:, column], bias[column] = model.coef_[row] * seen, model.intercept_[row]
    seen = np.array([0.0 if _OF_TONE.match(name) else 0.5 for name in names])
    about = [place for place, example in enumerate(data) if example.polarity != "not"]
    table = (table[about] @ sp.diags(seen)).tocsr()
    for column, theme in enumerate(THEMES, start=len(POLARITIES)):
        told = np.array([theme in data[place].themes for place in about])
        if told.sum() < 2:  # too few to learn from: the cue alone decides
            weights[names.index(f"strong:{theme}"), column] = 0.55
            continue
        model = LogisticRegression(C=THEME_C, solver="liblinear", max_iter=200).fit(table, told)
        weights[:, column], bias[column] = model.coef_[0] * seen, model.intercept_[0]
    return weights, bias


def check(data: list[Example]) -> None:
    """Cross-check over letters: polarity right, and the themes' F1."""
    right = told = both = extra = missed = 0
    for learn, test in GroupKFold(5).split(data, groups=[example.letter for example in data]):
        training, kept = [data[i] for i in learn], [data[i] for i in test]
        names = vocabulary(training)
        weights, bias = fit(training, names)
        sums = matrix(kept, names) @ weights + bias
        for example, row in zip(kept, sums, strict=True):
            if example.polarity == "not":
                continue
            told += 1
            right += POLARITIES[int(row[: len(POLARITIES)].argmax())] == example.polarity
            read, gold = set(choose(1 / (1 + np.exp(-row[len(POLARITIES) :])))), set(example.themes)
            both, extra, missed = both + len(read & gold), extra + len(read - gold), missed + len(gold - read)
    log.info("polarity right %.3f of %d, themes F1 %.3f", right / told, told, 2 * both / (2 * both + extra + missed))


def main() -> None:
    """Train, or with --check only cross-check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the letters that labels.jsonl speaks of, as PDF")
    parser.add_argument("--check", action="store_true", help="cross-check over letters and write nothing")
    parser.add_argument("--output", type=Path, default=Path("kg/findings/weights.npz"))
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    data, proper = examples(arguments.folder)
    if arguments.check:
        check(data)
        return
    names = [
        name
        for name in vocabulary(data)
        if not is_word(name) or proper.isdisjoint(word.lstrip("^!<>") for word in name.split())
    ]
    weights, bias = fit(data, names)
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127  # a byte a weight: 40 kB for a thousand features
    np.savez_compressed(
        arguments.output,
        names=np.array("\n".join(names)),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
    )
    log.info("%d features, %d bytes in %s", len(names), arguments.output.stat().st_size, arguments.output)


if __name__ == "__main__":
    main()
