"""Dates in all the forms that letters print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.letters import dates


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("23 to 27 May 2022", "2022-05-23", "2022-05-27"),
        ("1 August 2017", "2017-08-01", "2017-08-01"),
        ("19 and 20 July 2022", "2022-07-19", "2022-07-20"),
        ("29 October 2018 to 9 November 2018", "2018-10-29", "2018-11-09"),
        ("2 June 2014 – 25 June 2014", "2014-06-02", "2014-06-25"),
        ("11 – 22 July 2022", "2022-07-11", "2022-07-22"),
        ("9–24 November 2017", "2017-11-09", "2017-11-24"),
        ("18 Feb 2014 – 12 March 2014", "2014-02-18", "2014-03-12"),
        ("Between 21 March 2017 and 24 March 2017, Ofsted", "2017-03-21", "2017-03-24"),
        ("between 2 March 2020 and 4 May 2020", "2020-03-02", "2020-05-04"),
        ("on13 May 2019", "2019-05-13", "2019-05-13"),
        ("by Tuesday 25 October 2022", "2022-10-25", "2022-10-25"),
        ("Monday 3rd to Friday 7th June 2019", "2019-06-03", "2019-06-07"),
        ("12 December to 4 January 2019", "2018-12-12", "2019-01-04"),
        ("on 3, 4 and 10 May 2021", "2021-05-03", "2021-05-10"),
        ("on 3 and 4 May 2022 and 10 June 2022", "2022-05-03", "2022-06-10"),
        ("02 March 2020 to 13 March 2020", "2020-03-02", "2020-03-13"),
        ("18/07/2022", "2022-07-18", "2022-07-18"),
        ("2022-07-18", "2022-07-18", "2022-07-18"),
        ("July 18, 2022", "2022-07-18", "2022-07-18"),
        ("4 May 2018, 12 children", "2018-05-04", "2018-05-04"),
        ("12/06/2023 and 13/06/2023", "2023-06-12", "2023-06-13"),
        ("from 12/06/23 to 13/06/23", "2023-06-12", "2023-06-13"),
        ("01/04/2021 to 31/03/2022", "2021-04-01", "2022-03-31"),
        ("12/06/2023 ? 16/06/2023", "2023-06-12", "2023-06-16"),
        ("born on 12/06/98", "1998-06-12", "1998-06-12"),
        ("30 November, 1 December and 2 December 2016", "2016-11-30", "2016-12-02"),
        ("28 February – 4 March 2021", "2021-02-28", "2021-03-04"),
    ],
)
def test_a_date_expression_is_read_as_its_first_and_last_day(text: str, start: str, end: str) -> None:
    (found,) = dates.find(text)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["31 June 2020", "5 to 9 year olds", "in 2018", "1 November 20188", "section 47 May apply", "18 t0 22 May 2024"],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert dates.find(text) == []


def test_a_year_from_context_serves_dates_without_one() -> None:
    (found,) = dates.find("on 28 and 29 September", year=2021)
    assert (found.start, found.end) == (date(2021, 9, 28), date(2021, 9, 29))


@given(st.dates(date(1990, 1, 1), date(2040, 12, 28)), st.integers(0, 20))
def test_every_range_is_read_back(start: date, days: int) -> None:
    end = date.fromordinal(start.toordinal() + days)
    text = f"Inspection dates: {start.day} {start:%B} {start.year} to {end.day} {end:%B} {end.year}."
    (found,) = dates.find(text)
    assert (found.start, found.end) == (start, end)
    assert found.span.of(text) == text[18:-1]


@pytest.mark.parametrize(
    "text",
    [
        "14/05/2018 and 11/07/2022",
        "14/05/2018, 11/07/2022",
        "on 14/05/2018? 16/05/2018",
        "4 May 2018? 6 May 2018",
        "on 14 May 2018 and 11 July 2022",
        "on 4 May 2018, 2 July 2018",
    ],
)
def test_days_that_are_not_of_one_visit_stay_apart(text: str) -> None:
    assert [found.start == found.end for found in dates.find(text)] == [True, True]


def test_a_later_visit_of_several_days_stays_whole() -> None:
    first, second = dates.find("visits on 14 May 2018, 11 July 2022 and 12 July 2022")
    assert first.end == date(2018, 5, 14)
    assert (second.start, second.end) == (date(2022, 7, 11), date(2022, 7, 12))
