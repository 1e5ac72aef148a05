"""The lines of catalogue files, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kg.catalogue.extending import Extension
from kg.catalogue.lines import read_line
from kg.errors import DataError
from kg.files import read_text
from kg.model import Actor, Event

__all__ = ["Placed", "read_files"]

_Found = TypeVar("_Found", Actor, Extension, Event, Actor | Extension | Event)


@dataclass(frozen=True, slots=True)
class Placed(Generic[_Found]):
    """What a line says, with its file and its number."""

    path: Path
    line: int
    found: _Found

    def error(self, message: str, hint: str) -> DataError:
        """Return what to raise where the line does not fit the others."""
        return DataError(message, path=self.path, line=self.line, hint=hint)


def read_files(paths: Iterable[Path]) -> Iterator[Placed[Actor | Extension | Event]]:
    """Yield what the lines of files, and of the ``*.jsonl`` files of folders, say.

    Raises:
        DataError: A file cannot be read, or a line is broken or in the wrong place.

    """
    for path in _files(paths):
        last = ""
        try:
            lines = read_text(path).split("\n")
        except (OSError, UnicodeDecodeError) as error:
            hint = "give a catalogue file in JSONL, UTF-8"
            raise DataError(f"cannot be read ({error})", path=path, hint=hint) from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found = read_line(line)
            except DataError as error:
                raise DataError(str(error), path=path, line=number, hint=error.hint) from error
            placed = Placed(path, number, found)
            if not isinstance(found, Event):
                actor_id = found.id if isinstance(found, Actor) else found.actor_id
                if actor_id < last:
                    raise placed.error(f"{actor_id!r} after {last!r}", "sort the lines by id")
                last = actor_id
            yield placed


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.jsonl"))
            if not found:
                raise DataError(
                    "no .jsonl file in this folder", path=path, hint="give a catalogue file or folder"
                )
            yield from found
        else:
            yield path
