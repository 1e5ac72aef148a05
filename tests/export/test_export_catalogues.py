"""What is exported of a catalogue, the readers of lists read back."""

from __future__ import annotations

import io
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalogue import Catalogue
from kg.errors import SettingsError
from kg.export.catalogues import CATALOGUE_FORMATS, write_catalogue
from kg.importing import Problem, ReadRecords, Record, ftm, skos, table
from kg.model import Actor, ActorKind, Date, Event, EventKind, Fact, Name, NameKind

BASE = "https://w3id.org/kg-actors/"

# Letters of several scripts, one of them decomposed, and every sign that means something in a format.
_words = st.builds(
    "{}{}".format, st.sampled_from("aZ7éبЖ海"), st.text("aé\u0301بЖ;|\\\"',:/=+-@<>&#{}[]", max_size=8)
)
_days = st.sampled_from(["1999-12-31", "2012-01-01", "2016-07-28", "2020-02-29"])
_dates = (
    st.none() | _days.map(Date) | _days.map(lambda day: Date(day[:7])) | _days.map(lambda day: Date(day[:4]))
)
_intervals = st.tuples(_dates, _dates).filter(
    lambda i: i[0] is None or i[1] is None or i[0].first_day() <= i[1].first_day()
)
_ids = st.sampled_from(["a", "b-c", "harbour-guard", "x1"])
_languages = st.sampled_from(["", "en", "ar", "zh-Hant"])


@st.composite
def _names(draw: st.DrawFn) -> Name:
    since, until = draw(_intervals)
    return Name(draw(_words), draw(st.sampled_from(NameKind)), draw(_languages), since, until)


@st.composite
def _actors(draw: st.DrawFn) -> Actor:
    actor_id, names = draw(_ids), draw(st.lists(_names(), min_size=1, max_size=4, unique=True))
    facts = []
    for target in draw(st.lists(_ids, max_size=2)):
        since, until = draw(_intervals)
        facts.append(Fact(draw(st.sampled_from(["part_of", "leads", "split_from"])), target, since, until))
    registers = st.tuples(
        st.sampled_from(["un", "wikidata", "lei"]), st.sampled_from(["Q1", "QDe.137", "A:B;C"])
    )
    return Actor(
        id=actor_id,
        kind=draw(st.sampled_from([kind for kind in ActorKind if kind is not ActorKind.PLACE])),
        name=names[0].text,
        names=tuple(names),
        countries=tuple(draw(st.lists(st.sampled_from(["SY", "LB", "TR"]), unique=True))),
        facts=tuple(dict.fromkeys(facts)),
        same_as=tuple(sorted(draw(st.sets(registers, max_size=2)))),
        sources=tuple(draw(st.lists(_words, min_size=1, max_size=2, unique=True))),
    )


def _back(actors: list[Actor], form: str, read: ReadRecords) -> list[Record]:
    """Return the records of a catalogue that was written and read back without a problem."""
    catalogue = Catalogue({actor.id: actor for actor in actors}, "digest")
    file, problems = io.BytesIO(), list[Problem]()
    write_catalogue(catalogue, form, file, base=BASE)
    file.seek(0)
    records = list(read(file, Path("export"), problems.append))
    assert not problems
    return records


def _composed(name: Name) -> str:
    """Return a name as the readers compose it: letters of the same look are one."""
    return unicodedata.normalize("NFC", name.text)


@pytest.mark.parametrize(("form", "read"), [("skos", skos.read), ("csv", table.read)])
@settings(max_examples=25, deadline=None)
@given(st.lists(_actors(), min_size=1, max_size=3, unique_by=lambda actor: actor.id))
def test_names_with_times_facts_and_registers_come_back(
    form: str, read: ReadRecords, actors: list[Actor]
) -> None:
    records = {record.identifier: record for record in _back(actors, form, read)}

    assert records.keys() == {actor.id for actor in actors}
    for actor in actors:
        record = records[actor.id]
        names = {(_composed(n), n.kind, n.language, n.valid_from, n.valid_until) for n in actor.names}
        facts = {(f.relation, f.target, f.valid_from, f.valid_until) for f in actor.facts}
        assert {(n.text, n.kind, n.language, n.valid_from, n.valid_until) for n in record.names} == names
        assert {
            (s.relation, s.other_identifier, s.valid_from, s.valid_until) for s in record.statements
        } == facts
        assert (record.register, record.kind, record.name) == ("kg", actor.kind, _composed(actor.names[0]))
        assert set(record.countries) == set(actor.countries)
        assert record.same_as == actor.same_as


@settings(max_examples=25, deadline=None)
@given(_actors())
def test_follow_the_money_keeps_what_it_has_a_place_for(actor: Actor) -> None:
    [record] = _back([actor], "ftm", ftm.read)

    assert (record.register, record.identifier, record.kind) == ("kg", actor.id, actor.kind)
    assert record.name == _composed(actor.names[0])
    assert {name.text for name in record.names} == set(map(_composed, actor.names))
    assert record.countries == actor.countries
    assert record.same_as == actor.same_as


def test_lines_come_back_as_the_same_catalogue_with_its_events(tmp_path: Path) -> None:
    names = (Name("Harbour Guard", NameKind.OFFICIAL, "en", Date("2012"), Date("2016-07")),)
    other = Actor("other", ActorKind.ARMED_GROUP, "Other", (Name("Other"),), sources=("own notes",))
    guard = Actor(
        "guard", ActorKind.ARMED_GROUP, "Harbour Guard", names, ("SY",),
        (Fact("split_from", "other", Date("2012")),), (("un", "QDe.999"),), ("own notes",),
    )  # fmt: skip
    merger = Event(EventKind.MERGER, ("guard", "other"), ("other",), Date("2016-07"), ("own notes",))
    first, again = tmp_path / "first.jsonl", io.BytesIO()
    lines = io.BytesIO()
    catalogue = Catalogue({"guard": guard, "other": other}, "", (merger,))
    write_catalogue(catalogue, "jsonl", lines, base=BASE)
    first.write_bytes(lines.getvalue())
    loaded = Catalogue.load(first)
    write_catalogue(loaded, "jsonl", again, base=BASE)

    assert dict(loaded.actors) == {"guard": guard, "other": other}
    assert {event.kind for event in loaded.events} == {EventKind.MERGER, EventKind.SPLIT}
    assert again.getvalue() == lines.getvalue()


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    actors = {a: Actor(a, ActorKind.STATE, a.upper(), (Name(a.upper()),), ("SY", "LB")) for a in ("b", "a")}
    for form in CATALOGUE_FORMATS:
        files = [io.BytesIO(), io.BytesIO()]
        for file in files:
            write_catalogue(Catalogue(dict(sorted(actors.items())), ""), form, file, base=BASE)
        assert files[0].getvalue() == files[1].getvalue()
        assert files[0].getvalue()


def test_places_are_no_entities_of_follow_the_money() -> None:
    file = io.BytesIO()
    town = Actor("town", ActorKind.PLACE, "Town", (Name("Town"),))
    group = Actor("group", ActorKind.COALITION, "Group", (Name("Group"),))
    write_catalogue(Catalogue({"group": group, "town": town}, ""), "ftm", file, base=BASE)

    assert [json.loads(line)["id"] for line in file.getvalue().splitlines()] == ["group"]


def test_an_unknown_format_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(SettingsError) as caught:
        write_catalogue(Catalogue({}, ""), "xls", io.BytesIO(), base=BASE)

    assert "skos" in caught.value.hint
