"""Makes `near.txt`: for each common English word the words of letters whose vectors are nearest.

    python -m rag.retrieval.build_near LIBRARY

What is asked in everyday words that `thesaurus.txt` does not list is so still found. Asked words are the whole words of
the embedding model's own vocabulary; answering words are those that several letters of the library use.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from kg.encoder.package import weights_file
from kg.library import Library
from rag.embedding import OnnxEmbedder
from rag.retrieval.query import question_words, thesaurus
from rag.retrieval.words import plain, stem

LEAST = 0.57
MOST = 6
LETTERS = 3
"""A word counts as the letters' own when so many use it: names of one place do not."""
_WORD = re.compile(r"[a-z]{3,}")


def used(texts: Iterable[str]) -> dict[str, str]:
    """Stem -> its commonest form, for words that several texts use."""
    holders: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        words = set(_WORD.findall(plain(text)))
        holders.update({stem(word) for word in words})
        for word in words:
            forms[stem(word)][word] += 1
    ignored = question_words()
    return {s: forms[s].most_common(1)[0][0] for s, n in sorted(holders.items()) if n >= LETTERS and s not in ignored}


def asked() -> dict[str, str]:
    """Stem -> a word of the model's vocabulary that neither the thesaurus nor the question words hold."""
    lines = weights_file().with_name("vocab.txt").read_text(encoding="utf-8").splitlines()
    known = {phrase[0] for phrase in thesaurus() if len(phrase) == 1} | question_words()
    found: dict[str, str] = {}
    for word in lines:
        if _WORD.fullmatch(word) and stem(word) not in known:
            found.setdefault(stem(word), word)
    return found


def lines(texts: Iterable[str]) -> list[str]:
    """The file's lines: 'asked near:worth near:worth ...', stems, worth in hundredths."""
    targets, questions = used(texts), asked()
    embedder = OnnxEmbedder()
    theirs, ours = embedder.embed(list(targets.values())), embedder.embed(list(questions.values()))
    names = list(targets)
    made = []
    for word, vector in zip(questions, ours, strict=True):
        cosines = theirs @ vector
        best = [row for row in np.argsort(-cosines)[: MOST + 1] if cosines[row] >= LEAST and names[row] != word][:MOST]
        if best:
            made.append(" ".join([word, *(f"{names[row]}:{round(100 * float(cosines[row]))}" for row in best)]))
    return sorted(made)


if __name__ == "__main__":
    with Library.open(Path(sys.argv[1])) as library:
        texts = [letter.document.text for letter in library.letters()]
    head = (
        "# Made by build_near.py: stems of English words, each with the letters' nearest stems and their cosine x 100."
    )
    Path(__file__).with_name("near.txt").write_text("\n".join([head, *lines(texts)]) + "\n", encoding="utf-8")
