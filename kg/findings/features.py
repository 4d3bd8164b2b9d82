"""What the models see of sentences: words and pairs of words, tone, cues, and where a sentence stands.

Words are sparse: a key and the sentence that holds it. The rest is a table, a row a sentence. Scales are part of the
features: a cue or a list weighs as much as several words, so that training holds it dearer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.findings import tone
from kg.findings.lexicon import BITS, LEXICON, Numbers, Tokens
from kg.findings.themes import STRONG, THEMES, Scores, cues
from kg.model import DocumentType, Passage, Point, Span

MARKS = ("", "^", "!", ">", "<")
"""Before a word's name: it opens the sentence, is reached by a negation, stands behind an inner or an opening 'but'."""
TYPES: tuple[DocumentType, ...] = (
    "focused-visit-letter", "monitoring-visit-letter", "jtai-letter", "ilacs-report", "sif-report", "send-report",
    "other",
)  # fmt: skip
TONE = (
    "praise", "fault", "negations", "tone", "tone first", "tone last", "praised", "faulted", "plain", "tone before",
)  # fmt: skip
_PLACE = (
    "list:strength",
    "list:improvement",
    "bullet",
    "no full stop",
    "length",
    "study:strength",
    "study:improvement",
)
OF_CUES = ("cue", "strong", "prev", "first", "head", "doc")
DENSE = (
    *TONE,
    *_PLACE,
    *(f"type:{kind}" for kind in TYPES),
    "cues",
    *(f"{kind}:{theme}" for kind in OF_CUES for theme in THEMES),
)
"""The table's columns."""

_LEANING = re.compile(
    r"(?:this|these|those|they|it|its|as a result|such|consequently|in addition|for example|in these|in this|here|"
    r"he|she|his|her|their|some|others|most|all|when|however|both|inspectors|there)\b",
    re.IGNORECASE,
)
_STUDY = re.compile(r"(?:case|practice) study\b(.*)", re.IGNORECASE)


@dataclass(slots=True)
class Unit:
    """A sentence of the body, and the point of the letter's own lists to which it belongs.

    `before` and `first` are the places, among the letter's units, of the sentence before it in its passage and of the
    passage's first one; -1 where it is the first itself.
    """

    passage: Passage
    span: Span
    text: str
    point: Point | None
    before: int
    first: int

    @property
    def listed(self) -> str:
        """The kind of list in which it stands, '' for none."""
        return "" if self.point is None else "strength" if self.point.kind == "strength" else "improvement"


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of a letter's sentences.

    `sparse` are (keys, sentences) of words, each sorted by sentence; `dense` has a row a sentence, a column for each of
    DENSE; `cues` a column a theme; `leaning` tells which sentences speak of what the one before them said.
    """

    tokens: Tokens
    sparse: tuple[tuple[Numbers, Numbers], ...]
    dense: Scores
    cues: Scores
    leaning: npt.NDArray[np.bool_]


def see(units: Sequence[Unit], document_type: DocumentType) -> Seen:
    """The features of a letter's sentences, all in one go."""
    tokens = LEXICON.read([unit.text for unit in units])
    about = cues(tokens)
    read = tone.read(tokens)
    leaning = np.array([unit.before >= 0 and _LEANING.match(unit.text) is not None for unit in units])
    before = np.array([unit.before for unit in units])
    first = np.array([unit.first for unit in units])
    paths = {path: number for number, path in enumerate(dict.fromkeys(unit.passage.path for unit in units))}
    heads, studies = _headings(list(paths))
    path = np.array([paths[unit.passage.path] for unit in units])
    dense = np.zeros((len(units), len(DENSE)), np.float32)
    dense[:, :9] = _of_tone(read)
    dense[leaning, 9] = 2 * read.total[before[leaning]]
    dense[:, 10:14] = [
        (6 * (unit.listed == "strength"), 6 * (unit.listed == "improvement"), unit.passage.kind == "bullet",
         not unit.text.endswith((".", ".)", "’")))
        for unit in units
    ]  # fmt: skip
    dense[:, 14] = tokens.lengths / 20
    dense[:, 15:17] = 2 * studies[path]
    at = len(TONE) + len(_PLACE)
    dense[:, at + TYPES.index(document_type)] = 1
    at += len(TYPES)
    strong = about >= STRONG
    dense[:, at] = strong.sum(axis=1)
    topic = np.where(strong.sum(axis=0) > 1, np.minimum(4 * strong.sum(axis=0) / len(units), 1.5), 0)
    blocks = (
        6 * about,
        6 * strong,
        np.where(leaning[:, None], 3 * about[before], 0),
        np.where(first[:, None] >= 0, 2 * about[first], 0),
        3 * heads[path],
        np.broadcast_to(2 * topic, about.shape),
    )
    for number, block in enumerate(blocks):
        begin = at + 1 + number * len(THEMES)
        dense[:, begin : begin + len(THEMES)] = block
    return Seen(tokens, _words(tokens, read), dense, about, leaning)


