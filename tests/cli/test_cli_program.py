"""The program around the commands: help, errors, exit codes, pipes."""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli.program import FAMILIES, as_sentence, kg
from kg.errors import DataError, KGError, SettingsError, ValidationError

KG = (sys.executable, "-m", "kg")
COMMANDS = [name for family in FAMILIES.values() for name in family]


def _run(*args: str, **options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*KG, *args], capture_output=True, text=True, encoding="utf-8", check=False, **options
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_and_examples_that_call_it(name: str) -> None:
    command = kg.get_command(click.Context(kg), name)
    assert command is not None
    result = CliRunner().invoke(kg, [name, "--help"])

    assert result.exit_code == 0
    examples = result.output.partition("Examples:")[2].strip().splitlines()
    assert len(examples) >= 2
    assert all(f"kg {name}" in example for example in examples)
    assert all(isinstance(p, click.Argument) or getattr(p, "help", None) for p in command.params)


def test_help_lists_every_command_with_a_sentence() -> None:
    result = CliRunner().invoke(kg, ["--help"])

    for name in COMMANDS:
        assert re.search(rf"^  {name} +[A-Z].+\.$", result.output, re.MULTILINE), name


def test_help_imports_nothing_heavy() -> None:
    """Help is on the screen at once, whatever the commands need."""
    heavy = "{'spacy', 'rdflib', 'pyoxigraph', 'networkx', 'rich', 'rapidfuzz', 'numpy'}"
    code = (
        "import sys; from kg.cli import kg\n"
        "kg.main(['--help'], standalone_mode=False)\n"
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("error", "code", "shown"),
    [
        (
            DataError("broken", path="a.jsonl", line=3, hint="mend it"),
            1,
            "Error: a.jsonl:3: broken\nMend it.\n",
        ),
        (SettingsError("no sense"), 2, "Error: no sense\n"),
        (ValidationError("shapes"), 4, "Error: shapes\n"),
        (KGError("bad \x1b[31mname"), 1, "Error: bad [31mname\n"),
        (PermissionError(13, "Permission denied", "/root/x"), 1, "Error: /root/x: Permission denied\n"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
    ],
)
def test_error_is_one_line_and_an_exit_code(
    error: BaseException, code: int, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise error

    command = kg.get_command(click.Context(kg), "stats")
    monkeypatch.setattr(command, "callback", fail)
    result = CliRunner().invoke(kg, ["stats"])

    assert (result.exit_code, result.stderr, result.stdout) == (code, shown, "")


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    quiet = _run("stats", "--store", str(tmp_path / "none"))
    loud = _run("--debug", "stats", "--store", str(tmp_path / "none"))

    assert "Traceback" not in quiet.stderr
    assert "Traceback" in loud.stderr
    assert "StoreError" in loud.stderr


def test_a_defect_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(kg.get_command(click.Context(kg), "stats"), "callback", fail)

    assert isinstance(CliRunner().invoke(kg, ["stats"]).exception, ZeroDivisionError)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["biuld", "x"], "There is no command 'biuld'. Did you mean build or rebuild?"),
        (["qqqqqqqq"], "There is no command 'qqqqqqqq'. See: kg --help"),
        (["build"], "Missing argument 'INPUT...'"),
        (["query"], "kg query --list"),
        (["query", "x", "-p", "novalue"], "'novalue' is not NAME=VALUE"),
        (["query", "x", "-p", "a=1", "-p", "a=2"], "a is given twice"),
        (["stats", "--on", "2024-13"], "not a date: '2024-13'"),
        (["stats", "--min-confidence", "2"], "2.0 is not in the range"),
        (["export", "--format", "ttl", "--sign", "friendly"], "Claims can be chosen for graphml, gexf, csv"),
        (["query", "backed-by-actor"], "needs the parameter actor"),
        (["query", "who-backs-whom", "-p", "when=2016"], "has no parameter 'when'"),
        (["query", "who-backs-whom", "-p", "on=2016-13"], "not a date: '2016-13'"),
        (["alias", "SNA", "--country", "Atlantis"], "no country is called 'Atlantis'"),
        (["path", "Iran", "Islamic Republic of Iran"], "Both names mean Iran."),
        (["evidence", "Iran", "backz", "Syria"], "unknown relation 'backz'\nDid you mean backs?"),
    ],
)
def test_wrong_call_ends_with_2_and_says_what_is_wrong(
    args: list[str], message: str, sample_store: Path
) -> None:
    result = CliRunner().invoke(kg, args, env={"KG_STORE": str(sample_store)})

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_reader_that_stops_reading_is_no_error(sample_store: Path) -> None:
    """``kg export | head`` ends quietly."""
    command = [*KG, "export", "--format", "nq", "--store", str(sample_store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        message = process.stderr.read()
        process.wait(60)

    assert (process.returncode, message) == (0, b"")


def test_interrupt_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    command = [*KG, "build", "-", "--store", str(tmp_path / "store")]

    def heed_interrupts() -> (
        None
    ):  # a suite that runs in the background has them switched off for its children
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_interrupts
    ) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "store" / "writer.json").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        try:
            message = process.communicate(timeout=60)[1].decode()
        finally:
            process.kill()

    assert process.returncode == 130
    assert message.splitlines()[1:] == ["Interrupted."]


def test_output_is_readable_where_the_terminal_knows_no_unicode() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    result = subprocess.run(
        [*KG, "alias", "HTS"], capture_output=True, env=environment, check=False, encoding="ascii"
    )

    assert result.returncode == 0, result.stderr
    assert "Hay'at Tahrir al-Sham" in result.stdout


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("known: a, b", "Known: a, b."),
        ("Did you mean build or rebuild?", "Did you mean build or rebuild?"),
        ("kg query --list shows them.", "kg query --list shows them."),
    ],
)
def test_hints_have_one_form(hint: str, shown: str) -> None:
    assert as_sentence(hint) == shown


def test_warnings_of_the_library_are_notes(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "Nothing happened.", "date": "someday"}'
    result = CliRunner().invoke(kg, ["extract", "-", "--input-format", "jsonl"], input=line)

    assert result.exit_code == 0
    assert result.stderr.startswith("Note: standard input:1: 'someday' is no date that can be read")
    assert logging.getLogger("kg").handlers == []


def test_version() -> None:
    assert re.fullmatch(r"kg, version \d+\.\d+\.\d+\n", _run("--version").stdout)
