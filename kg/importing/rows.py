"""The rows of a table of comma-separated values; one that is broken is a problem and no end."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg.importing.lines import numbered_lines
from kg.importing.records import OnProblem, Problem

__all__ = ["numbered_rows"]

_MOST_LINES = 50  # of one row: a quotation mark that is never closed must not swallow the rest of the file
_LONGEST = 200_000  # characters of one row of several lines
_CUT = "the row may have been cut off; write each quotation mark inside a quoted value twice"

_Lines = Iterator[tuple[int, str]]
_More = Callable[[], tuple[int, str] | None]


def numbered_rows(
    stream: BinaryIO, path: Path, report: OnProblem, *, required: tuple[str, ...] = (), delimiter: str = ","
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield each row by the names of the columns, with the number of its first line; the stream stays open.

    A row may hold line ends inside quotation marks. Where it cannot be read so, only its first line is lost.

    Args:
        stream: The open table, UTF-8 or UTF-16 with a byte order mark; its first row names the columns.
        path: Its name, for messages.
        report: Takes what is wrong with a row that is left out.
        required: Columns without which the table cannot be used.
        delimiter: What stands between two values.

    """
    columns: list[str] | None = None
    for number, cells in _rows(numbered_lines(stream, path, report), path, report, delimiter):
        if columns is None:
            columns = [cell.strip() for cell in cells]
            missing = [name for name in required if name not in columns]
            if missing:
                message = f"no column {missing[0]!r}"
                hint = "the first row names the columns; needed are " + ", ".join(required)
                report(Problem(path, str(number), message, hint))
                return
        elif len(cells) != len(columns):
            message = f"{len(cells)} values for {len(columns)} columns"
            report(Problem(path, str(number), message, _CUT))
        else:
            yield number, dict(zip(columns, cells, strict=True))
    if columns is None:
        report(Problem(path, "", "the table is empty", "the first row names the columns"))


def _rows(lines: _Lines, path: Path, report: OnProblem, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    waiting: deque[tuple[int, str]] = deque()  # lines that were looked at and belong to no row yet
    width = 0
    while (first := _next(waiting, lines)) is not None:
        if not first[1].strip():
            continue
        taken = [first]
        cells = _parsed(taken, partial(_next, waiting, lines), delimiter)
        if cells is None or (len(taken) > 1 and width and len(cells) != width):
            report(Problem(path, str(first[0]), "a quotation mark is not closed", _CUT))
            waiting.extendleft(reversed(taken[1:]))
            continue
        width = width or len(cells)
        yield first[0], cells


def _next(waiting: deque[tuple[int, str]], lines: _Lines) -> tuple[int, str] | None:
    return waiting.popleft() if waiting else next(lines, None)


def _parsed(taken: list[tuple[int, str]], more: _More, delimiter: str) -> list[str] | None:
    """Return the values of the row that a line begins, ``None`` where none ends; all its lines are taken."""
    try:
        return next(csv.reader(_texts(taken, more), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _texts(taken: list[tuple[int, str]], more: _More) -> Iterator[str]:
    """Yield the lines of a row as its parser asks for them, so that each is parsed once."""
    yield taken[0][1]
    length = len(taken[0][1])
    while len(taken) < _MOST_LINES and length < _LONGEST and (line := more()) is not None:
        taken.append(line)
        length += len(line[1])
        yield line[1]
