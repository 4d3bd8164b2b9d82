"""Words as the scorer compares them: plain, stemmed, with numbers, signs and hyphens in one form."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

_SIGNS = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\x02": "-", "\u00ad": None}
)
_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")
_JOINED = re.compile(r"\b(re|co|pre|un|over|under|non|anti|mis|inter)-(?=[a-z])")
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?![a-z])|[a-z0-9]+(?:'[a-z]+)?")
_FORMS = (
    (re.compile(r"(?<=\d),(?=\d{3})"), ""),
    (re.compile(r"%|\bper cent\b"), " percent "),
    (re.compile(r"£"), " pound "),
    (re.compile(r"(?<=\d)(?:m|mn)\b"), " million "),
    (re.compile(r"(?<=\d)k\b"), " thousand "),
    (re.compile(r"\bb\s?&\s?b\b"), " bed breakfast "),
    (re.compile(r"\ba\s?&\s?e\b"), " emergency department "),
    (re.compile(r"\bmultiagency\b"), "multi agency"),
)
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "hundred": "100", "once": "1", "twice": "2",
}  # fmt: skip
_IRREGULAR = {
    "children": "child", "people": "person", "women": "woman", "men": "man", "ran": "run", "went": "go", "gone": "go",
    "kept": "keep", "paid": "pay", "spent": "spend", "met": "meet", "held": "hold", "gave": "give", "given": "give",
    "knew": "know", "known": "know", "made": "make", "saw": "see", "seen": "see", "wrote": "write", "written": "write",
    "took": "take", "taken": "take", "sent": "send", "built": "build", "brought": "bring", "felt": "feel",
    "understood": "understand", "chose": "choose", "chosen": "choose", "led": "lead", "fell": "fall", "fallen": "fall",
    "rose": "rise", "risen": "rise", "lost": "lose", "grew": "grow", "grown": "grow",
    "began": "begin", "begun": "begin", "dealt": "deal", "slept": "sleep", "taught": "teach",
    "caught": "catch", "sought": "seek", "sold": "sell", "fed": "feed",
    "froze": "freeze", "frozen": "freeze", "broken": "break", "broke": "break", "spoke": "speak",
    "spoken": "speak", "drawn": "draw", "drew": "draw", "driven": "drive", "drove": "drive", "teeth": "tooth",
    "timeliness": "timeli", "timely": "timeli", "better": "good", "best": "good", "worse": "bad", "worst": "bad",
    "lives": "live",
}  # fmt: skip
_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = threading.Lock()  # a stemmer keeps the word that it works on in itself


def plain(text: str) -> str:
    """Lower case, plain quotes and dashes, one form for prefixes, percentages, money and thousands."""
    text = _PLURAL.sub(r"\1", unicodedata.normalize("NFKC", text).translate(_SIGNS)).lower()
    text = _JOINED.sub(r"\1", text)
    for pattern, form in _FORMS:
        text = pattern.sub(form, text)
    return text


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word's stem; possessives off, irregular forms and number words put to their common form."""
    word = word.split("'")[0]
    word = _NUMBERS.get(word, _IRREGULAR.get(word, word))
    if word.isdigit():
        return word
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return [stem(word) for word in _WORD.findall(plain(text))]


def stems_of(texts: Iterable[str]) -> list[list[str]]:
    """`stems` of each text, made plain all at once: thousands of short texts take a third of the time."""
    lines = plain("\n".join(" ".join(text.split()) for text in texts)).split("\n")
    return [[stem(word) for word in _WORD.findall(line)] for line in lines]
