"""The floors of the design hold: imports only go down, and every module has a floor."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    environment = {"PATH": "", "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"}
    command = [str(program), "--no-cache"]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_imports_only_go_down() -> None:
    result = _lint(ROOT)

    assert result.returncode == 0, result.stdout + result.stderr


def test_an_import_that_goes_up_and_a_module_without_a_floor_are_found(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("data", "__pycache__"))
    (tmp_path / "kg" / "errors.py").write_text("import kg.model\n", encoding="utf-8")
    (tmp_path / "kg" / "attic.py").write_text("", encoding="utf-8")

    result = _lint(tmp_path)

    assert result.returncode == 1
    assert "kg.errors" in result.stdout
    assert "attic" in result.stdout
