"""The commands of the life of documents: documents, rebuild, runs, and the texts that build keeps."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from scripted import Scripted

import kg.ingest
from kg.cli.program import kg as program
from kg.config import Settings
from kg.ingest import build
from kg.model import Date, Document
from kg.store import Store

Call = Callable[..., Result]

WIRE = " ".join(f"Sentence {n} of the agency is about place{n} and number {n * n}." for n in range(40))
DOCUMENTS = [
    Document("one", "Rivania backs Ostrand. Rivania attacks Lorne.", "=Title", "Post", Date("2016-07")),
    Document("two", "Kestrel may backs Lorne. \x1b[2J", "", "Herald", Date("2017")),
    Document("wire", WIRE, "Wire", "Agency", Date("2016-07-02")),
    Document("paper", WIRE[: len(WIRE) // 2], "Paper", "Post", Date("2016-07-03")),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a store with four documents, two of which are one source."""
    with Store.open(tmp_path / "store") as store:
        build(DOCUMENTS, store, Scripted())
    return tmp_path / "store"


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run a command whose pipeline has a second version of the rules."""

    class Second(Scripted):
        """What the command makes for itself."""

        def __init__(self, settings: Settings) -> None:
            super().__init__(("backs", "attacks"), rules="second", hedges=False, texts=settings.texts)

    monkeypatch.setattr(kg.ingest, "Pipeline", Second)

    def run(*args: str, store: Path = folder, code: int = 0) -> Result:
        result = CliRunner().invoke(program, args, env={"KG_STORE": str(store)}, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run


def _json(result: Result) -> Any:
    return json.loads(result.stdout)


def _lines(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_documents_are_listed_by_date_with_their_claims(call: Call) -> None:
    listed = _json(call("documents", "--format", "json"))

    assert [(each["document"], each["date"], each["claims"]) for each in listed] == [
        ("one", "2016-07", 1),
        ("wire", "2016-07-02", 0),
        ("paper", "2016-07-03", 0),
        ("two", "2017", 1),
    ]
    assert len({each["run"] for each in listed}) == 1
    assert listed == _lines(call("documents", "--format", "jsonl"))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--publisher", "post"], ["one", "paper"]),
        (["--publisher", "Post", "--publisher", "Herald"], ["one", "paper", "two"]),
        (["--since", "2016-07-02"], ["one", "wire", "paper", "two"]),
        (["--until", "2016-06"], []),
        (["--since", "2016-08", "--until", "2020"], ["two"]),
        (["--outdated"], ["one", "wire", "paper", "two"]),
    ],
)
def test_documents_are_chosen(call: Call, filters: list[str], expected: list[str]) -> None:
    assert [each["document"] for each in _json(call("documents", "--format", "json", *filters))] == expected


def test_documents_as_csv_hold_no_formulas(call: Call) -> None:
    rows = list(csv.DictReader(io.StringIO(call("documents", "--format", "csv").stdout)))

    assert [row["title"] for row in rows] == ["'=Title", "Wire", "Paper", ""]


def test_one_document_is_shown_with_its_claims_and_its_text(call: Call) -> None:
    shown = _json(call("documents", "one", "--format", "json", "--text"))

    assert (shown["date"], shown["publisher"], shown["rules"]) == ("2016-07", "Post", "first")
    assert [claim["relation"] for claim in shown["claims"]] == ["backs"]
    assert shown["text"] == DOCUMENTS[0].text
    assert "text" not in _json(call("documents", "one", "--format", "json"))
    table = call("documents", "two", "--text").stdout
    assert "Kestrel may backs Lorne. [2J" in table
    assert "\x1b" not in table


def test_an_unknown_document_names_the_nearest(call: Call) -> None:
    assert "Did you mean one?" in call("documents", "onee", code=1).stderr
    assert "Did you mean one?" in call("rebuild", "onee", code=1).stderr
    call("documents", "--text", code=2)
    call("documents", "one", "--format", "csv", code=2)


def test_duplicates_are_listed_in_groups(call: Call) -> None:
    (group,) = _json(call("documents", "--duplicates", "--format", "json"))
    table = call("documents", "--duplicates")

    assert [each["document"] for each in group["documents"]] == ["paper", "wire"]
    assert group["alike"] > 0.9
    assert group["same_text"] is False
    assert "2 documents from 1 source" in table.stderr
    assert _lines(call("documents", "--duplicates", "--format", "jsonl")) == [group]
    assert _json(call("documents", "--duplicates", "--publisher", "Herald", "--format", "json")) == []
    assert _json(call("documents", "--duplicates", "--publisher", "Agency", "--format", "json")) == [group]


def test_stats_count_copies_as_one_source(folder: Path, tmp_path: Path, call: Call) -> None:
    said = " Rivania backs Ostrand."
    with Store.open(tmp_path / "other") as store:
        copies = [Document("a", WIRE + said), Document("b", WIRE + said + " More."), Document("c", said)]
        build(copies, store, Scripted())
    counted = _json(call("stats", "--format", "json", store=tmp_path / "other"))

    assert (counted["documents"], counted["sources"]) == (3, 2)


def test_a_dry_run_shows_what_a_rebuild_then_does(folder: Path, call: Call) -> None:
    with Store.open(folder, read_only=True) as store:
        before = store.dump(texts=True)
    tried = call("rebuild", "--dry-run", "--format", "jsonl")
    with Store.open(folder, read_only=True) as store:
        assert store.dump(texts=True) == before
    done = call("rebuild", "--format", "jsonl")

    assert tried.stdout == done.stdout
    new, changed = _lines(done)
    assert (new["change"], new["document"], new["relation"]) == ("new", "one", "attacks")
    assert (changed["change"], changed["modality"]) == ("changed", "asserted")
    assert changed["before"]["modality"] == "possible"
    assert "4 documents read again, 0 up to date, 0 failed; claims: 1 new, 0 gone, 1 changed" in done.stderr
    assert "0 documents read again, 4 up to date" in call("rebuild").stderr
    assert _json(call("documents", "--outdated", "--format", "json")) == []


def test_a_rebuild_shows_a_table_for_each_document_that_changes(call: Call) -> None:
    table = call("rebuild", "one", "two").stdout

    assert [line for line in table.splitlines() if line.strip() in {"one", "two"}] == ["one", "two"]
    assert [line.split()[0] for line in table.splitlines() if line.startswith(("new", "was", "is "))] == [
        "new",
        "was",
        "is",
    ]


def test_documents_without_texts_are_told_once_with_what_to_do(tmp_path: Path, call: Call) -> None:
    with Store.open(tmp_path / "bare") as store:
        build(DOCUMENTS, store, Scripted(texts=False))
    told = call("rebuild", store=tmp_path / "bare").stderr

    assert told.count("kg build") == 1
    assert "4 documents left, without a text" in told
    assert "(one, paper, two, wire)" in told


def test_build_keeps_no_texts_where_that_is_wanted(tmp_path: Path, call: Call) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Rivania backs Ostrand.")
    made = tmp_path / "made"
    call("build", str(article), "--no-texts", store=made)
    with Store.open(made, read_only=True) as store:
        assert [store.text(each) for each in store.documents()] == [None]
    call("build", str(article), store=made)
    with Store.open(made, read_only=True) as store:
        assert [store.text(each) for each in store.documents()] == ["Rivania backs Ostrand."]


def test_build_tells_of_copies(tmp_path: Path, call: Call) -> None:
    for name, end in (("a", ""), ("b", " One line more.")):
        (tmp_path / f"{name}.txt").write_text(WIRE + end)
    told = call("build", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), store=tmp_path / "made").stderr

    assert "2 documents say what others say, whole, edited or cut: kg documents --duplicates" in told


def test_an_export_holds_texts_only_where_they_are_asked_for(call: Call) -> None:
    assert WIRE not in call("export", "--format", "nq").stdout
    assert WIRE in call("export", "--format", "nq", "--texts").stdout
    assert "Texts can be written as" in call("export", "--format", "csv", "--texts", code=2).stderr


def test_runs_are_listed_by_time_and_by_version(call: Call) -> None:
    call("rebuild", "one")
    first, second = _json(call("runs", "--format", "json"))
    versions = _json(call("runs", "--versions", "--format", "json"))

    assert (first["command"], first["counts"]["added"]) == ("build", 4)
    assert (second["command"], second["counts"]["read"]) == ("rebuild", 1)
    assert {(each["rules"], each["documents"]) for each in versions} == {("first", 3), ("second", 1)}
    assert "added 4" in call("runs").stdout
    assert "second" in call("runs", "--versions").stdout


def test_a_store_without_a_log_says_so(folder: Path, call: Call) -> None:
    (folder / "runs.jsonl").unlink()

    assert "Nothing is written down" in call("runs").stderr
