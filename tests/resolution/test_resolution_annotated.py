"""Annotated actors are found by their names as the gold standard compares them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolution.annotated import AnnotatedNames, fold_name, name_words, overlap

NAMES = AnnotatedNames(
    {"FSA": ("Free Syrian Army", "FSA"), "SAA": ("Syrian Army", "the army"), "UN": ("United Nations",)},
    {"ALE": ("Aleppo", "the army")},
)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Hay’at Taḥrīr al-Shām", "hayat tahrir al sham"),
        ("the UN's  envoy", "the un envoy"),
        ("Türkiye.", "turkiye"),
        ("O'Brien", "obrien"),
        ("...", ""),
    ],
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_words_that_say_nothing_do_not_count_as_shared() -> None:
    assert name_words("the Army of the Free") == {"army", "free"}
    assert overlap(name_words("Free Syrian Army"), name_words("the Syrian army")) == 2 / 3
    assert overlap(name_words("the"), name_words("of")) == 0


@pytest.mark.parametrize(
    ("forms", "key"),
    [
        (("FSA",), "FSA"),
        (("FSA's", "Syrian Army"), "FSA"),  # the surest form decides
        (("The Free Army",), "FSA"),
        (("THE ARMY",), "SAA"),  # of two with one name the earlier
        (("nobody", "Aleppo's"), "ALE"),
        (("nobody",), None),
        (("the",), None),
        ((), None),
    ],
)
def test_an_equal_name_comes_before_the_most_words_in_common(forms: tuple[str, ...], key: str | None) -> None:
    assert NAMES.key(*forms) == key


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1).map(tuple)))
def test_every_name_leads_to_one_that_has_it(table: dict[str, tuple[str, ...]]) -> None:
    """A name leads to the first actor that is called so, after folding."""
    names = AnnotatedNames(table)
    for forms in table.values():
        for form in forms:
            first = next(key for key, known in table.items() if fold_name(form) in map(fold_name, known))
            assert names.key(form) == first
