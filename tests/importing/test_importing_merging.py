"""Entries meet the catalogue: ids decide, then exact names; neither order nor repetition changes anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import Catalogue, actor_line
from kg.errors import DataError
from kg.importing import Record
from kg.importing.matching import minted_id
from kg.importing.merging import Merger, Outcome
from kg.importing.target import Target
from kg.model import Actor, ActorKind, Name, NameKind

GUARD = Actor(
    id="harbour-guard",
    kind=ActorKind.ARMED_GROUP,
    name="Harbour Guard",
    names=(
        Name("Harbour Guard", NameKind.OFFICIAL, "en"),
        Name("HG", NameKind.ACRONYM),
        Name("Coastal Watch", NameKind.FORMER),
    ),
    countries=("SY",),
    same_as=(("list", "1"), ("wikidata", "Q1")),
    sources=("own notes",),
)
COUNCIL = replace(
    GUARD,
    id="coastal-council",
    name="Coastal Council",
    names=(Name("Coastal Council", NameKind.OFFICIAL), Name("Council of the Coast")),
    same_as=(),
)
STATE = replace(COUNCIL, id="northland", kind=ActorKind.STATE, name="Northland", names=(Name("Northland"),))
PLACE = replace(STATE, id="seaport", kind=ActorKind.PLACE, name="Seaport", names=(Name("Seaport"),))
ACTORS = (COUNCIL, GUARD, STATE, PLACE)


def entry(identifier: str, *names: str | Name, **changes: object) -> Record:
    given_names = [name if isinstance(name, Name) else Name(name) for name in names]
    first = replace(given_names[0], kind=NameKind.OFFICIAL)
    made = Record(
        register="list",
        identifier=identifier,
        kind=ActorKind.ARMED_GROUP,
        name=first.text,
        names=(first, *given_names[1:]),
        countries=("SY",),
        place=f"line {identifier}",
        source=f"a list, {identifier}",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


class World:
    """A catalogue in a folder, into which entries can be imported."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.base, self.target = folder / "base.jsonl", folder / "list.jsonl"
        self.problems: list[str] = []
        lines = sorted((actor.id, actor_line(actor)) for actor in ACTORS)
        self.base.write_text("".join(f"{line}\n" for _, line in lines), encoding="utf-8")

    def catalogue(self) -> Catalogue:
        return Catalogue.load(self.base, *([self.target] if self.target.exists() else []))

    def put(self, *records: Record) -> Outcome:
        target = Target(self.target)
        merger = Merger(self.catalogue(), target.lines, lambda *told: self.problems.append(" | ".join(told)))
        for record in records:
            merger.add(record)
        target.write(merger.finish())
        return merger.outcome

    def written(self) -> bytes:
        return self.target.read_bytes() if self.target.exists() else b""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_an_id_decides_and_only_what_is_new_is_written(world: World) -> None:
    names = ("Port Guard", "harbour guard", Name("HG", NameKind.ACRONYM), Name("Wardens", NameKind.FORMER))
    outcome = world.put(entry("1", *names))

    assert (outcome.new, outcome.merged, outcome.unchanged) == (0, 1, 0)
    assert world.written().decode() == (
        '{"extends": "harbour-guard", "names": [{"name": "Port Guard", "kind": "alias"}, '
        '{"name": "Wardens", "kind": "former"}], "sources": ["a list, 1"]}\n'
    )


def test_an_id_of_another_register_decides_too(world: World) -> None:
    world.put(entry("2", "Wardens", same_as=(("wikidata", "Q1"), ("un", "XYe.001"))))

    guard = world.catalogue().actors["harbour-guard"]
    assert guard.same_as == (("list", "1"), ("list", "2"), ("un", "XYe.001"), ("wikidata", "Q1"))


