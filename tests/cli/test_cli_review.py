"""kg review: by file, by command, and at a terminal."""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from review_world import FRONT, make, write_catalogue

from kg.cli.program import kg
from kg.evaluation import read_gold
from kg.store import Store

Call = Callable[..., Result]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return variables that name a store of its own, its catalogue, and who judges."""
    return {
        "KG_STORE": str(make(tmp_path / "store")),
        "KG_CATALOGUE": str(write_catalogue(tmp_path / "actors.jsonl")),
        "KG_AUTHOR": "A. Reader",
    }


@pytest.fixture
def call(environment: dict[str, str]) -> Call:
    def run(*args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(kg, ["review", *args], input=stdin, env=environment, catch_exceptions=False)

    return run


def lines(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def history(environment: dict[str, str]) -> list[str]:
    """Return the verdicts in order."""
    with Store.open(environment["KG_STORE"], read_only=True) as store:
        return [judgement.verdict.value for judgement in store.decisions.history]


def test_the_list_has_claims_and_actors_with_their_reasons(call: Call) -> None:
    items = lines(call("--list", "--format", "jsonl"))

    assert [item["kind"] for item in items] == ["claim"] * 4 + ["merge"]
    assert items[0]["reasons"] == ["not sure (0.45)"]
    assert items[4]["candidates"][0]["id"] == "valley-front"
    assert "Vally" in call("--list", "--claims").stdout


def test_the_list_with_verdicts_is_a_file_of_decisions(call: Call, environment: dict[str, str]) -> None:
    verdicts = ["accepted", "rejected", "accepted", "rejected", "same"]
    items = lines(call("--list", "--format", "jsonl"))
    decided = "".join(
        json.dumps(item | {"verdict": verdict}) + "\n" for item, verdict in zip(items, verdicts, strict=True)
    )
    result = call("--apply", "-", stdin=decided)

    assert [line["number"] for line in lines(result)] == [1, 2, 3, 4, 5]
    assert history(environment) == verdicts
    assert lines(call("--list", "--claims", "--format", "jsonl")) == []


def test_a_bad_decision_is_named_and_the_rest_goes_on(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    good = json.dumps(
        {"verdict": "different", "actors": ["valley-front", "hill-guard"], "author": "B. Reader"}
    )
    path.write_text(f'not json\n\n{good}\n{{"verdict": "rejected", "claim": "none"}}\n[]\n', encoding="utf-8")
    result = call("--apply", str(path))

    assert result.exit_code == 1
    assert [line["author"] for line in lines(result)] == ["B. Reader"]
    assert [line.split(": ")[1].rsplit(":", 1)[1] for line in result.stderr.splitlines()[:-1]] == [
        "1",
        "4",
        "5",
    ]
    assert result.stderr.splitlines()[-1] == "1 judgement recorded, 3 skipped"


def test_commands_record_and_take_back(call: Call, environment: dict[str, str]) -> None:
    (first, *_) = lines(call("--list", "--claims", "--format", "jsonl"))
    for arguments in (
        ("correct", first["id"], "--relation", "opposes", "--note", "read again"),
        ("same", FRONT.id, "Valley Front", "--author", "B. Reader"),
        ("name", "the group", "none"),
        ("withdraw", "1"),
        ("reject", first["id"]),
    ):
        result = call(*arguments)
        if arguments[0] == "reject":  # under the merge it is another claim of the graph
            assert "the store has no claim" in result.stderr
        else:
            assert result.exit_code == 0, result.stderr

    assert history(environment) == ["corrected", "same", "different", "withdrawn"]
    told = lines(call("--history", "--format", "jsonl"))
    assert [(line["author"], line["state"]) for line in told] == [
        ("A. Reader", "taken back"),
        ("B. Reader", "stands"),
        ("A. Reader", "stands"),
        ("A. Reader", "stands"),
    ]
    assert told[0]["note"] == "read again"


def test_a_contradiction_is_one_line_and_force_overrules_it(call: Call) -> None:
    assert call("same", FRONT.id, "valley-front").exit_code == 0
    refused = call("different", FRONT.id, "valley-front")

    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        "Error: it contradicts judgement 1 (the Vally Front and Valley Front: same, A. Reader)",
        "Take that back first, or overrule it with --force.",
    ]
    assert call("different", FRONT.id, "valley-front", "--force").exit_code == 0
    assert [line["state"] for line in lines(call("--history", "--format", "jsonl"))] == [
        "overruled",
        "stands",
    ]


def test_names_are_looked_up_as_decided(call: Call, environment: dict[str, str]) -> None:
    call("name", "the Peacemakers", "hill-guard")
    result = CliRunner().invoke(kg, ["alias", "The peacemakers", "--format", "json"], env=environment)

    assert json.loads(result.stdout)[0]["id"] == "hill-guard"


def test_gold_is_written_and_read(call: Call, tmp_path: Path) -> None:
    (first, *_) = lines(call("--list", "--claims", "--format", "jsonl"))
    call("accept", first["id"])
    result = call("--export", str(tmp_path / "gold.jsonl"))

    assert result.stderr == "1 article, 1 judged claim, 0 traps\n"
    assert len(read_gold(tmp_path / "gold.jsonl").articles) == 1
    assert call("--export", "-").stdout_bytes == (tmp_path / "gold.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "This asks at a terminal"),
        (("--list", "--check"), "Choose one of"),
        (("--merges", "--claims", "--list"), "not both"),
        (("same", "hill-guard"), "Missing argument"),
        (("withdraw", "0"), "0 is not in the range"),
    ],
)
def test_what_cannot_be_asked_is_a_mistake_of_usage(call: Call, arguments: Sequence[str], told: str) -> None:
    result = call(*arguments)

    assert result.exit_code == 2
    assert told in result.stderr


def at_a_terminal(environment: dict[str, str], *answers: tuple[str, str], options: Sequence[str] = ()) -> str:
    """Run kg review at a pseudo-terminal, answer each prompt when it stands there, return the screen."""
    pty = pytest.importorskip("pty")
    process, terminal = pty.fork()
    if process == 0:
        os.environ |= environment | {"TERM": "dumb", "COLUMNS": "200", "NO_COLOR": "1"}
        os.execv(sys.executable, [sys.executable, "-m", "kg", "review", *options])
    screen, seen = "", 0
    try:
        for prompt, answer in answers:
            while prompt not in screen[seen:]:
                assert select.select([terminal], [], [], 60)[0], f"{prompt!r} does not come: {screen}"
                screen += os.read(terminal, 4096).decode()
            seen = screen.index(prompt, seen) + len(prompt)
            os.write(terminal, answer.encode())
        while select.select([terminal], [], [], 60)[0]:
            try:
                part = os.read(terminal, 4096)
            except OSError:  # Linux says so where others send nothing
                break
            if not part:
                break
            screen += part.decode()
    finally:
        os.close(terminal)
        assert os.waitpid(process, 0)[1] == 0, screen
    return screen


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")
def test_one_goes_through_what_is_doubtful_at_a_terminal(environment: dict[str, str]) -> None:
    screen = at_a_terminal(
        environment,
        ("1 of 5", ""),
        ("[?]", "?"),
        ("[?]", "x\x1b[Aa"),  # what is no answer, an arrow too, is passed over
        ("2 of 5", ""),
        ("[?]", "u"),
        ("1 of 5", ""),
        ("[?]", "c"),
        ("relation [arms]", "opposes\n"),
        ("source [Ruritania]", "\n"),
        ("target [the Vally Front]", "nobody of the sort\n"),
        ("target [the Vally Front]", "Hill Guard\n"),
        ("2 of 5", ""),
        ("[?]", "r"),
        ("[?]", "n"),
        ("[?]", "b"),
        ("[?]", "n"),
        ("[?]", "\n"),
        ("may be Valley Front", ""),
        ("[?]", "s"),
    )

    assert "accept: the claim was read rightly" in screen
    assert "no actor is called 'nobody of the sort'" in screen
    assert "3 judgements recorded" in screen
    assert history(environment) == ["accepted", "withdrawn", "corrected", "rejected", "same"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")
def test_one_can_leave_at_once(environment: dict[str, str]) -> None:
    assert "0 judgements recorded" in at_a_terminal(environment, ("[?]", "q"), options=["--claims"])
    assert history(environment) == []
