"""The loader refuses what is broken and says where; the built-in catalogue holds what it promises."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import Catalogue
from kg.errors import DataError
from kg.model import Actor, ActorKind, Date, Event, EventKind, Fact, Name, NameKind
from kg.resources import catalogue_dir

KEYS = ["id", "kind", "name", "countries", "names", "facts", "same_as", "sources"]
NAME_KEYS = ["name", "kind", "language", "from", "until"]
FACT_KEYS = ["relation", "target", "from", "until"]
EVENT_KEYS = ["event", "date", "predecessors", "successors", "sources"]


def entry(**changes: object) -> dict[str, object]:
    good: dict[str, object] = {
        "id": "north",
        "kind": "armed_group",
        "name": "Northern Front",
        "countries": ["SY"],
        "names": [{"name": "NF", "kind": "acronym", "from": "2012-03", "until": "2016"}],
        "facts": [{"relation": "part_of", "target": "east", "from": "2012"}],
        "same_as": {"ucdp": "7"},
        "sources": ["a register"],
    }
    return good | changes


EAST = {"id": "east", "kind": "state", "name": "East", "countries": [], "sources": ["a register"]}


def write(path: Path, *entries: object) -> Path:
    lines = [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in entries]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built_in() -> Catalogue:
    return Catalogue.load()


def test_an_entry_becomes_an_actor_with_its_shown_name_first(tmp_path: Path) -> None:
    catalogue = Catalogue.load(write(tmp_path / "a.jsonl", EAST, entry()))
    assert catalogue.get("north") == Actor(
        id="north",
        kind=ActorKind.ARMED_GROUP,
        name="Northern Front",
        names=(
            Name("Northern Front", NameKind.OFFICIAL, "en"),
            Name("NF", NameKind.ACRONYM, "", Date("2012-03"), Date("2016")),
        ),
        countries=("SY",),
        facts=(Fact("part_of", "east", Date("2012")),),
        same_as=(("ucdp", "7"),),
        sources=("a register",),
    )
    assert [text for text, _, _ in catalogue.surfaces()] == ["East", "Northern Front", "NF"]
    assert catalogue.get("south") is None


def test_a_shown_name_that_is_listed_keeps_its_own_dates(tmp_path: Path) -> None:
    names = [{"name": "Northern Front", "kind": "official", "from": "2012"}]
    catalogue = Catalogue.load(write(tmp_path / "a.jsonl", EAST, entry(names=names)))
    assert catalogue.actors["north"].names == (Name("Northern Front", NameKind.OFFICIAL, "", Date("2012")),)


def test_optional_keys_may_be_left_out(tmp_path: Path) -> None:
    short = {key: entry()[key] for key in ("id", "kind", "name", "countries", "sources")}
    actor = Catalogue.load(write(tmp_path / "a.jsonl", short)).actors["north"]
    assert (actor.facts, actor.same_as, len(actor.names)) == ((), (), 1)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        (entry(colour="red"), "unknown key 'colour'"),
        ({"id": "x"}, "missing key 'kind'"),
        (entry(id="North Front"), "bad id"),
        (entry(id=7), "bad id"),
        (entry(kind="army"), "unknown kind 'army'"),
        (entry(kind=["state"]), "unknown kind"),
        (entry(name=""), "bad text"),
        (entry(name=" padded"), "bad text"),
        (entry(name="a\u202eb"), "bad text"),
        (json.dumps(entry(name="a\ud800b")), "bad text"),
        (entry(name="x" * 501), "bad text"),
        (entry(countries=["Syria"]), "bad code 'Syria'"),
        (entry(countries="SY"), "countries is no list"),
        (entry(names=["NF"]), "no JSON object"),
        (entry(names=[{"name": "NF", "kind": "nickname"}]), "unknown kind 'nickname'"),
        (entry(names=[{"name": "NF", "kind": "alias", "language": "English"}]), "bad code 'English'"),
        (entry(names=[{"name": "NF", "kind": "alias", "from": "2012-13"}]), "not a date"),
        (entry(names=[{"name": "NF", "kind": "alias", "from": "2016", "until": "2012"}]), "lies before"),
        (entry(names=[{"name": "NF", "kind": "alias"}] * 2), "a name stands twice"),
        (entry(facts=[{"relation": "loves", "target": "north"}]), "unknown relation 'loves'"),
        (entry(facts=[{"relation": ["backs"], "target": "north"}]), "unknown relation"),
        (entry(facts=[{"relation": "backs", "target": "nobody"}]), "unknown target 'nobody'"),
        (entry(facts=[{"relation": "controls", "target": "a"}]), "controls needs a place"),
        (entry(facts=[{"relation": "part_of", "target": "north"}]), "'north' and itself"),
        (entry(same_as=["ucdp"]), "same_as is no object"),
        (entry(sources=[]), "no sources"),
    ],
)
def test_a_broken_line_is_refused_with_its_place_and_a_hint(
    tmp_path: Path, broken: object, message: str
) -> None:
    path = write(tmp_path / "mine.jsonl", entry(id="a", facts=[]), broken)
    with pytest.raises(DataError, match=message) as caught:
        Catalogue.load(path)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert caught.value.hint or "date" in message


def test_lines_have_to_be_sorted(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.jsonl", entry(id="b", facts=[]), entry(id="a", facts=[]))
    with pytest.raises(DataError, match=r":2: 'a' after 'b'"):
        Catalogue.load(path)


def test_a_duplicate_id_names_both_places(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", entry()), write(tmp_path / "b.jsonl", entry())
    with pytest.raises(DataError, match="duplicate id 'north'") as caught:
        Catalogue.load(first, second)
    assert (caught.value.path, caught.value.line) == (second, 1)
    assert f"{first}:1" in caught.value.hint


def test_missing_or_unreadable_files_are_data_errors(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "nowhere.jsonl", tmp_path / "latin.jsonl", tmp_path / "empty"):
        with pytest.raises(DataError, match=path.name):
            Catalogue.load(path)


@given(order=st.permutations(["a", "b", "c", "d"]), cut=st.integers(0, 4))
def test_actors_and_digest_do_not_depend_on_the_spread_over_files(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("spread")
    parts = [sorted(order[:cut]), sorted(order[cut:])]
    paths = [
        write(folder / f"{number}.jsonl", *(entry(id=i, facts=[]) for i in part))
        for number, part in enumerate(parts)
        if part
    ]
    spread = Catalogue.load(*paths)
    whole = Catalogue.load(write(folder / "all.jsonl", *(entry(id=i, facts=[]) for i in "abcd")))
    assert list(spread.actors) == ["a", "b", "c", "d"]
    assert spread.digest == whole.digest


def test_the_digest_changes_with_the_content(tmp_path: Path) -> None:
    one = Catalogue.load(write(tmp_path / "a.jsonl", EAST, entry()))
    two = Catalogue.load(write(tmp_path / "b.jsonl", EAST, entry(sources=["another register"])))
    assert one.digest != two.digest


def lines() -> Iterator[dict[str, object]]:
    for path in sorted(catalogue_dir().glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            assert line == json.dumps(data, ensure_ascii=False), f"{path.name}: {line[:60]}"
            yield data


def test_the_built_in_files_are_in_canonical_form() -> None:
    def in_order(keys: object, known: list[str]) -> bool:
        return list(keys) == [key for key in known if key in keys]  # type: ignore[call-overload, operator]

    for data in lines():
        if "event" in data:
            assert in_order(data, EVENT_KEYS), data
            continue
        assert in_order(data, KEYS), data["id"]
        assert all(in_order(name, NAME_KEYS) for name in data.get("names", [])), data["id"]  # type: ignore[attr-defined]
        assert all(in_order(fact, FACT_KEYS) for fact in data.get("facts", [])), data["id"]  # type: ignore[attr-defined]


def test_the_built_in_catalogue_covers_the_world(built_in: Catalogue) -> None:
    kinds = Counter(actor.kind for actor in built_in.actors.values())
    assert kinds[ActorKind.STATE] >= 197
    assert kinds[ActorKind.ARMED_FORCES] >= 60
    assert kinds[ActorKind.ORGANISATION] + kinds[ActorKind.INTERNATIONAL_ORGANISATION] >= 60
    assert kinds[ActorKind.MEDIA_OUTLET] >= 60
    assert kinds[ActorKind.PLACE] >= 300


def test_each_state_has_its_own_country_an_adjective_and_names_in_many_languages(built_in: Catalogue) -> None:
    states = [actor for actor in built_in.actors.values() if actor.kind is ActorKind.STATE]
    assert all(count == 1 for count in Counter(state.countries for state in states).values())
    for state in states:
        kinds = {name.kind for name in state.names}
        languages = {name.language for name in state.names}
        assert NameKind.ADJECTIVE in kinds, state.id
        assert {"ar", "he", "ru", "zh"} <= languages, state.id


def test_armed_forces_belong_to_somebody(built_in: Catalogue) -> None:
    forces = [actor for actor in built_in.actors.values() if actor.kind is ActorKind.ARMED_FORCES]
    assert [force.id for force in forces if all(fact.relation != "part_of" for fact in force.facts)] == []


def test_being_part_of_something_never_runs_in_a_circle(built_in: Catalogue) -> None:
    parents = {
        actor.id: {fact.target for fact in actor.facts if fact.relation == "part_of"}
        for actor in built_in.actors.values()
    }
    for start in parents:
        seen: set[str] = set()
        front = set(parents[start])
        while front:
            assert start not in front, start
            seen |= front
            front = set().union(*(parents[actor] for actor in front)) - seen


def party(actor_id: str, **changes: object) -> dict[str, object]:
    return entry(id=actor_id, facts=[]) | changes


def event(**changes: object) -> dict[str, object]:
    good: dict[str, object] = {
        "event": "merger",
        "date": "2017-03",
        "predecessors": ["b", "a"],
        "successors": ["c"],
        "sources": ["a register"],
    }
    return good | changes


PARTIES = (party("a"), party("b"), party("c"))


def test_an_event_may_stand_anywhere_and_a_split_may_be_a_fact(tmp_path: Path) -> None:
    left = party("d", facts=[{"relation": "split_from", "target": "c", "from": "2019"}])
    catalogue = Catalogue.load(write(tmp_path / "a.jsonl", event(), *PARTIES, left))

    assert catalogue.events == (
        Event(EventKind.MERGER, ("a", "b"), ("c",), Date("2017-03"), ("a register",)),
        Event(EventKind.SPLIT, ("c",), ("d",), Date("2019"), ("a register",)),
    )


def test_a_listed_split_stands_for_the_fact(tmp_path: Path) -> None:
    left = party("b", facts=[{"relation": "split_from", "target": "a", "from": "2019"}])
    listed = event(event="split", predecessors=["a"], successors=["b", "c"], date="2019-02-01")
    catalogue = Catalogue.load(write(tmp_path / "a.jsonl", party("a"), left, party("c"), listed))

    assert [str(found.date) for found in catalogue.events] == ["2019-02-01"]


def test_one_event_in_two_files_is_one_with_both_sources(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", *PARTIES, event())
    second = write(tmp_path / "b.jsonl", event(sources=["a book"], predecessors=["a", "b"]))
    catalogue = Catalogue.load(first, second)

    assert [found.sources for found in catalogue.events] == [("a book", "a register")]
    assert catalogue.digest == Catalogue.load(second, first).digest
    assert catalogue.digest != Catalogue.load(first).digest


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (event(event="rename"), "unknown kind 'rename'"),
        (event(when="2017"), "unknown key 'when'"),
        (event(date="2017-13"), "not a date"),
        (event(sources=[]), "no sources"),
        (event(predecessors=["a"]), "a merger with 1 predecessors"),
        (event(successors=[]), "a merger with 0 successors"),
        (event(predecessors=["a", "a"]), "stands twice"),
        (event(predecessors=["a", "nobody"]), "unknown actor 'nobody'"),
        (event(predecessors=["a", "place"]), "place 'place'"),
        (event(predecessors=["a", "no id"]), "bad code"),
        (event(event="split", predecessors=["a"], successors=["a"]), "into itself"),
        (event(event="dissolution", predecessors=["a"]), "a dissolution with 1 successors"),
        (event(event="succession"), "a succession with 2 predecessors"),
    ],
)
def test_a_broken_event_is_refused_with_its_place_and_a_hint(
    tmp_path: Path, broken: object, message: str
) -> None:
    path = write(tmp_path / "mine.jsonl", *PARTIES, party("place", kind="place"), broken)
    with pytest.raises(DataError, match=message) as caught:
        Catalogue.load(path)
    assert str(caught.value).startswith(f"{path}:5: ")
    assert caught.value.hint or "date" in message
