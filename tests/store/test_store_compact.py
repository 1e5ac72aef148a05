"""Compacting changes where a store's bytes lie, and nothing that it holds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from test_store_embedded import RUN, claim, reading

from kg.errors import StoreError
from kg.store import Store
from kg.store.folder.compact import compact
from kg.store.folder.database import database_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store", base="https://example.org/graph/") as store:
        store.set_catalogue([], "a digest")
        for name in "abcdef":
            store.put(reading(claim(name), claim(name, relation="opposes"), document=name), RUN)
        store.remove("f")
    return tmp_path / "store"


def content(folder: Path) -> bytes:
    with Store.open(folder, read_only=True) as store:
        return store.dump(texts=True)


def test_a_compacted_store_holds_what_it_held_and_can_be_written(folder: Path) -> None:
    before, database = content(folder), database_folder(folder)
    done = compact(folder)

    assert content(folder) == before
    assert not database.exists()
    assert done.before > 0 < done.after
    with Store.open(folder) as store:
        assert store.union_faults() == (0, 0)
        assert (
            store.put(reading(claim("a"), claim("a", relation="opposes"), document="a"), RUN) == "unchanged"
        )
        assert store.put(reading(claim("g"), document="g"), RUN) == "added"


def test_a_reader_goes_on_reading_what_it_opened(folder: Path) -> None:
    with Store.open(folder, read_only=True) as reader:
        before = reader.dump(texts=True)
        compact(folder)
        with Store.open(folder) as store:
            store.remove("a")
        assert reader.dump(texts=True) == before
    assert content(folder) != before


def test_a_store_that_is_being_written_is_left_alone(folder: Path) -> None:
    with Store.open(folder) as store:
        with pytest.raises(StoreError, match="is being written by process"):
            compact(folder)
        assert store.remove("a")


def test_what_fails_on_the_way_leaves_the_store_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    before, database = content(folder), database_folder(folder)
    monkeypatch.setattr("kg.store.folder.compact.write_record", fail)
    with pytest.raises(StoreError, match="the disk is full"):
        compact(folder)

    assert content(folder) == before
    assert [path.name for path in folder.glob("database*")] == [database.name]


def test_many_small_transactions_take_less_room_afterwards(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for number in range(40):
            name = f"d{number}"
            store.put(
                reading(*(claim(name, confidence=(at + 1) / 100) for at in range(20)), document=name), RUN
            )
            store.flush()
    done = compact(tmp_path)

    assert done.after < done.before / 2
    assert len(pyoxigraph.Store.read_only(str(database_folder(tmp_path)))) > 40 * 20


def test_where_there_is_no_store_there_is_nothing_to_compact(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        compact(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
