"""A file may add to actors that another one defines; no order of lines or files changes the outcome."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import Catalogue, Extension, actor_line, extension_line
from kg.catalogue.lines import read_line
from kg.errors import DataError
from kg.model import Actor, ActorKind, Date, Fact, Name, NameKind

NORTH = Actor(
    id="north",
    kind=ActorKind.ARMED_GROUP,
    name="Northern Front",
    names=(Name("Northern Front", NameKind.OFFICIAL, "en"), Name("NF", NameKind.ACRONYM)),
    countries=("SY",),
    same_as=(("ucdp", "7"),),
    sources=("a register",),
)
EAST = Actor("east", ActorKind.STATE, "East", (Name("East", NameKind.OFFICIAL, "en"),), sources=("a map",))
MORE = Extension(
    actor_id="north",
    names=(Name("Front of the North", valid_from=Date("2014")), Name("NF", NameKind.ACRONYM)),
    facts=(Fact("part_of", "east"),),
    same_as=(("ucdp", "7"), ("ucdp", "9"), ("un", "XYe.001")),
    sources=("a list",),
)


def write(path: Path, *items: Actor | Extension | str) -> Path:
    path.write_text("".join(f"{line(item)}\n" for item in items), encoding="utf-8")
    return path


def line(item: Actor | Extension | str) -> str:
    if isinstance(item, str):
        return item
    return actor_line(item) if isinstance(item, Actor) else extension_line(item)


def test_an_extension_adds_and_takes_nothing_away(tmp_path: Path) -> None:
    catalogue = Catalogue.load(write(tmp_path / "a.jsonl", EAST, NORTH), write(tmp_path / "b.jsonl", MORE))
    assert catalogue.actors["north"] == Actor(
        id="north",
        kind=ActorKind.ARMED_GROUP,
        name="Northern Front",
        names=(*NORTH.names, Name("Front of the North", valid_from=Date("2014"), source="a list")),
        countries=("SY",),
        facts=(Fact("part_of", "east"),),
        same_as=(("ucdp", "7"), ("ucdp", "9"), ("un", "XYe.001")),
        sources=("a register", "a list"),
    )
    assert catalogue.actors["east"] == EAST


def test_an_extension_that_says_nothing_new_changes_nothing(tmp_path: Path) -> None:
    alone = Catalogue.load(write(tmp_path / "a.jsonl", NORTH))
    known = Extension("north", names=NORTH.names, same_as=NORTH.same_as, sources=NORTH.sources)
    both = Catalogue.load(tmp_path / "a.jsonl", write(tmp_path / "b.jsonl", known))
    assert both == alone


def test_lines_are_written_as_they_are_read() -> None:
    assert read_line(actor_line(NORTH)) == NORTH
    assert read_line(extension_line(MORE)) == MORE
    assert json.loads(extension_line(MORE))["same_as"] == {"ucdp": ["7", "9"], "un": "XYe.001"}


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"extends": "nobody", "same_as": {"un": "1"}, "sources": ["a list"]}, "unknown actor 'nobody'"),
        ({"extends": "north", "sources": ["a list"]}, "adds nothing"),
        ({"extends": "north", "names": [], "sources": ["a list"]}, "adds nothing"),
        ({"extends": "north", "same_as": {"un": "1"}}, "missing key 'sources'"),
        ({"extends": "North!", "same_as": {"un": "1"}, "sources": ["a list"]}, "bad code"),
        ({"extends": "north", "kind": "state", "sources": ["a list"]}, "unknown key 'kind'"),
        ({"extends": "north", "same_as": {"un": ["1", "1"]}, "sources": ["a list"]}, "id twice"),
        ({"extends": "north", "same_as": {"un": [1]}, "sources": ["a list"]}, "bad text"),
        (
            {"extends": "north", "facts": [{"relation": "backs", "target": "south"}], "sources": ["a list"]},
            "unknown target 'south'",
        ),
        (
            {"extends": "north", "facts": [{"relation": "backs", "target": "north"}], "sources": ["a list"]},
            "'north' and itself",
        ),
        (
            {"extends": "north", "facts": [{"relation": "controls", "target": "east"}], "sources": ["a"]},
            "controls needs a place",
        ),
    ],
)
def test_a_broken_extension_is_refused_with_its_place_and_a_hint(
    tmp_path: Path, broken: dict[str, object], message: str
) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    write(first, EAST, NORTH)
    write(second, "", json.dumps(broken))
    with pytest.raises(DataError, match=message) as caught:
        Catalogue.load(first, second)
    assert str(caught.value).startswith(f"{second}:2: ")
    assert caught.value.hint


def test_extensions_are_sorted_with_the_actors(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'east' after 'north'"):
        Catalogue.load(write(tmp_path / "a.jsonl", MORE, EAST, NORTH))


@given(order=st.permutations(range(3)))
def test_the_order_of_extensions_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("catalogue")
    other = Extension("north", names=(Name("Front of the North", valid_from=Date("2014")),), sources=("b",))
    third = Extension("north", names=(Name("al-Shamal"),), same_as=(("un", "2"),), sources=("a map", "c"))
    extensions = [MORE, other, third]
    expected = Catalogue.load(
        write(folder / "base.jsonl", EAST, NORTH), write(folder / "all.jsonl", *extensions)
    )
    files = [write(folder / f"{place}.jsonl", extensions[place]) for place in order]
    found = Catalogue.load(*files[:1], folder / "base.jsonl", *files[1:])
    assert (found.actors, found.digest) == (expected.actors, expected.digest)
