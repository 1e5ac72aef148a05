"""One module per input format, and the tables that say which one reads what.

To add a format: a module with ``read(stream, place)`` (see :data:`~kg.text.formats.record.Reader`) and a line
in :data:`READERS`; a line in :data:`SUFFIXES` for each ending of its files.
"""

from __future__ import annotations

from kg.text.formats import jsonl, plain
from kg.text.formats.record import Reader

__all__ = ["READERS", "SUFFIXES"]

READERS: dict[str, Reader] = {
    "jsonl": jsonl.read,
    "text": plain.read,
}
"""Name of a format, as the user gives it, to the function that reads it."""

SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".text": "text",
    ".txt": "text",
}
"""Ending of a file name, in lower case, to the name of its format."""
