"""A question's words with their alternatives: abbreviations spelled out, synonyms and everyday words of the domain."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rag.retrieval.english import is_word
from rag.retrieval.words import stem, stems

Phrase = tuple[str, ...]
SAME = 0.9
NEAR = 0.5
"""What a match by another word is worth beside a match by the asked word itself."""
NEARNESS = 0.1
"""What is taken off the cosine of two words' vectors for the worth of the one in place of the other."""
LONGEST = 7
MOST_HEADS = 6
"""A word listed in more groups than this says too little of any of them."""

SPELT = 6
"""Letters of a stem from which on a misspelling is recognised."""

_FRAME = re.compile(
    r"\b(?:focused|monitoring) visits?\b|\b(?:joint|full|single|short|standard)(?: targeted area)? inspections?\b"
    r"|\b(?:early|mid|late|spring|summer|autumn|winter|end of|start of)?[- ]?(?:in |of )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""What names the letter rather than its matter."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of the question: what else would be as good, each with its worth (the words themselves: 1)."""

    words: Phrase
    alternatives: tuple[tuple[Phrase, float], ...]


@cache
def thesaurus() -> dict[Phrase, dict[Phrase, float]]:
    """Phrase -> other phrases with their worth, from `thesaurus.txt`."""
    found: dict[Phrase, dict[Phrase, float]] = defaultdict(dict)
    for line in _lines("thesaurus.txt"):
        if ">" in line:
            asked, others = line.split(">")
            members = [(tuple(stems(part)), SAME) for part in others.split(",")]
            _add(found, tuple(stems(asked)), members)
        else:
            same, *near = line.split("~")
            heads = [tuple(stems(part)) for part in same.split(" = ")]
            members = [(head, SAME) for head in heads] + [(tuple(stems(part)), NEAR) for part in near]
            for head in heads:
                _add(found, head, members)
    return dict(found)


@cache
def near() -> dict[str, str]:
    """Stem -> the rest of its line in `near.txt`: the letters' stems whose vectors are nearest."""
    return dict(line.split(" ", 1) for line in _lines("near.txt"))


def _others(phrase: Phrase) -> dict[Phrase, float]:
    """What may stand in a letter for the phrase."""
    if phrase in thesaurus():
        return thesaurus()[phrase]
    pairs = [entry.split(":") for entry in near().get(phrase[0], "").split()] if len(phrase) == 1 else []
    found: dict[Phrase, float] = {(stem,): int(cosine) / 100 - NEARNESS for stem, cosine in pairs}
    heads = _listed_under().get(phrase, {})
    for head, worth in heads.items() if len(heads) <= MOST_HEADS else ():
        found[head] = max(worth, found.get(head, 0.0))
    if not found and len(phrase) == 1 and (meant := _meant(phrase[0])):
        return {(meant,): SAME, **_others((meant,))}
    return found


@cache
def domain() -> frozenset[str]:
    """The stems of the words of the letters' matter, which no person is called by."""
    return frozenset(word for phrase in thesaurus() for word in phrase)


@cache
def vocabulary() -> frozenset[str]:
    """The stems that questions and letters are known to hold."""
    return frozenset(near()) | question_words() | domain()


@cache
def spoken() -> frozenset[str]:
    """The words of the thesaurus and of questions, as they are written."""
    lines = (*_lines("thesaurus.txt"), *_lines("question_words.txt"))
    return frozenset(word for line in lines for word in re.findall(r"[a-z]+", line))


@lru_cache(maxsize=1024)
def _meant(word: str) -> str | None:
    """The known stem that an unknown one is a misspelling of: one letter more, less, other, or two changed over."""
    if len(word) < SPELT or word in vocabulary() or is_word(word):
        return None
    best = process.extract(word, vocabulary(), scorer=OSA.distance, score_cutoff=1, limit=2)
    return str(best[0][0]) if len(best) == 1 else None


@cache
def _listed_under() -> dict[Phrase, dict[Phrase, float]]:
    """The thesaurus the other way: for 'youngster' the groups in which it is listed, headed by 'child' and so on."""
    found: dict[Phrase, dict[Phrase, float]] = defaultdict(dict)
    for head, members in thesaurus().items():
        for phrase, worth in members.items():
            found[phrase][head] = worth
    return dict(found)


@cache
def question_words() -> frozenset[str]:
    """Stems that questions hold whatever they are about."""
    return frozenset(stem(word) for line in _lines("question_words.txt") for word in line.split())


def _lines(name: str) -> list[str]:
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _add(found: dict[Phrase, dict[Phrase, float]], head: Phrase, members: list[tuple[Phrase, float]]) -> None:
    for phrase, worth in members:
        if phrase and phrase != head:
            found[head][phrase] = max(worth, found[head].get(phrase, 0.0))


def terms(text: str) -> list[Term]:
    """The terms of a question, in order: the longest known phrase first, then single words; question words left out."""
    words, known = stems(_FRAME.sub(" ", text)), thesaurus()
    made: dict[Phrase, Term] = {}
    at = 0
    while at < len(words):
        length = next((n for n in range(min(LONGEST, len(words) - at), 1, -1) if tuple(words[at : at + n]) in known), 1)
        phrase = tuple(words[at : at + length])
        at += length
        if length == 1 and (phrase[0] in question_words() or len(phrase[0]) < 2):
            continue
        made[phrase] = Term(phrase, ((phrase, 1.0), *_others(phrase).items()))
    return list(made.values())
