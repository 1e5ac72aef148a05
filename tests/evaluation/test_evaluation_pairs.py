"""Classified pairs are scored as worked out on paper, and as the annotators' own scorer does."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from small_gold import ANSWERS, PAIRS

from kg.evaluation import PairScores, read_answers, read_gold, score_pairs

SHARED = Path(__file__).resolve().parents[3] / "shared" / "gold"


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _score(folder: Path, answers: list[dict[str, Any]]) -> PairScores:
    gold = read_gold(_write(folder / "gold.jsonl", PAIRS))
    return score_pairs(gold.pairs, read_answers(_write(folder / "answers.jsonl", answers)))


def test_small_gold_is_scored_as_on_paper(tmp_path: Path) -> None:
    scores = _score(tmp_path, ANSWERS)
    sign, directed = scores.fields["sign"], scores.fields["directed"]

    assert (sign.rows, sign.accuracy, sign.macro_f1) == (4, 2 / 4, pytest.approx(4 / 9))
    assert sign.labels == pytest.approx({"conflict": 2 / 3, "cooperation": 2 / 3, "none": 0})
    assert (directed.accuracy, directed.macro_f1) == (1 / 4, pytest.approx(1 / 6))
    assert scores.risk_area == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)


def test_only_what_was_annotated_is_scored(tmp_path: Path) -> None:
    scores = _score(tmp_path, ANSWERS)

    assert list(scores.fields) == ["sign", "root", "directed"]
    assert (scores.fields["root"].rows, scores.fields["root"].accuracy) == (1, 1)


def test_mistakes_name_the_words_and_what_was_said(tmp_path: Path) -> None:
    mistakes = [m for m in _score(tmp_path, ANSWERS).mistakes if m.field == "sign"]

    assert [(m.id, m.gold, m.said, m.source, m.target) for m in mistakes] == [
        ("p2", "conflict", "cooperation", "Russia", "Syria"),
        ("p4", "none", None, "Russia", "Syria"),
    ]


def test_interval_holds_the_score_and_closes_on_a_perfect_one(tmp_path: Path) -> None:
    score = _score(tmp_path, ANSWERS).fields["sign"]
    perfect = _score(tmp_path, PAIRS).fields["sign"]

    low, high = score.intervals["accuracy"]
    assert 0 <= low < score.accuracy < high <= 1
    assert perfect.intervals == {"accuracy": (1, 1), "macro_f1": (1, 1)}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotators' scorer is not at hand")
@pytest.mark.parametrize("name", ["plover_dev", "dse_dev"])
def test_scores_equal_those_of_the_annotators_scorer(name: str, tmp_path: Path) -> None:
    gold = SHARED / f"{name}.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    random_ = random.Random(1)
    fields = ("sign", "quad", "root", "direction")
    answers = [
        {"id": row["id"], "confidence": round(random_.random(), 1)}
        | {field: random_.choice([row, row, random_.choice(rows)])[field] for field in fields}
        for row in rows
        if random_.random() < 0.9
    ]
    path = _write(tmp_path / "answers.jsonl", answers)
    command = [sys.executable, str(SHARED / "score_pairs.py"), str(gold), str(path), "--json"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = json.loads(result.stdout)

    scores = score_pairs(read_gold(gold).pairs, read_answers(path))

    assert scores.risk_area == pytest.approx(expected.pop("sign_risk_coverage_area"), abs=1e-12)
    assert list(scores.fields) == list(expected)
    for field, score in scores.fields.items():
        ours = asdict(score)
        assert ours["rows"] == expected[field]["rows"]
        assert ours["accuracy"] == expected[field]["accuracy"]
        assert ours["macro_f1"] == pytest.approx(expected[field]["macro_f1"], abs=1e-12)
        assert ours["labels"] == pytest.approx(expected[field]["per_label"], abs=1e-12)
        assert 0.5 < score.accuracy < 1
