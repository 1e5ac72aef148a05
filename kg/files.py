"""Write a file of the user's whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_file"]


def write_file(target: Path, data: bytes | memoryview) -> None:
    """Put data in the place of a file, which stays as it was where that fails.

    What is no plain file, a pipe for example, is written to as it is.

    Raises:
        OSError: It cannot be written; names the target.

    """
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target.resolve(), data)  # a link goes on leading to its file
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def _replace(target: Path, data: bytes | memoryview) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    number, name = tempfile.mkstemp(prefix=".kg-", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
        unfinished.chmod(mode)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)  # there is no other way to read it
    os.umask(mask)
    return mask
