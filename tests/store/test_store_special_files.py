"""Pipes in the folder of a store, which anybody may have made: one line, and nobody waits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_store_embedded import RUN, claim, reading

from kg.store import Store


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "store"
    with Store.open(folder) as store:
        store.put(reading(claim()), RUN)
    return folder


def kg(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the program, which a test could not end if it waited in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def put_pipe(whole: Path, copy: Path, name: str) -> Path:
    shutil.copytree(whole, copy)
    (copy / name).unlink(missing_ok=True)
    os.mkfifo(copy / name)
    return copy


@pytest.mark.parametrize("name", ["store.json", "database/CURRENT", "database/LOCK", "database/000099.sst"])
def test_what_belongs_to_the_graph_makes_the_store_unreadable(whole: Path, tmp_path: Path, name: str) -> None:
    store = put_pipe(whole, tmp_path / "store", name)

    for command in (("documents",), ("remove", "d")):
        done = kg(*command, "--store", store)
        assert done.returncode == 1
        assert done.stderr.startswith("Error: ")
        assert "Traceback" not in done.stderr
    assert kg("doctor", "--store", store).returncode == 4


@pytest.mark.parametrize("name", ["writer.json", "runs.jsonl", "store.json.1"])
def test_what_lies_beside_the_graph_hinders_nobody(whole: Path, tmp_path: Path, name: str) -> None:
    store = put_pipe(whole, tmp_path / "store", name)

    assert kg("runs", "--store", store).returncode == 0
    assert kg("backup", tmp_path / "copy", "--store", store).returncode == 0
    assert kg("remove", "d", "--store", store).returncode == 0
    with Store.open(store, read_only=True) as left:
        assert left.documents() == []


def test_a_backup_with_a_pipe_in_it_is_refused(whole: Path, tmp_path: Path) -> None:
    assert kg("backup", tmp_path / "copy", "--store", whole).returncode == 0
    (tmp_path / "copy" / "backup.json").unlink()
    os.mkfifo(tmp_path / "copy" / "backup.json")

    done = kg("restore", tmp_path / "copy", "--store", tmp_path / "restored")
    assert done.returncode == 1
    assert "no backup of a store" in done.stderr
