"""Bytes to text, within bounds.

UTF-8 (with or without byte order mark) and UTF-16 with a byte order mark are read. Anything else is refused
with a clear message rather than guessed: a wrongly guessed letter would end up in quotes and names.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from kg.errors import DocumentError

__all__ = ["MAX_BYTES", "MAX_TEXT", "TextLines", "read_bytes", "read_text"]

MAX_TEXT = 1_000_000
"""Code points in one document's text: about 170,000 words, and the most that spaCy accepts."""
MAX_BYTES = 16 * 1024 * 1024
"""Bytes of one file that is read as a whole, and code points of one line of a file that is read by lines."""

_ENCODING_HINT = "save the file as UTF-8"
_MOST_UNDECODED = 100  # lines one after the other; beyond, the file is compressed or of another encoding
_UNDECODED = re.compile("[\udc80-\udcff]")


def read_bytes(stream: io.BufferedReader, place: str) -> bytes:
    """Return everything in ``stream``.

    Raises:
        DocumentError: There is more than :data:`MAX_BYTES`.

    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DocumentError(f"larger than {MAX_BYTES:,} bytes", path=place, hint="split the file")
    return data


def read_text(stream: io.BufferedReader, place: str) -> str:
    """Return everything in ``stream`` as text, line ends untouched, without the byte order mark.

    Raises:
        DocumentError: There is too much, or it is not in an encoding that we read.

    """
    data = read_bytes(stream, place)
    encoding = _encoding(data[:4])
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not {encoding.removesuffix('-sig')}"
        raise DocumentError(message, path=place, hint=_ENCODING_HINT) from error


class TextLines(Iterator[str]):
    """The lines of a file, one at a time, each at most :data:`MAX_BYTES` long.

    An iterator that survives its own errors: after a :class:`DocumentError` for one line, the next call goes
    on with the line after it, unless many lines in a row are no text. ``number`` is the 1-based number of the
    line last asked for.

    Args:
        stream: The open file; it stays open.
        place: Its name, for messages.

    """

    def __init__(self, stream: io.BufferedReader, place: str) -> None:
        self.number = 0
        self._ended = False
        self._undecoded = 0
        self._place = place
        self._encoding = _encoding(stream.peek(4)[:4])
        # Bytes that are no UTF-8 become lone surrogates, so that one bad line does not end the file.
        self._lines = io.TextIOWrapper(stream, self._encoding, errors="surrogateescape", newline="\n")

    def __next__(self) -> str:
        self.number += 1
        line = "" if self._ended else self._readline()
        if not line:
            raise StopIteration
        if len(line) > MAX_BYTES:
            while line and not line.endswith("\n"):
                line = self._readline()
            raise self._error(f"line longer than {MAX_BYTES:,} characters")
        if _UNDECODED.search(line):
            raise self._not_utf8()
        self._undecoded = 0
        return line

    def detach(self) -> None:
        """Let go of the stream, so that it outlives this object."""
        self._lines.detach()

    def _readline(self) -> str:
        try:
            return self._lines.readline(MAX_BYTES + 1)
        except UnicodeDecodeError as error:
            self._ended = True
            raise self._error(
                f"not {self._encoding}: the rest of the file is left out", _ENCODING_HINT
            ) from error

    def _not_utf8(self) -> DocumentError:
        self._undecoded += 1
        if self._undecoded < _MOST_UNDECODED:
            return self._error("the line is not UTF-8", _ENCODING_HINT)
        self._ended = True
        message = f"{self._undecoded} lines in a row are not UTF-8: the rest of the file is left out"
        return self._error(message, _ENCODING_HINT)

    def _error(self, message: str, hint: str = "") -> DocumentError:
        return DocumentError(message, path=self._place, line=self.number, hint=hint)


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"
