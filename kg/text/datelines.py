"""The date of a document: from its metadata, or from the dateline that opens its text.

Where both give a full date and they differ, the dateline wins: metadata often holds the day on which a page
was fetched, moved or re-published, while the dateline was written with the article. A dateline counts only
where it stands as one (at the very beginning, or with a weekday that the calendar confirms), so a date that a
sentence speaks of is not taken for it.
"""

from __future__ import annotations

import re

from kg.model import Date
from kg.text.dates import DATE_PATTERNS, MONTH_NAME, MONTHS, WEEKDAYS, date_of, make_date

__all__ = ["document_date", "find_dateline"]

_HEAD = 250  # a dateline stands in the first lines, at most behind a headline
_PREFIX = re.compile(
    r"\s*(?:(?:date of publication|last updated|first published|published|posted|updated|date)"
    r"(?: (?:on|at))?:?\s+)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b\.?,?\s+", re.IGNORECASE)
# In front of these a weekday and a date belong to a sentence.
_IN_SENTENCE = re.compile(
    r"\b(?:on|since|until|till|from|by|of|before|after|between|and|last|to)\s+$", re.IGNORECASE
)
# ALEPPO, Syria, Nov 30 (Reuters) -    BEIRUT, 30 November 2024 (Orient Wire) --
_AGENCY = re.compile(
    rf"\s*[A-Z][A-Z .'’-]{{2,40}}(?:,\s+[A-Z][\w .'’-]{{2,30}})?,\s+"
    rf"(?:(?P<month>{MONTH_NAME})\b\.?\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{MONTH_NAME})\b\.?)"
    rf"(?:,?\s+(?P<year>(?:19|20)\d{{2}}))?\s*(?:\(|[-–—]|:)",
    re.IGNORECASE,
)
_PLACE_IN_CAPITALS = re.compile(r"\s*[A-Z][A-Z .'’-]{2,}")
_CUT_DAY = re.compile(r"\s*(\d)[.-](\d{2})[.-](\d{4})")


def document_date(metadata: Date | None, text: str) -> Date | None:
    """Return the date of a document.

    Args:
        metadata: What the source gives as its date, if anything.
        text: The document's text.

    Returns:
        A complete dateline of the text, else the metadata, made more precise by a dateline without a year
        where it lacks the day; ``None`` if neither says.

    """
    dateline = find_dateline(text)
    if dateline is not None:
        return metadata if metadata is not None and _lost_first_digit(text, metadata) else dateline
    if metadata is None or metadata.precision == "day":
        return metadata
    return _day_of(metadata, text) or metadata


def find_dateline(text: str) -> Date | None:
    """Return the complete date, day included, of the dateline that opens ``text``, or ``None``."""
    head = text[:_HEAD]
    opening = _PREFIX.match(head)
    if found := _full_date(head, opening.end() if opening else 0):
        return found
    for weekday in _WEEKDAY.finditer(head):
        if not _IN_SENTENCE.search(head[: weekday.start()]) and (found := _full_date(head, weekday.start())):
            return found
    agency = _agency_line(head)
    return make_date(int(agency["year"]), *_month_day(agency)) if agency and agency["year"] else None


def _full_date(head: str, start: int) -> Date | None:
    """Read a date with its day at ``start``; a weekday before it must be the right one."""
    weekday = _WEEKDAY.match(head, start)
    for pattern in DATE_PATTERNS:
        if match := pattern.match(head, weekday.end() if weekday else start):
            date = date_of(match)
            if date is None or date.precision != "day":
                return None
            if weekday and WEEKDAYS[date.first_day().weekday()][:3] != weekday[1].lower():
                return None
            return date
    return None


def _agency_line(head: str) -> re.Match[str] | None:
    """Match an agency's dateline, whose place is written in capitals."""
    return _AGENCY.match(head) if _PLACE_IN_CAPITALS.match(head) else None


def _month_day(agency: re.Match[str]) -> tuple[int, int]:
    return MONTHS[(agency["month"] or agency["month2"]).lower()], int(agency["day"] or agency["day2"])


def _day_of(metadata: Date, text: str) -> Date | None:
    """Complete a year or a month by the dateline's month and day, unless they contradict it."""
    agency = _agency_line(text[:_HEAD])
    if agency is None:
        return None
    date = make_date(metadata.first_day().year, *_month_day(agency))
    return date if date is not None and date.text.startswith(metadata.text) else None


def _lost_first_digit(text: str, metadata: Date) -> bool:
    """Tell whether the dateline is the metadata's day without its first digit: 6-09-2013 for 16-09-2013."""
    cut = _CUT_DAY.match(text)
    if cut is None or metadata.precision != "day":
        return False
    day, month, year = cut.groups()
    return (
        metadata.text.startswith(f"{year}-{month}-") and metadata.text[-2] != "0" and metadata.text[-1] == day
    )
