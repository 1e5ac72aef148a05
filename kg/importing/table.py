"""Plain tables: CSV or TSV with a header, an actor a row, or several rows with the same ``id``.

Which columns mean what is in ``kg/data/importing/table.toml``. Several values of a cell are parted by
semicolons or bars; a backslash before one makes it part of the value. ``language``, ``from`` and ``until``
belong to the name, the columns ``alias_kind``, ``alias_language``, ``alias_from`` and ``alias_until`` to the
aliases of the same row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kg.errors import DataError
from kg.importing.cells import (
    facts,
    guarded,
    interval,
    kind_of_actor,
    kind_of_name,
    language,
    pairs,
    parts,
    place_codes,
)
from kg.importing.lines import buffered
from kg.importing.names import NameList, looks_like_acronym, tidy
from kg.importing.records import OnProblem, Problem, Record, Statement
from kg.importing.rows import numbered_rows
from kg.importing.tables import load_table
from kg.model import ActorKind, Date, Name, NameKind
from kg.text.fold import fold

__all__ = ["fits", "read"]

_DELIMITERS = ",;\t|"
_HEADER = 4096  # bytes in which the header is looked for
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"_?[0-9]+$")

Cell = Callable[[str], str]
Broken = Callable[[int, DataError], None]


def fits(head: bytes) -> bool:
    """Return whether the first line of a file names columns, one of them that of the name."""
    try:
        line = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "ignore")
    except UnicodeDecodeError:
        return False
    cells = re.split(f"[{_DELIMITERS}]", line.split("\n")[0])
    held = _columns(dict.fromkeys((cell.strip(' "\r') for cell in cells), "")).values()
    return len(cells) > 1 and "name" in held


def read(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Record]:
    """Yield a record for each actor of the table.

    Args:
        stream: The table, its first row the header; commas, semicolons, tabs or bars part the columns.
        path: Its name: the ids of a table without a column ``register`` belong to a register of that name.
        report: Takes what cannot be used: a row as a whole, or one cell of it.

    """
    source = buffered(stream)
    try:
        yield from _read(source, path, report)
    finally:
        if source is not stream:
            source.detach()


def _read(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Record]:
    header = buffered(stream).peek(_HEADER)[:_HEADER].split(b"\n")[0]
    delimiter = max(_DELIMITERS, key=lambda sign: header.count(sign.encode()))

    def broken(number: int, error: DataError) -> None:
        report(Problem(path, str(number), str(error), error.hint))

    columns: dict[str, str] | None = None
    entry: _Entry | None = None
    for number, row in numbered_rows(stream, path, report, delimiter=delimiter):
        if columns is None:
            columns = _columns(row)
            if "name" not in columns.values():
                hint = f"columns found: {', '.join(tidy(name) for name in row)}"[:300]
                report(Problem(path, "1", "no column 'name'", hint))
                return
            _tell_unknown(row, columns, path, report)
        cells = {c: text for c, given in row.items() if c in columns and (text := guarded(given.strip()))}
        identifier = _first(cells, columns, "id")
        name = tidy(_first(cells, columns, "name"))
        if not identifier and not name:
            broken(number, DataError("neither id nor name", hint="give the name"))
            continue
        identifier = identifier or fold(name).replace(" ", "-")
        if entry is not None and entry.identifier == identifier:
            if name and name != entry.name:
                hint = f"line {entry.number} calls it {entry.name!r}; choose another id"
                broken(number, DataError(f"id {identifier!r} stands twice with two names", hint=hint))
                continue
        else:
            if entry is not None:
                yield from entry.records(broken)
            entry = _Entry(identifier, name, number, _register(cells, columns, path))
        entry.add(number, cells, columns, broken)
    if entry is not None:
        yield from entry.records(broken)


def _columns(row: Mapping[str, str]) -> dict[str, str]:
    """Return what each column that is known holds."""
    table = load_table("table")
    known = table["columns"] | {name: f"names:{kind}" for name, kind in table["names"].items()}
    known |= {name: f"id_of:{name}" for name in table["registers"]}
    found = {}
    for column in row:
        plain = _NOT_LETTERS.sub("_", column.casefold()).strip("_")
        held = known.get(plain) or known.get(_NUMBER.sub("", plain))
        if held is not None:
            found[column] = held
    return found


def _tell_unknown(row: Mapping[str, str], columns: Mapping[str, str], path: Path, report: OnProblem) -> None:
    unknown = [tidy(column) or "(no name)" for column in row if column not in columns]
    if unknown:
        names = ", ".join(repr(name) for name in unknown[:10]) + (", ..." if len(unknown) > 10 else "")
        hint = (
            f"known: {', '.join(load_table('table')['columns'])}, {', '.join(load_table('table')['names'])}"
        )
        report(Problem(path, "1", f"unknown columns, left aside: {names}", hint))


def _first(cells: Mapping[str, str], columns: Mapping[str, str], what: str) -> str:
    return next((text for column, text in cells.items() if columns[column] == what), "")


def _register(cells: Mapping[str, str], columns: Mapping[str, str], path: Path) -> str:
    return _first(cells, columns, "register") or fold(path.stem).replace(" ", "-") or "table"


@dataclass
class _Entry:
    """An actor as far as its rows have been read."""

    identifier: str
    name: str
    number: int
    register: str
    kind: ActorKind = ActorKind.UNKNOWN
    shown: Name | None = None
    names: NameList = field(default_factory=lambda: NameList(by_kind=True))
    countries: dict[str, None] = field(default_factory=dict)
    same_as: set[tuple[str, str]] = field(default_factory=set)
    sources: dict[str, None] = field(default_factory=dict)
    statements: dict[Statement, None] = field(default_factory=dict)
    lines: dict[str, None] = field(default_factory=dict)

    def add(self, number: int, cells: Mapping[str, str], columns: Mapping[str, str], broken: Broken) -> None:
        """Add what a row says; a cell that cannot be used is told and left out."""
        held = {columns[column]: text for column, text in cells.items()}
        self.lines |= dict.fromkeys(_line(column, text) for column, text in cells.items())
        self._add_name(number, held, broken)
        aliases = _Qualities(number, held, "alias_", broken)
        for column, text in cells.items():
            what, _, detail = columns[column].partition(":")
            try:
                if what == "names":
                    aliases.add_to(self.names, text, NameKind(detail))
                elif what == "id_of":
                    self.same_as |= {(detail, part) for part in parts(text)}
                elif what == "kind":
                    self.kind = kind_of_actor(text)
                elif what == "countries":
                    self.countries |= dict.fromkeys(place_codes(text))
                elif what == "same_as":
                    self.same_as |= set(pairs(text))
                elif what == "sources":
                    self.sources |= dict.fromkeys(parts(text))
                elif what == "facts":
                    line = _line(column, text)
                    self.statements |= dict.fromkeys(facts(text, line, self.register))
            except DataError as error:
                broken(number, DataError(f"{tidy(column)}: {error}", hint=error.hint))

    def _add_name(self, number: int, held: Mapping[str, str], broken: Broken) -> None:
        if self.shown is None and self.name:
            qualities = _Qualities(number, held, "", broken)
            self.shown = Name(
                self.name, NameKind.OFFICIAL, qualities.language, qualities.valid_from, qualities.valid_until
            )

    def records(self, broken: Broken) -> Iterator[Record]:
        """Yield the record of the entry; none where it has no name."""
        names = self.names.names()
        if self.shown is not None and all(name.text != self.name for name in names):
            names = (self.shown, *names)
        if not names:
            broken(self.number, DataError(f"{self.identifier[:60]!r} has no name", hint="give the name"))
            return
        source = "; ".join(self.sources) or f"{self.register}, {self.identifier}"
        yield Record(
            register=self.register,
            identifier=self.identifier,
            kind=self.kind,
            name=self.name or names[0].text,
            names=names,
            countries=tuple(self.countries),
            same_as=tuple(sorted(self.same_as)),
            statements=tuple(self.statements),
            place=str(self.number),
            source=source[:_LONGEST_SOURCE],
            lines=tuple(self.lines),
            publisher=self.register,
        )


_LONGEST_SOURCE = 500  # characters


def _line(column: str, text: str) -> str:
    return f"{tidy(column)}: {' '.join(text.split())}"


class _Qualities:
    """Language, time and kind that a row gives to its name, or to its aliases."""

    def __init__(self, number: int, held: Mapping[str, str], prefix: str, broken: Broken) -> None:
        self.kind: NameKind | None = None
        self.language = ""
        self.valid_from: Date | None = None
        self.valid_until: Date | None = None
        try:
            self.kind = kind_of_name(held[f"{prefix}kind"]) if prefix and f"{prefix}kind" in held else None
            self.language = language(held.get(f"{prefix}language", ""))
            since, until = (held.get(f"{prefix}{end}", "") for end in ("from", "until"))
            self.valid_from, self.valid_until = interval(since, until)
        except DataError as error:
            broken(number, error)

    def add_to(self, names: NameList, text: str, kind: NameKind) -> None:
        """Add the names of a cell, which are of this kind unless the row says of which."""
        for part in parts(text):
            told = NameKind.ACRONYM if kind is NameKind.ALIAS and looks_like_acronym(part) else kind
            names.add(part, self.kind or told, self.language, self.valid_from, self.valid_until)
