"""``kg train`` writes a folder that ``kg classify`` runs from, and complains before it learns for long."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tiny_classifier import LABELLED, write_base

from kg.cli.program import kg as program
from kg.training import recipe

Call = Callable[..., Result]
ROW: dict[str, Any] = {"text": "Iran armed Hamas.", "source": [0, 4], "target": [11, 16]}
torch_needed = pytest.mark.skipif(find_spec("torch") is None, reason="torch comes with the extra train")


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run ``kg`` in a folder with labelled sentences and marked pairs."""
    monkeypatch.chdir(tmp_path)
    Path("labelled.txt").write_text(LABELLED, encoding="utf-8")
    signs = [("conflict", None), ("none", None), ("cooperation", "AID")]
    rows = [ROW | {"id": str(n), "sign": sign, "root": root} for n, (sign, root) in enumerate(signs)]
    Path("pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return lambda *args: CliRunner().invoke(program, args, catch_exceptions=False)


def test_without_torch_one_line_says_what_to_install(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "find_spec", lambda name: None if name == "torch" else find_spec(name))
    result = call("train", "--out", "made")

    assert result.exit_code == 1
    assert result.stderr == 'Error: training needs torch\npip install "kg-actors[train]".\n'
    assert not Path("made").exists()


@torch_needed
@pytest.mark.filterwarnings("ignore")  # of torch and transformers, about themselves
def test_what_it_writes_can_be_asked(call: Call, tmp_path: Path) -> None:
    base = write_base(tmp_path / "base")
    options = ["--only-data", "--base", str(base), "--epochs", "1", "--threads", "1", "--out", "made"]
    result = call("train", "labelled.txt", "pairs.jsonl", "--check", "pairs.jsonl", *options)
    answered = call("classify", "pairs.jsonl", "--model-dir", "made")
    card = Path("made", "CARD.md").read_text(encoding="utf-8")

    assert result.exit_code == 0, result.stderr
    assert result.stderr.endswith("8 texts of 2 files learnt; the classifier is in made\n")
    assert len(answered.stdout.splitlines()) == 3
    assert "| pairs.jsonl, 3 pairs | sign, accuracy |" in card
    assert json.loads(Path("made", "settings.json").read_text())["data"][0][0] == "labelled.txt"
    assert Path("made", "reliability.svg").read_text().startswith("<svg")


@torch_needed
def test_a_mistake_in_the_data_is_said_before_anything_is_learnt(call: Call, tmp_path: Path) -> None:
    base = write_base(tmp_path / "base")
    Path("broken.txt").write_text("[A] armed [B].\n  1 loves 2\n", encoding="utf-8")
    result = call("train", "broken.txt", "--only-data", "--base", str(base))

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-2].startswith("Error: broken.txt:2: unknown word 'loves'")
