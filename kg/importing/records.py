"""What a reader makes of one entry of a list, before it meets the catalogue.

A reader is a function ``read(stream, path, report)`` that yields a :class:`Record` for each entry of the
list and reports a :class:`Problem` for each that it cannot use. It streams: memory holds one entry at a time.
It opens nothing and knows no catalogue: who is meant is decided in :mod:`kg.importing.merging`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.model import ActorKind, Date, Name

__all__ = ["ImportFormat", "OnProblem", "Problem", "ReadRecords", "Record", "Statement"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a list that cannot be used; the entries around it still can.

    Attributes:
        path: The file as the user gave it.
        place: The line (``12``) or the entry (``QDe.137``); empty where the file as a whole is meant.
        message: What is wrong, in one line.
        hint: What to do about it, in one line, if we know it.

    """

    path: Path
    place: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.place}: " if self.place else f"{self.path}: "
        return place + " ".join(self.message.split())


@dataclass(frozen=True, slots=True)
class Statement:
    """What a list says about an entry and another actor.

    The other actor is an entry of a register (``other_register``, ``other_identifier``) or whoever bears
    ``other_name`` in the catalogue; where both are given, the name is what to call an entry that is missing.

    Attributes:
        relation: A key of :data:`kg.vocabulary.RELATIONS`.
        text: The line that says so: one of the ``lines`` of the record.
        other_register: The register of the other actor, for example ``ucdp``.
        other_identifier: Its id there.
        other_name: What it is called.
        is_reversed: The other actor is the source of the relation and the entry its target.
        valid_from: Since when.
        valid_until: Until when, exclusive.
        claimant: The name of who says so; empty for the list itself.

    """

    relation: str
    text: str
    other_register: str = ""
    other_identifier: str = ""
    other_name: str = ""
    is_reversed: bool = False
    valid_from: Date | None = None
    valid_until: Date | None = None
    claimant: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One entity as its list has it.

    Attributes:
        register: The list, as ``same_as`` calls it: ``ucdp``, ``un``, ``wikidata``.
        identifier: Its id there.
        kind: What sort of actor it is.
        name: The name to show where the actor is new.
        names: All names, the shown one too.
        countries: ISO 3166 alpha-2 codes.
        same_as: Ids of it in other registers.
        statements: What the list says about it and others.
        place: The line or the entry, as :attr:`Problem.place` has it.
        source: The list with its edition and the id, for ``sources``: where the facts come from.
        lines: The entry as a reader sees it, a line for each field (``Column: value``), the values as they
            stand: the text of the document that the statements are claims of.
        publisher: Who publishes the list.
        date: When the entry was last changed, where the list says so.

    """

    register: str
    identifier: str
    kind: ActorKind
    name: str
    names: tuple[Name, ...] = ()
    countries: tuple[str, ...] = ()
    same_as: tuple[tuple[str, str], ...] = ()
    statements: tuple[Statement, ...] = ()
    place: str = ""
    source: str = ""
    lines: tuple[str, ...] = ()
    publisher: str = ""
    date: Date | None = None


OnProblem = Callable[[Problem], None]
ReadRecords = Callable[[BinaryIO, Path, OnProblem], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """A kind of list that can be imported.

    Attributes:
        name: What users call it: ``ucdp``.
        title: What it is, in a few words, for the help.
        fits: Whether the first bytes of a file are surely of this kind.
        read: The reader.

    """

    name: str
    title: str
    fits: Callable[[bytes], bool]
    read: ReadRecords
