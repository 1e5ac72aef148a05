"""The folder of an embedded store: the database, what it was made with, who writes to it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph

from kg.errors import StoreError
from kg.store.lock import describe_holder, record_holder

__all__ = ["open_database", "read_base", "write_base"]

_FORMAT = 1
_META = "store.json"
_DATABASE = "database"
_ATTEMPTS, _PAUSE = 40, 0.05  # seconds


def open_database(folder: Path, *, read_only: bool) -> pyoxigraph.Store:
    """Open the database in a store's folder; the folder is made if it is to be written.

    Raises:
        StoreError: There is no store to read, another process writes to it, or it is damaged.

    """
    path = folder / _DATABASE
    if read_only:
        if not (path / "CURRENT").is_file():
            raise StoreError("no store here", path=folder, hint="make one: kg build ARTICLES --store FOLDER")
        return _opened(folder, lambda: _for_reading(str(path)))
    _make_folder(folder)
    database = _opened(folder, lambda: pyoxigraph.Store(str(path)))
    record_holder(folder)
    return database


def _for_reading(path: str) -> pyoxigraph.Store:
    # A writer may replace a file between our reading of the list of files and our opening of it.
    for _ in range(_ATTEMPTS - 1):
        try:
            return pyoxigraph.Store.read_only(path)
        except (OSError, RuntimeError) as error:
            if "No such file" not in str(error):
                raise
            time.sleep(_PAUSE)
    return pyoxigraph.Store.read_only(path)


def _make_folder(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _META).is_file():
        raise StoreError("the folder holds other files", path=folder, hint="choose an empty or new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the store's folder: {error.strerror}", path=folder) from error


def _opened(folder: Path, opener: Callable[[], pyoxigraph.Store]) -> pyoxigraph.Store:
    try:
        return opener()
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).lower():
            message = f"the store is being written by {describe_holder(folder)}"
            raise StoreError(message, path=folder, hint="wait until it is done, or end it") from error
        raise StoreError(f"the store cannot be opened: {error}", path=folder) from error


def read_base(folder: Path) -> str | None:
    """Return the base IRI that a store was made with, ``None`` if it is new.

    Raises:
        StoreError: The store was made by a version that this one cannot read.

    """
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"damaged: {error}", path=folder / _META) from error
    if not isinstance(meta, dict) or meta.get("format") != _FORMAT:
        raise StoreError("the store has another format", path=folder, hint="build it again")
    return str(meta["base"])


def write_base(folder: Path, base: str) -> None:
    """Record the base IRI of a new store."""
    folder.mkdir(parents=True, exist_ok=True)
    meta = json.dumps({"base": base, "format": _FORMAT}, sort_keys=True)
    (folder / _META).write_text(meta + "\n", encoding="utf-8")
