"""Plain text: one document a file."""

from __future__ import annotations

import io
from collections.abc import Iterator

from kg.text.decode import read_text
from kg.text.formats.record import Record

__all__ = ["read"]


def read(stream: io.BufferedReader, place: str) -> Iterator[Record]:
    """Yield the file's whole text as one record; its date can only come from a dateline in it.

    Raises:
        DocumentError: The file is too large or not in a known encoding.

    """
    yield Record(text=read_text(stream, place))
