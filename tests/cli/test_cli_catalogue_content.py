"""kg catalogue list, check and export: what they print, and their exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli.catalogue_content import _FORMATS
from kg.cli.program import kg
from kg.export.catalogues import CATALOGUE_FORMATS
from kg.importing import table

ACTOR = {
    "id": "zz-harbour-guard",
    "kind": "armed_group",
    "name": "Harbour Guard of Zz",
    "countries": ["SC"],
    "names": [{"name": "Harbour Guard of Zz", "kind": "official", "language": "en", "from": "2012"}],
    "sources": ["own notes on harbours"],
}

Call = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a catalogue file with one actor."""
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(ACTOR) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def call(own: Path) -> Call:
    """Run a command of kg catalogue beside a catalogue of one's own."""

    def run(*args: str) -> Result:
        return CliRunner().invoke(
            kg, ["catalogue", *args], env={"KG_CATALOGUE": str(own)}, catch_exceptions=False
        )

    return run


def test_list_shows_the_actors_that_are_chosen(call: Call) -> None:
    result = call("list", "--kind", "armed group", "--country", "Seychelles", "--source", "notes on HARBOURS")

    assert result.exit_code == 0
    assert "zz-harbour-guard" in result.stdout
    assert result.stderr == "1 actor.\n"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_list_as_json_holds_everything(call: Call, form: str) -> None:
    found = json.loads(call("list", "--source", "own notes on harbours", "--format", form).stdout)

    assert (found if form == "jsonl" else found[0]) == ACTOR


def test_list_as_csv_has_a_row_for_each(call: Call) -> None:
    result = call("list", "--country", "sc", "--kind", "armed_group", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(result.stdout))

    assert (row["id"], row["names"], row["sources"]) == ("zz-harbour-guard", "1", "own notes on harbours")


@pytest.mark.parametrize(("option", "value"), [("--kind", "spaceship"), ("--country", "Atlantis")])
def test_a_choice_that_nothing_can_fit_is_a_wrong_call(call: Call, option: str, value: str) -> None:
    result = call("list", option, value)

    assert result.exit_code == 2
    assert value in result.stderr


def test_check_ends_with_4_where_the_catalogue_is_broken(call: Call, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{\n" + json.dumps(ACTOR | {"kind": "spaceship"}) + "\n", encoding="utf-8")
    result = call("check", str(broken))
    found = json.loads(call("check", str(broken), "--format", "json").stdout)

    assert result.exit_code == 4
    assert [line.split(": ")[:2] for line in result.stdout.splitlines()] == [
        [f"{broken}:1", "error"],
        [f"{broken}:2", "error"],
    ]
    assert "2 errors" in result.stderr
    assert [(finding["line"], finding["level"]) for finding in found] == [(1, "error"), (2, "error")]


def test_check_ends_with_0_where_there_are_only_warnings(call: Call, tmp_path: Path) -> None:
    warned = tmp_path / "warned.jsonl"
    warned.write_text(json.dumps(ACTOR | {"id": "zz-other"}) + "\n", encoding="utf-8")
    result = call("check", str(warned))

    assert result.exit_code == 0
    assert "warning" in result.stdout
    assert result.stderr == "No errors, 1 warning.\n"


def test_export_writes_what_is_chosen_and_import_reads_it(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    result = call("export", "--format", "csv", "--source", "own notes on harbours", "-o", str(target))
    with target.open("rb") as stream:
        [record] = table.read(stream, target, lambda problem: pytest.fail(str(problem)))

    assert result.exit_code == 0
    assert (record.register, record.identifier) == ("kg", "zz-harbour-guard")


@pytest.mark.parametrize("form", CATALOGUE_FORMATS)
def test_export_writes_every_format_to_standard_output(call: Call, form: str) -> None:
    result = call("export", "--format", form, "--source", "own notes on harbours")

    assert result.exit_code == 0
    assert "Harbour Guard of Zz" in result.stdout
    assert not result.stderr


def test_the_help_knows_every_format() -> None:
    assert set(_FORMATS) == set(CATALOGUE_FORMATS)
