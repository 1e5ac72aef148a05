"""Put a backup in the place of a store: checked first, then at once or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Self

import pyoxigraph

from kg.errors import StoreError
from kg.files import reading
from kg.store import recall
from kg.store.folder.backup import ALONGSIDE, PACKED
from kg.store.folder.database import make_folder
from kg.store.folder.lock import sole_writer
from kg.store.folder.manifest import FILE, Manifest, read_manifest, verify
from kg.store.folder.record import Record, next_database, read_record, write_record
from kg.store.rdf.iris import Iris

__all__ = ["restore"]

_LONGEST_NOTE = 1 << 16  # bytes
_STAGE = "unpacked"  # inside of the new database's folder, until everything is checked


class _Entry(tarfile.TarInfo):
    """An entry of a packed file that anybody may have made: a file, or a few words before one."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read the head of an entry, before anything of the rest is taken into memory."""
        entry = super().frombuf(buf, encoding, errors)
        is_note = entry.type == tarfile.XHDTYPE and entry.size <= _LONGEST_NOTE
        if not is_note and entry.type not in {tarfile.REGTYPE, tarfile.AREGTYPE}:
            raise tarfile.ReadError(f"unexpected {entry.name[:80]!r}")
        return entry


def restore(source: Path, folder: Path, *, overwrite: bool = False) -> Manifest:
    """Make the store in a folder what it was when the backup was made.

    Until the last step, which replaces one small file, the store stays as it is; readers that have it open
    go on reading it.

    Args:
        source: A folder or packed file that :func:`kg.store.folder.backup.back_up` made.
        folder: The store's folder; made if it is not there.
        overwrite: Give up a store that is there already, be it damaged or not.

    Raises:
        StoreError: The backup is damaged or none, there is a store already, somebody is writing to it, or
            the disk fails. The store is unchanged then.

    """
    if not source.exists():
        raise StoreError("there is no backup here", path=source)
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    make_folder(folder)
    try:
        current = _current(folder, overwrite=overwrite)
        with sole_writer(folder, folder / current), _leaving_nothing(folder / current, made):
            return _take_over(source, folder, current)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot restore the store: {error}", path=folder) from error


@contextlib.contextmanager
def _leaving_nothing(database: Path, made: list[Path]) -> Iterator[None]:
    """Remove what was made for the lock alone, where nothing comes of it."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # where there is more, it is a store's
            if [path.name for path in database.iterdir()] == ["LOCK"]:
                shutil.rmtree(database)
            for path in made:
                path.rmdir()
        raise


def _current(folder: Path, *, overwrite: bool) -> str:
    try:
        record = read_record(folder)
    except StoreError:
        if not overwrite:
            raise
        return Record("").database
    if record is not None and not overwrite:
        hint = "--overwrite gives up what it holds; or restore into a new folder"
        raise StoreError("there is a store here already", path=folder, hint=hint)
    return Record("").database if record is None else record.database


def _take_over(source: Path, folder: Path, current: str) -> Manifest:
    name = next_database(folder)
    new = folder / name
    stage = new / _STAGE
    stage.mkdir(parents=True)
    try:
        manifest = _unpack(source, stage) if source.is_file() else _link(source, stage)
        verify(stage, manifest, source)
        record = _check(stage, manifest, source)
        for path in (stage / "database").iterdir():
            path.rename(new / path.name)
        for kept in ALONGSIDE:
            if (stage / kept).is_file():
                (stage / kept).replace(folder / kept)
        shutil.rmtree(stage)
        write_record(folder, replace(record, database=name))
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(folder / current, ignore_errors=True)
    return manifest


def _link(source: Path, stage: Path) -> Manifest:
    """Copy a backup that is a folder; data files, which never change, by hard links where possible."""
    try:
        with reading(source / FILE) as stream:
            manifest = read_manifest(stream, source)
    except OSError as error:
        raise StoreError(f"no backup of a store: {error.strerror}", path=source / FILE) from error
    (stage / "database").mkdir()
    for name in manifest.files:
        try:
            if name.endswith(".sst"):
                os.link(source / name, stage / name)
                continue
        except OSError:
            pass  # another disk, or one without links; or it is missing, which the copying says
        try:
            shutil.copyfile(source / name, stage / name, follow_symlinks=False)
        except FileNotFoundError as error:
            raise StoreError(f"the backup is damaged: it lacks {name}", path=source) from error
    return manifest


def _unpack(source: Path, stage: Path) -> Manifest:
    """Unpack a file that anybody may have made: only what its manifest lists, and no more than fits."""
    if not source.name.endswith(PACKED):
        raise StoreError("no backup of a store", path=source, hint=f"a packed one ends in {PACKED[0]}")
    try:
        with tarfile.open(source, "r:*", tarinfo=_Entry) as archive:
            head = archive.next()
            content = archive.extractfile(head) if head is not None and head.name == FILE else None
            if content is None:
                raise StoreError(
                    "no backup of a store: it does not begin with its list of files", path=source
                )
            manifest = read_manifest(content, source)
            if manifest.size > (free := shutil.disk_usage(stage).free):
                message = f"the backup needs {manifest.size:,} bytes, and {free:,} are free"
                raise StoreError(message, path=stage.parent.parent)
            (stage / "database").mkdir()
            for entry in archive:
                if entry is not head:
                    _extract(archive, entry, manifest, stage, source)
    except (tarfile.TarError, zlib.error, EOFError, ValueError) as error:
        raise StoreError(f"the backup is damaged: {error}", path=source) from error
    return manifest


def _extract(
    archive: tarfile.TarFile, entry: tarfile.TarInfo, manifest: Manifest, stage: Path, source: Path
) -> None:
    size, _ = manifest.files.get(entry.name, (-1, ""))
    content: IO[bytes] | None = archive.extractfile(entry) if entry.isreg() and entry.size == size else None
    if content is None:
        raise StoreError(f"the backup is damaged: unexpected {entry.name[:80]!r}", path=source)
    with (stage / entry.name).open("xb") as stream:
        shutil.copyfileobj(content, stream, 1 << 20)


def _check(stage: Path, manifest: Manifest, source: Path) -> Record:
    """Open what was unpacked and see whether the documents are there."""
    record = read_record(stage)
    if record is None:
        raise StoreError("the backup is damaged: it lacks store.json", path=source)
    try:
        opened = pyoxigraph.Store.read_only(str(stage / "database"))
        found = len(recall.document_ids(opened, Iris(record.base)))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the backup is damaged: {error}", path=source) from error
    if found != manifest.documents:
        message = f"the backup is damaged: {found} documents instead of {manifest.documents}"
        raise StoreError(message, path=source)
    return record
