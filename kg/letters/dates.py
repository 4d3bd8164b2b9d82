"""Dates as letters print them: days, ranges, lists of days, weekday names, ordinals, missing months and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.model import Span

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_NUMBER = (
    {name: i for i, name in enumerate(MONTHS, 1)} | {name[:3]: i for i, name in enumerate(MONTHS, 1)} | {"sept": 9}
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?"
_DAY = rf"{_WEEKDAY}(?<![\d./])(?<!(?-i:[A-Zlo]))0?(?:[12]\d|3[01]|[1-9])(?!\d)(?:\s?(?:st|nd|rd|th)\b)?"
_PART = rf"{_DAY}(?:\s+(?:of\s+)?{_MONTH}(?:,?\s+(?:19|20)\d\d(?!\d))?)?"
_SEPARATOR = (
    r"\s*(?:,\s*and\s+|\s+and\s+|,\s*|\s*&\s*|\s+to\s+|\s*[-–—‒−\ufffd]\s*|(?<!\s)[~?](?!\s)|\s+[~?]\s+"
    r"|\s+until\s+|\s+through\s+|\s+till\s+)\s*(?:from\s+)?"
)
_RUN = re.compile(rf"{_PART}(?:{_SEPARATOR}{_PART})*", re.I)
_PIECE = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b)?"
    rf"(?:\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>(?:19|20)\d\d))?)?",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b", re.I
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d|(?<=/)\d\d)(?![\d/])"
)
_ISO = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
_HAS_MONTH = re.compile(_MONTH, re.I)
_TO = r"(?:[t+][oO0]|and|until|[-–—])"
_YEARLIKE = r"(?=[\w@!+]{0,3}\d)[\w@!+]{4}"
_MONTHLIKE = r"(?:[A-Z]|[a-z]*[@!+\d])[\w@!+]{2,9}"
_MISREAD_START = re.compile(
    rf"(?<!\S)(?:[\w!+]{{1,2}}\s+{_MONTHLIKE}(?:\s+[\w@!+]{{4}})?\s*{_TO}|[\dlIOoSZB!+]{{1,2}}\s+{_TO})\s*$"
)
"""What stands before a range whose first day is misprinted ('19 Fcbruary 2019 to ', '19 t0 '): its start is unknown."""
_MISREAD_END = re.compile(rf"(?:\s+{_YEARLIKE})?,?\s*{_TO}\s*[\w!+]{{1,3}}\s+{_MONTHLIKE}\s+{_YEARLIKE}(?!\S\w)")
"""What stands behind a day that is a range's first one, where its last one is misprinted ('to 2O February 2019')."""
_MISREAD_NUMERIC = re.compile(rf"\s*{_TO}\s*(?P<day>)[\w!+]{{1,2}}[/.][\w!+]{{1,2}}[/.]")
_BETWEEN = re.compile(_SEPARATOR)
_LISTED = re.compile(r"\s*(?:,|and\b|&)", re.I)
_APART = 45  # days between two days of one list
MONTH_YEAR = re.compile(rf"\b(?:(?P<month>{_MONTH})\s+)?(?P<year>(?:19|20)\d\d)\b", re.I)


@dataclass(frozen=True, slots=True)
class Days:
    """One date expression: its first and last day, and where it stands."""

    start: date
    end: date
    span: Span


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(printed: str) -> int:
    """A year of two or four figures; two stand for no year that is still far off."""
    if len(printed) == 4:
        return int(printed)
    year = 2000 + int(printed)
    return year if year <= date.today().year + 1 else year - 100


def month_number(name: str) -> int:
    """The number of a printed month name, full or shortened."""
    name = name.lower().rstrip(".")
    return _MONTH_NUMBER.get(name) or _MONTH_NUMBER[name[:3]]


def _resolve(pieces: list[tuple[int, int | None, int | None]], year: int | None) -> list[date] | None:
    """Give each day its month and year from what stands to its right, as English prints them."""
    days: list[date] = []
    month: int | None = None
    for day, own_month, own_year in reversed(pieces):
        if own_year is not None:
            year = own_year
        elif own_month is not None and month is not None and own_month > month and year is not None:
            year -= 1  # '11 December to 12 January 2018' begins in the year before
        if own_month is not None:
            month = own_month
        if month is None or year is None:
            return None
        made = _make(year, month, day)
        if made is None:
            return None
        days.append(made)
    return days[::-1]


