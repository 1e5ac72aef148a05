"""Quads as requests that a server takes in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from pyoxigraph import DefaultGraph, Quad, Triple

__all__ = ["Batch", "batches", "by_triple", "statement"]

Batch: TypeAlias = dict[str, list[str]]
"""Triples as lines of N-Triples, by graph as SPARQL writes its name; an empty name is the default graph."""

_UNION: Final = DefaultGraph()
_AROUND: Final = len("GRAPH  {\n\n}\n")  # counted for each line, so a batch is rather too small


def batches(groups: Iterable[Sequence[Quad]], most: int) -> Iterator[Batch]:
    """Yield quads in batches of at most so many bytes.

    A group stays together, as one that is larger does: what one request says is done together.
    """
    batch: Batch = {}
    size = 0
    for group in groups:
        lines = [(_name(held), f"{held.triple} .") for held in group]
        grown = sum(len(graph) + len(line.encode()) + _AROUND for graph, line in lines)
        if batch and size + grown > most:
            yield batch
            batch, size = {}, 0
        for graph, line in lines:
            batch.setdefault(graph, []).append(line)
        size += grown
    if batch:
        yield batch


def by_triple(quads: Iterable[Quad]) -> Iterable[list[Quad]]:
    """Return the quads of each triple together: a named graph and the union lose and gain it at once."""
    groups: dict[Triple, list[Quad]] = {}
    for held in quads:
        groups.setdefault(held.triple, []).append(held)
    return groups.values()


def _name(held: Quad) -> str:
    return "" if held.graph_name == _UNION else str(held.graph_name)


def statement(word: str, batch: Batch) -> str:
    """Return the update that inserts or deletes a batch (``INSERT``, ``DELETE``)."""
    blocks = []
    for graph, lines in batch.items():
        block = "\n".join(lines)
        blocks.append(f"GRAPH {graph} {{\n{block}\n}}" if graph else block)
    return f"{word} DATA {{\n" + "\n".join(blocks) + "\n}"
