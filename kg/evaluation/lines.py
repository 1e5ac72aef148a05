"""Lines of JSON whose fields are checked when they are asked for, so that a mistake names its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.files import reading
from kg.text.decode import TextLines
from kg.text.objects import parse_object

__all__ = ["Line", "parse_line", "read_lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """A JSON object of a file, or an object inside it.

    Every method raises :class:`~kg.errors.DataError` with file and line where the field is not what it has to
    be. An *optional* field may be missing or null.
    """

    fields: Mapping[str, Any]
    path: Path
    number: int
    trail: str = ""  # where in the line this object stands: "claims 3."

    def wrong(self, name: str, what: str) -> DataError:
        """Return the error that says what is wrong with a field."""
        return DataError(f"{self.trail}{name}: {what}", path=self.path, line=self.number)

    def text(self, name: str) -> str:
        """Return a field that holds words."""
        value = self.optional_text(name)
        if not value:
            raise self.wrong(name, "missing")
        return value

    def optional_text(self, name: str) -> str | None:
        """Return a field that may hold words."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name, "no string")
        return value

    def identifier(self, name: str) -> str:
        """Return an id, which may be written as a number."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.text(name)

    def share(self, name: str, default: float) -> float:
        """Return a number from 0 to 1."""
        value = self.fields.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.wrong(name, "no number from 0 to 1")
        return float(value)

    def span(self, name: str, text: str) -> tuple[int, int]:
        """Return ``[start, end]``, offsets into the text."""
        value = self.fields.get(name)
        if not isinstance(value, list) or len(value) != 2 or not all(map(_is_offset, value)):
            raise self.wrong(name, "no [start, end]")
        start, end = value
        if not start < end <= len(text):
            raise self.wrong(name, f"[{start}, {end}] lies outside the text of {len(text)} characters")
        return start, end

    def offset(self, name: str) -> int:
        """Return a place in a text, 0 if missing."""
        value = self.fields.get(name)
        if value is not None and not _is_offset(value):
            raise self.wrong(name, "no offset")
        return value or 0

    def part(self, name: str) -> Line:
        """Return the object that a field holds."""
        found = self.optional_part(name)
        if found is None:
            raise self.wrong(name, "missing")
        return found

    def optional_part(self, name: str) -> Line | None:
        """Return the object that a field may hold."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(name, "no object")
        return Line(value, self.path, self.number, f"{self.trail}{name}.")

    def parts(self, name: str) -> list[Line]:
        """Return the objects in the list that a field may hold."""
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(name, "no list of objects")
        return [
            Line(item, self.path, self.number, f"{self.trail}{name} {index}.")
            for index, item in enumerate(value, 1)
        ]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the strings in the list that a field may hold."""
        value = self.fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(name, "no list of strings")
        return tuple(value)


def _is_offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the objects of a JSONL file; blank lines are passed over.

    Raises:
        DataError: A line is no JSON object.
        DocumentError: A line is no text, or too long.
        OSError: The file cannot be read.

    """
    with reading(path) as stream:
        lines = TextLines(stream, str(path))
        for text in lines:
            if text.strip():
                yield parse_line(text, path, lines.number)


def parse_line(text: str, path: Path, number: int) -> Line:
    """Return the object that one line of a file holds.

    Raises:
        DataError: The line is no JSON object.

    """
    return Line(parse_object(text, path, number), path, number)
