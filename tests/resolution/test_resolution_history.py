"""The chain of names is ordered in time, and a day picks the name that was borne on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.resolution import name_history, name_in_force, name_timeline, undated_names


def actor(shown: str, *names: Name) -> Actor:
    return Actor("x", ActorKind.ARMED_GROUP, shown, names)


def dated(text: str, kind: NameKind, start: str | None, end: str | None) -> Name:
    return Name(text, kind, "", Date(start) if start else None, Date(end) if end else None)


FRONT = actor(
    "Third",
    dated("Third", NameKind.OFFICIAL, "2017-01-28", None),
    dated("T", NameKind.ACRONYM, "2017-01-28", None),
    dated("First", NameKind.FORMER, "2012-01", "2016-07-28"),
    dated("The First One", NameKind.FORMER, "2012-01", "2016-07-28"),
    dated("Second", NameKind.FORMER, "2016-07-28", "2017-01-28"),
)


def test_the_chain_holds_one_name_for_each_time_oldest_first() -> None:
    assert [span.name for span in name_history(FRONT)] == ["First", "Second", "Third"]


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("2011", None),
        ("2012", "First"),
        ("2016-07-27", "First"),
        ("2016-07-28", "Second"),
        ("2017", "Third"),
        ("2030-05", "Third"),
    ],
)
def test_a_day_picks_the_name_borne_on_it(on: str, name: str | None) -> None:
    assert name_in_force(FRONT, Date(on)) == name


def test_an_undated_shown_name_follows_the_last_former_one() -> None:
    state = actor("Zambia", Name("Zambia"), dated("Northern Rhodesia", NameKind.FORMER, None, "1964-10-24"))
    assert [(span.name, str(span.valid_from)) for span in name_history(state)] == [
        ("Northern Rhodesia", "None"),
        ("Zambia", "1964-10-24"),
    ]
    assert name_in_force(state, Date("1960")) == "Northern Rhodesia"


def test_an_undated_shown_name_precedes_a_later_official_one() -> None:
    alliance = actor("Alliance", Name("Alliance"), dated("Confederation", NameKind.OFFICIAL, "2024-07", None))
    assert [span.name for span in name_history(alliance)] == ["Alliance", "Confederation"]


def test_an_actor_that_never_changed_its_name_has_a_chain_of_one() -> None:
    assert [span.name for span in name_history(actor("Same", Name("Same")))] == ["Same"]
    assert name_in_force(actor("Same", Name("Same")), Date("1999")) == "Same"


def spans(*names: Name) -> list[tuple[str, str, str]]:
    return [(s.name, str(s.valid_from), str(s.valid_until)) for s in name_timeline(actor("Last", *names))]


BEFORE, AFTER = dated("First", NameKind.FORMER, "1965", "1979-06-01"), "1980-04-18"
LAST = dated("Last", NameKind.OFFICIAL, AFTER, None)


def test_a_time_between_two_names_is_shown_and_no_name_was_in_force_in_it() -> None:
    assert spans(LAST, BEFORE) == [
        ("First", "1965", "1979-06-01"),
        ("", "1979-06-01", AFTER),
        ("Last", AFTER, "None"),
    ]
    gap = actor("Last", LAST, BEFORE)
    assert [name_in_force(gap, Date(on)) for on in ("1979-05-31", "1979-06-01", AFTER)] == [
        "First",
        None,
        "Last",
    ]
    assert [span.name for span in name_history(gap)] == ["First", "Last"]


@pytest.mark.parametrize("since", ["1979-06-01", "1979-06", "1979", "1979-05"])
def test_dates_that_may_meet_leave_no_gap(since: str) -> None:
    assert len(spans(BEFORE, dated("Last", NameKind.OFFICIAL, since, None))) == 2


def test_a_longer_name_covers_the_gap_between_two_shorter_ones() -> None:
    whole = dated("Whole", NameKind.OFFICIAL, "1960", "1990")

    assert "" not in [name for name, _, _ in spans(LAST, BEFORE, whole)]


def test_an_undated_shown_name_is_no_link_where_the_chain_is_whole() -> None:
    state = actor("Myanmar (Burma)", dated("Burma", NameKind.FORMER, "1948", "1989-06-18"))
    state = actor(state.name, *state.names, dated("Myanmar", NameKind.OFFICIAL, "1989-06-18", None))

    assert [span.name for span in name_history(state)] == ["Burma", "Myanmar"]


def test_another_spelling_of_the_same_time_keeps_the_shown_name_out() -> None:
    names = [dated(text, NameKind.OFFICIAL, "1955", "1991") for text in ("The Long Name", "Pact")]

    assert [span.name for span in name_history(actor("Pact", *names))] == ["The Long Name"]


def test_a_name_may_come_back() -> None:
    again = dated("Last", NameKind.FORMER, "1950", "1965")

    assert [name for name, _, _ in spans(LAST, BEFORE, again)] == ["Last", "First", "", "Last"]


def test_the_latin_spelling_stands_in_the_chain() -> None:
    both = [dated(text, NameKind.OFFICIAL, "2012", None) for text in ("جبهة", "Front")]

    assert [span.name for span in name_history(actor("Front", *both))] == ["Front"]


def test_former_names_without_dates_stand_apart() -> None:
    names = [Name("Older", NameKind.FORMER), Name("First", NameKind.FORMER), BEFORE, LAST]

    assert undated_names(actor("Last", *names)) == ("Older",)


@given(
    cuts=st.lists(st.integers(1900, 2020), min_size=1, max_size=6, unique=True), year=st.integers(1890, 2030)
)
def test_names_that_follow_each_other_leave_no_year_without_a_name(cuts: list[int], year: int) -> None:
    years = sorted(cuts)
    starts = [None, *map(str, years)]
    ends = [*map(str, years), None]
    names = [
        dated(f"name {number}", NameKind.FORMER, start, end)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    expected = sum(cut <= year for cut in years)
    assert name_in_force(actor(f"name {len(years)}", *reversed(names)), Date(str(year))) == f"name {expected}"
