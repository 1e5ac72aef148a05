"""Backups: whole, never in anything's place, and checked before they take the place of a store."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import tarfile
import tracemalloc
from pathlib import Path

import pytest
from test_store_embedded import RUN, claim, reading

from kg.errors import StoreError
from kg.store import Store
from kg.store.folder.backup import back_up
from kg.store.folder.restore import restore

NAMES = ["copy", "copy.tar.gz", "copy.tar"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "store")
    made.put(reading(claim()), RUN)
    return made


def content(folder: Path) -> bytes:
    with Store.open(folder, read_only=True) as opened:
        return opened.dump(texts=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_restored_store_is_what_it_was_when_it_was_backed_up(
    store: Store, tmp_path: Path, name: str
) -> None:
    """The writer goes on writing all the while; readers of the old state keep it."""
    before = store.dump(texts=True)
    manifest = back_up(store.folder, tmp_path / name)
    store.put(reading(claim("e"), document="e"), RUN)
    store.close()
    after = content(store.folder)

    with Store.open(store.folder, read_only=True) as reader:
        restored = restore(tmp_path / name, store.folder, overwrite=True)
        assert reader.documents() == ["d", "e"]
    assert restored.files == manifest.files
    assert restored.documents == 1
    assert content(store.folder) == before != after
    restore(tmp_path / name, tmp_path / "new")
    assert content(tmp_path / "new") == before
    with Store.open(tmp_path / "new") as written:
        assert written.put(reading(claim("e"), document="e"), RUN) == "added"
        assert written.dump(texts=True) == after


def test_a_backup_in_a_folder_is_a_store_of_its_own(store: Store, tmp_path: Path) -> None:
    back_up(store.folder, tmp_path / "copy")

    with Store.open(tmp_path / "copy") as copy:
        copy.remove("d")
    assert store.documents() == ["d"]


@pytest.mark.parametrize("name", NAMES)
def test_a_backup_never_takes_the_place_of_anything(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(StoreError, match="something here already"):
        back_up(store.folder, tmp_path / name)
    assert (tmp_path / name).read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "store"])


@pytest.mark.parametrize("name", NAMES)
def test_what_a_killed_backup_left_is_removed_by_the_next(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / ".kg-backup-999999999-abc" / "store").mkdir(parents=True)
    back_up(store.folder, tmp_path / name)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "store"])


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_what_a_writer_is_just_about_to_write_is_no_part_of_a_backup(
    store: Store, tmp_path: Path, name: str
) -> None:
    """The engine writes some files under a name of their own first: whoever opens a store does it."""
    (store.folder / "database" / "OPTIONS-000999.dbtmp").write_bytes(b"half")

    back_up(store.folder, tmp_path / name)
    restore(tmp_path / name, tmp_path / "new")

    assert content(tmp_path / "new") == store.dump(texts=True)


def test_a_store_is_given_up_only_when_that_is_said(store: Store, tmp_path: Path) -> None:
    back_up(store.folder, tmp_path / "copy")
    store.remove("d")
    store.close()

    with pytest.raises(StoreError, match="a store here already") as caught:
        restore(tmp_path / "copy", store.folder)
    assert "--overwrite" in caught.value.hint
    with Store.open(store.folder, read_only=True) as opened:
        assert opened.documents() == []


def test_nothing_is_restored_while_somebody_writes(store: Store, tmp_path: Path) -> None:
    back_up(store.folder, tmp_path / "copy")

    with pytest.raises(StoreError, match=f"written by process {os.getpid()} on"):
        restore(tmp_path / "copy", store.folder, overwrite=True)
    assert store.documents() == ["d"]


def test_a_damaged_store_can_be_restored(store: Store, tmp_path: Path) -> None:
    before = store.dump(texts=True)
    back_up(store.folder, tmp_path / "copy.tar.gz")
    store.close()
    (store.folder / "database" / "CURRENT").write_text("MANIFEST-999999\n")
    (store.folder / "store.json").write_text("{")

    restore(tmp_path / "copy.tar.gz", store.folder, overwrite=True)
    assert content(store.folder) == before


def _damaged(folder: Path) -> dict[str, Path]:
    """Return backups of which each is damaged in another way."""
    whole = folder / "copy"
    made = {name: folder / name for name in ("cut", "changed", "more", "less", "none", "listless", "record")}
    for path in made.values():
        shutil.copytree(whole, path)
    data = next((made["cut"] / "database").glob("*.sst"))
    data.write_bytes(data.read_bytes()[:-1])
    (made["changed"] / "database" / "CURRENT").write_text("MANIFEST-000001\n")
    (made["less"] / "database" / "CURRENT").unlink()
    (made["none"] / "backup.json").write_text("[]")
    (made["listless"] / "backup.json").unlink()
    listed = json.loads((made["more"] / "backup.json").read_text())
    listed["files"]["../../escaped"] = [1, "0" * 64]
    (made["more"] / "backup.json").write_text(json.dumps(listed))
    (made["record"] / "store.json").write_text('{"format": 99, "base": "https://example.org/"}')
    return made


@pytest.mark.parametrize("kind", ["cut", "changed", "more", "less", "none", "listless", "record"])
def test_a_damaged_backup_leaves_the_store_as_it_is(store: Store, tmp_path: Path, kind: str) -> None:
    store.close()
    back_up(store.folder, tmp_path / "copy")
    before = content(store.folder)

    with pytest.raises(StoreError, match=r"damaged|no backup") as caught:
        restore(_damaged(tmp_path)[kind], store.folder, overwrite=True)
    assert "\n" not in str(caught.value)
    assert content(store.folder) == before
    assert sorted(path.name for path in store.folder.glob("database*")) == ["database"]
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize("there", [False, True])
def test_a_refused_backup_leaves_no_folder_behind(tmp_path: Path, there: bool) -> None:
    (tmp_path / "thesis.tar.gz").write_bytes(b"a thesis")
    folder = tmp_path / "new" / "store"
    if there:
        folder.mkdir(parents=True)

    with pytest.raises(StoreError, match="damaged"):
        restore(tmp_path / "thesis.tar.gz", folder)
    assert (tmp_path / "new").exists() is there
    assert not there or list(folder.iterdir()) == []


def _tar(entries: dict[str, bytes], **odd: object) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, data in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            for attribute, value in odd.items():
                if name != "backup.json":
                    setattr(entry, attribute, value)
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def test_a_packed_file_of_others_can_write_nothing_outside(store: Store, tmp_path: Path) -> None:
    """Paths that lead out, links, bombs, a list that is too long, half a file: one line each."""
    store.close()
    listed = {
        "kind": "kg-actors backup 1",
        "documents": 0,
        "made_by": "me",
        "files": {"store.json": [4, "0" * 64], "database/CURRENT": [4, "0" * 64]},
    }
    head = json.dumps(listed).encode()
    huge = json.dumps(listed | {"files": listed["files"] | {"database/1.sst": [10**18, "0"]}}).encode()  # type: ignore[operator]
    endless = json.dumps(listed | {"documents": float("inf")}).encode()
    hostile = {
        "endless": _tar({"backup.json": endless}),
        "out": _tar({"backup.json": head, "../escaped": b"mine"}),
        "absolute": _tar({"backup.json": head, str(tmp_path / "escaped"): b"mine"}),
        "link": _tar({"backup.json": head, "store.json": b""}, type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        "longer": _tar({"backup.json": head, "store.json": b"12345"}),
        "huge": _tar({"backup.json": huge}),
        "bomb": gzip.compress(bytes(30_000_000)),
        "half": _tar({"backup.json": head, "store.json": os.urandom(4)})[:-30],
        "empty": b"",
        "text": b"a thesis",
    }
    for name, data in hostile.items():
        packed = tmp_path / f"{name}.tar.gz"
        packed.write_bytes(data)
        with pytest.raises(StoreError, match=r"damaged|no backup|bytes") as caught:
            restore(packed, tmp_path / "new")
        assert "\n" not in str(caught.value), name
        assert not (tmp_path / "escaped").exists()
        assert not (tmp_path / "new" / "store.json").exists()


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_small_packed_file_does_not_fill_the_memory(tmp_path: Path, kind: bytes) -> None:
    """What stands before an entry, its name for example, is read into memory in one piece."""
    head = tarfile.TarInfo("backup.json")
    head.type, head.size = kind, 100_000_000
    packed = tmp_path / "bomb.tar.gz"
    with gzip.open(packed, "wb", compresslevel=1) as stream:
        stream.write(head.tobuf(tarfile.GNU_FORMAT))
        for _ in range(100):
            stream.write(bytes(1_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(StoreError, match="damaged"):
            restore(packed, tmp_path / "new")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_where_there_is_no_store_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        back_up(tmp_path / "nothing", tmp_path / "copy")
    with pytest.raises(StoreError, match="no backup here"):
        restore(tmp_path / "copy", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
