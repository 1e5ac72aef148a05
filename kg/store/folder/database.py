"""The folder of an embedded store: the database, what it was made with, who writes to it."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph

from kg.errors import StoreError
from kg.store.folder.lock import in_use, record_holder
from kg.store.folder.migration import migrate
from kg.store.folder.record import DATABASE, FILE, FORMAT, Record, read_record, write_record
from kg.store.folder.snapshot import check_files, open_snapshot, remove_stale, unfinished_loads

__all__ = ["database_folder", "make_folder", "open_to_read", "open_to_write"]

# What a store's folder holds.
_OWN = re.compile(rf"{DATABASE.pattern}|readers|(store|writer)\.json(\.[0-9]+)?|runs\.jsonl|\.kg-.+")
_OWN_DATABASE = re.compile(
    r"CURRENT|LOCK|IDENTITY|LOG(\..+)?|(MANIFEST|OPTIONS)-.+|(bulk-)?[0-9]+\.\w+|unpacked"
)
_TO_MAKE = "make one: kg build ARTICLES --store FOLDER"
_TO_FINISH = "kg build ARTICLES --store FOLDER finishes it"
_ATTEMPTS = 5  # to open a store in whose place another one is put at the very moment


def open_to_write(folder: Path, base: str) -> pyoxigraph.Store:
    """Open the database in a store's folder, which is made if it is not there, and bring it up to date.

    The base comes first on the disk: whenever this is broken off, the next writer can go on.

    Args:
        folder: The store's folder.
        base: IRI below which data is minted; recorded where the store is new.

    Raises:
        StoreInUseError: Another process writes to it.
        StoreError: It is damaged, or a newer version made it.

    """
    make_folder(folder)
    with _store_errors(folder):
        if not (folder / FILE).is_file():
            write_record(folder, Record(base))
        database, record = _open_current(folder)
        record_holder(folder)
        if record.format < FORMAT:
            migrate(database, record.format)
            write_record(folder, replace(record, format=FORMAT))
    remove_stale(folder)
    _remove_remnants(folder, record.database)
    return database


def _open_current(folder: Path) -> tuple[pyoxigraph.Store, Record]:
    for _ in range(_ATTEMPTS):
        record = _recorded(folder)
        if (folder / record.database).is_dir():
            check_files(folder / record.database)
        database = pyoxigraph.Store(folder / record.database)
        if _recorded(folder).database == record.database:
            return database, record
        del database  # another one took its place before it was ours
    raise StoreError("the store changes too fast to be opened", path=folder)


def _recorded(folder: Path) -> Record:
    record = read_record(folder)
    if record is None:
        raise StoreError("the store was removed while it was opened", path=folder)
    return record


def _remove_remnants(folder: Path, current: str) -> None:
    """Remove what killed writers left: the store is ours alone now, and nothing is being loaded yet.

    Databases that the store's record does not name; and in its own, what the bulk loader had not handed over:
    its files become the database's under other names, so none that is called so belongs to it.
    """
    for path in folder.iterdir():
        if DATABASE.fullmatch(path.name) and path.name != current and _is_database(path):
            shutil.rmtree(path, ignore_errors=True)
    for path in unfinished_loads(folder / current):
        path.unlink(missing_ok=True)


def database_folder(folder: Path) -> Path:
    """Return where the database of a store lies that is up to date and there.

    Raises:
        StoreError: There is no store, it is damaged, or another version made it.

    """
    record = read_record(folder)
    database = folder / (record or Record("")).database
    if not (database / "CURRENT").is_file():
        if record is not None:
            raise StoreError("the store was never finished", path=folder, hint=_TO_FINISH)
        raise StoreError("no store here", path=folder, hint=_TO_MAKE)
    if record is None:
        raise StoreError(f"the store was never finished: it has no {FILE}", path=folder, hint=_TO_FINISH)
    record.check_format(folder)
    return database


def open_to_read(folder: Path) -> tuple[pyoxigraph.Store, Path | None]:
    """Open the database in a store's folder as it is now, whatever a writer does to it.

    Returns:
        The database, and a folder to remove when it is not needed any more, if any.

    Raises:
        StoreError: There is no store, or it is damaged.

    """
    database = database_folder(folder)
    remove_stale(folder)
    with _store_errors(folder):
        try:
            return open_snapshot(folder, database)
        except (OSError, RuntimeError):
            if database_folder(folder) == database:
                raise
        return open_snapshot(folder, database_folder(folder))  # another one took its place


@contextlib.contextmanager
def _store_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        if re.search(r"lock hold by|while lock file", str(error), re.IGNORECASE):
            raise in_use(folder) from error
        raise StoreError(f"the store cannot be opened: {error}", path=folder) from error


def make_folder(folder: Path) -> None:
    """Make the folder of a store if it is not there.

    Raises:
        StoreError: It holds files that are not a store's, or the disk fails.

    """
    try:
        if not (folder / FILE).is_file() and not _holds_only_ours(folder):
            hint = "choose an empty or new folder"
            raise StoreError("the folder holds other files", path=folder, hint=hint)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the store's folder: {error.strerror}", path=folder) from error


def _holds_only_ours(folder: Path) -> bool:
    """Return whether a folder holds nothing but what a killed writer may have left in it."""
    found = list(folder.iterdir()) if folder.is_dir() else []
    if not all(_OWN.fullmatch(path.name) for path in found):
        return False
    return all(_is_database(path) for path in found if DATABASE.fullmatch(path.name))


def _is_database(folder: Path) -> bool:
    return folder.is_dir() and all(_OWN_DATABASE.fullmatch(path.name) for path in folder.iterdir())
