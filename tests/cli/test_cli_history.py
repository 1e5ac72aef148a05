"""``kg history`` tells names with the gaps between them, and what became of whom, in each view."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli.program import kg

ROWS = """
{"id": "front", "kind": "armed_group", "name": "Valley Front", "countries": ["SY"], "names": [{"name": "Valley Front", "kind": "official", "from": "2014"}, {"name": "Hill Watch", "kind": "former", "from": "2008", "until": "2011-05"}, {"name": "Elders of the Hill", "kind": "former"}], "sources": ["own notes"]}
{"id": "guard", "kind": "armed_group", "name": "Valley Guard", "countries": ["SY"], "names": [{"name": "VG", "kind": "acronym"}], "facts": [{"relation": "split_from", "target": "front", "from": "2011-05-01"}], "sources": ["own notes"]}
{"id": "guard-north", "kind": "armed_group", "name": "Northern Guard", "countries": ["IQ"], "names": [{"name": "VG", "kind": "acronym"}], "sources": ["own notes"]}
{"event": "succession", "date": "2020", "predecessors": ["guard"], "successors": ["guard-north"], "sources": ["own notes"]}
"""  # noqa: E501  (a catalogue has one actor a line)


@pytest.fixture
def call(tmp_path: Path) -> Any:
    path = tmp_path / "mine.jsonl"
    path.write_text(ROWS.lstrip(), encoding="utf-8")

    def run(*args: str) -> Result:
        return CliRunner().invoke(kg, ["history", *args, "--catalogue", str(path)], catch_exceptions=False)

    return run


def test_the_time_without_a_known_name_is_shown_between_the_others(call: Any) -> None:
    result = call("Valley Front")

    assert result.exit_code == 0
    cells = [line.split() for line in result.stdout.splitlines()]
    names = cells.index(["Names"])
    assert cells[names + 3 : names + 6] == [
        ["Hill", "Watch", "2008", "2011-05"],
        ["[no", "name", "is", "known]", "2011-05", "2014"],
        ["Valley", "Front", "2014"],
    ]
    assert "it is not known when: Elders of the Hill" in result.stdout


def test_an_event_has_the_names_of_the_day_before_it(call: Any) -> None:
    assert "2011-05-01 split Hill Watch Valley Guard" in " ".join(call("Valley Guard").stdout.split())


def test_json_holds_names_views_and_events(call: Any) -> None:
    answer = json.loads(call("Valley Guard", "--view", "lineage", "--format", "json").stdout)

    assert (answer["id"], answer["view"], answer["undated_names"]) == ("guard", "lineage", [])
    assert [(one["id"], one["actors"]) for one in answer["identities"]] == [
        ("guard-north", ["guard", "guard-north"])
    ]
    assert answer["lineage"]["ancestors"] == ["front"]
    assert answer["lineage"]["descendants"] == ["guard-north"]
    assert [(event["kind"], event["date"]) for event in answer["lineage"]["events"]] == [
        ("split", "2011-05-01"),
        ("succession", "2020"),
    ]


def test_an_unnamed_time_is_null_in_json(call: Any) -> None:
    (front,) = json.loads(call("front", "--format", "json").stdout)["identities"]

    assert [name["name"] for name in front["names"]] == ["Hill Watch", None, "Valley Front"]


def test_each_name_may_count_as_one(call: Any) -> None:
    answer = json.loads(call("front", "--view", "name", "--format", "json").stdout)

    assert [one["id"] for one in answer["identities"]] == ["front@2008", "front@2014"]
    assert "front@2014" in call("front", "--view", "name").stdout


def test_a_name_of_two_actors_is_asked_back_and_a_country_decides(call: Any) -> None:
    unclear = call("VG")

    assert unclear.exit_code == 1
    assert "it is not clear who 'VG' is" in unclear.stderr
    assert "guard" in unclear.stderr
    assert "guard-north" in call("VG", "--country", "Iraq").stdout


def test_a_name_of_nobody_is_an_error_in_one_line(call: Any) -> None:
    result = call("Zorkon Bramlet")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: no actor is called")


def test_alias_shows_the_lineage_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(ROWS.lstrip(), encoding="utf-8")

    def alias(*args: str) -> Result:
        call = ["alias", "Valley Guard", "--catalogue", str(path), *args]
        return CliRunner().invoke(kg, call, catch_exceptions=False)

    assert "Lineage" not in alias().stdout
    assert "2011-05-01 split Hill Watch Valley Guard" in " ".join(alias("--lineage").stdout.split())
    assert json.loads(alias("--lineage", "--format", "jsonl").stdout)["lineage"]["ancestors"] == ["front"]
    assert "lineage" not in json.loads(alias("--format", "jsonl").stdout)


def test_alias_shows_the_time_without_a_known_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(ROWS.lstrip(), encoding="utf-8")
    result = CliRunner().invoke(kg, ["alias", "front", "--on", "2012", "--catalogue", str(path)])

    assert "On 2012: no name is known" in result.stdout
    assert "[no name is known] 2011-05 2014" in " ".join(result.stdout.split())
