"""Who is writing: a small file beside the database that names the writer's process and host.

The database's own lock decides whether a second writer gets in, so a file left behind by a killed process
never blocks anybody; the file only lets the message say who holds the store.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import StoreInUseError
from kg.files import appending, reading

__all__ = [
    "describe_holder",
    "exclusive",
    "in_use",
    "is_own",
    "record_holder",
    "release_holder",
    "sole_writer",
]

_FILE = "writer.json"
_MOST_BYTES = 1 << 16


def record_holder(folder: Path) -> None:
    """Write this process down as the writer of a store, whole or not at all."""
    unfinished = folder / f"{_FILE}.{os.getpid()}"
    unfinished.unlink(missing_ok=True)
    unfinished.write_text(json.dumps(_here(), sort_keys=True) + "\n", encoding="utf-8")
    unfinished.replace(folder / _FILE)


@contextlib.contextmanager
def exclusive(database: Path) -> Iterator[bool]:
    """Hold the lock of a database, which need not be one that can be opened; yield whether it was free.

    It is the lock that the engine itself takes: no writer gets in meanwhile, and none is disturbed. One in
    this very process would lose its lock, though: ask :func:`is_own` first.

    Raises:
        OSError: The lock cannot be asked for.

    """
    import fcntl  # not on Windows, where there is no such lock

    database.mkdir(parents=True, exist_ok=True)
    with appending(database / "LOCK") as stream:
        try:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # systems differ in what they answer
            yield False
        else:
            yield True


@contextlib.contextmanager
def sole_writer(folder: Path, database: Path) -> Iterator[None]:
    """Keep everybody else from writing to a store.

    Args:
        folder: The store's folder.
        database: The database in it.

    Raises:
        StoreInUseError: Somebody is writing to it.
        OSError: The lock cannot be asked for.

    """
    with contextlib.ExitStack() as held:
        # Asking for a lock that this process has, and closing the file, would give it up.
        if is_own(folder) or not held.enter_context(exclusive(database)):
            raise in_use(folder)
        yield


def in_use(folder: Path) -> StoreInUseError:
    """Return the error that says who is writing to a store."""
    message = f"the store is being written by {describe_holder(folder)}"
    return StoreInUseError(message, path=folder, hint="wait until it is done, or end it")


def is_own(folder: Path) -> bool:
    """Return whether this very process has the store open for writing."""
    try:
        return bool(_recorded(folder) == _here())
    except (OSError, ValueError, RecursionError):
        return False


def release_holder(folder: Path) -> None:
    """Remove the file that names this process; another one may have written itself down already."""
    if is_own(folder):
        (folder / _FILE).unlink(missing_ok=True)


def _recorded(folder: Path) -> Any:
    with reading(folder / _FILE) as stream:
        return json.loads(stream.read(_MOST_BYTES))


def _here() -> dict[str, object]:
    return {"host": platform.node(), "pid": os.getpid()}


def describe_holder(folder: Path) -> str:
    """Return who holds the store in words, as far as that is known."""
    try:
        holder = _recorded(folder)
        return f"process {int(holder['pid'])} on {holder['host']}"
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return "another process"
