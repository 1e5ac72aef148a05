"""The events of the catalogue stand in the graph as its shapes want them, and go with the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.model import Actor, ActorKind, Date, Event, EventKind
from kg.store import Store
from kg.store.shacl.validate import validate

ACTORS = [Actor(letter, ActorKind.ARMED_GROUP, letter.upper()) for letter in "abc"]
EVENTS = [
    Event(EventKind.SPLIT, ("a",), ("b",), Date("2016-07"), ("a list",)),
    Event(EventKind.MERGER, ("a", "b"), ("a",), None, ("a list", "a book")),
    Event(EventKind.SUCCESSION, ("a",), ("c",), Date("2018"), ("a list",)),
    Event(EventKind.DISSOLUTION, ("c",), (), Date("2020-01-01"), ("a list",)),
]
PARTIES = """
SELECT ?class ?before ?after ?date {
  ?event a kg:Event , ?class ; kg:predecessor/dcterms:identifier ?before .
  OPTIONAL { ?event kg:successor/dcterms:identifier ?after }
  OPTIONAL { ?event kg:date ?date }
  FILTER(?class != kg:Event)
} ORDER BY ?date ?before
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store") as made:
        made.set_catalogue(ACTORS, events=EVENTS)
        yield made


def test_an_event_leads_from_whom_to_whom_on_its_date(store: Store) -> None:
    rows = [
        tuple(text.rsplit("#", 1)[-1].removesuffix("T00:00:00Z") for text in row.values())
        for row in store.select(PARTIES).dicts()
    ]

    assert rows == [
        ("Merger", "a", "a"),
        ("Merger", "b", "a"),
        ("Split", "a", "b", "2016-07-01"),
        ("Succession", "a", "c", "2018-01-01"),
        ("Dissolution", "c", "2020-01-01"),
    ]


def test_every_kind_of_event_conforms_to_the_shapes(store: Store) -> None:
    assert validate(store.triples()).findings == ()


def test_an_event_that_the_catalogue_no_longer_has_is_gone(store: Store) -> None:
    assert store.set_catalogue(ACTORS, events=EVENTS[:1])

    assert store.ask("ASK { ?event a kg:Split }")
    assert not store.ask("ASK { ?event a kg:Merger }")


def test_another_source_is_the_same_event(store: Store) -> None:
    more = [Event(EventKind.SPLIT, ("a",), ("b",), Date("2016-07"), ("a book", "a list"))]
    before = store.select("SELECT ?event { ?event a kg:Split }").dicts()
    store.set_catalogue(ACTORS, events=more)

    assert list(store.select("SELECT ?event { ?event a kg:Split }").dicts()) == list(before)
