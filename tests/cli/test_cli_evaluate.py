"""``kg eval``: what it measures, in which format, and what it says of files that are no gold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small_gold import ANSWERS, ARTICLE, PAIRS, PREDICTIONS

import kg.ingest
from kg.cli.program import kg as program
from kg.config import Settings
from kg.ingest import Pipeline

Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run ``kg eval`` in a folder with gold and predictions."""
    monkeypatch.chdir(tmp_path)
    files: dict[str, Iterable[Any]] = {"claims": [ARTICLE], "pairs": PAIRS}
    files |= {"predictions": PREDICTIONS, "answers": ANSWERS, "broken": [ARTICLE, {"doc": 3}]}
    for name, rows in files.items():
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        Path(f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return lambda *args: CliRunner().invoke(program, ["eval", *args], catch_exceptions=False)


def _row(result: Result, start: str) -> list[str]:
    (line,) = [line for line in result.stdout.splitlines() if line.startswith(start)]
    return line.removeprefix(start).split()


def test_claims_of_a_file_are_measured_in_a_table(call: Call) -> None:
    result = call("claims.jsonl", "--predictions", "predictions.jsonl")

    assert result.exit_code == 0
    assert result.stdout.startswith("claims.jsonl: 1 article\n")
    assert _row(result, "exact precision") == ["0.500", "3", "of", "6"]
    assert _row(result, "exact recall") == ["0.667", "2", "of", "3"]
    assert _row(result, "claimant right") == ["0.667", "2", "of", "3"]
    assert _row(result, "traps taken") == ["1", "1", "of", "1"]
    assert _row(result, "controls") == ["1.000", "0.000", "0.000", "1", "0"]
    assert _row(result, "above 0.8") == ["1.000", "2", "of", "2"]
    assert "mistake" not in result.stdout


def test_pairs_of_a_file_are_measured_in_a_table(call: Call) -> None:
    result = call("pairs.jsonl", "--predictions", "answers.jsonl", "--errors")

    assert result.exit_code == 0
    assert _row(result, "directed   4 ")[0] == "0.250"
    assert re.search(r"^p4 +sign +none +Russia +Syria", result.stdout, re.MULTILINE)


def test_json_holds_every_measure_of_every_file(call: Call) -> None:
    claims = json.loads(
        call("claims.jsonl", "--predictions", "predictions.jsonl", "--format", "json", "--errors").stdout
    )
    pairs = json.loads(call("pairs.jsonl", "--predictions", "answers.jsonl", "--format", "json").stdout)

    assert [(report["gold"], report["kind"]) for report in claims + pairs] == [
        ("claims.jsonl", "claims"),
        ("pairs.jsonl", "pairs"),
    ]
    assert claims[0]["exact"]["precision"] == 0.5
    assert claims[0]["sure"] == {"low": 0.8, "high": 1.0, "predicted": 2, "right": 2, "precision": 1.0}
    assert {error["kind"] for error in claims[0]["errors"]} == {"wrong", "missed", "trap"}
    assert pairs[0]["sign"]["accuracy"] == 0.5
    assert pairs[0]["sign"]["intervals"].keys() == {"accuracy", "macro_f1"}
    assert "errors" not in pairs[0]


def test_threshold_and_errors(call: Call) -> None:
    result = call("claims.jsonl", "--predictions", "predictions.jsonl", "--threshold", "0.85", "--errors")

    assert _row(result, "exact precision") == ["1.000", "2", "of", "2"]
    assert "not against the rebels" in result.stdout


def test_file_that_is_no_gold_is_one_line_and_the_rest_goes_on(call: Call) -> None:
    result = call("broken.jsonl", "claims.jsonl", "--predictions", "predictions.jsonl")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "Skipped: broken.jsonl:2: doc: no object"
    assert "claims.jsonl: 1 article" in result.stdout


def test_broken_predictions_name_their_line(call: Call) -> None:
    result = call("claims.jsonl", "--predictions", "answers.jsonl")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "Error: answers.jsonl:1: document: missing"


def test_predictions_about_something_else_are_noted(call: Call) -> None:
    Path("other.jsonl").write_text(json.dumps(PREDICTIONS[-1]), encoding="utf-8")
    result = call("claims.jsonl", "--predictions", "other.jsonl")

    assert result.exit_code == 0
    assert "Note: other.jsonl: no claim is about one of the annotated articles" in result.stderr


def test_without_weights_pairs_are_skipped_with_what_to_do(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kg.classifier.classifier.classifier_dir", lambda: tmp_path)
    result = call("pairs.jsonl")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Skipped: " in result.stderr
    assert "kg train" in result.stderr


def test_missing_file_is_a_wrong_call(call: Call) -> None:
    assert call("missing.jsonl").exit_code == 2


def test_without_predictions_the_program_reads_the_articles_itself(
    call: Call, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Loaded(Pipeline):
        def __init__(self, settings: Settings | None = None) -> None:
            super().__init__(settings)
            vars(self)["extractor"] = pipeline.extractor

    monkeypatch.setattr(kg.ingest, "Pipeline", Loaded)
    result = call("claims.jsonl", "--errors")

    assert result.exit_code == 0
    assert "Measuring claims.jsonl, 1 article" in result.stderr
    assert _row(result, "backs") == ["1.000", "1.000", "1.000", "1", "1"]
    assert _row(result, "quotes not in the text") == ["0"]
