# ruff: noqa: E501 - a pattern is easier to read on one line
"""Dates in words: 'summer 2021', 'late 2018', 'October-November 2021', 'since 2021', 'last year'."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from rag.questions.frame import Period, PeriodRole
from rag.questions.text import MONTHS, NUMBERS

FIRST = date(1990, 1, 1)
LAST = date(2099, 12, 31)
_MONTH = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DAY = r"(?P<{0}>\d\d?)(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|to|and|until|till|through|&)\s*(?:the\s+)?"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_PARTS = {
    "early": (1, 4), "start": (1, 3), "beginning": (1, 3), "first half": (1, 6), "first part": (1, 6), "mid": (4, 9),
    "middle": (4, 9), "late": (9, 12), "later": (7, 12), "end": (10, 12), "second half": (7, 12),
}  # fmt: skip


def _month(word: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word[:3].lower()))


def _months(year: int, first: int, last: int, last_year: int | None = None) -> tuple[date, date]:
    end_year = last_year or year
    return date(year, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1])


def _day(year: str, month: str, day: str) -> date:
    number = _month(month)
    return date(int(year), number, min(int(day), calendar.monthrange(int(year), number)[1]))


_Match = re.Match[str]


def _days(m: _Match) -> tuple[date, date]:
    last_month = m["m2"]
    end = _day(m["y2"], last_month, m["d2"])
    start = _day(m["y1"] or m["y2"], m["m1"] or last_month, m["d1"])
    return start, max(start, end)


def _one_day(m: _Match) -> tuple[date, date]:
    found = _day(m["y"], m["m"], m["d"])
    return found, found


def _iso(m: _Match) -> tuple[date, date]:
    found = date(
        int(m["y"]), int(m["m"]), min(int(m["d"]), 28 if int(m["m"]) == 2 else 30) if int(m["d"]) > 28 else int(m["d"])
    )
    return found, found


def _month_range(m: _Match) -> tuple[date, date]:
    first, last = _month(m["m1"]), _month(m["m2"])
    year = int(m["y1"] or m["y2"])
    if not m["y1"] and first > last:
        year -= 1
    return _months(year, first, last, int(m["y2"]))


def _one_month(m: _Match) -> tuple[date, date]:
    number = _month(m["m"])
    return _months(int(m["y"]), number, number)


def _season(m: _Match) -> tuple[date, date]:
    year, name = int(m["y"]), m["s"].lower()
    if name == "winter":
        return date(year - 1, 12, 1), date(year + 1, 2, 28)
    return _months(year, *_SEASONS[name])


def _part(m: _Match) -> tuple[date, date]:
    return _months(int(m["y"]), *_PARTS[re.sub(r"[\s-]+", " ", m["p"].lower()).strip()])


def _years(m: _Match) -> tuple[date, date]:
    last = int(m["y2"]) if len(m["y2"]) == 4 else int(m["y1"][:2] + m["y2"])
    return date(int(m["y1"]), 1, 1), date(max(last, int(m["y1"])), 12, 31)


def _one_year(m: _Match) -> tuple[date, date]:
    return date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31)


_NOT_IN_NUMBER = r"(?<![\d£.,/])"
_FORMS: tuple[tuple[str, Callable[[_Match], tuple[date, date]]], ...] = (
    (rf"(?:from|between)?\s*{_DAY.format('d1')}(?:\s+(?:of\s+)?{_MONTH.format('m1')})?(?:,?\s+{_YEAR.format('y1')})?{_TO}{_DAY.format('d2')}\s+(?:of\s+)?{_MONTH.format('m2')},?\s+{_YEAR.format('y2')}", _days),
    (rf"{_DAY.format('d')}\s+(?:of\s+)?{_MONTH.format('m')},?\s+{_YEAR.format('y')}", _one_day),
    (rf"{_MONTH.format('m')}\s+{_DAY.format('d')},?\s+{_YEAR.format('y')}", _one_day),
    (r"(?P<y>20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)", _iso),
    (rf"{_MONTH.format('m1')}(?:\s+{_YEAR.format('y1')})?\s*(?:/|-|to|and|until|&)\s*{_MONTH.format('m2')},?\s+(?:of\s+)?{_YEAR.format('y2')}", _month_range),
    (rf"{_MONTH.format('m')},?\s+(?:of\s+)?{_YEAR.format('y')}", _one_month),
    (rf"(?P<s>spring|summer|autumn|fall|winter)\s+(?:of\s+|in\s+)?{_YEAR.format('y')}", _season),
    (rf"(?:the\s+)?(?P<p>early|start|beginning|first\s+half|first\s+part|mid|middle|late|later|end|second\s+half)[\s-]+(?:in\s+|of\s+|part\s+of\s+)?{_YEAR.format('y')}", _part),
    (rf"{_YEAR.format('y1')}\s*(?:-|to|and|/)\s*(?P<y2>(?:19|20)\d\d)(?=\D|$)", _years),
    (rf"{_YEAR.format('y')}(?![\d%])", _one_year),
)  # fmt: skip
_PATTERNS = tuple((re.compile(_NOT_IN_NUMBER + r"\b" + form + r"\b", re.IGNORECASE), make) for form, make in _FORMS)
_SINCE = re.compile(r"\b(?:since|starting(?: in| from)?)\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|later than|following)\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|prior to|earlier than|pre-?)\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|by the end of|to the end of)\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_TWO_VISITS = re.compile(
    r"\s*(?:full |joint |focused )*(?:inspection|visit|report|letter|judg|ilacs|jtai|sif)", re.IGNORECASE
)
_ONWARDS = re.compile(r"^\s*(?:onwards?|or later|and later|and after|and since)\b", re.IGNORECASE)
_ROLES: tuple[tuple[PeriodRole, re.Pattern[str]], ...] = (
    ("due", re.compile(r"\b(?:due|deadline|statement[^.?]{0,40}\b(?:by|in)|by a date)\b[^.?,]{0,20}$", re.IGNORECASE)),
    ("published", re.compile(r"\b(?:publish\w*|issued|dated|released|came out|letters?|reports?)\b[^.?,]{0,14}$", re.IGNORECASE)),
    ("visit", re.compile(r"\b(?:begin\w*|began|begun|start\w*|took place|taking place|visit\w*|carried out|conducted|inspected|held|happened)\b[^.?,]{0,14}$", re.IGNORECASE)),
)  # fmt: skip


def find_periods(text: str, today: date) -> list[Period]:
    """The periods that the question names, in its order. `today` decides what 'last year' is."""
    found: list[Period] = []
    taken = text
    for pattern, make in _PATTERNS:
        for match in list(pattern.finditer(taken)):
            if make is _years and " and " in match[0] and not _is_range(text, match):
                continue
            start, end = make(match)
            found.append(_bounded(text, match.start(), match.end(), start, end))
            taken = taken[: match.start()] + " " * len(match[0]) + taken[match.end() :]
    found += _relative(taken, today)
    return _between(text, sorted(found, key=lambda p: p.at))


def _is_range(text: str, match: _Match) -> bool:
    """'between 2018 and 2020' is a range; 'the 2018 and 2020 inspections' are two years."""
    return bool(_BETWEEN.search(text[: match.start()])) and not _TWO_VISITS.match(text[match.end() :])


def _bounded(text: str, at: int, end_at: int, start: date, end: date) -> Period:
    before, after = text[:at], text[end_at:]
    words = text[at:end_at].strip()
    if _ONWARDS.search(after) or (_SINCE.search(before) and "-" not in words and " to " not in words):
        start, end, words = start, LAST, f"since {words}"
    elif _AFTER.search(before) and re.fullmatch(r"\d{4}", words):
        start, end, words = end + timedelta(days=1), LAST, f"after {words}"
    elif _BEFORE.search(before):
        start, end, words = FIRST, start - timedelta(days=1), f"before {words}"
    elif _UNTIL.search(before):
        start, words = FIRST, f"until {words}"
    return Period(start, end, words, _role(before), at)


def _role(before: str) -> PeriodRole:
    cleaned = re.sub(r"\b(?:since|from|in|on|the|of|during|between|before|after|for|until|year|any)\b", " ", before)
    hits = [
        (m.start(), role)
        for role, pattern in _ROLES
        if (m := pattern.search(re.sub(r"\s+", " ", cleaned).rstrip() + " "))
    ]
    return max(hits)[1] if hits else "any"


def _relative(text: str, today: date) -> Iterator[Period]:
    for m in re.finditer(
        r"\b(?:(last|previous|this|the past|past) year|(?:in |over |within )?(?:the )?(?:last|past) (\w+) years?)\b",
        text,
        re.IGNORECASE,
    ):
        year = today.year
        if m[2]:
            count = NUMBERS.get(m[2].lower()) or (int(m[2]) if m[2].isdigit() else 0)
            if count:
                yield Period(
                    today - timedelta(days=365 * count), today, m[0].strip(), _role(text[: m.start()]), m.start()
                )
        elif m[1].lower() == "this":
            yield Period(
                date(year, 1, 1), date(year, 12, 31), f"this year ({year})", _role(text[: m.start()]), m.start()
            )
        else:
            yield Period(
                date(year - 1, 1, 1),
                date(year - 1, 12, 31),
                f"last year ({year - 1})",
                _role(text[: m.start()]),
                m.start(),
            )


def _between(text: str, found: list[Period]) -> list[Period]:
    """'between 2018 and March 2020' is one period, not two."""
    if len(found) == 2 and _BETWEEN.search(text[: found[0].at]):
        first, last = found
        single = _TWO_VISITS.match(text[last.at + len(last.words) :])
        if not single and first.end <= last.start and re.fullmatch(r".{4,20}?\s+and\s+", text[first.at : last.at]):
            return [Period(first.start, last.end, f"between {first.words} and {last.words}", first.role, first.at)]
    return found


def spans(periods: tuple[Period, ...] | list[Period], text: str) -> list[tuple[int, int]]:
    """Where the periods' own words stand in the text."""
    found = []
    for period in periods:
        bare = re.sub(r"^(?:since|after|before|until|between) ", "", period.words)
        bare = re.sub(r" \(\d{4}\)$", "", bare)
        found.append(
            (period.at, min(len(text), period.at + len(bare) + (1 if text[period.at : period.at + 1] == " " else 0)))
        )
    return found