def test_an_exact_name_decides_where_kind_and_country_fit(world: World) -> None:
    outcome = world.put(entry("2", "coastal COUNCIL", kind=ActorKind.POLITICAL_PARTY))

    assert (outcome.new, outcome.merged) == (0, 1)
    assert world.catalogue().actors["coastal-council"].same_as == (("list", "2"),)


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (entry("2", "Coastal Council", countries=("LB",)), "another country"),
        (entry("2", "Coastal Council", countries=()), "no country"),
        (entry("2", "Coastal Council", kind=ActorKind.PERSON), "another kind"),
        (entry("2", "Sea Council", "Coastal Council"), "only an alias or a former name is the same"),
        (
            entry("2", "Sea Council", Name("Coastal Council", NameKind.FORMER)),
            "only an alias or a former name is the same",
        ),
    ],
)
def test_whatever_speaks_against_it_makes_a_new_actor_that_is_told(
    world: World, record: Record, why: str
) -> None:
    outcome = world.put(record)
    [doubt] = outcome.ambiguous

    assert (outcome.new, outcome.merged) == (1, 0)
    assert (doubt.identifier, doubt.actor_id, doubt.may_be) == ("2", "list-2", ("coastal-council",))
    assert why in doubt.why
    assert world.catalogue().actors["list-2"].same_as == (("list", "2"),)


def test_names_that_are_only_alike_mean_nothing(world: World) -> None:
    outcome = world.put(
        entry("2", "Coastal Counsil"), entry("3", "Front", Name("HG", NameKind.ACRONYM)), entry("4", "Guard")
    )
    assert (outcome.new, outcome.ambiguous) == (3, [])


def test_what_is_called_like_a_state_is_not_meant_by_that_name_alone(world: World) -> None:
    world.put(entry("2", "Northland", "Northland Rebels", kind=ActorKind.COMMUNITY))

    kinds = {name.text: name.kind for name in world.catalogue().actors["list-2"].names}
    assert kinds == {"Northland": NameKind.WEAK, "Northland Rebels": NameKind.ALIAS}


def test_two_entries_of_one_name_are_two_actors(world: World) -> None:
    outcome = world.put(entry("2", "Coastal Council"), entry("3", "Coastal Council"))

    assert (outcome.new, outcome.merged) == (2, 0)
    assert [doubt.may_be for doubt in outcome.ambiguous] == [("coastal-council",)] * 2
    assert world.put(entry("4", "Sea Watch"), entry("5", "Sea Watch")).ambiguous == []


def test_a_list_with_two_entries_for_one_actor_is_told_and_both_ids_are_kept(world: World) -> None:
    entries = entry("1", "Harbour Guard"), entry("0", "Port Wardens", same_as=(("wikidata", "Q1"),))
    for _ in range(2):
        outcome = world.put(*entries)
        [doubt] = outcome.contradictions

        assert (doubt.identifier, doubt.actor_id) == ("0, 1", "harbour-guard")
        assert "several entries" in doubt.why


def test_ids_that_lead_to_different_actors_decide_nothing(world: World) -> None:
    world.put(entry("2", "Sea Watch", same_as=(("wikidata", "Q2"),)))
    outcome = world.put(entry("3", "Port Watch", same_as=(("wikidata", "Q1"), ("wikidata", "Q2"))))

    assert [doubt.may_be for doubt in outcome.ambiguous] == [("harbour-guard", "list-2")]
    assert world.catalogue().actors["list-3"].same_as == (("list", "3"),)


def test_an_id_that_comes_twice_counts_once_and_is_told(world: World) -> None:
    outcome = world.put(entry("2", "Sea Watch"), entry("2", "Port Watch"), entry("3", "Shore Watch"))

    assert outcome.new == 2
    assert world.problems == [
        "line 2 | duplicate id '2' | the first one stands at line 2; only that one counts"
    ]


def test_what_the_catalogue_would_refuse_is_told_and_not_written(world: World) -> None:
    outcome = world.put(entry("2", "x" * 600), entry("3", "Sea Watch"), entry("4", "a\u202eb"))

    assert outcome.new == 1
    assert [problem.split(" | ")[0] for problem in world.problems] == ["line 2", "line 4"]
    assert set(world.catalogue().actors) == {actor.id for actor in ACTORS} | {"list-3"}


