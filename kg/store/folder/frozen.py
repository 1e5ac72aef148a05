"""A snapshot that many processes read: made once, opened by each, removed when the last one is done."""

from __future__ import annotations

import hashlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph

from kg.errors import StoreError
from kg.store.folder.database import database_folder
from kg.store.folder.record import read_record
from kg.store.folder.snapshot import link, make_target, remove_stale
from kg.store.rdf.iris import Iris
from kg.store.store import Store

__all__ = ["Frozen", "freeze", "stamp"]

_ATTEMPTS: Final = 40
_PAUSE: Final = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Frozen:
    """A store as it was at one moment.

    Attributes:
        folder: The store's folder.
        links: Where the snapshot lies; the database itself where no snapshot could be put.
        base: IRI below which its data is minted.
        stamp: Stands for what it holds.

    """

    folder: Path
    links: Path
    base: str
    stamp: str

    def open(self) -> tuple[pyoxigraph.Store, Store]:
        """Open it, as an engine's database and as a store.

        Raises:
            StoreError: It cannot be read.

        """
        try:
            database = pyoxigraph.Store.read_only(str(self.links))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the store cannot be opened: {error}", path=self.folder) from error
        return database, Store(database, self.folder, Iris(self.base), read_only=True)

    def remove(self) -> None:
        """Remove the snapshot, which nobody may be reading any more."""
        if self.links.parent != self.folder:  # else it is the database itself
            shutil.rmtree(self.links, ignore_errors=True)


def stamp(folder: Path) -> str:
    """Return what changes with every change of a store, within a fraction of a millisecond.

    Raises:
        StoreError: There is no store.

    """
    digest = hashlib.sha256()
    try:
        for path in sorted(database_folder(folder).iterdir()):
            if not path.name.startswith("LO"):  # LOCK and LOG say nothing of the content
                found = path.stat()
                digest.update(f"{path.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    except FileNotFoundError:
        return ""  # a file went away under our hands: the store is changing
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}", path=folder) from error
    return digest.hexdigest()[:16]


def freeze(folder: Path) -> Frozen:
    """Make a snapshot of a store by hard links, within milliseconds, whatever a writer does to it.

    Raises:
        StoreError: There is no store, or it cannot be read.

    """
    remove_stale(folder)
    for _ in range(_ATTEMPTS):
        database, record, before = database_folder(folder), read_record(folder), stamp(folder)
        if record is None:
            raise StoreError("no store here", path=folder)
        target = make_target(folder)
        if target is None:
            return Frozen(folder, database, record.base, before)
        try:
            if link(database, target):
                return Frozen(folder, target, record.base, before)
        except FileNotFoundError:
            pass
        except OSError as error:
            shutil.rmtree(target, ignore_errors=True)
            raise StoreError(f"no snapshot can be made: {error}", path=folder) from error
        shutil.rmtree(target, ignore_errors=True)
        time.sleep(_PAUSE)
    raise StoreError("the store changes too fast to be read", path=folder)
