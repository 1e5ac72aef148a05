"""Plain text: one document a file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from kg.text.decode import read_text
from kg.text.formats.record import Record

__all__ = ["read"]

_TITLE = re.compile(r"\s*([^\n]{1,150}[^\n.!?:,;])\r?\n[ \t]*\r?\n")
_AGENCY = re.compile(r"^[A-Z][^\n()]{2,80}\(([A-Z][^\n()]{1,40})\)\s*(?:-{1,2}|–|—)\s", re.MULTILINE)


def read(stream: io.BufferedReader, place: str) -> Iterator[Record]:
    """Yield the file's whole text as one record.

    A short first line with an empty line after it is the title (and stays in the text). Publisher and date
    can only come from a dateline: "ALEPPO, Syria, Nov 30 (Agency) -".

    Raises:
        DocumentError: The file is too large or not in a known encoding.

    """
    text = read_text(stream, place)
    first = _TITLE.match(text)
    agency = _AGENCY.search(text[:300])
    yield Record(text=text, title=first[1].strip() if first else "", publisher=agency[1] if agency else "")
