"""Words are found whatever their typography, and their offsets lead back to the text as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.backends.parts import parts
from kg.backends.quotes import Evened, even

LETTERS = st.text(st.sampled_from("aB “”\"'’–-\n\t\u00a0\u00ad\u200bحé🙂.…"), max_size=60)


@given(LETTERS, st.data())
def test_every_stretch_of_a_text_is_found_and_its_offsets_lead_back_to_it(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    stretch = text[start : data.draw(st.integers(start, len(text)))]

    found = Evened(text).find(stretch)

    if even(stretch):
        assert found is not None
        assert even(text[found[0] : found[1]]) == even(stretch)
        assert text[found[0]] == text[found[0]].lstrip()
    else:
        assert found is None


@given(LETTERS)
def test_evening_twice_changes_nothing(text: str) -> None:
    assert even(even(text)) == even(text)


@given(LETTERS, LETTERS)
def test_offsets_of_a_part_count_from_the_beginning_of_the_whole(before: str, text: str) -> None:
    whole = before + text

    found = Evened(text, len(before)).find(text)

    assert found is None or even(whole[found[0] : found[1]]) == even(text)


@pytest.mark.parametrize(
    ("words", "near", "expected"),
    [
        ("Iran", None, 0),
        ("Iran", (30, 44), 39),  # inside comes first
        ("Iran", (26, 38), 21),  # then the last one before
        ("Iraq", (0, 5), 10),  # then the first one behind
    ],
)
def test_the_nearest_place_is_taken(words: str, near: tuple[int, int] | None, expected: int) -> None:
    text = "Iran said Iraq asked Iran to let go of Iran. Iraq was glad."

    found = Evened(text).find(words, near)

    assert found == (expected, expected + 4)


def test_a_whole_word_is_not_found_inside_another() -> None:
    text = Evened("Iranian forces; Iran's forces")

    assert text.find("Iran", whole=True) == (16, 20)
    assert Evened("Iranian forces").find("Iran", whole=True) is None


@given(st.lists(st.integers(1, 12), max_size=20), st.integers(1, 30))
def test_parts_hold_each_sentence_once_in_order_and_none_is_too_long(lengths: list[int], limit: int) -> None:
    sentences, at = [], 0
    for length in lengths:
        sentences.append((at, at + length))
        at += length + 1

    found = list(parts(sentences, limit))

    assert all(end - start <= limit for start, end in found)
    covered = [i for start, end in found for i in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for start, end in sentences for i in range(start, end)} <= set(covered)
    if all(length <= limit for length in lengths):  # then no sentence is cut
        assert all(any(a <= start and end <= b for a, b in found) for start, end in sentences)
