"""Words of names are the same word in other alphabets, other languages and other spellings, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolution.acronyms import acronym_of, initials
from kg.resolution.alignment import align, likeness
from kg.resolution.countries import country_code, country_names
from kg.resolution.skeleton import skeleton
from kg.resolution.wordlist import word_list
from kg.resolution.words import Word, words_of
from kg.text.fold import fold


def word(text: str) -> Word:
    (only,) = [found for found in words_of(text) if not found.dropped]
    return only


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("تحرير", "Tahreer"),
        ("محمد", "Muhammad"),
        ("حقاني", "Haqqani"),
        ("Хаккани", "Haqqani"),
        ("خراسان", "Khorasan"),
        ("Jabhat", "Jabhah"),
        ("Qassim", "Qassam"),
    ],
)
def test_consonants_stay_in_another_alphabet(one: str, two: str) -> None:
    assert skeleton(one, fold(one)) == skeleton(two, fold(two)) != ""


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Frente", "جبهة"),
        ("Фронт", "Cephesi"),
        ("armée", "Ordusu"),
        ("освобождения", "Befreiung"),
        ("szervezet", "organisation"),
        ("الإسلامية", "islámico"),
        ("Libyan", "либийска"),
        ("Libyan", "الليبية"),
        ("Irak", "iraquí"),
    ],
)
def test_words_meet_by_what_they_mean(one: str, two: str) -> None:
    assert likeness(word(one), word(two)) > 0.9


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Iran", "Iraq"),
        ("Oman", "Libya"),
        ("front", "army"),
        ("North", "South"),
        ("17", "18"),
        ("Mali", "Bali"),
        ("Niger", "Nigeria"),
        ("Austria", "Australia"),
    ],
)
def test_other_words_are_told_apart(one: str, two: str) -> None:
    assert likeness(word(one), word(two)) < 0.8


def test_a_country_of_several_words_is_one() -> None:
    assert [w.text for w in words_of("United Arab Emirates army")] == ["united arab emirates", "army"]
    assert words_of("South African forces")[0].countries == {"ZA"}


@pytest.mark.parametrize("text", ["us", "Irann", "laws", "man", "it"])
def test_a_word_of_the_language_is_no_country(text: str) -> None:
    assert words_of(text)[0].countries == frozenset()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("vapautusarmeija", ["vapautus", "armeija"]),
        ("Befreiungsarmee", ["befreiungs", "armee"]),
        ("Hezbollah", ["hezbollah"]),
    ],
)
def test_compounds_are_taken_apart_where_they_are_some(text: str, parts: list[str]) -> None:
    found = [w.text for w in words_of(text)]
    assert [part.removesuffix("s") for part in found] == [part.removesuffix("s") for part in parts]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mouvement pour la Libération du Congo", "mlc"),
        ("North Atlantic Treaty Organization", "nato"),
        ("Organization of the Petroleum Exporting Countries", "opec"),
        ("Al-Qaida Kurdish Battalions", "aqkb"),
    ],
)
def test_initials_spell_acronyms(name: str, letters: str) -> None:
    assert letters in initials(words_of(name))


@pytest.mark.parametrize(
    ("text", "letters"),
    [("E.L.N.", "eln"), ("CJTF-OIR", "cjtfoir"), ("Hamas", None), ("IS", None), ("", None)],
)
def test_acronyms_stand_in_capitals(text: str, letters: str | None) -> None:
    assert acronym_of(text) == letters


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Syrie", "SY"),
        ("叙利亚", "SY"),
        ("SYR", "SY"),
        ("sy", "SY"),
        ("Holland", "NL"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_countries_have_codes_in_all_languages(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_every_country_is_found_by_what_it_is_called() -> None:
    known = country_names()
    lost = [
        (code, n) for code, names in known.widespread.items() for n in names if code not in known.of_word(n)
    ]
    assert lost == []


def test_every_word_that_ends_a_compound_has_a_meaning() -> None:
    words = word_list()
    assert sorted(head for head in words.heads if not words.meanings(head)) == []


def test_no_listed_word_is_lost_in_folding() -> None:
    assert "" not in word_list().whole
    assert len(word_list().whole) > 4000


@given(st.text(max_size=60))
def test_any_text_has_words_that_can_be_compared(text: str) -> None:
    words = words_of(text)
    alignment = align(words, words)
    assert alignment.left == alignment.right
    assert all(0 < score <= 1 for *_, score in alignment.pairs)
