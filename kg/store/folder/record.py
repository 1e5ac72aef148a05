"""``store.json``: the base and the format of a store, and which of its folders holds the database.

The file is replaced whole, so a store changes from one database to another (restored, for example) at once or
not at all. What it does not name is a remnant.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.files import reading
from kg.store.rdf.iris import is_base

__all__ = ["DATABASE", "FILE", "FORMAT", "Record", "next_database", "read_record", "write_record"]

FILE: Final = "store.json"
FORMAT: Final = 3
OLDEST: Final = 2  # the first format that can be brought up to date; see kg.store.folder.migration
_FIRST: Final = "database"
_MOST_BYTES: Final = 1 << 16
DATABASE: Final = re.compile("database(-([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class Record:
    """What a store was made with.

    Attributes:
        base: IRI below which data is minted.
        database: Name of the folder that holds the database.
        format: Version of what is stored and how.

    """

    base: str
    database: str = _FIRST
    format: int = FORMAT

    def check_format(self, folder: Path) -> None:
        """Make sure that the store can be read as it is.

        Raises:
            StoreError: It was made by an older version and not brought up to date since.

        """
        if self.format < FORMAT:
            hint = "kg doctor --migrate --store FOLDER brings it up to date and keeps everything"
            message = f"the store has format {self.format}, an older one than this version reads ({FORMAT})"
            raise StoreError(message, path=folder, hint=hint)


def read_record(folder: Path) -> Record | None:
    """Return what a store was made with, ``None`` if it is new.

    Raises:
        StoreError: A newer version made it, or one that is too old, or the record is damaged.

    """
    try:
        with reading(folder / FILE) as stream:
            data = json.loads(stream.read(_MOST_BYTES))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"damaged: {error}", path=folder / FILE) from error
    found = data.get("format") if isinstance(data, dict) else None
    if isinstance(found, int) and found > FORMAT:
        message = f"the store has format {found}, which is newer than this version reads ({FORMAT})"
        raise StoreError(message, path=folder, hint="pip install --upgrade kg-actors")
    if not isinstance(found, int) or found < OLDEST:
        raise StoreError("the store has another format", path=folder, hint="build it again")
    base, database = data.get("base"), data.get("database", _FIRST)
    if not isinstance(base, str) or not is_base(base):
        raise StoreError(f"damaged: the base is no IRI: {str(base)[:80]!r}", path=folder / FILE)
    if not isinstance(database, str) or not DATABASE.fullmatch(database):
        raise StoreError(f"damaged: no name of a database: {str(database)[:80]!r}", path=folder / FILE)
    return Record(base, database, found)


def write_record(folder: Path, record: Record) -> None:
    """Record what a store was made with, whole or not at all.

    Raises:
        OSError: The disk fails.

    """
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{FILE}.{os.getpid()}"
    unfinished.unlink(missing_ok=True)
    unfinished.write_text(json.dumps(asdict(record), sort_keys=True) + "\n", encoding="utf-8")
    unfinished.replace(folder / FILE)


def next_database(folder: Path) -> str:
    """Return a name for one more database in a store's folder."""
    found = [DATABASE.fullmatch(path.name) for path in folder.iterdir()] if folder.is_dir() else []
    return f"database-{1 + max((int(match.group(2) or 1) for match in found if match), default=0)}"
