"""Users' words for actors: who is meant, when it is better to ask, and what lies near."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg.catalogue import Catalogue
from kg.errors import DataError, UnknownNameError
from kg.ingest import Pipeline
from kg.model import Date
from kg.naming import Directory, actor_finder, did_you_mean
from kg.store import Store


@pytest.fixture(scope="module")
def directory(pipeline: Pipeline) -> Directory:
    return Directory(pipeline.catalogue)


@pytest.fixture
def find(sample_store: Path, pipeline: Pipeline) -> Iterator[Callable[[str], str]]:
    with Store.open(sample_store, read_only=True) as store:
        yield actor_finder(store, lambda: pipeline.catalogue)


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("biuld", "Did you mean build?"),
        ("EVIDNCE", "Did you mean evidence?"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_nearest_words(word: str, answer: str) -> None:
    assert did_you_mean(word, ["alias", "build", "evidence"]) == answer


def test_nearest_words_are_named_once() -> None:
    assert did_you_mean("Syri", ["Syria", "Syria", "Serbia"]).count("Syria") == 1


@pytest.mark.parametrize(
    ("on", "held"),
    [("2014", "al-Nusra Front"), ("2016-12", "Jabhat Fateh al-Sham"), ("2018", "Hay'at Tahrir al-Sham")],
)
def test_alias_gives_the_name_in_force(directory: Directory, on: str, held: str) -> None:
    answer = directory.alias("HTS", Date.parse(on))

    assert answer.actor is not None
    assert (answer.actor.id, answer.name_in_force) == ("hayat-tahrir-al-sham", held)
    assert [span.name for span in answer.history][:1] == ["al-Nusra Front"]


def test_alias_of_a_name_that_two_bear_decides_for_neither(directory: Directory) -> None:
    answer = directory.alias("SNA")

    assert answer.actor is None
    assert answer.history == ()
    assert len(answer.candidates) > 1


def test_alias_of_nobody(directory: Directory) -> None:
    answer = directory.alias("Qqzzx")

    assert (answer.actor, answer.candidates) == (None, ())


@pytest.mark.parametrize(
    "name",
    [
        "turkiye",
        "Turkey",
        "TURKEY",
        "Türkiye",
        "تركيا",
        "https://w3id.org/kg-actors/actor/turkiye",
        "<https://w3id.org/kg-actors/actor/turkiye>",
    ],
)
def test_id_iri_and_every_name_lead_to_the_actor(find: Callable[[str], str], name: str) -> None:
    assert find(name) == "turkiye"


def test_exact_name_needs_no_catalogue(sample_store: Path) -> None:
    def load() -> Catalogue:
        raise AssertionError("loaded for nothing")

    with Store.open(sample_store, read_only=True) as store:
        assert actor_finder(store, load)("Turkey") == "turkiye"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("Turkeyy", "it is not clear who 'Turkeyy' is", "turkiye"),
        ("Qqzzx", "no actor is called 'Qqzzx'", "The store holds no article that names it."),
        ("", "no actor is called ''", ""),
    ],
)
def test_slip_of_the_pen_is_asked_about_and_a_stranger_refused(
    find: Callable[[str], str], name: str, message: str, hint: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find(name)

    assert str(caught.value) == message
    assert hint in caught.value.hint


def test_library_resolves_names_on_a_date() -> None:
    assert kg.resolve("Jabhat al-Nusra", on="2014-05")[0].actor_id == "hayat-tahrir-al-sham"
    assert kg.resolve("SNA", country="SY")[0].actor_id == "syrian-national-army"
    assert kg.resolve("Qqzzx") == []
    with pytest.raises(DataError):
        kg.resolve("HTS", on="May")
