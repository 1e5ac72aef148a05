"""Stored documents are read again from their stored texts, and what that changes is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from scripted import Scripted

from kg.errors import DocumentError, StoreError
from kg.ingest import Difference, RebuildReport, build, rebuild
from kg.ingest.pipeline import OnError
from kg.model import Claim, Date, Document, Judgement, Modality, Reading, Run, Verdict
from kg.store import Store

ONE = Document("one", "Rivania backs Ostrand. Rivania attacks Lorne.", "Title", "Post", Date("2016-07"))
TWO = Document("two", "Kestrel may backs Lorne.")
BOTH = ("backs", "attacks")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a store in which the first version of the rules read both documents."""
    with Store.open(tmp_path / "store") as store:
        build([ONE, TWO], store, Scripted())
    return tmp_path / "store"


def _again(
    folder: Path, pipeline: Scripted, *, everything: bool = False
) -> tuple[RebuildReport, list[Difference]]:
    found: list[Difference] = []
    with Store.open(folder) as store:
        return rebuild(store, pipeline, everything=everything, on_difference=found.append), found


def _relations(store: Store, document: str) -> list[str]:
    reading = store.reading(document)
    return [] if reading is None else [claim.relation for claim in reading.claims]


def test_new_rules_are_read_from_the_stored_texts(folder: Path) -> None:
    report, (found,) = _again(folder, Scripted(BOTH, rules="second"))

    assert (report.read, report.new, report.gone, report.changed, report.weighed) == (2, 1, 0, 0, 2)
    assert (found.document, [claim.relation for claim in found.new]) == ("one", ["attacks"])
    with Store.open(folder, read_only=True) as store:
        assert _relations(store, "one") == ["backs", "attacks"]
        assert store.document("one") == ONE


def test_a_rebuilt_store_is_the_store_that_a_build_of_the_files_would_give(
    folder: Path, tmp_path: Path
) -> None:
    second = Scripted(BOTH, rules="second")
    _again(folder, second)
    with Store.open(folder) as rebuilt, Store.open(tmp_path / "fresh") as fresh:
        build([TWO, ONE], fresh, second)

        assert rebuilt.dump(texts=True) == fresh.dump(texts=True)


def test_what_the_present_versions_have_read_is_left_unless_all_are_asked_for(folder: Path) -> None:
    same, forced = Scripted(), Scripted()
    with Store.open(folder) as store:
        left = rebuild(store, same)
        read = rebuild(store, forced, everything=True)

    assert (left.current, left.read, same.read_ids) == (2, 0, [])
    assert (read.read, read.same, forced.read_ids) == (2, 2, ["one", "two"])


def test_a_rebuild_that_is_broken_off_goes_on_where_it_stopped(folder: Path) -> None:
    def interrupt(report: RebuildReport) -> None:
        if report.read == 1:
            raise KeyboardInterrupt

    second, rest = Scripted(rules="second"), Scripted(rules="second")
    with Store.open(folder) as store:
        with pytest.raises(KeyboardInterrupt):
            rebuild(store, second, on_progress=interrupt)
        report = rebuild(store, rest)

    assert (report.current, report.read) == (1, 1)
    assert rest.read_ids == ["two"]


def test_a_dry_run_tells_the_same_difference_and_writes_nothing(folder: Path) -> None:
    second = Scripted(("attacks",), rules="second", hedges=False)
    with Store.open(folder, read_only=True) as store:
        before = store.dump(texts=True)
        told: list[Difference] = []
        dry = rebuild(store, second, dry_run=True, on_difference=told.append)

        assert store.dump(texts=True) == before
    done, found = _again(folder, second)

    assert (dry.new, dry.gone) == (1, 2)
    assert (dry, told) == (done, found)


def test_a_rejected_claim_does_not_come_back_and_stands_again_once_that_is_withdrawn(folder: Path) -> None:
    second = Scripted(BOTH, rules="second", confidence=0.8)
    with Store.open(folder) as store:
        reading = store.reading("one")
        assert reading is not None
        rejected = store.judge(Judgement(0, Verdict.REJECTED, "me", Date("2026"), *reading.claims))
        told: list[Difference] = []
        rebuild(store, second, dry_run=True, on_difference=told.append)
        found: list[Difference] = []
        rebuild(store, second, on_difference=found.append)

        assert told == found
        assert [claim.relation for claim in found[0].new] == ["attacks"]
        assert _relations(store, "one") == ["attacks"]
        store.judge(Judgement(0, Verdict.WITHDRAWN, "me", Date("2026"), withdraws=rejected.number))
        assert _relations(store, "one") == ["backs", "attacks"]


def test_a_claim_that_is_qualified_in_another_way_is_changed_and_not_new(folder: Path) -> None:
    _, (found,) = _again(folder, Scripted(rules="second", hedges=False))

    ((before, after),) = found.changed
    assert (before.modality, after.modality) == (Modality.POSSIBLE, Modality.ASSERTED)
    assert (found.document, found.new, found.gone, found.same) == ("two", (), (), 0)


def test_a_claim_that_is_only_surer_is_told_apart(folder: Path) -> None:
    report, found = _again(folder, Scripted(confidence=0.5), everything=True)

    assert (report.weighed, report.changed, found) == (2, 0, [])


def test_a_document_without_a_stored_text_is_named_and_left(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        build([ONE], store, Scripted(texts=False))
        build([TWO], store, Scripted())
        before = store.reading("one")
        report = rebuild(store, Scripted(BOTH, rules="second"))

        assert (report.textless, report.read) == (["one"], 1)
        assert store.reading("one") == before


def test_entries_of_lists_are_left(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.put(Reading(Document("un:1", "Name: Rivania backs Lorne.")), Run("0.1.0", "list un", "", "c"))
        report = rebuild(store, Scripted(), everything=True)

        assert (report.lists, report.read, report.documents) == (1, 0, 1)


def test_chosen_documents_alone_are_read(folder: Path) -> None:
    second = Scripted(rules="second")
    with Store.open(folder) as store:
        rebuild(store, second, ["two", "unknown"])

    assert second.read_ids == ["two"]


def test_a_document_that_cannot_be_read_keeps_its_claims_and_the_rest_goes_on(tmp_path: Path) -> None:
    class Failing(Scripted):
        """Fails where the first version did not."""

        def _claims(self, document: Document) -> Iterator[Claim]:
            if document.id == "one":
                raise DocumentError("too hard", path="one")
            return super()._claims(document)

        def read_many(self, documents: Iterable[Document], *, on_error: OnError) -> Iterator[Reading]:
            for document in documents:
                try:
                    yield Reading(document, tuple(self._claims(document)))
                except DocumentError as error:
                    on_error(error)

    errors: list[DocumentError] = []
    with Store.open(tmp_path / "store") as store:
        build([ONE, TWO], store, Scripted())
        before = store.reading("one")
        report = rebuild(store, Failing(rules="second"), on_error=errors.append)

        assert (report.failed, report.read) == (1, 1)
        assert store.reading("one") == before
    assert [str(error) for error in errors] == ["one: too hard"]


def test_a_store_that_is_open_for_reading_can_only_be_tried(folder: Path) -> None:
    with Store.open(folder, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        rebuild(store, Scripted(rules="second"))
