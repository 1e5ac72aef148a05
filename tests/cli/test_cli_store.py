"""kg backup, kg restore, kg doctor: what they print, what they leave, how they exit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import kg
from kg.model import Document, Reading, Run
from kg.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kg.store.folder.health._ROOM", 0)
    with Store.open("store") as made:
        made.put(Reading(Document("d", "Nothing happened.")), Run("0", "m", "r", "c"))
    return tmp_path / "store"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(kg, [*arguments])


def test_a_backup_comes_back(store: Path) -> None:
    done = run("backup", "monday.tar.gz", "--store", "store")
    assert done.exit_code == 0, done.output
    digest = hashlib.sha256(Path("monday.tar.gz").read_bytes()).hexdigest()
    assert done.stdout == f"{digest}  monday.tar.gz\n"
    with Store.open(store) as opened:
        opened.remove("d")

    refused = run("restore", "monday.tar.gz", "--store", "store")
    assert refused.exit_code == 1
    assert "--overwrite" in refused.stderr
    assert run("restore", "monday.tar.gz", "--store", "store", "--overwrite").exit_code == 0
    with Store.open(store, read_only=True) as opened:
        assert opened.documents() == ["d"]


def test_a_backup_in_a_folder_prints_nothing_to_standard_output(store: Path) -> None:
    done = run("backup", "monday", "--store", "store")

    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 document" in done.stderr


def test_the_doctor_finds_nothing_wrong(store: Path) -> None:
    done = run("doctor", "--store", "store", "--format", "json")

    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {each["state"] for each in found} <= {"ok", "note"}
    assert {"versions", "catalogue", "language pipeline", "store", "union"} <= {e["check"] for e in found}


def test_the_doctor_exits_with_4_where_something_is_wrong(store: Path) -> None:
    (store / "database" / "CURRENT").write_text("MANIFEST-999999\n")
    done = run("doctor", "--store", "store", "--model", "no_such_pipeline")

    assert done.exit_code == 4
    assert "no_such_pipeline is not installed" in " ".join(done.stdout.split())
    assert "2 checks failed" in done.stderr


def test_the_doctor_migrates_and_repairs_only_what_is_a_store(store: Path) -> None:
    record = json.loads((store / "store.json").read_text())
    (store / "store.json").write_text(json.dumps({"base": record["base"], "format": 2}))
    assert run("doctor", "--store", "store").exit_code == 4
    run("doctor", "--store", "store", "--migrate", "--repair")

    assert json.loads((store / "store.json").read_text())["format"] == record["format"]
    refused = run("doctor", "--store", "nowhere", "--migrate")
    assert refused.exit_code == 1
    assert not Path("nowhere").exists()


def test_a_server_is_backed_up_by_itself() -> None:
    done = run("backup", "monday", "--store", "http://127.0.0.1:9/")

    assert done.exit_code == 1
    assert "this needs a store in a folder" in done.stderr
