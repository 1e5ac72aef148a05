"""Laws of fingerprints and of the groups of near duplicates that follow from them."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.text.duplicates import THRESHOLD, Group, near_duplicates, similarity, with_copies
from kg.text.fingerprint import MINIMA, SHINGLE, Fingerprint, fingerprint

law = settings(max_examples=60, deadline=None, derandomize=True)
words = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]), min_size=1)


def _article(seed: int, length: int = 300) -> list[str]:
    rng = random.Random(seed)
    return [f"word{rng.randrange(3000)}" for _ in range(length)]


def _made(text: str) -> Fingerprint:
    found = fingerprint(text)
    assert found is not None
    return found


def _shingles(text: list[str]) -> set[tuple[str, ...]]:
    width = min(SHINGLE, len(text))
    return {tuple(text[start : start + width]) for start in range(len(text) - width + 1)}


@law
@given(words)
def test_a_fingerprint_depends_on_the_words_alone(text: list[str]) -> None:
    plain = _made(" ".join(text))

    assert _made("  “" + ",\n".join(text).upper() + "”!") == plain
    assert plain.shingles == len(_shingles(text))


@law
@given(st.text())
@example("\ud800 half")
@example("敘利亞民主力量")
@example("א" * 10_000)
def test_any_text_has_a_fingerprint_that_is_read_back_or_none(text: str) -> None:
    found = fingerprint(text)

    if found is None:
        assert not any(letter.isascii() and letter.isalnum() for letter in text)
    else:
        assert Fingerprint.parse(str(found)) == found
        assert similarity(found, found) == 1


@pytest.mark.parametrize(
    "text", ["", ":", "1:", "0:AAAA", "x:AAAA", "1:!!!!", "-1:AAAA", "1:AAAA", "9" * 99 + ":"]
)
def test_what_is_no_fingerprint_is_none(text: str) -> None:
    assert Fingerprint.parse(text) is None


def test_fingerprints_stay_the_same_from_version_to_version() -> None:
    """Those in stores are compared with new ones."""
    found = _made("The quick brown fox jumps over the lazy dog and runs away.")

    assert found.shingles == 8
    assert str(found)[:20] == "8:ijdQt61oTHfqpsqy6j"


def test_scripts_without_spaces_are_cut_into_letters() -> None:
    whole = "敘利亞民主力量星期日在曼比季與土耳其軍隊交戰雙方均有傷亡" * 2

    assert similarity(_made(whole), _made(whole[: len(whole) // 2] + "完全不同的另一段文字")) > THRESHOLD


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shared", [0, 60, 150, 240, 300])
def test_similarity_estimates_the_part_of_the_shorter_text_that_both_have(seed: int, shared: int) -> None:
    one = _article(seed)
    other = one[:shared] + _article(seed + 100, 300 - shared)
    true = len(_shingles(one) & _shingles(other)) / min(len(_shingles(one)), len(_shingles(other)))

    assert similarity(_made(" ".join(one)), _made(" ".join(other))) == pytest.approx(true, abs=0.2)


@law
@given(words, words)
def test_similarity_knows_no_order(one: list[str], other: list[str]) -> None:
    first, second = _made(" ".join(one)), _made(" ".join(other))

    assert similarity(first, second) == similarity(second, first)
    assert 0 <= similarity(first, second) <= 1


def _corpus(seed: int) -> dict[str, Fingerprint]:
    """Return articles, some of which are copies: whole, cut, or with some words changed."""
    rng = random.Random(seed)
    texts = {}
    for number in range(12):
        article = _article(seed * 100 + number)
        texts[f"{number}"] = article
        for copy in range(rng.randrange(3)):
            start = rng.randrange(100)
            edited = [word if rng.random() > 0.04 else "other" for word in article[start:]]
            texts[f"{number}-{copy}"] = edited
    return {name: _made(" ".join(text)) for name, text in texts.items()}


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 50), st.randoms(use_true_random=False), st.floats(0.2, 1))
def test_groups_do_not_depend_on_the_order(seed: int, rng: random.Random, threshold: float) -> None:
    corpus = list(_corpus(seed).items())
    groups = near_duplicates(dict(corpus), threshold=threshold)
    rng.shuffle(corpus)

    assert near_duplicates(dict(corpus), threshold=threshold) == groups


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 50), st.floats(0.3, 1), st.floats(0.3, 1))
def test_a_higher_threshold_splits_groups_and_joins_none(seed: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    wide, narrow = (near_duplicates(_corpus(seed), threshold=each) for each in (low, high))

    for group in narrow:
        assert any(set(group.documents) <= set(wider.documents) for wider in wide)
        assert group.similarity >= high - 0.005  # shown with two decimals


def test_copies_are_in_the_group_of_what_they_copy_and_others_are_alone() -> None:
    found = near_duplicates(_corpus(7))
    together = {frozenset(pair) for group in found for pair in combinations(group.documents, 2)}
    meant = {
        frozenset(pair) for pair in combinations(_corpus(7), 2) if len({n.split("-")[0] for n in pair}) == 1
    }

    assert together == meant


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 50), st.floats(0.2, 1))
def test_the_copies_among_a_few_documents_are_those_of_the_groups(seed: int, threshold: float) -> None:
    corpus = _corpus(seed)
    grouped = {each for group in near_duplicates(corpus, threshold=threshold) for each in group.documents}

    assert with_copies(corpus, corpus, threshold=threshold) == grouped
    assert with_copies(["0", "unknown"], corpus, threshold=threshold) == grouped & {"0"}


def test_exact_copies_are_one_group_and_wholly_alike() -> None:
    same = _made("Rivania backs Ostrand.")

    assert with_copies(["a", "b"], {"b": same, "a": same}) == {"a", "b"}
    assert near_duplicates({"b": same, "a": same, "c": _made("Lorne is quiet.")}) == [Group(("a", "b"), 1.0)]
    assert near_duplicates({}) == []
    assert near_duplicates({"a": same}) == []


def test_a_thousand_articles_of_one_form_are_compared_in_bounded_time() -> None:
    """They share a passage, so that each would have to be compared with each."""
    passage = _article(1, 60)
    corpus = {str(n): _made(" ".join([*passage, *_article(1000 + n, 150)])) for n in range(500)}

    assert near_duplicates(corpus) == []
    assert len(near_duplicates(corpus, threshold=0.1)) <= 1 + len(corpus) // MINIMA
