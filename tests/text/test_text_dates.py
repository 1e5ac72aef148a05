"""Dates of metadata: every common spelling, and none that is ambiguous or impossible."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.dates import MONTHS, from_day, parse_date

NOVEMBER_30 = "2024-11-30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-11-30", NOVEMBER_30),
        (" 2024-11-30T07:15:00+02:00", NOVEMBER_30),
        ("2024-11-30 07:15", NOVEMBER_30),
        ("2024/11/30", NOVEMBER_30),
        ("20241130", NOVEMBER_30),
        ("Sat, 30 Nov 2024 07:15:00 GMT", NOVEMBER_30),
        ("Saturday 30 November 2024", NOVEMBER_30),
        ("30 November 2024", NOVEMBER_30),
        ("30th of November, 2024", NOVEMBER_30),
        ("30-Nov-2024", NOVEMBER_30),
        ("Nov 30, 2024", NOVEMBER_30),
        ("NOV. 30 2024", NOVEMBER_30),
        ("November 30th, 2024", NOVEMBER_30),
        ("30.11.2024", NOVEMBER_30),
        ("30-11-2024", NOVEMBER_30),
        ("30/11/2024", NOVEMBER_30),
        ("11/30/2024", NOVEMBER_30),
        ("09.05.2018(updated 1730 09.05.2018)", "2018-05-09"),
        ("Feb 022015 BEIRUT", "2015-02-02"),
        ("Sept. 5, 2016", "2016-09-05"),
        ("November 2024", "2024-11"),
        ("Nov 2024", "2024-11"),
        ("2024-11", "2024-11"),
        ("2024", "2024"),
        ("07/07/2016", "2016-07-07"),
    ],
)
def test_reads(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "08/04/2017",
        "2024-02-30",
        "31.04.2017",
        "13/13/2017",
        "12345678",
        "Marching 2 2016",
        "99",
    ],
)
def test_reads_no_date_from(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_all_unambiguous_spellings_of_a_day_give_that_day(day: dt.date) -> None:
    name = next(name for name, number in MONTHS.items() if number == day.month)
    spellings = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {name.title()} {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{day:%d/%m/%Y}" if day.day > 12 else day.isoformat(),
        f"{day:%m/%d/%Y}" if day.day > 12 else day.isoformat(),
    ]
    assert {parse_date(text) for text in spellings} == {from_day(day)}


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    date = parse_date(text)
    assert date is None or date.first_day() <= date.last_day()
