"""Dates and numbers in one form, whatever words they are written in: what a claim may not invent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.questions.text import MONTHS

_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if len(m) > 3 else m for m in MONTHS) + "|sept"
_TH = r"(?:st|nd|rd|th)?"
_DAYS = re.compile(
    rf"\b(\d{{1,2}}){_TH}((?:\s*(?:,|and|&|to|until|-)\s*\d{{1,2}}{_TH})*)\s+(?:of\s+)?({_MONTH})\b\.?(?:,?\s+((?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}}){_TH}(?:,\s*|\s+)((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(
    rf"\b({'|'.join(m.capitalize() for m in MONTHS if m not in {'may', 'march'})})\b|(?<=\b[Ii]n )(May|March)\b"
)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)?\d\d)\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?![/\d])")
_NUMBER = re.compile(
    r"(£\s?)?(\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?:\s?(%|per ?cent\b|percent\b)|\s?(million|billion|thousand|hundred|bn|m|k)\b)?",
    re.IGNORECASE,
)
_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()  # noqa: SIM905
_UNITS = {word: number for number, word in enumerate(_SMALL)}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORDS = re.compile(
    rf"\b(?:(?:({'|'.join(_TENS)})(?:[\s-]({'|'.join(list(_UNITS)[1:10])}))?)|({'|'.join(_UNITS)}))\b", re.IGNORECASE
)
_HUNDREDS = re.compile(r"\b(?:an?|(\d+)) hundred(?: and (\d{1,2}))?\b", re.IGNORECASE)
_SCALE = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "billion": 10**9,
    "bn": 10**9,
}
Date = tuple[int | None, int | None, int | None]
"""Year, month, day, each as far as said."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """The dates and numbers of a text, and the text with dates blanked out and numbers in digits."""

    dates: frozenset[Date]
    numbers: frozenset[str]
    rest: str


def particulars(text: str) -> Particulars:
    """What a text says in dates and numbers."""
    dates: set[Date] = set()

    def days(found: re.Match[str]) -> str:
        numbers = [found[1], *re.findall(r"\d{1,2}", found[2])]
        year = int(found[4]) if found[4] else None
        dates.update((year, _month(found[3]), int(number)) for number in numbers)
        return " "

    def first(found: re.Match[str]) -> str:
        dates.add((int(found[3]), _month(found[1]), int(found[2])))
        return " "

    def month_year(found: re.Match[str]) -> str:
        dates.add((int(found[2]), _month(found[1]), None))
        return " "

    def iso(found: re.Match[str]) -> str:
        dates.add((int(found[1]), int(found[2]), int(found[3])))
        return " "

    def slashed(found: re.Match[str]) -> str:
        year = int(found[3])
        dates.add((year if year > 99 else 2000 + year, int(found[2]), int(found[1])))
        return " "

    def month(found: re.Match[str]) -> str:
        dates.add((None, _month(found[0]), None))
        return " "

    def year(found: re.Match[str]) -> str:
        dates.add((int(found[1]), None, None))
        return " "

    text = in_digits(text)
    for pattern, take in (
        (_ISO, iso), (_SLASHED, slashed), (_DAYS, days), (_MONTH_FIRST, first), (_MONTH_YEAR, month_year),
        (_MONTH_ALONE, month), (_YEAR, year),
    ):  # fmt: skip
        text = pattern.sub(take, text)
    return Particulars(frozenset(dates), frozenset(number_of(found) for found in _NUMBER.finditer(text)), text)


def in_digits(text: str) -> str:
    """'twenty-three' as '23', 'one hundred and five' as '105'."""

    def small(found: re.Match[str]) -> str:
        if found[3]:
            return str(_UNITS[found[3].lower()])
        return str(_TENS[found[1].lower()] + (_UNITS[found[2].lower()] if found[2] else 0))

    def hundreds(found: re.Match[str]) -> str:
        return str(int(found[1] or 1) * 100 + int(found[2] or 0))

    return _HUNDREDS.sub(hundreds, _WORDS.sub(small, text))


def numbers_in(text: str) -> list[tuple[str, int, int]]:
    """The numbers of a text without dates, with where they stand."""
    return [(number_of(found), found.start(), found.end()) for found in _NUMBER.finditer(text)]


def number_of(found: re.Match[str]) -> str:
    """'£1,200', '12 per cent', '1.5 million' in one form each."""
    value = float(found[2].replace(",", "")) * _SCALE.get((found[4] or "").lower(), 1)
    return (
        f"{'£' if found[1] else ''}{value:g}{'%' if found[3] else ''}"
        if value < 1e6
        else f"{'£' if found[1] else ''}{int(value)}"
    )


def dated(claimed: Date, held: frozenset[Date]) -> bool:
    """Whether a date is one of those held, or the part of one."""
    return any(all(c is None or c == h for c, h in zip(claimed, one, strict=True)) for one in held)


def _month(word: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))