def _runs(text: str, start: int, end: int, year: int | None) -> Iterator[Days]:
    for run in _RUN.finditer(text, start, end):
        before = text[max(start, run.start() - 30) : run.start()]
        if not _HAS_MONTH.search(run.group()) or _MISREAD_START.search(before):
            continue
        pieces = list(_PIECE.finditer(text, run.start(), run.end()))
        while pieces and pieces[-1]["month"] is None:  # '4 May 2018, 12 children ...': the tail is no date
            pieces.pop()
        days = _resolve([_parts(piece) for piece in pieces], year)
        if not days or _MISREAD_END.match(text, pieces[-1].end(), min(end, pieces[-1].end() + 40)):
            continue
        one = text[max(0, run.start() - 12) : run.start()].rstrip().lower().endswith("between")
        first = 0
        for i, piece in enumerate(pieces):
            if i + 1 == len(pieces) or (not one and _ends_visit(text, piece, days[i], days[i + 1])):
                start = run.start() if first == 0 else pieces[first].start()
                yield Days(min(days[first : i + 1]), max(days[first : i + 1]), Span(start, piece.end()))
                first = i + 1


def _parts(piece: re.Match[str]) -> tuple[int, int | None, int | None]:
    month = month_number(piece["month"]) if piece["month"] else None
    return int(piece["day"]), month, int(piece["year"]) if piece["year"] else None


def _ends_visit(text: str, piece: re.Match[str], day: date, later: date) -> bool:
    """Whether a day that has its year is followed by one of another visit: listed, not up to it, and far from it."""
    return piece["year"] is not None and bool(_LISTED.match(text, piece.end())) and abs((later - day).days) > _APART


def find(text: str, start: int = 0, end: int | None = None, year: int | None = None) -> list[Days]:
    """All date expressions of `text[start:end]` in order; `year` serves those that print none.

    A run such as '19 and 20 July 2022' or '29 October to 9 November 2018' is one expression.
    Impossible days are left out.
    """
    end = len(text) if end is None else end
    found = list(_runs(text, start, end, year))
    single: list[Days] = []
    for pattern in (_MONTH_FIRST, _NUMERIC, _ISO):
        for match in pattern.finditer(text, start, end):
            month = match["month"]
            number = int(month) if month.isdigit() else month_number(month)
            made = _make(_year(match["year"]), number, int(match["day"]))
            span = Span(match.start(), match.end())
            if made and not any(span.overlaps(other.span) for other in found):
                single.append(Days(made, made, span))
    return sorted([*found, *_joined(text, single)], key=lambda days: days.span)


def _joined(text: str, single: list[Days]) -> list[Days]:
    """Days in figures ('12/06/2023 and 13/06/2023') with no more than a separator between them are one expression."""
    made: list[Days] = []
    for days in sorted(single, key=lambda days: days.span):
        last = made[-1] if made else None
        if last and _one_expression(text, last, days):
            made[-1] = Days(min(last.start, days.start), max(last.end, days.end), Span(last.span.start, days.span.end))
        else:
            made.append(days)
    starts = {days.span.start for days in made}
    ends = ((days, _MISREAD_NUMERIC.match(text, days.span.end)) for days in made)
    return [days for days, misread in ends if misread is None or misread.start("day") in starts]


def _one_expression(text: str, last: Days, days: Days) -> bool:
    """Whether a separator alone stands between two days, and listed days are near enough to be of one visit."""
    if not _BETWEEN.fullmatch(text, last.span.end, days.span.start):
        return False
    return not _LISTED.match(text, last.span.end) or abs((days.start - last.end).days) <= _APART


def only(text: str, start: int, end: int) -> Days | None:
    """The date expression that is all of `text[start:end]`, but for punctuation and a label such as 'Date:'."""
    days = find(text, start, end)
    if len(days) != 1:
        return None
    rest = (text[start : days[0].span.start] + text[days[0].span.end : end]).strip(" \t\r\n.,:;*_()[]|")
    return days[0] if re.fullmatch(r"(?:Date|Dated|Published|Report published|Sent)?", rest, re.I) else None
