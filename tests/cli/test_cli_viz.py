"""kg viz: which graph the page holds, what it opens on, and that it says the same each time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from made_up import record

from kg.analysis import ClaimRecord
from kg.cli.program import kg
from kg.model import (
    Actor,
    ActorKind,
    Date,
    Event,
    EventKind,
    Evidence,
    Judgement,
    Polarity,
    Reading,
    Run,
    Verdict,
)
from kg.store import Store

RUN = Run("0.1.0", "a model", "rules", "catalogue")
TEXT = "It was a quiet week. A army backs B front. Nobody else spoke of it."
QUOTE = "A army backs B front."
NAMES = ("a", "b", "c", "d", "e", "f")
RECORDS = [
    record("a", "backs", "b", quote=QUOTE, date="2020-05-01", publisher="Morning Wire"),
    record("b", "fights", "c", date="2021-05-01", publisher="Daily Herald"),
    record("c", "backs", "d", date="2022-05-01", confidence=0.4),
    record("d", "opposes", "e", date="2023-05-01", by="a"),
    record("e", "backs", "f", date="2023-06-01"),
    record("e", "backs", "f", date="2023-07-01", polarity=Polarity.DENIED),
]
SPLIT = Event(EventKind.SPLIT, ("a",), ("b",), Date("2019"), ("a list",))


def _reading(each: ClaimRecord) -> Reading:
    if each.claim.evidence.quote != QUOTE:
        return Reading(replace(each.document, text="The sentence."), (each.claim,))
    start = TEXT.index(QUOTE)
    claim = replace(each.claim, evidence=Evidence(start, start + len(QUOTE), QUOTE, "a-rule"))
    return Reading(replace(each.document, text=TEXT), (claim,))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("viz") / "store"
    with Store.open(folder) as opened:
        actors = [Actor(name, ActorKind.ARMED_GROUP, f"{name.upper()} group") for name in NAMES]
        opened.set_catalogue(actors, events=[SPLIT])
        for each in RECORDS:
            opened.put(_reading(each), RUN)
        claim = _reading(RECORDS[0]).claims[0]
        opened.judge(Judgement(0, Verdict.ACCEPTED, "A. Reader", Date("2024-01-02"), claim=claim))
    return folder


def viz(store: Path, *words: str) -> Result:
    return CliRunner().invoke(kg, ["viz", *words, "--store", str(store)], catch_exceptions=False)


def scene_of(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data-scene">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def drawn(store: Path, *words: str) -> Any:
    result = viz(store, *words, "-o", "-")
    assert result.exit_code == 0, result.stderr
    return scene_of(result.stdout)


def actors(scene: Any) -> list[str]:
    return [actor["id"] for actor in scene["actors"]]


def first(scene: Any) -> set[str]:
    return {scene["actors"][index]["id"] for index in scene["first"]}


def test_the_page_holds_everybody_with_sentences_judgements_and_events(store: Path) -> None:
    scene = drawn(store)

    assert actors(scene) == list(NAMES)
    assert scene["total"] == {"actors": 6, "ties": 5, "claims": 6}
    (accepted,) = scene["judged"].items()
    claim = scene["claims"]["id"].index(accepted[0])
    assert (accepted[1]["verdict"], accepted[1]["author"]) == ("accepted", "A. Reader")
    row = scene["evidence"]["claim"].index(claim)
    told = {column: values[row] for column, values in scene["evidence"].items()}
    assert (told["before"], told["quote"], told["after"]) == (
        "It was a quiet week.",
        QUOTE,
        "Nobody else spoke of it.",
    )
    assert scene["events"] == [{"kind": "split", "date": "2019", "before": ["a"], "after": ["b"]}]


def test_one_actor_comes_first_with_those_around_it_and_nobody_is_left_out(store: Path) -> None:
    near, further = drawn(store, "B group"), drawn(store, "B group", "--ego", "2")

    assert actors(near) == actors(further) == list(NAMES)
    assert first(near) == {"a", "b", "c"}
    assert first(further) == {"a", "b", "c", "d"}


def test_of_several_actors_only_those_around_them_are_held(store: Path) -> None:
    assert actors(drawn(store, "a", "c")) == ["a", "b", "c", "d"]
    assert actors(drawn(store, "a", "c", "--ego", "2")) == ["a", "b", "c", "d", "e"]


def test_the_first_view_shows_as_many_as_are_wanted(store: Path) -> None:
    scene = drawn(store, "--limit", "2")

    assert len(scene["first"]) == 2
    assert len(scene["actors"]) == 6


@pytest.mark.parametrize(
    ("words", "ties"),
    [
        (["--at", "2020-06"], ["backs"]),
        (["--on", "2020-06"], ["backs"]),
        (["--since", "2023"], ["backs", "fights", "backs", "opposes", "backs"]),
        (["--until", "2021"], ["backs", "fights"]),
        (["--relation", "fights"], ["fights"]),
        (["--sign", "hostile"], ["fights", "opposes"]),
        (["--source", "daily herald"], ["fights"]),
        (["--publisher", "daily herald"], ["fights"]),
        (["--claimant", "a"], ["opposes"]),
        (["--min-confidence", "0.5"], ["backs", "fights", "opposes", "backs"]),
        (["--contested"], ["backs"]),
    ],
    ids=" ".join,
)
def test_claims_are_chosen(store: Path, words: list[str], ties: list[str]) -> None:
    assert drawn(store, *words)["ties"]["relation"] == ties


@pytest.mark.parametrize("engine", ["vis", "pyvis"])
def test_the_same_store_gives_the_same_bytes(store: Path, engine: str) -> None:
    command = [sys.executable, "-m", "kg", "viz", "--store", str(store), "-o", "-", "--engine", engine]
    runs = [
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]

    assert runs[0].stdout
    assert runs[0].stdout == runs[1].stdout


def test_pyvis_draws_a_simple_page(store: Path, tmp_path: Path) -> None:
    everybody, around = tmp_path / "all.html", tmp_path / "around.html"

    assert viz(store, "--engine", "pyvis", "-o", str(everybody)).exit_code == 0
    assert viz(store, "a", "--engine", "pyvis", "-o", str(around)).exit_code == 0

    assert "F group" in everybody.read_text(encoding="utf-8")
    assert "B group" in around.read_text(encoding="utf-8")
    assert "F group" not in around.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--ego", "2"], "none is named"),
        (["-o", "-", "--open"], "not standard output"),
        (["--limit", "401"], "401"),
        (["--ego", "0", "a"], "0 is not in the range"),
        (["--engine", "d3"], "d3"),
        (["--at", "May"], "May"),
        (["-o", ""], "-o names no file"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_a_wrong_call(store: Path, words: list[str], complaint: str) -> None:
    result = viz(store, *words)

    assert result.exit_code == 2
    assert complaint in result.stderr.splitlines()[-1]


def test_an_actor_whom_the_filters_leave_nothing_of_is_named(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = viz(store, "F group", "--until", "2021", "-o", str(page))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: no ties of 'f'")
    assert not page.exists()


def test_what_was_drawn_is_told(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    assert viz(store, "-o", str(page)).stderr == f"6 actors and 5 ties drawn in {page}\n"
    assert viz(store, "-o", "-").stderr == "6 actors and 5 ties drawn in the page\n"


def test_what_is_held_and_what_is_drawn_first_are_told_apart(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    held = viz(store, "--limit", "2", "-o", str(page)).stderr
    assert held == f"6 actors and 5 ties in {page}, which draws 2 actors first\n"
    around = viz(store, "A group", "-o", str(page)).stderr
    first = len(scene_of(page.read_text(encoding="utf-8"))["first"])
    assert 1 < first < 6
    assert around == f"6 actors and 5 ties in {page}, which draws {first} actors first\n"


def test_a_simple_page_tells_what_it_draws(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    told = viz(store, "--engine", "pyvis", "--limit", "4", "-o", str(page)).stderr

    assert told == f"4 actors and 3 ties drawn in {page}, the most connected of 6 actors and 5 ties\n"
    assert viz(store, "--engine", "pyvis", "-o", str(page)).stderr == f"6 actors and 5 ties drawn in {page}\n"


@pytest.mark.parametrize("engine", ["vis", "pyvis"])
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--publisher", "nobody"], "nothing matches --publisher nobody"),
        (["--publisher", "nobody", "--sign", "hostile"], "nothing matches --publisher nobody"),
        (
            ["--publisher", "Daily Herald", "--claimant", "a"],
            "nothing matches --publisher Daily Herald together with --claimant a",
        ),
        (["--until", "2001"], "nothing matches --until 2001"),
        (["--min-confidence", "1"], "nothing matches --min-confidence 1.0"),
    ],
)
def test_an_empty_page_tells_which_option_matched_nothing(
    store: Path, tmp_path: Path, engine: str, words: list[str], reason: str
) -> None:
    result = viz(store, "--engine", engine, "-o", str(tmp_path / "page.html"), *words)

    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == [reason]


def test_a_page_that_holds_something_gives_no_reason(store: Path, tmp_path: Path) -> None:
    result = viz(store, "-o", str(tmp_path / "page.html"), "--publisher", "Daily Herald")

    assert len(result.stderr.splitlines()) == 1
