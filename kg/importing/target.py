"""The catalogue file that an import writes: lines of its own, and those that users put there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.catalogue import Extension, actor_line, extension_line
from kg.catalogue.lines import read_line
from kg.errors import DataError
from kg.files import read_text, write_file
from kg.importing.merging import Line
from kg.model import Actor

__all__ = ["Target"]


class Target:
    """A catalogue file, or one that is to be.

    Raises:
        DataError: The file is there and no catalogue; path and line say where.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._texts: dict[Line, str] = {}
        self._others: list[str] = []  # events
        for number, text in enumerate(_lines(path), start=1):
            if not text.strip():
                continue
            try:
                line = read_line(text)
            except DataError as error:
                raise DataError(str(error), path=path, line=number, hint=error.hint) from error
            if isinstance(line, (Actor, Extension)):
                self._texts[line] = text
            else:
                self._others.append(text)

    @property
    def lines(self) -> Iterable[Line]:
        """The actors and extensions that the file holds."""
        return self._texts

    def write(self, changes: Iterable[tuple[Line, Line | None]]) -> bool:
        """Put lines into the file, each in place of another if one is given; return whether it changed.

        The file is written whole or not at all. Lines that do not change stay as they are, byte for byte.

        Raises:
            OSError: It cannot be written.

        """
        changes = list(changes)
        if not changes:
            return False
        for line, old in changes:
            if old is not None:
                self._texts.pop(old, None)
            self._texts[line] = actor_line(line) if isinstance(line, Actor) else extension_line(line)
        ordered = sorted(self._texts.items(), key=lambda item: (_actor_id(item[0]), item[1]))
        texts = [*self._others, *(text for _, text in ordered)]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_file(self.path, "".join(f"{text}\n" for text in texts).encode())
        return True


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    try:
        return read_text(path).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        hint = "name a catalogue file in JSONL, or a folder"
        raise DataError(f"cannot be read ({error})", path=path, hint=hint) from error


def _actor_id(line: Line) -> str:
    return line.id if isinstance(line, Actor) else line.actor_id
