"""JSON Lines: one document a line, ``{"id", "title", "text", "publisher", "date", "url"}``.

All fields but ``text`` may be missing or null. Other keys are left aside, since data sets carry their own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from kg.errors import DocumentError
from kg.text.decode import TextLines
from kg.text.formats.record import Record
from kg.text.objects import object_in

__all__ = ["read"]

_FIELDS = ("id", "title", "text", "publisher", "date", "url")


def read(stream: io.BufferedReader, place: str) -> Iterator[Record | DocumentError]:
    """Yield one record, or the error that takes its place, for every line that is not blank."""
    lines = TextLines(stream, place)
    while True:
        try:
            line = next(lines)
            if line.strip():
                yield _record(line, place, lines.number)
        except StopIteration:
            break
        except DocumentError as error:
            yield error
    lines.detach()


def _record(line: str, place: str, number: int) -> Record:
    try:
        value = object_in(line)
    except ValueError as error:
        raise DocumentError(str(error), path=place, line=number) from error
    fields: dict[str, str] = {}
    for name in _FIELDS:
        given = value.get(name)
        if isinstance(given, int) and not isinstance(given, bool) and name != "text":
            given = str(given)
        if given is not None and not isinstance(given, str):
            raise DocumentError(f"{name!r} is not a string", path=place, line=number)
        fields[name] = given or ""
    if "text" not in value:
        raise DocumentError(
            "no 'text'", path=place, line=number, hint="keys: " + ", ".join(map(str, list(value)[:8]))
        )
    return Record(**fields, line=number)
