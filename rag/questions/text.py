"""Plain helpers on the words of a question."""

from __future__ import annotations

import re
import unicodedata

_TRANSLATE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "dozen": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
NUMBER = r"\d+|two|three|four|five|six|seven|eight|nine|ten"
"""A small number as questions write it, for patterns."""
STOP = frozenset(
    """a about according after all also an and any are as asked at be been being before by can could did do does
    during each for from get getting give given go going had has have having how i if in inspector inspectors
    inspected inspection inspections into is it its itself just letter letters many may me more most much my
    no not of on one or other our out over report reports said say says see should so some tell than that the
    their them then there these they this those time to told under up us was way we were what when where
    whether which while who whom whose why will with would you your ofsted find found finding findings think
    thought visit visited visits joint targeted area council authority local children's childrens child
    children services service happened come came""".split()  # noqa: SIM905
)


def plain(text: str) -> str:
    """The text with straight quotes and plain dashes, NFKC, same case; one character stays one wherever it can."""
    return unicodedata.normalize("NFKC", text).translate(_TRANSLATE)


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers, possessives taken off."""
    found: list[str] = re.findall(r"[a-z0-9]+(?:['&.-][a-z0-9]+)*", plain(text).lower())
    return [re.sub(r"'s$|'$", "", word) for word in found]


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry the question's matter, in order, each once."""
    return tuple(dict.fromkeys(w for w in words_of(text) if w not in STOP and len(w) > 1))


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans overwritten by spaces, so that offsets stay."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def joined(items: list[str] | tuple[str, ...]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def day(iso: str | None) -> str:
    """'2022-07-18' as '18 July 2022'; a month or a year as far as it is said."""
    if not iso:
        return "an unknown date"
    parts = iso.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1].capitalize())
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


MONTHS = tuple(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
