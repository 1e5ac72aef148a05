"""What is gathered in passes over a whole store is what asking one by one finds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.store_strategies import RUN, readings

from kg.analysis import gathering
from kg.analysis.gathering import actors_of, events_of, sentences_of
from kg.analysis.loading import outlines
from kg.model import Actor, ActorKind, Date, Event, EventKind, Reading
from kg.store import Store

ACTORS = [Actor(letter, ActorKind.ARMED_GROUP, letter.upper()) for letter in "abc"]
EVENTS = [
    Event(EventKind.SPLIT, ("a",), ("b",), Date("2016-07"), ("a list",)),
    Event(EventKind.SUCCESSION, ("a",), ("c",), Date("2018"), ("a list",)),
    Event(EventKind.DISSOLUTION, ("c",), (), Date("2020-01-01"), ("a list",)),
    Event(EventKind.MERGER, ("a", "b"), ("a",), None, ("a book", "a list")),
]


@given(st.lists(readings(), max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_many_at_once_are_as_one_by_one(given: list[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store") as store:
        for reading in given:
            store.put(reading, RUN)
        actors = [actor.id for actor in store.actors()]
        claims = [record.claim.evidence.by for record in outlines(store)]

        one_by_one = actors_of(store, [*actors, "nobody"]), sentences_of(store, [*claims, "none"])
        with patch.object(gathering, "_FEW", -1):
            at_once = actors_of(store, [*actors, "nobody"]), sentences_of(store, [*claims, "none"])

        assert at_once == one_by_one
        assert [actor.id for actor in at_once[0]] == actors
        assert set(at_once[1]) == set(claims)


@pytest.mark.parametrize("events", [EVENTS, EVENTS[2:], []])
def test_events_come_back_in_order_of_time(tmp_path: Path, events: list[Event]) -> None:
    with Store.open(tmp_path / "store") as store:
        store.set_catalogue(ACTORS, events=reversed(events))

        assert events_of(store) == events
