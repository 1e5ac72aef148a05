"""Show results on a terminal, without letting the text of an article steer it."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["clean", "console", "counted", "live_line", "print_json", "print_table", "report"]

_WIDTH_WITHOUT_TERMINAL = 120
# Longer words are broken: the first of these that leaves room for the rest. Ids of documents have about 30.
_LONGEST_WORD = (30, 20, 15, 12, 10, 8, 6, 4, 1)
_GAP = 3  # between two columns
_NARROW = 90  # columns of a terminal below which words are not broken to keep a table
_WIDE_ENOUGH = 30  # columns in which sentences can be read
# Control characters (an escape sequence can rewrite what was printed before), lone surrogates, and the
# marks that turn the direction of text around.
_HARMFUL = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " "
) | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


def clean(text: object) -> str:
    """Return the text on one line, without control characters and direction overrides."""
    return " ".join(str(text).translate(_HARMFUL).split())


def console(*, stderr: bool = False) -> Console:
    """Return a console of the terminal's width; colours only on a terminal and never under ``NO_COLOR``."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _WIDTH_WITHOUT_TERMINAL
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "", apart: bool = False
) -> None:
    """Print rows as a table as wide as the terminal; nothing is cut off.

    A column that is empty in all rows is left out. Where a narrow terminal has no room for a table, each row
    becomes a block of lines.

    Args:
        columns: What stands above them.
        rows: The cells; ``None`` is an empty one.
        title: What stands above the table.
        apart: Leave a line free before the table.

    """
    from rich.text import Text

    cells = [["" if cell is None else clean(cell) for cell in row] for row in rows]
    if not cells:
        report("Nothing found.")
        return
    filled = [n for n in range(len(columns)) if any(row[n] for row in cells)] or [0]
    columns = [columns[n] for n in filled]
    cells = [[row[n] for n in filled] for row in cells]
    output = console()
    if apart:
        output.print()
    if title:
        output.print(Text(clean(title), style="bold"))
    room = output.width - _GAP * len(columns)
    by_column = [*zip(columns, *cells, strict=True)]
    widths = _widths(by_column, room) if output.width >= _NARROW else _narrow_widths(by_column, room)
    if widths is None:
        _print_blocks(output, columns, cells)
    else:
        _print_columns(output, columns, cells, widths)


def _print_columns(
    output: Console, columns: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(Text(column), overflow="fold", width=width)
    for row in cells:
        table.add_row(*map(Text, row))
    output.print(table)


def _print_blocks(output: Console, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Print each row as lines that start with the name of the column; words stay whole."""
    from rich.text import Text

    margin = max(map(len, columns)) + 2
    for number, row in enumerate(cells):
        if number:
            output.print()
        for column, cell in zip(columns, row, strict=True):
            if not cell:
                continue
            lines = textwrap.wrap(
                cell, max(output.width - margin, 1), break_long_words=False, break_on_hyphens=False
            )
            for start, line in zip([f"{column}:", *[""] * len(lines)], lines, strict=False):
                output.print(Text(start.ljust(margin) + line), soft_wrap=True)


def _narrow_widths(cells: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Give each column what it wants, the widest the rest; ``None`` where that breaks words."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in cells]
    widest = widths.index(max(widths))
    longest_word = max(map(cell_len, " ".join(cells[widest]).split()), default=1)
    left = room - sum(widths) + widths[widest]
    if left < max(longest_word, min(widths[widest], _WIDE_ENOUGH)):
        return None
    widths[widest] = min(widths[widest], left)
    return widths


def _widths(cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """Share the room among columns: the longest word of each, and the rest as they still need it."""
    from rich.cells import cell_len

    lengths = [max(map(cell_len, column)) for column in cells]
    words = [max(map(cell_len, " ".join(column).split()), default=1) for column in cells]
    for longest in _LONGEST_WORD:
        widths = [min(word, longest) for word in words]
        if sum(widths) * 4 <= room * 3:
            break
    wanting = {number for number, width in enumerate(widths) if width < lengths[number]}
    left = room - sum(widths)
    while wanting:
        weight = sum((lengths[number] - widths[number]) ** 0.75 for number in wanting)
        shares = {n: int(left * (lengths[n] - widths[n]) ** 0.75 / weight) for n in wanting}
        served = {n for n in wanting if lengths[n] - widths[n] <= shares[n]}
        for number in served or wanting:
            given = min(shares[number], lengths[number] - widths[number])
            widths[number] += max(given, 0)
            left -= given
        wanting = wanting - served if served else set()
    return widths


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 claim``, ``2 claims``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# What JSON lets stand and a terminal obeys: the rest of the above, and the marks of one letter's direction.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*_HARMFUL, 0x061C, 0x200E, 0x200F) if code not in range(0x20)}


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print a value as JSON; ``indent=None`` gives one line.

    Letters of every script stand as they are; what could steer a terminal is escaped, so nothing is lost.
    """
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED))


_LIVE: list[Console] = []  # the console that shows a line in motion, which other lines must not run into


def report(message: str) -> None:
    """Tell the user something that is no result, on standard error."""
    if not _LIVE:
        click.echo(clean(message), err=True)
        return
    from rich.text import Text

    _LIVE[-1].print(Text(clean(message)), soft_wrap=True)


@contextmanager
def live_line(text: str) -> Iterator[Callable[[str], None]]:
    """Show a line in motion on a terminal and yield what changes it; anywhere else, print it once."""
    stderr = console(stderr=True)
    if not stderr.is_terminal:
        report(text)
        yield lambda _: None
        return
    with stderr.status(text) as status:
        _LIVE.append(stderr)
        try:
            yield status.update
        finally:
            _LIVE.pop()
