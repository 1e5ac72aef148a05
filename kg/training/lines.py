"""Read the lines of a file of data, within bounds; every error names its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.text.decode import TextLines
from kg.text.objects import parse_object

__all__ = ["json_lines", "text_lines"]


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file with their numbers, blank ones too.

    Raises:
        DocumentError: A line is no text, or too long.
        OSError: The file cannot be read.

    """
    with path.open("rb") as stream:
        lines = TextLines(stream, str(path))
        for line in lines:
            yield lines.number, line.rstrip("\r\n")


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a JSONL file with the numbers of their lines; blank lines are passed over.

    Raises:
        DataError: A line is no JSON object.
        DocumentError: A line is no text, or too long.
        OSError: The file cannot be read.

    """
    for number, line in text_lines(path):
        if line.strip():
            yield number, parse_object(line, path, number)
