"""Write a file of the user's whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

__all__ = ["write_file", "writing"]


def write_file(target: Path, data: bytes | memoryview) -> None:
    """Put data in the place of a file; see :func:`writing`."""
    with writing(target) as stream:
        stream.write(data)


@contextlib.contextmanager
def writing(target: Path) -> Iterator[IO[bytes]]:
    """Give a stream that becomes a file at the end; the file stays as it was where anything fails.

    What is no plain file, a pipe for example, is written to as it is.

    Raises:
        OSError: It cannot be written; names the target.

    """
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
        else:
            with _replacing(target.resolve()) as stream:  # a link goes on leading to its file
                yield stream
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    number, name = tempfile.mkstemp(prefix=".kg-", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
        unfinished.chmod(mode)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)  # there is no other way to read it
    os.umask(mask)
    return mask
