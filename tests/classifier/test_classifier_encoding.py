"""Word pieces of a mention are the ones that its characters touch; a window keeps both mentions readable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_classifier import TINY

from kg.classifier.encoding import ADDED, LONGEST, Encoder, Marked
from kg.classifier.windows import window

ENCODER = Encoder(TINY / "tokenizer.json")
TEXTS = st.text(st.sampled_from("abé'-.,… \n\u200b軍\U0001f600\u0301"), min_size=1, max_size=60)


@st.composite
def texts_with_two_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(TEXTS)
    cuts = [sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2))) for _ in range(2)]
    return text, [
        (start, max(end, start + 1)) if start < len(text) else (start - 1, start) for start, end in cuts
    ]


@settings(deadline=None)
@given(texts_with_two_spans())
def test_pieces_of_a_mention_are_those_that_it_touches(given: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = given
    encoded = ENCODER.encode(Marked(text, tuple(spans), ((0, 1),)))
    pieces = ENCODER.pieces(text)
    touched = [
        [1 + i for i, (first, last) in enumerate(pieces) if first < end and start < last]
        for start, end in spans
    ]

    assert len(encoded.kept) == all(touched)
    for row in encoded.pairs.tolist():
        assert [list(range(row[0], row[1])), list(range(row[2], row[3]))] == touched
    marked = [i for i, kind in enumerate(encoded.types.tolist()) if kind]
    assert marked == sorted({i for pieces_of in touched for i in pieces_of})


def test_marks_tell_the_two_mentions_of_a_pair_apart() -> None:
    plain = ENCODER.encode(Marked("ab cd ef gh", ((0, 2), (3, 5), (9, 11)), ((0, 2),)))
    marked = plain.marked
    start1, end1, start2, end2 = plain.pairs[0]

    assert set(plain.types) == {0, 1}
    assert set(marked.types[start1:end1]) == {2}
    assert set(marked.types[start2:end2]) == {3}
    assert sorted(marked.types) == sorted([0] * 4 + [2] * 2 + [1] * 2 + [3] * 2)
    assert (marked.ids is plain.ids, marked.pairs is plain.pairs) == (True, True)


def test_mentions_beyond_what_is_read_are_left_out() -> None:
    text = "Iran armed Hamas" + " a" * 300 + " Qatar"
    spans = ((0, 4), (11, 16), (len(text) - 5, len(text)))
    encoded = ENCODER.encode(Marked(text, spans, ((0, 2), (0, 1))))

    assert encoded.kept == (1,)
    assert encoded.ids.shape == (LONGEST,)


def test_a_text_that_can_be_read_stays_as_it_is() -> None:
    assert window("Iran armed Hamas.", (0, 4), (11, 16), ENCODER) == ("Iran armed Hamas.", (0, 4), (11, 16))


@settings(deadline=None)
@given(
    st.tuples(*[st.integers(0, 5000)] * 3),
    st.tuples(*[st.integers(1, 900)] * 2),
    st.sampled_from(["ab ", "a", "ab-c' ", "é … "]),
    st.booleans(),
)
def test_both_mentions_can_be_read_in_the_window(
    gaps: tuple[int, ...], sizes: tuple[int, ...], filling: str, swapped: bool
) -> None:
    """Of a text of any length, wherever the two stand and however long they are; their beginnings stay."""
    before, between, after = ((filling * gap)[:gap] for gap in gaps)
    first, second = "x" * sizes[0], "y" * sizes[1]
    text = f"{before}{first}{between}{second}{after}"
    spans = [(len(before), len(before) + sizes[0])]
    start = spans[0][1] + len(between)
    spans.append((start, start + sizes[1]))
    if swapped:
        spans.reverse()
    shorter, *moved = window(text, spans[0], spans[1], ENCODER)

    for old, new in zip(spans, moved, strict=True):
        kept = shorter[slice(*new)]
        assert kept
        assert text[slice(*old)].startswith(kept)
    order = sorted(range(2), key=lambda i: moved[i])
    encoded = ENCODER.encode(Marked(shorter, tuple(moved[i] for i in order), ((0, 1),)))
    assert encoded.kept == (0,)
    if len(ENCODER.pieces(text)) <= LONGEST - ADDED and len(text) <= 8000:
        assert shorter == text


@pytest.mark.parametrize(
    ("source", "target"),
    [((0, 3000), (2500, 2504)), ((5, 9), (5, 9)), ((0, 9000), (0, 9000)), ((3000, 3004), (0, 4))],
)
def test_nested_and_equal_mentions_have_windows(source: tuple[int, int], target: tuple[int, int]) -> None:
    text = "army " * 1800
    shorter, one, other = window(text, source, target, ENCODER)

    assert shorter[slice(*one)].strip()
    assert shorter[slice(*other)].strip()
    assert len(ENCODER.pieces(shorter)) <= LONGEST - ADDED


def test_what_no_encoding_holds_is_replaced() -> None:
    text, *_ = window("Iran \ud800 armed Hamas.", (0, 4), (13, 18), ENCODER)

    assert text == "Iran \N{REPLACEMENT CHARACTER} armed Hamas."


def test_a_vocabulary_is_needed(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"."):
        Encoder(tmp_path / "tokenizer.json")
