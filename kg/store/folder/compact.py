"""Write the database of a store anew: what many transactions left takes more room and is read more slowly."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.errors import StoreError
from kg.store.folder.database import database_folder
from kg.store.folder.lock import sole_writer
from kg.store.folder.record import next_database, read_record, write_record

__all__ = ["Compacted", "compact"]

_STAGE: Final = "unpacked"  # inside of the new database's folder, until everything is loaded
_ROOM: Final = 3  # times what the store takes: the content as a file, and the new database


@dataclass(frozen=True, slots=True)
class Compacted:
    """What became of a database.

    Attributes:
        before: Bytes that it took.
        after: Bytes that it takes.

    """

    before: int
    after: int


def compact(folder: Path) -> Compacted:
    """Load everything that a store holds into a new database at once, and put that in the old one's place.

    Until the last step, which replaces one small file, the store stays as it is; readers that have it open
    go on reading it.

    Raises:
        StoreError: There is no store, somebody is writing to it, or the disk fails. It is unchanged then.

    """
    current = database_folder(folder)
    try:
        with sole_writer(folder, current):
            return _rewrite(folder, database_folder(folder))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot compact the store: {error}", path=folder) from error


def _rewrite(folder: Path, current: Path) -> Compacted:
    before = _size(current)
    if (free := shutil.disk_usage(folder).free) < _ROOM * before:
        message = f"compacting needs {_ROOM * before:,} bytes for a while, and {free:,} are free"
        raise StoreError(message, path=folder, hint="make room, or move the store to a larger disk")
    new = folder / next_database(folder)
    stage = new / _STAGE
    stage.mkdir(parents=True)
    try:
        _copy(current, new, stage / "all.nq")
        shutil.rmtree(stage)
        record = read_record(folder)
        if record is None or record.database != current.name:
            raise StoreError("another database took the place of this one", path=folder, hint="try again")
        write_record(folder, replace(record, database=new.name))
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(current, ignore_errors=True)
    return Compacted(before, _size(new))


def _copy(current: Path, new: Path, file: Path) -> None:
    """Copy all quads by way of a file, which takes hardly any memory."""
    old = pyoxigraph.Store.read_only(str(current))
    old.dump(str(file), RdfFormat.N_QUADS)
    made = pyoxigraph.Store(str(new))
    made.bulk_load(path=str(file), format=RdfFormat.N_QUADS)
    made.flush()
    if len(made) != len(old):
        raise StoreError(f"{len(made):,} quads came out of {len(old):,}", path=current)


def _size(database: Path) -> int:
    with os.scandir(database) as entries:
        return sum(entry.stat().st_size for entry in entries if entry.is_file())
