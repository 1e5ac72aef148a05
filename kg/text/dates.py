"""Read the dates that sources write: in metadata, in datelines, in sentences.

Numeric dates: with dots or hyphens the day comes first (``08.04.2017`` is 8 April); with slashes the date is
read only where one of the numbers cannot be a month, because nothing tells 04/08 of Washington from 04/08 of
London.
"""

from __future__ import annotations

import datetime as dt
import re

from kg.errors import DataError
from kg.model import Date

__all__ = [
    "DATE_PATTERNS",
    "MONTHS",
    "MONTH_NAME",
    "WEEKDAYS",
    "date_of",
    "from_day",
    "make_date",
    "parse_date",
]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""English month names and their short forms, in lower case, to month numbers."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_NAMED = rf"(?P<month>{MONTH_NAME})\b\.?"

# Tried in this order at the place where the date begins; named groups say what each number is.
DATE_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)",  # 2024-11-30, 2024/11/30
        r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)",  # 20160907
        rf"(?P<day>\d{{1,2}})[.-](?P<month>\d{{1,2}})[.-]{_YEAR}",  # 30.11.2024, 17-08-2013
        rf"(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/{_YEAR}",  # 30/11/2024, 11/30/2024
        rf"{_DAY}(?:\s+of)?[\s-]+{_NAMED},?[\s-]*{_YEAR}",  # 30 November 2024, 30-Nov-2024
        rf"{_NAMED}\s+{_DAY},?\s*{_YEAR}",  # Nov 30, 2024; also the glued "Feb 022015" of web pages
        rf"{_NAMED},?\s+{_YEAR}",  # November 2024
        rf"{_YEAR}-(?P<month>\d{{2}})(?!\d)",  # 2024-11
        _YEAR,  # 2024
    )
)
_WEEKDAY = re.compile(
    r"\s*(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE
)


def parse_date(text: str) -> Date | None:
    """Read the date at the beginning of ``text``; whatever follows it (a time, a note) is left aside.

    Args:
        text: For example ``2024-11-30T07:15:00Z``, ``Sat, 30 Nov 2024 07:15:00 GMT``, ``Nov 30, 2024``,
            ``30.11.2024`` or ``09.05.2018(updated 1730 09.05.2018)``.

    Returns:
        The date, as precise as the text; ``None`` if there is none, or it does not exist, or is ambiguous.

    """
    weekday = _WEEKDAY.match(text)
    start = text.strip() if weekday is None else text[weekday.end() :].strip()
    for pattern in DATE_PATTERNS:
        if match := pattern.match(start):
            return date_of(match)
    return None


def date_of(match: re.Match[str]) -> Date | None:
    """Turn a match of one of the :data:`DATE_PATTERNS` into a date, if it exists in the calendar."""
    parts = match.groupdict()
    if "one" in parts:
        day_month = _slashed(int(parts["one"]), int(parts["two"]))
        if day_month is None:
            return None
        day, month = day_month
        return make_date(int(parts["year"]), month, day)
    name = parts.get("month")
    month_number = None if name is None else int(name) if name.isdigit() else MONTHS[name.lower()]
    return make_date(int(parts["year"]), month_number, int(parts["day"]) if parts.get("day") else None)


def make_date(year: int, month: int | None = None, day: int | None = None) -> Date | None:
    """Build a date from its parts, or ``None`` where the calendar has no such day."""
    text = f"{year:04d}" + "".join(f"-{part:02d}" for part in (month, day) if part is not None)
    try:
        return Date.parse(text)
    except DataError:
        return None


def from_day(day: dt.date) -> Date:
    """Turn a calendar day into a date of day precision."""
    return Date.parse(day.isoformat())


def _slashed(one: int, two: int) -> tuple[int, int] | None:
    if one == two or (one > 12 and two <= 12):
        return one, two
    return (two, one) if one <= 12 < two else None
