"""The default graph as the union of the named ones: is it, and how to make it so again."""

from __future__ import annotations

from typing import Final

from kg.store.engine import Database, Rows
from kg.store.rdf.terms import APART

__all__ = ["mend", "missing", "unfounded"]

_APART: Final = ", ".join(sorted(map(str, APART)))
_MISSING: Final = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?p NOT IN ({_APART})) FILTER NOT EXISTS {{ ?s ?p ?o }}"
_UNFOUNDED: Final = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }"


def missing(database: Database) -> int:
    """Return how many triples stand in a named graph and should stand in the union, but do not."""
    return _count(database, _MISSING)


def unfounded(database: Database) -> int:
    """Return how many triples stand in the union and in no named graph."""
    return _count(database, _UNFOUNDED)


def mend(database: Database) -> None:
    """Make the union what the named graphs say, in one transaction.

    Raises:
        OSError: The disk fails; nothing is changed then.

    """
    database.update(
        f"DELETE {{ ?s ?p ?o }} WHERE {{ {_UNFOUNDED} }} ;\nINSERT {{ ?s ?p ?o }} WHERE {{ {_MISSING} }}"
    )


def _count(database: Database, pattern: str) -> int:
    rows = database.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert isinstance(rows, Rows)  # noqa: S101  (tells the type checker)
    return int(next(iter(rows))[0].value)
