"""The built-in catalogue's names in time and its splits, mergers, successions and ends hold together."""

from __future__ import annotations

import json

import pytest

from kg.catalogue import Catalogue
from kg.model import Date, EventKind
from kg.resolution import View, identities, lineage, name_history, name_in_force
from kg.resources import catalogue_dir


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.mark.parametrize(
    ("actor_id", "on", "name"),
    [
        ("hayat-tahrir-al-sham", "2011-12-31", None),
        ("hayat-tahrir-al-sham", "2016-06-01", "al-Nusra Front"),
        ("hayat-tahrir-al-sham", "2016-07-27", "al-Nusra Front"),
        ("hayat-tahrir-al-sham", "2016-07-28", "Jabhat Fateh al-Sham"),
        ("hayat-tahrir-al-sham", "2016-09-01", "Jabhat Fateh al-Sham"),
        ("hayat-tahrir-al-sham", "2017-01-27", "Jabhat Fateh al-Sham"),
        ("hayat-tahrir-al-sham", "2017-01-28", "Hay'at Tahrir al-Sham"),
        ("hayat-tahrir-al-sham", "2018-01-01", "Hay'at Tahrir al-Sham"),
        ("hayat-tahrir-al-sham", "2025-01-29", None),
        ("islamic-state", "2005", "al-Qaeda in Iraq"),
        ("islamic-state", "2010-05", "Islamic State of Iraq"),
        ("islamic-state", "2013-06-01", "Islamic State of Iraq and the Levant"),
        ("islamic-state", "2017", "Islamic State"),
        ("pkk", "1990", "Kurdistan Workers' Party"),
        ("pkk", "2003-01-01", "KADEK"),
        ("pkk", "2004", "Kongra-Gel"),
        ("pkk", "2020", "Kurdistan Workers' Party"),
        ("aqim", "2003", "Salafist Group for Preaching and Combat"),
        ("aqim", "2010", "al-Qaeda in the Islamic Maghreb"),
        ("turkiye", "2022-06-01", "Turkey"),
        ("turkiye", "2022-06-02", "Türkiye"),
        ("dr-congo", "1955", "Belgian Congo"),
        ("dr-congo", "1980", "Zaire"),
        ("dr-congo", "2000", "DR Congo"),
        ("myanmar", "1988", "Burma"),
        ("myanmar", "2021-02-01", "Myanmar"),
        ("zimbabwe", "1970", "Rhodesia"),
        ("cambodia", "1975-08", None),
        ("harakat-ul-mujahideen", "1995", "Harkat-ul-Ansar"),
        ("harakat-ul-mujahideen", "2001", "Harkat-ul-Mujahideen"),
    ],
)
def test_the_name_in_force(catalogue: Catalogue, actor_id: str, on: str, name: str | None) -> None:
    assert name_in_force(catalogue.actors[actor_id], Date(on)) == name


def names_of(catalogue: Catalogue, actor_id: str) -> list[str]:
    return [span.name for span in name_history(catalogue.actors[actor_id])]


def test_the_chain_of_names(catalogue: Catalogue) -> None:
    assert names_of(catalogue, "hayat-tahrir-al-sham") == [
        "al-Nusra Front",
        "Jabhat Fateh al-Sham",
        "Hay'at Tahrir al-Sham",
    ]
    assert names_of(catalogue, "pkk") == [
        "Kurdistan Workers' Party",
        "KADEK",
        "Kongra-Gel",
        "Kurdistan Workers' Party",
    ]


def test_the_events_are_sorted_and_written_in_one_way() -> None:
    """A change of one event is then a change of one line, whoever makes it."""
    lines = (catalogue_dir() / "events.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]

    assert events == sorted(events, key=lambda e: (e["predecessors"], e.get("date", ""), e["event"]))
    for event in events:
        for side in ("predecessors", "successors"):
            assert event.get(side, []) == sorted(event.get(side, []))


def test_an_end_is_the_end_of_the_last_name_where_that_has_one(catalogue: Catalogue) -> None:
    for event in catalogue.events:
        if event.kind is EventKind.DISSOLUTION and event.date is not None:
            last = name_history(catalogue.actors[event.predecessors[0]])[-1].valid_until
            assert last is None or last.first_day() <= event.date.last_day(), event
            assert last is None or event.date.first_day() <= last.last_day(), event


def test_who_comes_out_of_a_merger_goes_on_after_it(catalogue: Catalogue) -> None:
    for event in catalogue.events:
        if event.kind in {EventKind.MERGER, EventKind.SUCCESSION} and event.date is not None:
            end = name_history(catalogue.actors[event.successors[0]])[-1].valid_until
            assert end is None or event.date.first_day() <= end.last_day(), event


@pytest.mark.parametrize(
    ("actor_id", "ancestors", "descendants"),
    [
        ("jnim", {"ansar-dine", "al-mourabitoun", "mujao", "aqim", "gia"}, set()),
        ("hayat-tahrir-al-sham", {"islamic-state", "al-qaeda", "jaysh-al-sunna"}, {"hurras-al-din"}),
        ("new-ira", {"provisional-ira", "irish-republican-army-1922"}, set()),
        ("rapid-support-forces", {"janjaweed"}, set()),
        ("farc", set(), {"comunes", "emc", "segunda-marquetalia"}),
        ("splm", set(), {"splm-io", "splm-n", "splm-n-al-hilu"}),
        ("seleka", set(), {"fprc", "upc-car", "mpc-car"}),
        ("mnlf", set(), {"milf", "biff", "abu-sayyaf"}),
        ("africa-corps-russia", {"wagner-group"}, set()),
        ("russia", set(), {"ukraine", "georgia", "estonia"}),
    ],
)
def test_the_great_lineages(
    catalogue: Catalogue, actor_id: str, ancestors: set[str], descendants: set[str]
) -> None:
    found = lineage(catalogue, actor_id)

    assert ancestors <= {actor.id for actor in found.ancestors}
    assert descendants <= {actor.id for actor in found.descendants}


def test_a_splinter_is_no_ancestor_of_its_sibling(catalogue: Catalogue) -> None:
    real = {actor.id for actor in lineage(catalogue, "new-ira").ancestors}

    assert not {"official-ira", "continuity-ira", "inla"} & real


def test_what_one_list_holds_for_one_another_may_hold_for_several(catalogue: Catalogue) -> None:
    """The United Nations list al-Nusra and HTS as one, UCDP as two; RSF and Janjaweed may be one line."""
    nusra, _, hts = identities(catalogue, "hayat-tahrir-al-sham", View.NAME)
    (line,) = identities(catalogue, "janjaweed", View.LINEAGE)

    assert (nusra.name, hts.name) == ("al-Nusra Front", "Hay'at Tahrir al-Sham")
    assert len(identities(catalogue, "hayat-tahrir-al-sham", View.ACTOR)) == 1
    assert line.actors == ("janjaweed", "rapid-support-forces")
