"""Phrases of time against the day of the article: right day, right precision, never later for the past."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Date
from kg.text.dates import MONTHS, WEEKDAYS, from_day
from kg.text.relative_dates import relative_date

SATURDAY = Date.parse("2024-11-30")
PAST_PHRASES = [
    *(f"on {day.title()}" for day in WEEKDAYS),
    *(f"last {day}" for day in WEEKDAYS),
    *(f"in {month}" for month in MONTHS),
    *(f"{month} 1" for month in MONTHS),
    *(
        "yesterday",
        "overnight",
        "last week",
        "last month",
        "last year",
        "earlier this month",
        "late last year",
    ),
    *(
        f"{number} {unit}s ago"
        for number in ("two", "12", "400")
        for unit in ("day", "week", "month", "year")
    ),
    *("for the past three years", "over the last 48 hours", "a decade ago"),
]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("eight years ago", "2016"),
        ("about two decades ago", "2004"),
        ("three months earlier", "2024-08"),
        ("two weeks ago", "2024-11"),
        ("a couple of days ago", "2024-11-28"),
        ("a year ago", "2023"),
        ("48 hours ago", "2024-11-28"),
        ("last week", "2024-11"),
        ("last month", "2024-10"),
        ("late last year", "2023"),
        ("earlier this month", "2024-11"),
        ("since the start of the year", "2024"),
        ("on Saturday", "2024-11-30"),
        ("Friday's", "2024-11-29"),
        ("late on Wednesday evening", "2024-11-27"),
        ("last Saturday", "2024-11-23"),
        ("next Saturday", "2024-12-07"),
        ("between Tuesday and Thursday", "2024-11-26"),
        ("yesterday", "2024-11-29"),
        ("overnight", "2024-11-29"),
        ("tomorrow", "2024-12-01"),
        ("earlier today", "2024-11-30"),
        ("in March", "2024-03"),
        ("since December", "2023-12"),
        ("last November", "2023-11"),
        ("in March last year", "2023-03"),
        ("in March 2015", "2015-03"),
        ("since 2014", "2014"),
        ("late 2016", "2016"),
        ("mid-2012", "2012"),
        ("in the summer of 2012", "2012"),
        ("on Nov. 17", "2024-11-17"),
        ("on 5 December", "2023-12-05"),
        ("Thu Aug 18 2016", "2016-08-18"),
        ("for more than three years", "2021"),
        ("over the past two days", "2024-11-28"),
    ],
)
def test_means(phrase: str, expected: str) -> None:
    assert str(relative_date(phrase, SATURDAY)) == expected


@pytest.mark.parametrize(
    "phrase",
    ["", "recently", "in recent days", "for years", "two years", "on Nov. 31", "before 2016", "x" * 1000],
)
def test_a_vague_phrase_means_no_date(phrase: str) -> None:
    assert relative_date(phrase, SATURDAY) is None


@pytest.mark.parametrize(
    ("phrase", "anchor", "expected"),
    [
        ("in March 2015", None, "2015-03"),
        ("on Friday", None, None),
        ("eight years ago", "2024", "2016"),
        ("on Friday", "2024-11", None),
        ("last month", "2024", None),
        ("last month", "2024-01", "2023-12"),
        ("in March", "2024", "2024-03"),
    ],
)
def test_a_coarse_anchor_answers_only_what_it_can(
    phrase: str, anchor: str | None, expected: str | None
) -> None:
    date = relative_date(phrase, Date.parse(anchor) if anchor else None)
    assert (date and str(date)) == expected


@given(st.sampled_from(PAST_PHRASES), st.dates())
def test_the_past_never_lies_after_the_anchor(phrase: str, day: dt.date) -> None:
    date = relative_date(phrase, from_day(day))
    assert date is None or date.first_day() <= day


@given(st.sampled_from(WEEKDAYS), st.dates(dt.date(1900, 1, 1)))
def test_a_weekday_is_the_nearest_past_day_of_that_name(weekday: str, day: dt.date) -> None:
    date = relative_date(f"on {weekday}", from_day(day))
    assert date is not None
    assert WEEKDAYS[date.first_day().weekday()] == weekday
    assert 0 <= (day - date.first_day()).days < 7


@given(st.text(max_size=90), st.dates())
def test_any_phrase_is_read_without_an_error(phrase: str, day: dt.date) -> None:
    relative_date(phrase, from_day(day))
