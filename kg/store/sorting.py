"""Sort more lines than memory should hold: parts of them in memory, the sorted parts in temporary files."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import IO, Final

__all__ = ["sort_lines"]

AT_ONCE: Final = 150_000  # lines that are held in memory
_MOST_FILES: Final = 200  # that are open at once; so many are merged into one


def sort_lines(
    lines: Iterable[bytes], *, at_once: int = AT_ONCE, most_files: int = _MOST_FILES
) -> Iterator[bytes]:
    """Yield lines sorted by their bytes, each once.

    Args:
        lines: Each with its line break, and with no other in it.
        at_once: How many to hold in memory.
        most_files: How many files to have open at once, two at least.

    Raises:
        OSError: A temporary file cannot be written.

    """
    source = iter(lines)
    part = sorted(islice(source, at_once))
    if len(part) < at_once:
        yield from _once(part)
        return
    files: list[IO[bytes]] = []
    try:
        while part:
            files.append(_kept(part))
            if len(files) == most_files:
                merged = _kept(heapq.merge(*files))
                _close(files)
                files = [merged]
            part = sorted(islice(source, at_once))
        yield from _once(heapq.merge(*files))
    finally:
        _close(files)


def _kept(lines: Iterable[bytes]) -> IO[bytes]:
    """Put lines into a file that is gone when it is closed, and return it ready to be read."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed when it has been merged)
    file.writelines(lines)
    file.seek(0)
    return file


def _close(files: Iterable[IO[bytes]]) -> None:
    for file in files:
        file.close()


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    return (line for line, _ in groupby(lines))
