"""Answers of a query: a table that is read once, row by row, or triples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["Answer", "Graph", "Node", "Row", "Table"]

Node: TypeAlias = NamedNode | BlankNode | Literal
Row: TypeAlias = tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: column names, and rows that come as the engine finds them.

    Iterate over it once; ``dicts()`` gives each row as plain texts by column.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def dicts(self) -> Iterator[Mapping[str, str]]:
        """Yield each row as texts by column; what is unbound is left out."""
        for row in self.rows:
            pairs = zip(self.columns, row, strict=True)
            yield {name: node.value for name, node in pairs if node is not None}


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE: triples, to be iterated once."""

    triples: Iterator[Triple]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)


Answer: TypeAlias = Table | Graph | bool
