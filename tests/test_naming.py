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


def test_a_name_that_is_no_unicode_is_nobodys(find: Callable[[str], str]) -> None:
    with pytest.raises(UnknownNameError, match="no Unicode text"):
        find("\udcff")


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


@pytest.mark.parametrize("letter", ["a", "\ufdfa"], ids=["long as written", "long when folded"])
def test_alias_of_a_text_without_end_is_nobody(directory: Directory, letter: str) -> None:
    answer = directory.alias(f"Hezbollah ({letter * 1999})")  # "Name (ACRONYM)" would be looked up as both

    assert (answer.actor, answer.candidates) == (None, ())


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
        ("Turkeyy", "no actor is called 'Turkeyy'", "Did you mean Türkiye (turkiye)?"),
        ("Irann", "no actor is called 'Irann'", "Did you mean Iran (iran)?"),
        ("Qqzzx", "no actor is called 'Qqzzx'", "The store holds no article that names it."),
        ("", "the name is empty", ""),
    ],
)
def test_slip_of_the_pen_is_asked_about_and_a_stranger_refused(
    find: Callable[[str], str], name: str, message: str, hint: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find(name)

    assert str(caught.value) == message
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [("Ukrainee", "ukraine"), ("Begium", "belgium"), ("Amnesty Internationel", "amnesty-international")],
)
def test_slip_of_the_pen_is_taken_for_the_name_and_says_so(
    directory: Directory, name: str, actor_id: str
) -> None:
    answer = directory.alias(name)

    assert answer.actor is not None
    assert answer.actor.id == actor_id
    assert answer.bearers == ()  # none bears the name as it is written
    assert answer.reason.startswith("spelt almost the same")


def test_what_a_slip_of_the_pen_may_mean_is_offered(directory: Directory) -> None:
    assert directory.nearest("Hezbolah") == "Did you mean Hezbollah (hezbollah)?"


def test_adjectives_are_not_offered(directory: Directory) -> None:
    assert "Belgian" not in directory.nearest("Belgien")


@pytest.mark.parametrize("name", ["turkiye", "hezbollah", "sham Tahrir hayat al"])
def test_id_case_and_order_of_words_do_not_matter(directory: Directory, name: str) -> None:
    assert directory.alias(name).actor is not None


@pytest.mark.parametrize("country", ["SY", "sy", "Syria", "Syrie", "سوريا", "Сирия", "叙利亚"])
def test_country_is_understood_in_many_languages(directory: Directory, country: str) -> None:
    answer = directory.alias("SNA", country=country)

    assert answer.actor is not None
    assert answer.actor.id == "syrian-national-army"


def test_countries_that_tell_bearers_apart(directory: Directory) -> None:
    assert directory.countries(directory.alias("SNA").bearers) == ["SO", "SY"]
    assert directory.country("Atlantis") is None


def test_library_tells_aliases(pipeline: Pipeline) -> None:
    answer = kg.alias("HTS", on="2014", catalogue=pipeline.catalogue)

    assert answer == kg.alias("HTS", on=Date.parse("2014"))
    assert answer.name_in_force == "al-Nusra Front"
    with pytest.raises(DataError):
        kg.alias("HTS", on="May")


def test_library_resolves_names_on_a_date() -> None:
    assert kg.resolve("Jabhat al-Nusra", on="2014-05")[0].actor_id == "hayat-tahrir-al-sham"
    assert kg.resolve("SNA", country="SY")[0].actor_id == "syrian-national-army"
    assert kg.resolve("Qqzzx") == []
    with pytest.raises(DataError):
        kg.resolve("HTS", on="May")
