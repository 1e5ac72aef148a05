"""The chain of names is ordered in time, and a day picks the name that was borne on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.resolution import name_history, name_in_force


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
