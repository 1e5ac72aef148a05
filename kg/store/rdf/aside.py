"""What judgements changed in a document's graph, written beside it, so that taking them back restores it.

One literal per document, out of the union and of every export: lines of N-Triples, each behind a ``-`` where
extraction said it and the graph does not, and behind a ``+`` where it is the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from kg.store.rdf.terms import KG, string

__all__ = ["ASIDE", "as_read", "with_aside"]

ASIDE = KG["setAside"]


def with_aside(read: Set[Triple], judged: Set[Triple], document: NamedNode) -> set[Triple]:
    """Return a document's graph as judgements leave it, with what leads back to it as it was read."""
    if read == judged:
        return set(judged)
    lines = [*_lines("-", read - judged), *_lines("+", judged - read)]
    return {*judged, Triple(document, ASIDE, string("\n".join(sorted(lines))))}


def as_read(triples: Iterable[Triple]) -> set[Triple]:
    """Return a document's graph as it would be without judgements."""
    found = set(triples)
    for aside in [triple for triple in found if triple.predicate == ASIDE]:
        found.discard(aside)
        if isinstance(aside.object, Literal):
            lines = aside.object.value.split("\n")
            found -= _parsed("+", lines)
            found |= _parsed("-", lines)
    return found


def _lines(sign: str, triples: Iterable[Triple]) -> Iterator[str]:
    return (f"{sign} {triple} ." for triple in triples)


def _parsed(sign: str, lines: list[str]) -> set[Triple]:
    text = "\n".join(line[1:] for line in lines if line.startswith(sign))
    return {held.triple for held in pyoxigraph.parse(text.encode(), format=RdfFormat.N_TRIPLES)}
