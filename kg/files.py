"""Write a file of the user's whole or not at all; read one that may be something else."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, TypeVar

__all__ = ["appending", "read_text", "reading", "write_file", "writing"]

_Stream = TypeVar("_Stream", io.BufferedReader, io.BufferedWriter)

# What a shell has opened already is waited for, as standard input is.
_OPENED: Final = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin", os.devnull)


def reading(source: Path) -> io.BufferedReader:
    """Open a file; a pipe that lies in its place would keep us waiting, and a device may have no end.

    Raises:
        OSError: It cannot be read, or is no file; names the source.

    """
    if str(source).startswith(_OPENED):
        return source.open("rb")
    return _plain(open(source, "rb", opener=_at_once), source)


def read_text(source: Path) -> str:
    """Return what a file holds; see :func:`reading`.

    Raises:
        OSError: It cannot be read, or is no file.
        UnicodeDecodeError: It is not UTF-8.

    """
    with io.TextIOWrapper(reading(source), encoding="utf-8") as stream:
        return stream.read()


def appending(target: Path) -> io.BufferedWriter:
    """Open a file to write at its end; it is made if it is not there.

    Raises:
        OSError: It cannot be written, or is no file; names the target.

    """
    return _plain(open(target, "ab", opener=_at_once), target)


def _at_once(path: str, flags: int) -> int:
    try:
        return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket, or a pipe that nobody reads
            raise _no_file(path) from None
        raise


def _plain(stream: _Stream, path: Path) -> _Stream:
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise _no_file(path)
    return stream


def _no_file(path: Path | str) -> OSError:
    return OSError(errno.EINVAL, "a pipe, a socket or a device, no file", str(path))


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
