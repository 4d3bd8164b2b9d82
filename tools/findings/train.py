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
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from kg.errors import LettersError
from kg.findings.features import features, shares, surroundings
from kg.findings.finder import Unit, choose, look_around, may_evaluate, units
from kg.findings.linear import POLARITIES, chances
from kg.findings.themes import THEMES
from kg.letters import parse
from kg.reading import read

LABELS = Path(__file__).parent / "labels.jsonl"
FEWEST = 3  # letters in which a word or pair of words must stand
POLARITY_C, THEME_C, CONTEXT_C = 0.15, 1.0, 0.3
FOLDS = 5
log = logging.getLogger("train")

_OF_CUES = re.compile(r"(?:cue|strong|head|prev|first|doc):|cues$")
_OF_TONE = re.compile(r"[!<>^]|tone|prais|fault|plain$|negations$")
_IN_SENTENCE = re.compile(r"(?<=[a-z,] )[A-Za-z]+(?:['’][a-z]+)?")


@dataclass(slots=True)
class Letters:
    """The judged sentences of all letters, in order: `cells` by `names`, the units by letter, and what readers said.

    `rows` are the labelled sentences, `groups` their letters, `polarity` and `told` (by THEMES) their labels.
    """

    names: list[str]
    cells: sp.csr_matrix
    units: list[list[Unit]]
    rows: np.ndarray
    groups: np.ndarray
    polarity: np.ndarray
    told: np.ndarray


def sentence_hash(text: str) -> str:
    """The name of a sentence in labels.jsonl."""
    return hashlib.sha256(re.sub(r"[^a-z0-9]", "", text.lower()).encode()).hexdigest()[:16]


def labelled_letters(folder: Path, skip: frozenset[str]) -> tuple[Letters, set[str]]:
    """The letters of the folder that hold labelled sentences, and the words that are mostly names."""
    labels: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        labels[label["letter"]][label["sentence"]] = label
    numbers: dict[str, int] = {}
    columns, values, ends = array("i"), array("f"), [0]
    bodies: list[list[Unit]] = []
    rows: list[tuple[int, int, dict[str, Any]]] = []
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in sorted(folder.glob("*.pdf")):
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if key not in labels or path.stem in skip:
            continue
        try:
            letter = parse(read(path))
        except LettersError as error:
            log.warning("%s", error)
            continue
        for word in _IN_SENTENCE.findall(letter.document.text):
            (capital if word[0].isupper() and not word.isupper() else small)[word.lower().replace("’", "'")] += 1
        body = units(letter.document, letter.passages, letter.points)
        topic = shares([unit.sentence for unit in body])
        bodies.append([unit for unit in body if may_evaluate(unit)])
        for unit in bodies[-1]:
            seen = surroundings(topic, unit.passage.path, letter.document_type) | features(unit.sentence)
            columns.extend([numbers.setdefault(name, len(numbers)) for name in seen])
            values.extend(seen.values())
            label = labels[key].pop(sentence_hash(unit.sentence.text), None)
            if label:
                rows.append((len(ends) - 1, len(bodies) - 1, label))
            ends.append(len(columns))
    log.info("%d labelled sentences found", len(rows))
    cells = sp.csr_matrix((np.frombuffer(values, np.float32), np.frombuffer(columns, np.int32), ends))
    letters = Letters(
        list(numbers),
        cells,
        bodies,
        np.array([row for row, _, _ in rows]),
        np.array([group for _, group, _ in rows]),
        np.array([label["polarity"] for _, _, label in rows]),
        np.array([[theme in label["themes"] for theme in THEMES] for _, _, label in rows]),
    )
    return letters, {word for word, count in capital.items() if count >= 3 and count > 2 * small[word]}


def is_word(name: str) -> bool:
    """Whether a feature is a word or words of the sentence, not something measured of it."""
    return not re.search(r":|^(?:tone|praise|fault|plain|cues|negations|bullet|no full stop|length)", name)


def vocabulary(letters: Letters, learn: np.ndarray) -> np.ndarray:
    """The columns to keep: words of several letters, and everything that is not a word."""
    held = letters.cells[letters.rows[learn]].tocoo()
    where = np.unique(np.stack([held.col, letters.groups[learn][held.row]]), axis=1)[0]
    columns, counts = np.unique(where, return_counts=True)
    names = [letters.names[column] for column in columns]
    return columns[[count >= FEWEST or not is_word(name) for name, count in zip(names, counts, strict=True)]]


