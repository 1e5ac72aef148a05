"""CSV: one document a row, with a header row that names the columns.

The columns are those of the JSON Lines format; only ``text`` must be there, others are left aside. The
delimiter is the one of comma, semicolon and tab that the header uses most.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kg.errors import DocumentError
from kg.text.decode import MAX_TEXT, TextLines
from kg.text.formats.record import Record

__all__ = ["read"]

_FIELDS = ("id", "title", "text", "publisher", "date", "url")


def read(stream: io.BufferedReader, place: str) -> Iterator[Record | DocumentError]:
    """Yield one record, or the error that takes its place, for every row.

    Raises:
        DocumentError: The header is missing or names no column ``text``.

    """
    lines = TextLines(stream, place)
    header = next(lines, "")
    delimiter = max(",;\t", key=header.count)
    columns = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
    if "text" not in columns:
        raise DocumentError(
            "no column 'text' in the header", path=place, line=1, hint=f"columns: {', '.join(columns)}"[:200]
        )
    csv.field_size_limit(MAX_TEXT)  # the module's own limit, 128 KiB, is shorter than long reports
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        first_line = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield DocumentError(f"not CSV: {error}", path=place, line=first_line)
        except DocumentError as error:
            yield error
        else:
            if row:
                yield _record(columns, row, first_line)
    lines.detach()


def _record(columns: list[str], row: list[str], line: int) -> Record:
    cells = dict(zip(columns, row, strict=False))
    return Record(**{name: cells.get(name, "") for name in _FIELDS}, line=line)
