"""Train the weights by which findings are judged, or cross-check the labels.

    python tools/findings/train.py LETTERS_FOLDER [--check] [--output kg/findings/weights.npz]

labels.jsonl names a sentence by its letter (the first 16 hexadecimal digits of the file's SHA-256) and by a hash of its
letters and digits, never by its words: whoever holds the letters can train again. Letters that are missing are skipped.
Needs scipy (extra `dev`).
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import numpy as np
from corpus import Corpus, corpus, load_letters
from fitting import FOLDS, Context, Look, folds, learn, settled

from kg.findings.features import DENSE
from kg.findings.finder import choose
from kg.findings.linear import POLARITIES
from kg.findings.themes import THEMES

log = logging.getLogger("train")


def check(letters: Corpus) -> None:
    """Cross-check over letters: polarity right, and the themes' F1, of the linear model alone."""
    right = told = both = extra = missed = given = 0
    fold = folds(letters.labels.groups, FOLDS)
    for number in range(FOLDS):
        kept = letters.labels.only(fold == number)
        look, context = learn(letters, letters.labels.only(fold != number))
        sums = letters.cells[kept.rows][:, look.columns] @ look.weights + look.bias
        themes = choose(settled(letters, look, context, kept))
        for said, row, read, wanted in zip(kept.polarity, sums, themes, kept.themes, strict=True):
            if POLARITIES[int(said.argmax())] == "not":
                continue
            gold = {THEMES[theme] for theme in np.flatnonzero(wanted)}
            told += 1
            right += int(row[: len(POLARITIES)].argmax()) == int(said.argmax())
            given += len(read)
            both += len(gold & set(read))
            extra, missed = extra + len(set(read) - gold), missed + len(gold - set(read))
    log.info("polarity right %.3f of %d", right / told, told)
    log.info("themes F1 %.3f, %.2f a finding", 2 * both / (2 * both + extra + missed), given / told)


def write(path: Path, letters: Corpus, look: Look, context: Context) -> None:
    """Write the weights as kg.findings.linear loads them: words' a byte each, the others as they are."""
    words = look.columns < len(letters.names)
    sparse, dense = look.weights[words], np.zeros((len(DENSE), look.weights.shape[1]), np.float32)
    dense[look.columns[~words] - len(letters.names)] = look.weights[~words]
    names = [letters.names[column] for column in look.columns[words]]
    scale = np.maximum(np.abs(sparse).max(axis=0), 1e-9) / 127
    rounded = np.round(sparse / scale).astype(np.int8)
    kept = np.flatnonzero(rounded.any(axis=1))
    np.savez_compressed(
        path,
        names=np.array("\n".join(names[place] for place in kept)),
        sparse=rounded[kept],
        scale=scale.astype(np.float32),
        dense=dense.astype(np.float16),
        bias=look.bias.astype(np.float32),
        context=context.weights.astype(np.float32),
        prior=context.prior.astype(np.float32),
    )
    log.info("%d words and pairs, %d bytes in %s", len(kept), path.stat().st_size, path)


def main() -> None:
    """Train, or with --check only cross-check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the letters that labels.jsonl speaks of, as PDF")
    parser.add_argument("--check", action="store_true", help="cross-check over letters and write nothing")
    parser.add_argument("--without", nargs="*", default=[], help="names of letters to leave out, without .pdf")
    parser.add_argument("--output", type=Path, default=Path("kg/findings/weights.npz"))
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    letters = corpus(load_letters(arguments.folder, frozenset(arguments.without)))
    if arguments.check:
        check(letters)
    else:
        write(arguments.output, letters, *learn(letters, letters.labels))


if __name__ == "__main__":
    main()
