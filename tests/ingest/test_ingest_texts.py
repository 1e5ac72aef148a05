"""What a build keeps of texts, which copies it tells, and what it writes down about itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import Scripted

from kg.ingest import BuildReport, build, executions
from kg.ingest.log import FILE
from kg.model import Document
from kg.store import Store

ONE = Document("one", "Rivania backs Ostrand.")
WIRE = " ".join(f"Sentence {n} of the agency is about place{n} and number {n * n}." for n in range(40))
AGENCY = Document("agency", WIRE, publisher="Wire")
PAPER = Document("paper", WIRE[: len(WIRE) * 2 // 3] + " Our correspondent adds a line.", publisher="Post")


def test_texts_can_be_taken_out_and_put_back_without_reading_again(tmp_path: Path) -> None:
    without, again = Scripted(texts=False), Scripted()
    with Store.open(tmp_path / "store") as store:
        build([ONE], store, Scripted())
        kept = store.dump(texts=True)
        report = build([ONE], store, without)
        assert (report, store.text("one")) == (BuildReport(unchanged=1), None)

        build([ONE], store, again)
        assert store.dump(texts=True) == kept
    assert (without.read_ids, again.read_ids) == ([], [])


@pytest.mark.parametrize("order", [[AGENCY, PAPER, ONE], [ONE, PAPER, AGENCY]])
def test_copies_are_stored_and_told(order: list[Document], tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        report = build(order, store, Scripted())

        assert (report.added, report.copies) == (3, 2)
        assert build(order, store, Scripted()).copies == 0


def test_the_same_text_under_another_id_is_a_document_of_its_own_and_told(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        build([ONE], store, Scripted())
        report = build([replace(ONE, id="elsewhere")], store, Scripted())

        assert (report.added, report.copies) == (1, 1)
        assert store.claim_count() == 2


def test_a_build_is_written_down_with_what_it_read(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        before = store.dump()
        build([ONE], store, Scripted())
        build([ONE], store, Scripted())
        first, second = executions(store)

        assert before != store.dump()
        assert (first.command, first.outcome, first.counts) == ("build", "done", {"added": 1, "claims": 1})
        assert second.counts == {"unchanged": 1}
        assert first.run["rules"] == "first"
        assert first.start <= first.end
        assert b"202" not in store.dump()  # no time of day in the graph


def test_a_build_that_was_broken_off_is_seen_in_the_log(tmp_path: Path) -> None:
    def interrupt(report: BuildReport) -> None:
        raise KeyboardInterrupt

    with Store.open(tmp_path / "store") as store:
        with pytest.raises(KeyboardInterrupt):
            build([ONE], store, Scripted(), on_progress=interrupt)
        log = tmp_path / "store" / FILE
        started = {"start": "1 2", "at": "2026-01-01T00:00:00+00:00", "command": "build", "run": {}}
        log.write_text(log.read_text() + json.dumps(started) + "\n")
        interrupted, killed = executions(store)

        assert (interrupted.outcome, killed.outcome, killed.end) == ("interrupted", "", "")


def test_a_damaged_log_costs_only_its_damaged_lines(tmp_path: Path) -> None:
    lines = [
        "",
        "{",
        "[]",
        "7",
        "null",
        '{"start": 1}',
        '{"end": []}',
        '{"end": "x", "at": 1}',
        "\x00",
        "[" * 9999,
    ]
    with Store.open(tmp_path / "store") as store:
        log = tmp_path / "store" / FILE
        log.write_text("\n".join(lines) + "\n")
        build([ONE], store, Scripted())

        assert [each.outcome for each in executions(store)] == ["done"]


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        log = tmp_path / "store" / FILE
        entry = json.dumps({"start": "1 2", "at": "", "command": "build", "run": {"note": "x" * 900}})
        log.write_text(f"{entry}\n" * 1200)
        build([ONE], store, Scripted())

        assert log.stat().st_size < 700_000
        assert executions(store)[-1].outcome == "done"


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Store.open(tmp_path / "store") as store:
        (tmp_path / "store" / FILE).mkdir()
        report = build([ONE], store, Scripted())

        assert report.added == 1
        assert executions(store) == []
    assert "cannot write" in caplog.text
