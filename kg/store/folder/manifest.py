"""What a backup holds: its files with their digests, so that a damaged one is noticed in time."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from kg.errors import StoreError
from kg.store.folder.snapshot import DATA
from kg.version import __version__

__all__ = ["FILE", "Manifest", "describe", "digest_of", "read_manifest", "verify"]

FILE: Final = "backup.json"
MAX_BYTES: Final = 16_000_000  # of the manifest; a store of a billion triples has some thousand files
_KIND: Final = "kg-actors backup 1"
_NAME: Final = re.compile(rf"store\.json|runs\.jsonl|database/({DATA.pattern})")
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a backup.

    Attributes:
        files: Size and SHA-256 of each, by its path in the backup.
        documents: How many documents the store holds.
        kind: What this is.
        made_by: The version that made it.

    """

    files: dict[str, tuple[int, str]]
    documents: int
    kind: str = _KIND
    made_by: str = __version__

    @property
    def size(self) -> int:
        """How many bytes all files take."""
        return sum(size for size, _ in self.files.values())

    def to_json(self) -> bytes:
        """Return it as the bytes of its file."""
        return (json.dumps(asdict(self), sort_keys=True, indent=1) + "\n").encode()


def describe(folder: Path, documents: int) -> Manifest:
    """Return the manifest of what lies in a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    files = {path.relative_to(folder).as_posix(): (path.stat().st_size, digest_of(path)) for path in paths}
    return Manifest(files, documents)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(stream: IO[bytes], path: Path) -> Manifest:
    """Read the manifest of a backup that anybody may have made.

    Raises:
        StoreError: It is none, or it names files that no backup of ours has.

    """
    try:
        data = json.loads(stream.read(MAX_BYTES))
        if not isinstance(data, dict) or data["kind"] != _KIND:
            raise ValueError("another kind of backup, or a newer one")
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in data["files"].items()}
        if odd := sorted(name for name, (size, _) in files.items() if not _NAME.fullmatch(name) or size < 0):
            raise ValueError(f"a file that is no store's: {odd[0][:80]!r}")
        if not {"store.json", "database/CURRENT"} <= files.keys():
            raise ValueError("it lists no store")
        return Manifest(files, int(data["documents"]), made_by=str(data["made_by"])[:80])
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, RecursionError) as error:
        raise StoreError(f"no backup of a store: {error}", path=path) from error


def verify(folder: Path, manifest: Manifest, source: Path) -> None:
    """Make sure that a folder holds the files of a manifest, unchanged.

    Raises:
        StoreError: A file is missing or another one than was backed up.

    """
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            raise StoreError(f"the backup is damaged: it lacks {name}", path=source)
        if path.stat().st_size != size or digest_of(path) != digest:
            raise StoreError(f"the backup is damaged: {name} has changed since it was made", path=source)
