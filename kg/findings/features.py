"""What the linear models see of a sentence: its words and pairs of words, its tone, its cues, and where it stands.

Scales are part of the features: a cue or a list weighs as much as several words, so that training holds it dearer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from kg.findings.themes import THEMES, WORDS, scores
from kg.findings.tone import Tone, read
from kg.model import DocumentType

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d")
_LEANING = re.compile(
    r"(?:this|these|those|they|it|its|as a result|such|consequently|in addition|for example|in these|in this|here|"
    r"he|she|his|her|their|some|others|most|all|when|however|both|inspectors|there)\b",
    re.IGNORECASE,
)
_STUDY = re.compile(r"(?:case|practice) study\b(.*)", re.IGNORECASE)
_CUE = [
    (f"cue:{theme}", f"strong:{theme}", f"head:{theme}", f"prev:{theme}", f"first:{theme}", f"doc:{theme}")
    for theme in THEMES
]
_MOST = 1.6  # what the cues of a theme can weigh together

Cues = dict[int, float]


@dataclass(slots=True)
class Sentence:
    """A sentence (or list item) and what is known about the place where it stands.

    `before` is the sentence before it in the passage, `first` the passage's first one; `listed` tells the kind of list.
    """

    text: str
    listed: str = ""
    path: tuple[str, ...] = ()
    bullet: bool = False
    before: Sentence | None = None
    first: Sentence | None = None
    words: tuple[str, ...] = field(init=False)
    cues: Cues = field(init=False)
    tone: Tone = field(init=False)

    def __post_init__(self) -> None:
        lower = self.text.lower().replace("’", "'")
        self.words = tuple(_WORD.findall(lower))
        self.cues = {theme: min(value, _MOST) for theme, value in scores(WORDS.canonicals(self.words)).items()}
        self.tone = read(self.words)


def leans(sentence: Sentence) -> bool:
    """Whether the sentence speaks of what the one before it said."""
    return sentence.before is not None and bool(_LEANING.match(sentence.text))


def shares(sentences: list[Sentence]) -> Cues:
    """How much of a letter speaks of each theme: its topic, without a word of what the letter calls it."""
    counts: Cues = {}
    for sentence in sentences:
        for theme, value in sentence.cues.items():
            if value >= 1.0:
                counts[theme] = counts.get(theme, 0.0) + 1.0
    return {theme: min(4.0 * count / len(sentences), 1.5) for theme, count in counts.items() if count > 1}


def features(sentence: Sentence) -> dict[str, float]:
    """Feature -> value of a sentence by itself and by those before it in its passage."""
    words = sentence.words
    found: dict[str, float] = dict.fromkeys(words, 1.0)
    found.update(dict.fromkeys(map(" ".join, pairwise(words)), 1.0))
    if words:
        found["^" + words[0]] = 1.0
        found["^" + " ".join(words[:2])] = 1.0
    found.update(sentence.tone.features)
    if sentence.listed:
        found["list:" + sentence.listed] = 6.0
    if sentence.bullet:
        found["bullet"] = 1.0
    if not sentence.text.endswith((".", ".)", "’")):
        found["no full stop"] = 1.0
    found["length"] = len(words) / 20
    _cues(sentence, found)
    return found


def _cues(sentence: Sentence, found: dict[str, float]) -> None:
    """What the sentence is about, and those on which it leans."""
    strong = 0
    for theme, value in sentence.cues.items():
        names = _CUE[theme]
        found[names[0]] = 6.0 * value
        if value >= 1.0:
            found[names[1]] = 6.0
            strong += 1
    found["cues"] = float(strong)
    if sentence.before and leans(sentence):
        for theme, value in sentence.before.cues.items():
            found[_CUE[theme][3]] = 3.0 * value
        found["tone before"] = 2.0 * sentence.before.tone.total
    if sentence.first:
        for theme, value in sentence.first.cues.items():
            found[_CUE[theme][4]] = 2.0 * value


def surroundings(topic: Cues, path: tuple[str, ...], document_type: DocumentType) -> dict[str, float]:
    """Feature -> value of the place in the letter: its kind and topic (`shares`), the headings above."""
    found = {"type:" + document_type: 1.0}
    for theme, value in topic.items():
        found[_CUE[theme][5]] = 2.0 * value
    for heading in path:
        for theme, value in scores(WORDS.of(heading)).items():
            name = _CUE[theme][2]
            found[name] = max(3.0 * value, found.get(name, 0.0))
        study = _STUDY.search(heading)
        if study:
            found["study:improvement" if "improve" in study[1].lower() else "study:strength"] = 2.0
    return found
