"""Annotations without texts are learnt with the right words or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.classifier.labels import Label
from kg.errors import DataError
from kg.training.labelled import read_labelled
from kg.training.materials import Pool, built_in, kind_of, read_materials
from kg.training.standoff import read_standoff, sentence_digest, texts_of

TEXT = "A first sentence. The Iranian army armed Hezbollah. A last one."
SENTENCE = TEXT[18:51]
ROW: dict[str, Any] = {
    "text": "news-1",
    "sentence": [18, 51],
    "digest": sentence_digest(SENTENCE),
    "mentions": [[0, 16], [4, 11], [23, 32]],
    "statements": ["1 backs 3 AID", "1 part_of 2"],
}


def _write(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_it_is_the_example_of_the_same_sentence_with_brackets(tmp_path: Path) -> None:
    labelled = tmp_path / "labelled.txt"
    labelled.write_text(
        "[The [Iranian] army] armed [Hezbollah].\n  1 backs 3 AID\n  1 part_of 2\n", encoding="utf-8"
    )
    (wanted,) = read_labelled(labelled)

    read = read_standoff(_write(tmp_path, "marks.jsonl", ROW), {"news-1": TEXT})

    (example,) = read.examples
    assert (example.text, example.mentions, example.pairs) == (wanted.text, wanted.mentions, wanted.pairs)
    assert (example.group, read.left_out) == ("news-1", 0)


@pytest.mark.parametrize("texts", [{}, {"news-1": TEXT.replace("armed", "harmd")}, {"news-1": TEXT[:30]}])
def test_a_sentence_that_is_missing_or_reads_differently_is_left_out(
    tmp_path: Path, texts: dict[str, str]
) -> None:
    read = read_standoff(_write(tmp_path, "marks.jsonl", ROW, ROW), texts)

    assert (read.examples, read.left_out) == ((), 2)


def test_a_sentence_without_statements_has_pairs_without_a_relation(tmp_path: Path) -> None:
    (example,) = read_standoff(
        _write(tmp_path, "marks.jsonl", ROW | {"statements": []}), {"news-1": TEXT}
    ).examples

    assert {pair.relations for pair in example.pairs} == {frozenset({Label("none")})}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sentence": [51, 18]}, "no span"),
        ({"mentions": [[0, 99]]}, "outside its sentence"),
        ({"mentions": [["a", 2]]}, "no span"),
        ({"statements": ["1 backs 9"]}, "1 and 9 are not two of the 3 mentions"),
        ({"statements": ["1 likes 3"]}, "unknown word 'likes'"),
        ({"digest": None, "mentions": 3}, "no annotated sentence"),
    ],
)
def test_every_mistake_names_its_line(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = _write(tmp_path, "marks.jsonl", ROW, ROW | change)

    with pytest.raises(DataError, match=message) as error:
        read_standoff(path, {"news-1": TEXT})
    assert error.value.line == 2


def test_articles_and_marked_pairs_lend_their_texts(tmp_path: Path) -> None:
    marks = _write(tmp_path, "marks.jsonl", ROW)
    articles = _write(tmp_path, "articles.jsonl", {"id": "news-1", "text": TEXT}, {"id": "b", "text": "B."})

    assert (kind_of(marks), kind_of(articles)) == ("annotations", "texts")
    alone, other = read_materials([marks], _never), read_materials([articles, marks], _never)

    assert alone[0].left_out == 1
    assert other[1].left_out == 0
    assert [example.text for example in other[1].pools[Pool.NEWS]] == [SENTENCE]
    assert texts_of([articles]) == {"news-1": TEXT, "b": "B."}


def test_the_built_in_annotations_can_be_read_and_hold_no_text() -> None:
    files = [path for path in built_in() if path.suffix == ".jsonl"]

    assert files
    for path in files:
        assert read_standoff(path, {}).left_out > 500
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            assert row.keys() == {"text", "sentence", "digest", "mentions", "statements"}
            assert len(row["digest"]) == 8


def _never() -> Any:
    pytest.fail("no articles here")
