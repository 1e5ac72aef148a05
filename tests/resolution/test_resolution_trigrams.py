"""The index finds the texts whose trigrams are most alike, exactly as the definition says."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.resolution import trigrams
from kg.resolution.trigrams import TrigramIndex

TEXTS = st.lists(st.text("abc1 ", max_size=12), max_size=12)
NAMES = ["hayat tahrir al sham", "jabhat al nusra", "front for the liberation of libya", "syria", ""]


def cut(text: str) -> set[str]:
    return {word[i : i + 3] for word in (f" {word} " for word in text.split()) for i in range(len(word) - 2)}


def plainly(texts: list[str], asked: str) -> list[float]:
    """Return the cosine of each text, by the definition."""
    frequency = Counter(trigram for text in texts for trigram in cut(text))

    def weight(of: set[str]) -> float:
        return sum(math.log1p(len(texts) / max(1, frequency[trigram])) ** 2 for trigram in of)

    return [
        weight(shared) / math.sqrt(weight(cut(text)) * weight(cut(asked)))
        if (shared := cut(text) & cut(asked))
        else 0.0
        for text in texts
    ]


@given(TEXTS, st.text("abc1 ", max_size=12), st.integers(0, 5))
def test_the_nearest_are_those_of_the_definition(texts: list[str], asked: str, limit: int) -> None:
    found = TrigramIndex(texts).nearest(asked, limit)
    cosines = plainly(texts, asked)
    expected = sorted((cosine for cosine in cosines if cosine > 0), reverse=True)[:limit]

    assert [cosine for _, cosine in found] == pytest.approx(expected, abs=2e-6)
    assert [cosine for _, cosine in found] == pytest.approx([cosines[place] for place, _ in found], abs=2e-6)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))


@given(TEXTS, st.text("abc1 ", max_size=12), st.integers(1, 3))
@settings(max_examples=40)
def test_how_the_work_is_divided_changes_nothing(texts: list[str], asked: str, limit: int) -> None:
    """Neither the number of texts cut at once nor that of texts compared at once."""
    expected = TrigramIndex(texts).nearest(asked, limit)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trigrams, "_AT_ONCE", 3)
        patch.setattr(trigrams, "_GROUP", 2)
        assert TrigramIndex(texts).nearest(asked, limit) == expected


@pytest.mark.parametrize("name", NAMES[:-1])
def test_a_name_is_nearest_to_itself(name: str) -> None:
    assert TrigramIndex(NAMES).nearest(name)[0] == (NAMES.index(name), 1.0)


@pytest.mark.parametrize(
    ("asked", "place"),
    [("sham al tahrir hayat", 0), ("jabhat an nusrah", 1), ("liberation front of lybia", 2), ("syrian", 3)],
)
def test_order_and_slips_do_not_matter(asked: str, place: int) -> None:
    assert TrigramIndex(NAMES).nearest(asked, limit=1)[0][0] == place


@pytest.mark.parametrize("asked", ["", "   ", "xyz", "!", "سوريا", "\ud800"])
def test_what_shares_nothing_finds_nothing(asked: str) -> None:
    assert TrigramIndex(NAMES).nearest(asked) == []


def test_an_index_of_nothing_finds_nothing() -> None:
    assert TrigramIndex([]).nearest("syria") == []


def test_the_earlier_of_equal_texts_comes_first() -> None:
    texts = ["libya", "syria", "syria", "syria"]

    assert TrigramIndex(texts).nearest("syria", limit=2) == [(1, 1.0), (2, 1.0)]
