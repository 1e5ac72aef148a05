"""The folder of an embedded store: the database, what it was made with, who writes to it."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from kg.errors import StoreError
from kg.store.iris import is_base
from kg.store.lock import describe_holder, record_holder
from kg.store.snapshot import open_snapshot, remove_stale

__all__ = ["open_to_read", "open_to_write", "read_base", "write_base"]

_FORMAT = 2
_META = "store.json"
_DATABASE = "database"
_OWN = re.compile(r"database|readers|(store|writer)\.json(\.[0-9]+)?")  # what a store's folder holds
_OWN_DATABASE = re.compile(r"CURRENT|LOCK|IDENTITY|LOG(\..+)?|(MANIFEST|OPTIONS)-.+|[0-9]+\.\w+")
_TO_MAKE = "make one: kg build ARTICLES --store FOLDER"
_TO_FINISH = "kg build ARTICLES --store FOLDER finishes it"


def open_to_write(folder: Path, base: str) -> pyoxigraph.Store:
    """Open the database in a store's folder, which is made if it is not there.

    The base comes first on the disk: whenever this is broken off, the next writer can go on.

    Args:
        folder: The store's folder.
        base: IRI below which data is minted; recorded where the store is new.

    Raises:
        StoreError: Another process writes to it, or it is damaged.

    """
    _make_folder(folder)
    with _store_errors(folder):
        if not (folder / _META).is_file():
            write_base(folder, base)
        database = pyoxigraph.Store(folder / _DATABASE)
    record_holder(folder)
    remove_stale(folder)
    return database


def open_to_read(folder: Path) -> tuple[pyoxigraph.Store, Path | None]:
    """Open the database in a store's folder as it is now, whatever a writer does to it.

    Returns:
        The database, and a folder to remove when it is not needed any more, if any.

    Raises:
        StoreError: There is no store, or it is damaged.

    """
    if not (folder / _DATABASE / "CURRENT").is_file():
        if (folder / _META).is_file():
            raise StoreError("the store was never finished", path=folder, hint=_TO_FINISH)
        raise StoreError("no store here", path=folder, hint=_TO_MAKE)
    if not (folder / _META).is_file():
        raise StoreError("the store was never finished: it has no store.json", path=folder, hint=_TO_FINISH)
    remove_stale(folder)
    with _store_errors(folder):
        return open_snapshot(folder, folder / _DATABASE)


@contextlib.contextmanager
def _store_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        if re.search(r"lock hold by|while lock file", str(error), re.IGNORECASE):
            message = f"the store is being written by {describe_holder(folder)}"
            raise StoreError(message, path=folder, hint="wait until it is done, or end it") from error
        raise StoreError(f"the store cannot be opened: {error}", path=folder) from error


def _make_folder(folder: Path) -> None:
    try:
        if not (folder / _META).is_file() and not _holds_only_ours(folder):
            hint = "choose an empty or new folder"
            raise StoreError("the folder holds other files", path=folder, hint=hint)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the store's folder: {error.strerror}", path=folder) from error


def _holds_only_ours(folder: Path) -> bool:
    """Return whether a folder holds nothing but what a killed writer may have left in it."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    if not all(map(_OWN.fullmatch, names)):
        return False
    return _DATABASE not in names or all(
        _OWN_DATABASE.fullmatch(path.name) for path in (folder / _DATABASE).iterdir()
    )


def read_base(folder: Path) -> str | None:
    """Return the base IRI that a store was made with, ``None`` if it is new.

    Raises:
        StoreError: The store was made by a version that this one cannot read, or the record is damaged.

    """
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"damaged: {error}", path=folder / _META) from error
    if not isinstance(meta, dict) or meta.get("format") != _FORMAT:
        raise StoreError("the store has another format", path=folder, hint="build it again")
    base = meta.get("base")
    if not isinstance(base, str) or not is_base(base):
        raise StoreError(f"damaged: the base is no IRI: {str(base)[:80]!r}", path=folder / _META)
    return base


def write_base(folder: Path, base: str) -> None:
    """Record the base IRI of a new store, whole or not at all.

    Raises:
        OSError: The disk fails.

    """
    folder.mkdir(parents=True, exist_ok=True)
    meta = json.dumps({"base": base, "format": _FORMAT}, sort_keys=True)
    unfinished = folder / f"{_META}.{os.getpid()}"
    unfinished.write_text(meta + "\n", encoding="utf-8")
    unfinished.replace(folder / _META)
