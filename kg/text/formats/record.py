"""What every format module yields: one document's fields as the source wrote them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import DocumentError

__all__ = ["Reader", "Record"]


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one document before they are checked: ``date`` is still the source's own wording.

    ``line`` is the 1-based line on which the document begins, where one file holds several.
    """

    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    id: str = ""
    line: int | None = None


Reader = Callable[[io.BufferedReader, str], Iterator[Record | DocumentError]]
"""Reads one open file, whose name is given for messages.

A broken document is yielded as an error, so that the next one is still read; an error is raised only where
the rest of the file cannot be read either.
"""
