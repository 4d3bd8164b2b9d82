from __future__ import annotations

from datetime import date

import pytest

from rag.questions.periods import find_periods

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("the July 2022 letter", "2022-07-01", "2022-07-31"),
        ("in Feb 2025", "2025-02-01", "2025-02-28"),
        ("in summer 2021", "2021-06-01", "2021-08-31"),
        ("in late 2018", "2018-09-01", "2018-12-31"),
        ("in October-November 2021", "2021-10-01", "2021-11-30"),
        ("from 29 October to 9 November 2018", "2018-10-29", "2018-11-09"),
        ("on 19 and 20 July 2022", "2022-07-19", "2022-07-20"),
        ("on 8 March 2019", "2019-03-08", "2019-03-08"),
        ("since 2021", "2021-01-01", "2099-12-31"),
        ("before 2019", "1990-01-01", "2018-12-31"),
        ("between 2018 and 2020", "2018-01-01", "2020-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("in the last two years", "2024-06-15", "2026-06-15"),
    ],
)
def test_dates_in_words(words: str, start: str, end: str) -> None:
    (found,) = find_periods(f"What was said {words} about X?", TODAY)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


def test_two_visits_are_two_periods() -> None:
    assert [p.words for p in find_periods("between the 2019 and 2022 inspections", TODAY)] == ["2019", "2022"]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("letters published in 2023", "published"),
        ("inspections that began in 2023", "visit"),
        ("a statement of action by a date in 2019", "due"),
        ("the 2019 inspection", "any"),
    ],
)
def test_what_a_date_is_of(words: str, role: str) -> None:
    assert find_periods(words, TODAY)[0].role == role


@pytest.mark.parametrize("words", ["£2,019 was spent", "70% of 12,000 children", "a 16-year-old"])
def test_numbers_are_no_dates(words: str) -> None:
    assert find_periods(words, TODAY) == []
