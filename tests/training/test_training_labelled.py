"""Labelled sentences are read as they are written, and every mistake names its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.classifier.labels import Label
from kg.errors import DataError, DocumentError
from kg.training.examples import Example
from kg.training.labelled import read_labelled
from kg.training.materials import built_in

NONE = frozenset({Label("none")})


def _read(tmp_path: Path, text: str) -> list[Example]:
    path = tmp_path / "labelled.txt"
    path.write_text(text, encoding="utf-8")
    return list(read_labelled(path))


def test_mentions_are_numbered_by_their_opening_bracket(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, "[The [Iranian] army] armed [Hezbollah].\n  1 backs 3 AID\n  1 part_of 2\n")

    assert example.text == "The Iranian army armed Hezbollah."
    assert [example.text[start:end] for start, end in example.mentions] == [
        "The Iranian army",
        "Iranian",
        "Hezbollah",
    ]
    relations = {(pair.first, pair.second): pair.relations for pair in example.pairs}
    assert relations == {
        (0, 2): {Label("backs")},
        (0, 1): {Label("part_of")},
        (1, 2): NONE,
    }


def test_a_target_that_comes_first_turns_the_label_around(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, "[Hezbollah] was armed by [Iran].\n  2 arms 1 AID\n")
    (pair,) = example.pairs

    assert pair.relations == {Label("backs", forward=False)}
    assert pair.signs == {Label("cooperation", forward=False)}
    assert (pair.root, pair.qualifiers) == ("AID", frozenset())


def test_a_symmetric_relation_points_both_ways(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, "[A] and [B] are allies.\n  2 allied_with 1\n")

    assert example.pairs[0].relations == {Label("allied_with")}
    assert example.pairs[0].signs == {Label("cooperation"), Label("cooperation", forward=False)}


def test_what_is_denied_keeps_its_relation_and_has_no_sign(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, "[A] never armed [B].\n  1 backs 2 AID denied\n")

    assert example.pairs[0].relations == {Label("backs")}
    assert example.pairs[0].signs == NONE
    assert example.pairs[0].qualifiers == {"denied"}


def test_a_root_alone_states_no_relation_of_ours(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, "[A] criticised [B].\n  1 - 2 ACCUSE\n")

    assert example.pairs[0].relations == NONE
    assert example.pairs[0].signs == {Label("conflict")}


def test_mentions_of_the_same_actor_are_no_pair_and_no_counter_example(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, "[A] said [it] would arm [B].\n  1 = 2\n  2 backs 3 planned\n")

    assert {(pair.first, pair.second) for pair in example.pairs} == {(1, 2)}


def test_a_sentence_without_statements_has_only_counter_examples(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, "# A comment.\n\n[A] and [B] are far from [C].\n")

    assert [pair.relations for pair in example.pairs] == [NONE, NONE, NONE]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("  1 backs 2\n", 1, "before the first sentence"),
        ("[A armed [B].\n", 1, "not closed"),
        ("A] armed [B].\n", 1, "not opened"),
        ("[] armed [B].\n", 1, "empty"),
        ("[A] armed [B].\n  1 backs\n", 2, "cannot read"),
        ("[A] armed [B].\n  1 backs 3\n", 2, "not two of the 2 mentions"),
        ("[A] armed [B].\n  1 backs 1\n", 2, "not two"),
        ("[A] armed [B].\n  0 backs 2\n", 2, "not two"),
        ("[A] armed [B].\n  x backs 2\n", 2, "not two"),
        ("[A] armed [B].\n\n  1 loves 2\n", 3, "'loves'"),
        ("[A] armed [B].\n  1 backs 2 GIVE\n", 2, "'GIVE'"),
        ("[A] armed [B].\n  1 = 2 AID\n", 2, "'='"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        _read(tmp_path, text)

    assert caught.value.line == line


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "labelled.txt"
    path.write_bytes(b"[A] armed [B].\n[\xff] armed [B].\n")

    with pytest.raises(DocumentError, match=r"labelled\.txt:2: .*UTF-8"):
        list(read_labelled(path))


def test_the_sentences_that_come_with_the_program_can_be_read() -> None:
    for path in (each for each in built_in() if each.suffix == ".txt"):
        examples = list(read_labelled(path))
        stated = [pair for example in examples for pair in example.pairs if pair.relations != NONE]

        assert len(stated) > 100, path
