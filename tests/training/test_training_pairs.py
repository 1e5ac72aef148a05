"""Marked pairs are read with their direction, whichever end comes first, and files are told apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.classifier.labels import Label
from kg.errors import DataError
from kg.training.examples import Example, read_pairs
from kg.training.materials import Pool, kind_of, read_materials

PAIR: dict[str, Any] = {"text": "Iran armed Hamas.", "source": [0, 4], "target": [11, 16]}


def _write(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _read(tmp_path: Path, *rows: object) -> list[Example]:
    return list(read_pairs(_write(tmp_path, *rows)))


@pytest.mark.parametrize(
    ("given", "forward"),
    [
        ({}, True),
        ({"direction": "backward"}, False),
        ({"source": [11, 16], "target": [0, 4]}, False),
        ({"source": [11, 16], "target": [0, 4], "direction": "backward"}, True),
        ({"source": [0, 10], "target": [0, 4]}, True),
        ({"source": [0, 4], "target": [0, 10]}, False),
    ],
)
def test_direction_is_that_of_the_text(tmp_path: Path, given: dict[str, Any], forward: bool) -> None:
    (example,) = _read(tmp_path, PAIR | {"sign": "cooperation", "root": "AID"} | given)

    assert example.pairs[0].signs == {Label("cooperation", forward)}
    assert example.pairs[0].root == "AID"
    assert example.mentions[0] == (0, max(end for start, end in example.mentions if start == 0))


def test_no_sign_is_none_and_the_relation_is_left_open(tmp_path: Path) -> None:
    (example,) = _read(tmp_path, PAIR | {"sign": None, "root": None, "direction": "none"})

    assert example.pairs[0].signs == {Label("none")}
    assert example.pairs[0].relations is None
    assert example.pairs[0].root is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([1], "no JSON object"),
        ({"text": "a b", "source": [0, 1]}, "'target' is missing"),
        (PAIR | {"source": [0, 40]}, "within the text"),
        (PAIR | {"source": [4, 4]}, "within the text"),
        (PAIR | {"source": "Iran"}, "within the text"),
        (PAIR | {"text": None}, "within the text"),
        (PAIR | {"sign": "love"}, "unknown sign or root"),
        (PAIR | {"sign": "conflict", "root": "love"}, "unknown sign or root"),
        (PAIR | {"text": "Iran armed \ud800Hamas."}, "surrogates"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        _read(tmp_path, PAIR, row)

    assert caught.value.line == 2


def test_no_json_names_its_line(tmp_path: Path) -> None:
    path = _write(tmp_path, PAIR)
    path.write_text(path.read_text() + "\n" + "[" * 100_000, encoding="utf-8")

    with pytest.raises(DataError, match="not JSON") as caught:
        list(read_pairs(path))
    assert caught.value.line == 3


def _never() -> Any:
    pytest.fail("the extractor is only needed for articles")


def test_files_are_told_apart_by_what_is_in_them(tmp_path: Path) -> None:
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text("\n[A] armed [B].\n  1 backs 2\n", encoding="utf-8")

    assert kind_of(labelled) == "sentences"
    assert kind_of(_write(tmp_path, PAIR)) == "pairs"
    assert kind_of(_write(tmp_path, {"doc": {}, "claims": []})) == "articles"
    assert [list(each.pools) for each in read_materials([labelled], _never)] == [[Pool.SENTENCES]]


@pytest.mark.parametrize(("rows", "message"), [((), "empty"), (({"text": "a"},), "neither")])
def test_other_files_are_refused(tmp_path: Path, rows: tuple[object, ...], message: str) -> None:
    with pytest.raises(DataError, match=message):
        kind_of(_write(tmp_path, *rows))


def test_pairs_of_a_file_with_pairs_without_a_tie_are_about_signs(tmp_path: Path) -> None:
    event = PAIR | {"sign": "cooperation", "root": "AID"}
    sign, none = PAIR | {"sign": "conflict"}, PAIR | {"sign": "none"}
    (events,) = read_materials([_write(tmp_path, event, sign)], _never)
    (mixed,) = read_materials([_write(tmp_path, event, sign, none)], _never)

    assert {pool: len(found) for pool, found in events.pools.items()} == {Pool.EVENTS: 2}
    assert {pool: len(found) for pool, found in mixed.pools.items()} == {Pool.EVENTS: 1, Pool.SIGNS: 2}
    assert len(mixed.examples) == 3
    assert mixed.digest != events.digest
