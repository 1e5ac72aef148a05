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
    lines = _CountedLines(TextLines(stream, place))
    header = next(lines, "")
    delimiter = max(",;\t", key=header.count)
    columns = _columns(header, delimiter, place)
    if "text" not in columns:
        raise DocumentError(
            "no column 'text' in the header", path=place, line=1, hint=f"columns: {', '.join(columns)}"[:200]
        )
    csv.field_size_limit(MAX_TEXT)  # the module's own limit, 128 KiB, is shorter than long reports
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        first_line = lines.number + 1
        lines.in_quotes = False
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            lines.leave_quotes()
            yield DocumentError(f"not CSV: {error}", path=place, line=first_line)
        except DocumentError as error:
            yield error
        else:
            if row:
                yield _record(columns, row, first_line)
    lines.detach()


class _CountedLines(Iterator[str]):
    """The lines of a file, and whether the row that is being read stands inside quotes.

    The module forgets where it was when a cell is too long, and would take the rest of the cell for rows.
    """

    def __init__(self, lines: TextLines) -> None:
        self._lines = lines
        self.in_quotes = False
        self.detach = lines.detach

    @property
    def number(self) -> int:
        """The 1-based number of the line last asked for."""
        return self._lines.number

    def __next__(self) -> str:
        line = next(self._lines)
        self.in_quotes ^= line.count('"') % 2 == 1
        return line

    def leave_quotes(self) -> None:
        """Go to the end of the quoted cell, or of the file where the quote is never closed."""
        while self.in_quotes:
            try:
                next(self)
            except StopIteration:
                return
            except DocumentError:  # one cell, one message
                continue


def _columns(header: str, delimiter: str, place: str) -> list[str]:
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error as error:
        hint = "lines end with a line feed"
        raise DocumentError(f"not CSV: {error}", path=place, line=1, hint=hint) from error
    return [name.strip().lower() for name in names]


def _record(columns: list[str], row: list[str], line: int) -> Record:
    cells = dict(zip(columns, row, strict=False))
    return Record(**{name: cells.get(name, "") for name in _FIELDS}, line=line)
