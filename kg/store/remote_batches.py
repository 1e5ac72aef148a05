"""Quads as requests that a server takes in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from pyoxigraph import DefaultGraph, Quad

__all__ = ["Batch", "batches", "statement"]

Batch: TypeAlias = dict[str, list[str]]
"""Triples as lines of N-Triples, by graph as SPARQL writes its name; an empty name is the default graph."""

_UNION: Final = DefaultGraph()
_AROUND_GRAPH: Final = len("GRAPH  {\n\n}\n")


def batches(quads: Iterable[Quad], most: int) -> Iterator[Batch]:
    """Yield quads in batches of at most so many bytes; a single quad that is larger is a batch of its own."""
    batch: Batch = {}
    size = 0
    for held in quads:
        graph = "" if held.graph_name == _UNION else str(held.graph_name)
        line = f"{held.triple} ."
        grown = len(line.encode()) + 1
        if batch and size + grown > most:
            yield batch
            batch, size = {}, 0
        if graph not in batch:
            batch[graph] = []
            size += len(graph) + _AROUND_GRAPH
        batch[graph].append(line)
        size += grown
    if batch:
        yield batch


def statement(word: str, batch: Batch) -> str:
    """Return the update that inserts or deletes a batch (``INSERT``, ``DELETE``)."""
    blocks = []
    for graph, lines in batch.items():
        block = "\n".join(lines)
        blocks.append(f"GRAPH {graph} {{\n{block}\n}}" if graph else block)
    return f"{word} DATA {{\n" + "\n".join(blocks) + "\n}"
