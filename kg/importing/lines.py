"""The lines of a list, numbered; one that cannot be read is a problem and no end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import DataError, DocumentError, KGError
from kg.importing.records import OnProblem, Problem
from kg.text.decode import TextLines
from kg.text.objects import parse_object

__all__ = ["buffered", "numbered_lines", "numbered_objects", "problem"]


def problem(error: KGError, path: Path, place: str = "") -> Problem:
    """Return an error as a problem of a list; the error's own line counts where no place is given."""
    line = "" if error.line is None else str(error.line)
    prefix = f"{error.path}:{line}: " if line else f"{error.path}: "
    return Problem(path, place or line, str(error).removeprefix(prefix), error.hint)


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """Return the stream with a view of what comes next, which readers of text want."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def numbered_lines(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[tuple[int, str]]:
    """Yield every line with its 1-based number; the stream stays open.

    Args:
        stream: The open list, UTF-8 or UTF-16 with a byte order mark.
        path: Its name, for messages.
        report: Takes what is wrong with a line that is left out: too long, or no text.

    """
    source = buffered(stream)
    lines = TextLines(source, str(path))
    try:
        while True:
            try:
                line = next(lines)
            except StopIteration:
                break
            except DocumentError as error:
                report(problem(error, path))
            else:
                yield lines.number, line
    finally:
        lines.detach()
        if source is not stream:
            source.detach()


def numbered_objects(
    stream: BinaryIO, path: Path, report: OnProblem, *, brackets: bool = False
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON object of every line that is not blank, with the line's number.

    Args:
        stream: The open list.
        path: Its name, for messages.
        report: Takes what is wrong with a line that is left out.
        brackets: The lines may be those of one JSON list, an object a line: ``[``, ``{...},``, ``]``.

    """
    for number, line in numbered_lines(stream, path, report):
        text = line.strip()
        if brackets:
            text = text.removeprefix("[").removesuffix("]").strip().removesuffix(",")
        if not text:
            continue
        try:
            yield number, parse_object(text, path, number)
        except DataError as error:
            hint = error.hint or "each line holds one JSON object; the line may have been cut off"
            report(Problem(path, str(number), problem(error, path).message, hint))