def fit(letters: Letters, learn: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features by polarities and themes) and biases of the first look."""
    names = [letters.names[column] for column in columns]
    table = letters.cells[letters.rows[learn]][:, columns]
    weights = np.zeros((len(names), len(POLARITIES) + len(THEMES)))
    bias = np.full(weights.shape[1], -3.0)
    seen = np.array([0.0 if _OF_CUES.match(name) else 1.0 for name in names])
    model = LogisticRegression(C=POLARITY_C, max_iter=400).fit(table @ sp.diags(seen), letters.polarity[learn])
    for row, polarity in enumerate(model.classes_):
        column = POLARITIES.index(polarity)
        weights[:, column], bias[column] = model.coef_[row] * seen, model.intercept_[row]
    seen = np.array([0.0 if _OF_TONE.match(name) else 0.5 for name in names])
    about = letters.polarity[learn] != "not"
    table = (table[about] @ sp.diags(seen)).tocsr()
    for theme, told in enumerate(letters.told[learn][about].T):
        column = len(POLARITIES) + theme
        if told.sum() < 2:  # too few to learn from: the cue alone decides
            weights[names.index(f"strong:{THEMES[theme]}"), column] = 0.55
            continue
        model = LogisticRegression(C=THEME_C, solver="liblinear", max_iter=200).fit(table, told)
        weights[:, column], bias[column] = model.coef_[0] * seen, model.intercept_[0]
    return weights, bias


def around(
    letters: Letters, wanted: set[int], weights: np.ndarray, bias: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    """What the second look sees of the labelled sentences of the wanted letters, by their order among all labels."""
    sums = (letters.cells[:, columns] @ weights + bias)[:, len(POLARITIES) :]
    found: dict[int, np.ndarray] = {}
    begin = 0
    for group, body in enumerate(letters.units):
        end = begin + len(body)
        if group in wanted:
            seen = look_around(body, chances(sums[begin:end]))
            held = np.flatnonzero(letters.groups == group)
            found.update(zip(held.tolist(), seen[letters.rows[held] - begin], strict=True))
        begin = end
    return np.stack([found[place] for place in sorted(found)])


def fit_context(letters: Letters, learn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases of the second look, from a first one that has not learnt from the letter it looks at."""
    groups = letters.groups[learn]
    seen: list[np.ndarray] = []
    order: list[np.ndarray] = []
    for first, kept in GroupKFold(FOLDS).split(learn, groups=groups):
        columns = vocabulary(letters, learn[first])
        weights, bias = fit(letters, learn[first], columns)
        wanted = set(groups[kept].tolist())
        seen.append(around(letters, wanted, weights, bias, columns))
        order.append(np.flatnonzero(np.isin(letters.groups, list(wanted))))
    places = np.concatenate(order)
    about = letters.polarity[places] != "not"
    table = np.concatenate(seen)[about]
    flat = table.reshape(-1, table.shape[2])
    mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-9
    own = np.tile(np.eye(len(THEMES)) * 6, (len(table), 1))
    told = letters.told[places][about].reshape(-1)
    model = LogisticRegression(C=CONTEXT_C, max_iter=400).fit(np.hstack([(flat - mean) / spread, own]), told)
    context = model.coef_[0][: flat.shape[1]] / spread
    return context, model.intercept_[0] + 6 * model.coef_[0][flat.shape[1] :] - mean @ context


def check(letters: Letters) -> None:
    """Cross-check over letters: a finding or not, polarity right, and the themes' F1."""
    right = told = both = extra = missed = given = 0
    everything = np.arange(len(letters.rows))
    for learn, kept in GroupKFold(FOLDS).split(everything, groups=letters.groups):
        columns = vocabulary(letters, learn)
        weights, bias = fit(letters, learn, columns)
        context, prior = fit_context(letters, learn)
        sums = letters.cells[letters.rows[kept]][:, columns] @ weights + bias
        likely = chances(around(letters, set(letters.groups[kept].tolist()), weights, bias, columns) @ context + prior)
        for place, row, themes in zip(np.sort(kept), sums[kept.argsort()], likely, strict=True):
            if letters.polarity[place] == "not":
                continue
            told += 1
            right += POLARITIES[int(row[: len(POLARITIES)].argmax())] == letters.polarity[place]
            read, gold = set(choose(themes)), {THEMES[theme] for theme in np.flatnonzero(letters.told[place])}
            given += len(read)
            both, extra, missed = both + len(read & gold), extra + len(read - gold), missed + len(gold - read)
    log.info("polarity right %.3f of %d", right / told, told)
    log.info("themes F1 %.3f, %.2f a finding", 2 * both / (2 * both + extra + missed), given / told)


def _named(name: str, proper: set[str]) -> bool:
    return is_word(name) and not proper.isdisjoint(word.lstrip("^!<>") for word in name.split())


def main() -> None:
    """Train, or with --check only cross-check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the letters that labels.jsonl speaks of, as PDF")
    parser.add_argument("--check", action="store_true", help="cross-check over letters and write nothing")
    parser.add_argument("--without", nargs="*", default=[], help="names of letters to leave out, without .pdf")
    parser.add_argument("--output", type=Path, default=Path("kg/findings/weights.npz"))
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    letters, proper = labelled_letters(arguments.folder, frozenset(arguments.without))
    if arguments.check:
        check(letters)
        return
    everything = np.arange(len(letters.rows))
    columns = np.array([c for c in vocabulary(letters, everything) if not _named(letters.names[c], proper)])
    names = [letters.names[column] for column in columns]
    weights, bias = fit(letters, everything, columns)
    context, prior = fit_context(letters, everything)
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127  # a byte a weight: 40 kB for a thousand features
    np.savez_compressed(
        arguments.output,
        names=np.array("\n".join(names)),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        context=context.astype(np.float32),
        prior=prior.astype(np.float32),
    )
    log.info("%d features, %d bytes in %s", len(names), arguments.output.stat().st_size, arguments.output)


if __name__ == "__main__":
    main()
