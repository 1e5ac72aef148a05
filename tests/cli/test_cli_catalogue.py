"""kg catalogue import: what it says, what it writes, and with which code it ends."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kg.catalogue import Catalogue
from kg.cli.catalogue import _FORMATS
from kg.cli.program import kg
from kg.importing.formats import FORMATS
from kg.resources import catalogue_dir

PUBLIC_LISTS = Path(__file__).resolve().parents[3] / "shared" / "data"
UCDP = """\
ActorId,NameData,NameOrigFullEng,Org,NamePrev,ActorIdPrev,GWNOLoc,Location
9001,HG,Harbour Guard,1,Free Syrian Army,6035,652,Syria
9002,Sea Watch,Sea Watch,1,,,652,Syria
x,?,?,1,,,652,Syria
6815,HTS,Organization for the Liberation of the Levant,1,,,652,Syria
"""


def call(*args: str, stdin: str | bytes | None = None, **environment: str) -> Result:
    return CliRunner().invoke(kg, args, input=stdin, env=environment, catch_exceptions=False)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ucdp.csv").write_text(UCDP, encoding="utf-8")
    return tmp_path


def test_a_list_becomes_a_file_of_the_catalogue(listed: Path) -> None:
    result = call("catalogue", "import", "ucdp.csv", "--into", "mine")

    assert result.exit_code == 0
    assert "ucdp.csv:4: ActorId 'x' is no number (give each actor its number)" in result.stderr
    assert (
        "3 actors: 2 new, 0 merged, 1 unchanged; 0 ambiguous; 1 problem; mine/ucdp.jsonl: written"
        in result.stderr
    )
    alias = call("alias", "Harbour Guard", "--catalogue", "mine")
    assert "ucdp-9001" in alias.stdout


def test_importing_again_changes_nothing(listed: Path) -> None:
    call("catalogue", "import", "ucdp.csv", "--into", "mine")
    written = (listed / "mine" / "ucdp.jsonl").read_bytes()
    result = call("catalogue", "import", "-", "--into", "mine/ucdp.jsonl", stdin=UCDP, KG_CATALOGUE="mine")

    assert "0 new, 0 merged, 3 unchanged" in result.stderr
    assert (listed / "mine" / "ucdp.jsonl").read_bytes() == written


def test_the_report_can_be_json(listed: Path) -> None:
    result = call("catalogue", "import", "ucdp.csv", "--into", "mine", "--report", "json", "--store", "store")
    told = json.loads(result.stdout)

    assert (told["format"], told["target"], told["changed"]) == ("ucdp", "mine/ucdp.jsonl", True)
    assert (told["new"], told["merged"], told["unchanged"]) == (2, 0, 1)
    assert told["problems"] == [
        {
            "path": "ucdp.csv",
            "place": "4",
            "message": "ActorId 'x' is no number",
            "hint": "give each actor its number",
        }
    ]
    assert told["claims"] == {"added": 1, "replaced": 0, "unchanged": 0, "removed": 0, "claims": 1}


def test_doubts_are_shown(listed: Path) -> None:
    far = UCDP.replace("Sea Watch,Sea Watch,1,,,652,Syria", "Hezbollah,Hezbollah,1,,,70,Mexico")
    (listed / "ucdp.csv").write_text(far, encoding="utf-8")
    result = call("catalogue", "import", "ucdp.csv", "--into", "mine")

    assert "New actors that may be others" in result.stdout
    assert "ucdp-9002" in result.stdout


def test_nothing_usable_ends_with_an_error(listed: Path) -> None:
    (listed / "ucdp.csv").write_text("".join(UCDP.splitlines(keepends=True)[::3]), encoding="utf-8")
    result = call("catalogue", "import", "ucdp.csv", "--into", "mine")

    assert result.exit_code == 1
    assert not (listed / "mine").exists()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("missing.csv", "--into", "mine"), "missing.csv: cannot be read"),
        (("other.txt", "--into", "mine"), "other.txt: it cannot be told what kind of list this is"),
        (("ucdp.csv", "--into", "broken.jsonl"), "broken.jsonl:1: no JSON"),
        (("ucdp.csv", "--into", "other.txt"), "other.txt"),
    ],
)
def test_mistakes_are_one_line(listed: Path, args: tuple[str, ...], message: str) -> None:
    (listed / "other.txt").write_text("Dear reader,\n", encoding="utf-8")
    (listed / "broken.jsonl").write_text("{\n", encoding="utf-8")
    result = call("catalogue", "import", *args)

    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_command_that_is_none_is_told_with_the_nearest() -> None:
    result = call("catalogue", "imprt")

    assert result.exit_code == 2
    assert "There is no command 'imprt'. Did you mean import?" in result.stderr


def test_the_help_names_all_formats() -> None:
    assert tuple(FORMATS) == _FORMATS


def test_examples_of_the_help_are_calls_that_the_commands_understand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-actors").mkdir()
    program = click.Context(kg, info_name="kg", **kg.context_settings)
    group = kg.get_command(program, "catalogue")
    assert isinstance(group, click.Group)
    context = click.Context(group, info_name="catalogue", parent=program)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        calls = [line.partition(f"kg catalogue {name}") for line in (command.epilog or "").splitlines()]
        words = [shlex.split(rest.split(">")[0].split("|")[0]) for _, found, rest in calls if found]
        assert words, f"kg catalogue {name} has no example"
        for given in words:
            for word in given:
                if word.endswith(".jsonl"):
                    Path(word).touch()
            command.make_context(name, given, parent=context)


@pytest.mark.skipif(not PUBLIC_LISTS.is_dir(), reason="the public lists are not here")
@pytest.mark.parametrize(
    ("file", "entries"), [("ucdp-actor-221.csv", 1725), ("UN_consolidated_2026-02-27.xml", 1003)]
)
def test_real_lists_are_read_whole_and_change_nothing_the_second_time(
    tmp_path: Path, file: str, entries: int
) -> None:
    told = []
    for _ in range(2):
        result = call(
            "catalogue", "import", str(PUBLIC_LISTS / file), "--into", str(tmp_path), "--report", "json"
        )
        told.append(json.loads(result.stdout))
        assert result.exit_code == 0
    first, second = told
    [path] = tmp_path.iterdir()

    assert first["new"] + first["merged"] + first["unchanged"] == entries
    assert (second["new"], second["merged"], second["unchanged"]) == (0, 0, entries)
    assert first["problems"] == second["problems"] == []
    assert not second["changed"]
    assert len(Catalogue.load(catalogue_dir(), path).actors) == len(Catalogue.load().actors) + first["new"]