def key(name: str) -> int:
    """The key of a word's or pair's name as the weights have it: a mark, one word or two."""
    mark = MARKS.index(name[0]) if name[0] in MARKS else 0
    numbers = [LEXICON[word] for word in name[mark > 0 :].split(" ")]
    return (mark << 2 * BITS) | (numbers[0] << BITS) | (numbers[1] if len(numbers) > 1 else 0)


def name(number: int) -> str:
    """The name that a key stands for."""
    words = (number >> BITS & (1 << BITS) - 1, number & (1 << BITS) - 1)
    return MARKS[number >> 2 * BITS] + " ".join(LEXICON.words[word] for word in words if word)


def _words(tokens: Tokens, read: tone.Tone) -> tuple[tuple[Numbers, Numbers], ...]:
    """Keys of words, of pairs, and of words with a mark."""
    words, sentence = tokens.words << BITS, tokens.sentence
    paired = np.flatnonzero(sentence[1:] == sentence[:-1])
    pairs = words[paired] | tokens.words[paired + 1]
    opening = tokens.place == 0
    found = [(words, sentence), (pairs, sentence[paired])]
    opens = tokens.place[paired] == 0
    marked = (
        ("^", words[opening], sentence[opening]),
        ("^", pairs[opens], sentence[paired[opens]]),
        ("!", words[read.negated], sentence[read.negated]),
        (">", words[read.turned > 0], sentence[read.turned > 0]),
        ("<", words[read.turned < 0], sentence[read.turned < 0]),
    )
    keys = np.concatenate([(MARKS.index(mark) << 2 * BITS) | keys for mark, keys, _ in marked])
    owners = np.concatenate([owners for *_, owners in marked])
    order = owners.argsort(kind="stable")
    return (*found, (keys[order], owners[order]))


def _of_tone(read: tone.Tone) -> Scores:
    return np.stack(
        [
            0.7 * read.praise, read.fault, 1.5 * read.negations, 3 * read.total, 2 * read.first, 2 * read.last,
            2.0 * (read.total > 0), 2.0 * (read.total < 0), 2.0 * (read.total == 0),
        ],
        axis=1,
    )  # fmt: skip


def _headings(paths: list[tuple[str, ...]]) -> tuple[Scores, Scores]:
    """For each path the cues of its headings, and whether one names a case study (of strength, of improvement)."""
    titles = list(dict.fromkeys(title for path in paths for title in path))
    numbers = {title: number for number, title in enumerate(titles)}
    about = cues(LEXICON.read(titles))
    heads = np.zeros((len(paths), len(THEMES)), np.float32)
    studies = np.zeros((len(paths), 2), np.float32)
    for row, path in enumerate(paths):
        if path:
            heads[row] = about[[numbers[title] for title in path]].max(axis=0)
        for title in path:
            study = _STUDY.search(title)
            if study:
                studies[row, int("improve" in study[1].lower())] = 1
    return heads, studies
