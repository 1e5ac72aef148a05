"""The date of a document: its dateline before its metadata, and no date that a sentence speaks of."""

import pytest

from kg.model import Date
from kg.text.datelines import document_date, find_dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALEPPO, Syria, Nov 30, 2024 (Orient Wire) - Rebels entered the city.", "2024-11-30"),
        ("BEIRUT, 30 November 2024 -- Rebels entered the city.", "2024-11-30"),
        ("Tue 05 Jul 2016 Suicide bombing kills 16.", "2016-07-05"),
        ("Published November 17 2017 The regime said", "2017-11-17"),
        ("Posted on April 19 2017 by a reporter", "2017-04-19"),
        ("Date of publication 5 July 2016 The bomber", "2016-07-05"),
        ("Last updated at Feb 022015 BEIRUT Strikes hit", "2015-02-02"),
        ("date 2024-11-30 The military has announced", "2024-11-30"),
        ("20160907 Rebels advance", "2016-09-07"),
        ("09.05.2018(updated 1730 09.05.2018) Get short URL", "2018-05-09"),
        ("Shells kill nine in Taiz Monitor AFP Monday 9 Jul 2018 Shells", "2018-07-09"),
    ],
)
def test_finds_the_dateline(text: str, expected: str) -> None:
    assert str(find_dateline(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rebels took the town on Saturday 16 July 2016, the army said.",
        "The group was founded on 23 January 2012 in Homs.",
        "Shells killed nine AFP Friday 9 Jul 2018 Shells",  # that day was a Monday
        "November 2016 was a month of war.",
        "2016 saw the fall of the city.",
        "ALEPPO, Syria, Nov 30 (Orient Wire) - Rebels entered the city.",  # the year is not given
        "x" * 300 + " Saturday 16 Jul 2016",
        "",
    ],
)
def test_finds_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("metadata", "text", "expected"),
    [
        ("2013-08-20", "Friday 22 July 2016 Dozens killed", "2016-07-22"),
        ("2024-11-30", "Rebels entered the city.", "2024-11-30"),
        (None, "Rebels entered the city.", None),
        (None, "Friday 22 July 2016 Dozens killed", "2016-07-22"),
        ("2024", "ALEPPO, Nov 30 (Orient Wire) - Rebels entered", "2024-11-30"),
        ("2024-11", "ALEPPO, Nov 30 (Orient Wire) - Rebels entered", "2024-11-30"),
        ("2024-10", "ALEPPO, Nov 30 (Orient Wire) - Rebels entered", "2024-10"),
        ("2024-11-29", "ALEPPO, Nov 30 (Orient Wire) - Rebels entered", "2024-11-29"),
        ("2013-09-16", "6-09-2013 Extremists admit", "2013-09-16"),  # the page lost the first digit
        ("2013-10-16", "6-09-2013 Extremists admit", "2013-09-06"),
    ],
)
def test_a_complete_dateline_wins_over_metadata(
    metadata: str | None, text: str, expected: str | None
) -> None:
    date = document_date(Date.parse(metadata) if metadata else None, text)
    assert (date and str(date)) == expected
