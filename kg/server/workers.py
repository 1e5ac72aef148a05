"""Processes that answer queries over a snapshot of the store, and that can be ended at any moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg.server.limits import Limits

__all__ = ["Answered", "QueryRequest", "WorkerPool"]


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query and how its answer is wanted.

    Attributes:
        text: The query; the worker checks it.
        table: Media type for the answer of a SELECT or ASK, ``None`` if the client takes none of them.
        graph: Media type for the answer of a CONSTRUCT or DESCRIBE, likewise.
        default_graphs: IRIs of graphs of the store that make up the default graph; none means the union.
        named_graphs: IRIs of the only graphs of the store that GRAPH reaches; none means all.

    """

    text: str
    table: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer: nothing can go wrong with it any more.

    Attributes:
        media_type: What the bytes are.
        size: How many there are.
        stamp: Stands for the state of the store that the answer tells of.
        content: The bytes, or an open file without a name that holds them.

    """

    media_type: str
    size: int
    stamp: str
    content: bytes | IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces and close the file, if there is one."""
        raise NotImplementedError


class WorkerPool:
    """Workers that answer one request each at a time; all share one snapshot of the store.

    Use it as an asynchronous context manager, in one event loop.

    Args:
        store: The store's folder.
        limits: What a request may take.

    """

    def __init__(self, store: Path, limits: Limits | None = None) -> None:
        self.store = store
        self.limits = limits or Limits()

    async def __aenter__(self) -> WorkerPool:
        """Start the workers."""
        raise NotImplementedError

    async def __aexit__(self, *_: object) -> None:
        """End the workers and remove the snapshot."""
        raise NotImplementedError

    @property
    def stamp(self) -> str:
        """What stands for the state of the store that the next answer tells of."""
        raise NotImplementedError

    async def answer(self, request: QueryRequest) -> Answered:
        """Answer a query; cancelling this ends it.

        Raises:
            Problem: The query is wrong or refused, too large, too slow; or too many wait already.
            KGError: Whatever else goes wrong for a known reason.

        """
        raise NotImplementedError

    async def call(self, name: str, arguments: Mapping[str, Any]) -> Answered:
        """Run one of :data:`kg.server.verbs.VERBS` on the store; its result comes as JSON.

        Raises:
            Problem: As :meth:`answer`.

        """
        raise NotImplementedError