def test_a_later_edition_adds_to_what_the_first_one_brought(world: World) -> None:
    world.put(entry("1", "Harbour Guard", "Port Guard"), entry("2", "Sea Watch"))
    outcome = world.put(
        entry("1", "Harbour Guard", "Port Wardens"),
        entry("2", "Sea Watch", "Shore Watch"),
        entry("3", "Bay Watch"),
    )
    actors = world.catalogue().actors

    assert (outcome.new, outcome.merged, outcome.unchanged) == (1, 2, 0)
    assert {"Port Guard", "Port Wardens"} <= {name.text for name in actors["harbour-guard"].names}
    assert [name.text for name in actors["list-2"].names] == ["Sea Watch", "Shore Watch"]


def test_what_a_user_writes_into_the_file_stays_and_counts(world: World) -> None:
    own = '{"extends":"coastal-council","same_as":{"list":"2"},"sources":["own notes"]}\n'
    event = '{"event": "dissolution", "predecessors": ["coastal-council"], "sources": ["own notes"]}\n'
    world.target.write_text(event + own, encoding="utf-8")
    assert world.put(entry("2", "Coastal Council")).unchanged == 1
    assert world.written().decode() == event + own

    world.put(entry("3", "Sea Watch"))
    assert world.written().decode().startswith(event + own)


def test_a_target_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text("\n{}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"list.jsonl:2: missing key 'id'"):
        Target(path)


def test_ids_are_minted_from_register_and_id() -> None:
    assert minted_id("ucdp", "1170") == "ucdp-1170"
    assert minted_id("un", "QDe.137") == "un-qde-137"
    odd = [minted_id("a b", text) for text in ("é", "è", "a//b", "a--b", "-", "x" * 500, "x" * 501)]
    assert len(set(odd)) == len(odd)


NAMES = st.sampled_from(
    ["Coastal Council", "Harbour Guard", "HG", "Northland", "Sea Watch", "Bay Watch", "بحر"]
)
KINDS = st.sampled_from([ActorKind.ARMED_GROUP, ActorKind.PERSON, ActorKind.UNKNOWN])
ENTRIES = st.builds(
    lambda names, kind, countries, same_as: ([*names], kind, countries, same_as),
    st.lists(st.builds(Name, NAMES, st.sampled_from(NameKind)), min_size=1, max_size=4),
    KINDS,
    st.sampled_from([("SY",), ("LB", "SY"), ()]),
    st.sets(st.tuples(st.just("wikidata"), st.sampled_from(["Q1", "Q2", "Q3"])), max_size=2),
)
LISTS = st.lists(ENTRIES, max_size=6)


def _records(
    drawn: Iterable[tuple[list[Name], ActorKind, tuple[str, ...], set[tuple[str, str]]]],
) -> list[Record]:
    return [
        entry(str(number), *names, kind=kind, countries=countries, same_as=tuple(sorted(same_as)))
        for number, (names, kind, countries, same_as) in enumerate(drawn)
    ]


@given(drawn=LISTS, data=st.data())
def test_the_order_of_entries_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[object], data: st.DataObject
) -> None:
    records = _records(drawn)  # type: ignore[arg-type]
    one, other = (World(tmp_path_factory.mktemp("world")) for _ in range(2))
    first, second = one.put(*records), other.put(*data.draw(st.permutations(records)))

    assert one.written() == other.written()
    assert first == second


@given(drawn=LISTS)
def test_a_list_that_is_imported_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[object]
) -> None:
    world, records = World(tmp_path_factory.mktemp("world")), _records(drawn)  # type: ignore[arg-type]
    world.put(*records)
    written, catalogue = world.written(), world.catalogue()
    outcome = world.put(*records)

    assert world.written() == written
    assert (outcome.new, outcome.merged, outcome.unchanged) == (0, 0, len(records))
    assert catalogue.digest == world.catalogue().digest
    assert not world.problems
