"""Copy a whole store into a folder or one packed file, consistent even while somebody writes to it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph

from kg.errors import StoreError
from kg.store import recall
from kg.store.folder.database import database_folder
from kg.store.folder.manifest import FILE, Manifest, describe
from kg.store.folder.record import Record, read_record, write_record
from kg.store.folder.snapshot import copy_database, is_running
from kg.store.rdf.iris import Iris

__all__ = ["ALONGSIDE", "PACKED", "back_up"]

PACKED: Final = (".tar.gz", ".tgz", ".tar")
"""How the name of a backup ends that is one file."""

ALONGSIDE: Final = ("runs.jsonl",)
"""What else lies in a store's folder and is worth keeping."""


def back_up(folder: Path, target: Path) -> Manifest:
    """Copy the store in a folder.

    A folder shares the files that hold the data with the store, by hard links, where both lie on one disk.
    It takes milliseconds and no space then, and is a store of its own. A packed file can be carried away.

    Args:
        folder: The store's folder.
        target: A new folder, or a new file whose name ends as one of :data:`PACKED`.

    Raises:
        StoreError: There is no store, the target is there already, or the disk fails.

    """
    if os.path.lexists(target):
        raise StoreError("there is something here already", path=target, hint="a backup never overwrites")
    try:
        with _beside(target) as part:
            copy = part / "store"
            manifest = _copy_store(folder, copy)
            if target.name.endswith(PACKED):
                packed = part / "packed"
                _pack(copy, manifest, packed, compressed=not target.name.endswith(".tar"))
                os.link(packed, target)  # unlike a renaming, this overwrites nothing
            else:
                copy.rename(target)
    except FileExistsError as error:
        raise StoreError("there is something here already", path=target) from error
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot back up the store: {error}", path=target) from error
    return manifest


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Yield a new folder on the disk of the target; remove it, and those that killed processes left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in target.parent.glob(".kg-backup-*"):
        pid = path.name.split("-")[2]
        if pid.isdecimal() and not is_running(int(pid)):
            shutil.rmtree(path, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=f".kg-backup-{os.getpid()}-", dir=target.parent))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _copy_store(folder: Path, copy: Path) -> Manifest:
    database, record = database_folder(folder), read_record(folder)
    if record is None:
        raise StoreError("no store here", path=folder)
    copy_database(database, copy / "database")
    opened = pyoxigraph.Store.read_only(str(copy / "database"))
    documents = len(recall.document_ids(opened, Iris(record.base)))
    del opened
    write_record(copy, Record(record.base, format=record.format))
    for name in ALONGSIDE:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, copy / name)
    manifest = describe(copy, documents)
    (copy / FILE).write_bytes(manifest.to_json())
    return manifest


def _pack(copy: Path, manifest: Manifest, packed: Path, *, compressed: bool) -> None:
    mode = "w:gz" if compressed else "w"
    options = {"compresslevel": 1} if compressed else {}
    with tarfile.open(packed, mode, **options) as archive:  # type: ignore[call-overload]
        content = manifest.to_json()
        head = tarfile.TarInfo(FILE)  # first, so that what follows can be checked as it comes
        head.size = len(content)
        archive.addfile(head, io.BytesIO(content))
        for name, (size, _) in manifest.files.items():
            entry = tarfile.TarInfo(name)
            entry.size = size
            with (copy / name).open("rb") as stream:
                archive.addfile(entry, stream)
