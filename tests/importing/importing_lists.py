"""Read a list from bytes, as the readers of all formats are tried."""

from __future__ import annotations

import io
from pathlib import Path

from kg.importing import Problem, ReadRecords, Record

PATH = Path("list")


def read_list(read: ReadRecords, data: bytes | str) -> tuple[list[Record], list[Problem]]:
    """Return the records of a list and the problems in it."""
    problems: list[Problem] = []
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read(stream, PATH, problems.append)), problems
