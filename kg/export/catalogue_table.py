"""Actors as a table, a row for each name, that :mod:`kg.importing.table` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from kg.importing.cells import guard, joined
from kg.model import Actor, Fact

__all__ = ["COLUMNS", "write_table"]

COLUMNS: Final = (
    "register",
    "id",
    "kind",
    "name",
    "countries",
    "alias",
    "alias_kind",
    "alias_language",
    "alias_from",
    "alias_until",
    "facts",
    "same_as",
    "sources",
)
"""What a row holds; what is the actor's and no name's stands in its first row alone."""


def write_table(actors: Iterable[Actor], stream: BinaryIO) -> None:
    """Write actors as CSV (RFC 4180, UTF-8); a spreadsheet takes no cell for a formula."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        for actor in actors:
            rows.writerows([guard(cell) for cell in row] for row in _rows(actor))
    finally:
        text.detach()


def _rows(actor: Actor) -> Iterator[tuple[str, ...]]:
    countries, facts = joined(actor.countries), joined(map(_fact, actor.facts))
    same_as = joined(f"{register}:{number}" for register, number in actor.same_as)
    about = (countries, facts, same_as, joined(actor.sources))
    for number, name in enumerate(actor.names):
        country, fact, same, source = about if number == 0 else ("", "", "", "")
        dates = (str(name.valid_from or ""), str(name.valid_until or ""))
        alias = (joined([name.text]), name.kind.value, name.language, *dates)
        yield ("kg", actor.id, actor.kind.value, actor.name, country, *alias, fact, same, source)


def _fact(fact: Fact) -> str:
    if fact.valid_from is None and fact.valid_until is None:
        return f"{fact.relation} {fact.target}"
    return f"{fact.relation} {fact.target} {fact.valid_from or ''}/{fact.valid_until or ''}"
