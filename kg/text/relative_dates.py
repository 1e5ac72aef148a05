"""Read the dates of sentences ("last week", "since March") against the day when the article was written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from kg.model import Date
from kg.text.dates import DATE_PATTERNS, MONTH_NAME, MONTHS, WEEKDAYS, date_of, from_day, make_date

__all__ = ["relative_date"]

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "couple of": 2,
    "a couple of": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}

# Words before a date that do not move it. What they add ("since", "early") is finer than the dates we keep,
# or the caller's business.
_LEADING = re.compile(
    r"^(?:(?:about|almost|already|around|as|at|back|between|by|during|for|from|in|just|least|less|more|nearly|of|on"
    r"|only|over|since|some|than|the|throughout|until|within"
    r"|early|earlier|late|later|mid|beginning|start|middle|end|spring|summer|autumn|fall|winter) )+"
)
_PERIOD = re.compile(r"(?:for|over|in|during|within|throughout)\b")
_LONGEST_PHRASE = 80

_NUMBER = r"(?P<number>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_DAY_NAME = "|".join(rf"{name}|{name[:3]}\b" for name in WEEKDAYS)
_UNIT = r"(?P<unit>hour|day|week|month|year|decade)s?"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})s?(?: (?:morning|noon|afternoon|evening|night))?"


def relative_date(phrase: str, anchor: Date | None) -> Date | None:
    """Return the date that a phrase of an article means.

    A weekday or a month without a year is the nearest one that is not after the anchor: news looks back. A
    span ("for three years", "between Tuesday and Friday") gives its beginning. The answer is only as
    precise as the phrase: "eight years ago" gives a year, "two weeks ago" a month.

    Args:
        phrase: For example ``on Friday``, ``earlier this month``, ``late 2016``; prepositions may stay.
        anchor: The article's date. With ``None``, or with a month where a day is needed, only phrases that do
            without are understood.

    Returns:
        The date, or ``None`` where the phrase is vague ("recently") or none that we know.

    """
    if len(phrase) > _LONGEST_PHRASE:
        return None
    words = _normalised(phrase)
    core = _LEADING.sub("", words)
    calendar = re.sub(rf"^(?:{_DAY_NAME}) ", "", core)
    for pattern in DATE_PATTERNS:
        if match := pattern.fullmatch(calendar):
            return date_of(match)
    if anchor is None:
        return None
    for shape, meaning in _SHAPES:
        if match := shape.fullmatch(core):
            return meaning(match, anchor)
    if _PERIOD.match(words) and (match := _COUNTED.fullmatch(core)):
        return _ago(match, anchor)
    return None


def _normalised(phrase: str) -> str:
    text = re.sub(r"['’]s?\b|[,.](?=\s|$)", "", phrase.lower())
    text = re.sub(r"\b(mid)-|(?: and | to ).*", r"\1 ", text)
    return " ".join(text.split())


def _same_day(_: re.Match[str], anchor: Date) -> Date | None:
    return anchor if anchor.precision == "day" else None


def _neighbour_day(match: re.Match[str], anchor: Date) -> Date | None:
    return _days_from(anchor, 1 if match.group() == "tomorrow" else -1)


def _weekday(match: re.Match[str], anchor: Date) -> Date | None:
    back = (anchor.first_day().weekday() - WEEKDAYS.index(match["weekday"])) % 7
    if match["which"] == "last":
        back = back or 7
    return _days_from(anchor, 7 - back if match["which"] == "next" else -back)


def _month(match: re.Match[str], anchor: Date) -> Date | None:
    """A month, or a day of a month, whose year the reader knows."""
    month, day = MONTHS[match["month"]], match.groupdict().get("day")
    today = anchor.last_day()
    wanted = (month, int(day or 1))
    year = today.year if wanted <= (today.month, today.day) else today.year - 1
    which = match.groupdict().get("which")
    if which == "last" and month == today.month:
        year -= 1
    elif which == "last year":
        year = today.year - 1
    elif which == "this year":
        year = today.year
    return make_date(year, month, int(day) if day else None)


def _calendar(match: re.Match[str], anchor: Date) -> Date | None:
    """This, last or next week, month or year."""
    step = {"last": -1, "this": 0, "next": 1}.get(match["which"] or "this", 0)
    return _shift(anchor, match["unit"], step)


def _ago(match: re.Match[str], anchor: Date) -> Date | None:
    word = match.groupdict().get("number") or "one"
    number = int(word) if word.isdigit() else _NUMBERS[word]
    return _shift(anchor, match["unit"], -number)


def _shift(anchor: Date, unit: str, number: int) -> Date | None:
    """Move by whole units and keep the precision that the unit has."""
    day = anchor.first_day()
    if unit in ("year", "decade"):
        return make_date(day.year + number * (10 if unit == "decade" else 1))
    if unit == "month":
        if anchor.precision == "year":
            return None
        months = day.year * 12 + day.month - 1 + number
        return make_date(months // 12, months % 12 + 1)
    if unit == "week":
        moved = _days_from(anchor, 7 * number)
        return None if moved is None else Date.parse(moved.text[:7])
    return _days_from(anchor, -(-number // 24) if unit == "hour" else number)


def _days_from(anchor: Date, days: int) -> Date | None:
    if anchor.precision != "day":
        return None
    try:
        return from_day(anchor.first_day() + dt.timedelta(days=days))
    except OverflowError:
        return None


_Meaning = Callable[[re.Match[str], Date], Date | None]
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_SHAPES: tuple[tuple[re.Pattern[str], _Meaning], ...] = tuple(
    (re.compile(shape), meaning)
    for shape, meaning in (
        (r"today|tonight|now|currently|day|this (?:morning|afternoon|evening)", _same_day),
        (r"yesterday|tomorrow|overnight|last night", _neighbour_day),
        (rf"(?:(?P<which>last|this|next) )?{_WEEKDAY}", _weekday),
        (rf"(?:(?P<which>last|this|past) )?(?P<month>{MONTH_NAME})", _month),
        (rf"(?P<month>{MONTH_NAME}) (?:of )?(?P<which>(?:this|last) year)", _month),
        (rf"(?:{_WEEKDAY} )?(?P<month>{MONTH_NAME}) {_DAY}", _month),
        (rf"(?:{_WEEKDAY} )?{_DAY} (?:of )?(?P<month>{MONTH_NAME})", _month),
        (r"(?:(?P<which>last|this|next) )?(?P<unit>week|month|year)", _calendar),
        (rf"(?:{_NUMBER} )?{_UNIT} (?:ago|earlier|back)", _ago),
        (rf"(?:past|last|previous) (?:{_NUMBER} )?{_UNIT}", _ago),
    )
)
"""What a phrase without its leading words looks like, and how to read it; the first that fits decides."""
_COUNTED = re.compile(rf"{_NUMBER} {_UNIT}")
