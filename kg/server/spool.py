"""Answers that wait to be sent: small ones in memory, large ones in files that together have a bound."""

from __future__ import annotations

import contextlib
import tempfile
from typing import IO, Final

from kg.server.problems import Busy

__all__ = ["Spool", "SpooledFile", "Spooling"]

_HINT: Final = "ask for less at once, or try again when others have taken theirs"


class Spool:
    """The room for answers.

    Args:
        memory: Bytes of each that are kept in memory.
        files: Bytes that all files together may take.

    Attributes:
        taken: How many of those they take.

    """

    def __init__(self, memory: int, files: int) -> None:
        self.memory = memory
        self.taken = 0
        self._files = files

    def take(self, size: int) -> None:
        """Count bytes that are about to be written.

        Raises:
            Busy: There is no room for them.

        """
        if self.taken + size > self._files:
            raise Busy("too many large answers wait to be taken by those who asked", hint=_HINT)
        self.taken += size

    def give_back(self, size: int) -> None:
        """Count bytes that are there no more."""
        self.taken -= size


class SpooledFile:
    """A file without a name, which gives its room back when it is closed."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._size = 0
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed with this)

    def write(self, piece: bytes) -> None:
        """Add bytes to its end.

        Raises:
            Busy: There is no room for them.

        """
        self._spool.take(len(piece))
        self._size += len(piece)
        try:
            self._file.write(piece)
        except OSError as error:
            raise Busy(f"no answer can be kept: {error.strerror}", hint=_HINT) from error

    def rewind(self) -> None:
        """Go back to its start.

        Raises:
            Busy: What was written last finds no room.

        """
        try:
            self._file.seek(0)
        except OSError as error:
            raise Busy(f"no answer can be kept: {error.strerror}", hint=_HINT) from error

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        return self._file.read(size)

    @property
    def closed(self) -> bool:
        """Whether it is gone."""
        return self._file.closed

    def close(self) -> None:
        """Remove it."""
        self._spool.give_back(self._size)
        self._size = 0
        with contextlib.suppress(OSError):  # what was not written yet is wanted no more
            self._file.close()

    def __del__(self) -> None:
        """Remove it where an answer was lost on its way, as when its client went away."""
        self.close()


class Spooling:
    """One answer on its way in.

    Args:
        spool: Where to.

    Attributes:
        size: Bytes that have come.

    """

    def __init__(self, spool: Spool) -> None:
        self.size = 0
        self._spool = spool
        self._pieces: list[bytes] = []
        self._file: SpooledFile | None = None

    def add(self, piece: bytes) -> None:
        """Keep a piece.

        Raises:
            Busy: There is no room for it.

        """
        self.size += len(piece)
        self._pieces.append(piece)
        if self._file is None and self.size > self._spool.memory:
            self._file = SpooledFile(self._spool)
        if self._file is not None:
            pieces, self._pieces = self._pieces, []
            self._file.write(b"".join(pieces))

    def finish(self) -> bytes | SpooledFile:
        """Return all that has come.

        Raises:
            Busy: There is no room for it.

        """
        if self._file is None:
            return b"".join(self._pieces)
        found, self._file = self._file, None
        found.rewind()
        return found

    def drop(self) -> None:
        """Give up what has come."""
        self._pieces = []
        if self._file is not None:
            self._file.close()
            self._file = None
