"""A reader's own view of a database that somebody may be writing: hard links, made within milliseconds.

The files that hold the data never change, they are only added and deleted, so a link keeps them. The list of
files and the journal do change and are copied; if one of them was replaced meanwhile, the copy starts anew.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

import pyoxigraph

from kg.files import reading

__all__ = [
    "DATA",
    "check_files",
    "copy_database",
    "is_running",
    "link",
    "make_target",
    "open_snapshot",
    "remove_stale",
    "stale",
    "unfinished_loads",
]

DATA: Final = re.compile(r"CURRENT|IDENTITY|(MANIFEST|OPTIONS)-[0-9]+|[0-9]+\.(sst|log|blob)")
"""The files of a database; what else lies there is the writer's own: locks, what it is about to write."""

_UNFINISHED: Final = "bulk-*.sst"  # what the bulk loader is writing
_ATTEMPTS: Final = 40
_PAUSE: Final = 0.05  # seconds
_FOLDER: Final = "readers"
_LONGEST_NAME: Final = 100


def open_snapshot(folder: Path, database: Path) -> tuple[pyoxigraph.Store, Path | None]:
    """Open a view of a database that no writer can disturb.

    Args:
        folder: The store's folder, below which the links are put; where that cannot be written, the database
            is opened as it is.
        database: The database in it.

    Returns:
        The open database, and the folder to remove when it is not needed any more.

    Raises:
        OSError: The database cannot be read.
        RuntimeError: It is damaged.

    """
    for attempt in range(1, _ATTEMPTS + 1):
        target = make_target(folder)
        if target is None:
            return pyoxigraph.Store.read_only(str(database)), None
        try:
            if link(database, target):
                return pyoxigraph.Store.read_only(str(target)), target
        except (OSError, RuntimeError) as error:
            if attempt == _ATTEMPTS or "No such file" not in str(error):
                shutil.rmtree(target, ignore_errors=True)
                raise
        shutil.rmtree(target, ignore_errors=True)
        time.sleep(_PAUSE)
    raise OSError("the database changes too fast to be read")


def make_target(folder: Path) -> Path | None:
    """Make a folder for a reader's links below a store's; ``None`` where nothing can be written."""
    try:
        (folder / _FOLDER).mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=folder / _FOLDER))
    except OSError:
        return None


def link(database: Path, target: Path) -> bool:
    """Copy a database into a folder; return whether it held the same files all the while.

    Raises:
        OSError: A file was removed meanwhile, or the disk fails.

    """
    before = _files_stamp(database)
    check_files(database)
    for path in sorted(database.iterdir()):
        if not DATA.fullmatch(path.name):
            continue
        if path.suffix == ".sst":
            _link_or_copy(path, target / path.name)
        else:
            shutil.copyfile(path, target / path.name)
    return _files_stamp(database) == before


def check_files(database: Path) -> None:
    """Make sure that a database, which anybody may have made, is of files that can be read to their end.

    Raises:
        OSError: Something in it is none, or a link, which could lead to what is nobody's to read.

    """
    with os.scandir(database) as entries:
        for entry in entries:
            if entry.is_symlink():
                raise OSError(f"{entry.name} is a link")
            if not entry.is_file() and not entry.is_dir():
                raise OSError(f"{entry.name} is a pipe, a socket or a device")


def _link_or_copy(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno not in {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
            raise
        shutil.copyfile(path, target)  # the target lies on another disk, or the disk knows no links


def copy_database(database: Path, target: Path) -> None:
    """Copy a database that somebody may be writing into a new folder: whole transactions, as it is now.

    Raises:
        OSError: The disk fails, or there is something in the target's place already.

    """
    for _ in range(_ATTEMPTS):
        target.mkdir(parents=True)
        with contextlib.suppress(FileNotFoundError):
            if link(database, target):
                return
        shutil.rmtree(target)
        time.sleep(_PAUSE)
    raise OSError("the database changes too fast to be copied")


def _files_stamp(database: Path) -> tuple[str, int]:
    # Each change of the set of files is first written to the end of the manifest, which CURRENT names.
    with reading(database / "CURRENT") as file:
        manifest = file.read(_LONGEST_NAME).decode("ascii", "replace").strip()
    if not DATA.fullmatch(manifest):
        raise OSError("CURRENT names no list of files")
    return manifest, (database / manifest).stat().st_size


def stale(folder: Path) -> list[Path]:
    """Return the links of readers that ended without removing them."""
    found = []
    for path in (folder / _FOLDER).glob("*-*"):
        pid = path.name.partition("-")[0]
        if pid.isdecimal() and not is_running(int(pid)):
            found.append(path)
    return found


def unfinished_loads(database: Path) -> list[Path]:
    """Return the files of bulk loads that are going on, or that were killed where nobody is writing."""
    return sorted(database.glob(_UNFINISHED))


def remove_stale(folder: Path) -> None:
    """Remove the links of readers that ended without doing so themselves."""
    for path in stale(folder):
        shutil.rmtree(path, ignore_errors=True)


def is_running(pid: int) -> bool:
    """Return whether there is such a process on this host."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
