"""``kg classify`` answers every line in order, reports those it cannot read, and goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tiny_classifier import TINY

import kg.resources
from kg.cli.program import kg as program

PAIR: dict[str, Any] = {"id": "1", "text": "Iran armed Hamas.", "source": [0, 4], "target": [11, 16]}
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Run ``kg classify`` over lines of a file."""

    def run(*lines: str | bytes, environment: dict[str, str] | None = None) -> Result:
        path = tmp_path / "pairs.jsonl"
        path.write_bytes(b"".join((x if isinstance(x, bytes) else x.encode()) + b"\n" for x in lines))
        args = ["classify", str(path)] + ([] if environment else ["--model-dir", str(TINY)])
        return CliRunner(env=environment).invoke(program, args, catch_exceptions=False)

    return run


def _answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_is_answered_in_order_under_its_id(call: Call) -> None:
    ids = ["b", 7, "a", None]
    rows = [json.dumps(PAIR | {"id": name}) for name in ids[:3]]
    result = call(*rows[:2], "", rows[2], json.dumps({k: v for k, v in PAIR.items() if k != "id"}))
    answers = _answers(result)

    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == ids
    assert list(answers[0]) == ["id", "sign", "quad", "root", "direction", "confidence"]
    assert {json.dumps(answer | {"id": 0}) for answer in answers} == {json.dumps(answers[0] | {"id": 0})}


def test_offsets_are_code_points(call: Call) -> None:
    """A letter beyond the first plane is one character, as Python counts them."""
    far = PAIR | {"text": "\U0001f600" + PAIR["text"], "source": [1, 5], "target": [12, 17]}
    near = PAIR | {"text": "." + PAIR["text"], "source": [1, 5], "target": [12, 17]}
    answers = _answers(call(json.dumps(far), json.dumps(far, ensure_ascii=False), json.dumps(near)))

    assert answers[0] == answers[1]
    assert answers[0]["confidence"] > 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[1]", "no JSON object"),
        (b'{"text": "\xff"}', "UTF-8"),
        ("[" * 100_000, "not JSON"),
        (json.dumps(PAIR | {"text": 3}), "text: no string"),
        (json.dumps(PAIR | {"text": ""}), "text: missing"),
        (json.dumps(PAIR | {"source": [0, 99]}), "outside the text of 17 characters"),
        (json.dumps(PAIR | {"target": [4, 4]}), "target: [4, 4]"),
        (json.dumps(PAIR | {"target": [True, 4]}), "target: no [start, end]"),
        (json.dumps(PAIR | {"target": None}), "target: no [start, end]"),
        (json.dumps(PAIR | {"id": [1]}), "id: no string"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(
    call: Call, line: str | bytes, message: str
) -> None:
    result = call(json.dumps(PAIR), line, json.dumps(PAIR | {"id": "3"}))
    (said,) = result.stderr.splitlines()

    assert said.startswith("Skipped: ")
    assert "pairs.jsonl:2: " in said
    assert message in said
    assert [answer["id"] for answer in _answers(result)] == ["1", "3"]
    assert result.exit_code == 1


def test_text_that_is_no_unicode_is_judged(call: Call) -> None:
    result = call(json.dumps(PAIR | {"text": "Iran\ud800armed Hamas."}))

    assert result.exit_code == 0
    assert _answers(result)[0]["confidence"] > 0


def test_the_classifier_may_be_named_in_the_environment(call: Call) -> None:
    result = call(json.dumps(PAIR), environment={"KG_CLASSIFIER": str(TINY)})

    assert _answers(result) == _answers(call(json.dumps(PAIR)))


def test_without_weights_one_line_says_what_to_do(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.resources, "_PACKAGE", tmp_path)
    result = call(json.dumps(PAIR), environment={"KG_CLASSIFIER": str(tmp_path)})

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert "kg train" in result.stderr


def test_answers_come_while_the_pipe_is_open() -> None:
    """A program that asks line by line gets its answer before it asks again."""
    command = [sys.executable, "-m", "kg", "classify", "-", "--model-dir", str(TINY)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in ("1", "2"):
            process.stdin.write(json.dumps(PAIR | {"id": name}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait() == 0
