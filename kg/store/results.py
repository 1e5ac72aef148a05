"""Answers of a query: a table that is read once, row by row, or triples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.store.rdf.terms import PREFIXES

__all__ = ["Answer", "Graph", "Node", "Row", "Table", "shorten"]

Node: TypeAlias = NamedNode | BlankNode | Literal
Row: TypeAlias = tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: column names, and rows that come as the engine finds them.

    Iterate over it once. ``dicts()`` gives each row as plain texts by column, ``texts()`` as people
    read them.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    base: str = ""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def dicts(self) -> Iterator[Mapping[str, str]]:
        """Yield each row as texts by column; what is unbound is left out."""
        for row in self.rows:
            pairs = zip(self.columns, row, strict=True)
            yield {name: node.value for name, node in pairs if node is not None}

    def texts(self) -> Iterator[Mapping[str, str]]:
        """Yield each row as texts by column: short ids instead of IRIs, dates without the clock.

        What is unbound is an empty text.
        """
        for row in self.rows:
            yield {name: shorten(node, self.base) for name, node in zip(self.columns, row, strict=True)}


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE: triples, to be iterated once."""

    triples: Iterator[Triple]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)


Answer: TypeAlias = Table | Graph | bool


_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_CLOCK = re.compile(r"T(00:00:00|23:59:59)Z$")


def shorten(node: Node | None, base: str = "", *, prefixed: bool = False) -> str:
    """Return a value for people to read: ids of actors and documents, short terms, dates without a clock.

    Control characters become spaces, so that text from an article cannot steer a terminal.

    Args:
        node: What to write; nothing gives an empty text.
        base: IRI below which our data is minted; the ids that stand below it are written as they were given.
        prefixed: Write our own terms with their prefix too: ``kg:backs`` instead of ``backs``.

    """
    if node is None:
        return ""
    if isinstance(node, NamedNode):
        text = _short_iri(node.value, base, prefixed)
    elif isinstance(node, Literal) and node.datatype.value.endswith("#dateTime"):
        text = _CLOCK.sub("", node.value)
    else:
        text = node.value
    return _NOT_PRINTED.sub(" ", text)


def _short_iri(iri: str, base: str, prefixed: bool) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri.removeprefix(namespace):
            name = iri.removeprefix(namespace)
            return name if prefix == "kg" and not prefixed else f"{prefix}:{name}"
    for folder in ("actor/", "document/") if base else ():
        if iri.startswith(base + folder):
            return unquote(iri.removeprefix(base + folder))
    return iri.removeprefix(base)
