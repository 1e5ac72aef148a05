"""What this part asks of the engine below it, so that the same code runs on a folder and on a server.

``pyoxigraph.Store`` is such an engine as it is: the methods here are its own, in the form in which they are
called. :class:`kg.store.remote.database.RemoteDatabase` is the other one. Because each of its calls is a
round trip over a network, it also takes many questions at once: :class:`Distant` says which.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol, runtime_checkable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, Triple, Variable

__all__ = ["Database", "Distant", "GraphName", "Object", "Rows", "Solution", "Subject"]

Subject = NamedNode | BlankNode | Triple
Object = NamedNode | BlankNode | Literal | Triple
GraphName = NamedNode | BlankNode | DefaultGraph


class Solution(Protocol):
    """One row of an answer."""

    def __getitem__(self, key: int, /) -> Any:
        """Return the value in a column, ``None`` where it is unbound."""


@runtime_checkable
class Rows(Protocol):
    """The answer of a SELECT: its columns, and its rows, to be iterated once."""

    @property
    def variables(self) -> list[Variable]:
        """The columns."""

    def __iter__(self) -> Iterator[Solution]:
        """Yield the rows."""


class Database(Protocol):
    """Quads in named graphs, of which the default graph holds the union.

    What goes wrong is raised as OSError, ValueError or RuntimeError, a malformed query as SyntaxError; a
    remote database raises :class:`kg.errors.StoreError` for what happens on the way.
    """

    def query(
        self, query: str, /, *, prefixes: dict[str, str] | None = None
    ) -> Rows | QueryBoolean | Iterable[Triple]:
        """Answer a SELECT with :class:`Rows`, an ASK with a boolean, anything else with triples."""

    def update(self, update: str, /) -> None:
        """Run a SPARQL update, in one transaction."""

    def extend(self, quads: Iterable[Quad], /) -> None:
        """Add quads, in one transaction."""

    def bulk_extend(self, quads: Iterable[Quad], /) -> None:
        """Add many quads; broken off, a part of them may be there."""

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002  (the engine's word)
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads with these parts; ``None`` stands for any."""

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Yield the names of the graphs."""

    def __contains__(self, key: object, /) -> bool:
        """Return whether a quad is there."""

    def flush(self) -> None:
        """Make sure that everything is on the disk."""

    def backup(self, target_directory: str, /) -> None:
        """Copy the database into a new folder."""


class Distant(Database, ABC):
    """A database behind a network, where a question costs a round trip: what it takes in one."""

    @abstractmethod
    def change(self, removed: Iterable[Quad], added: Iterable[Quad], seal: Iterable[Quad] = ()) -> None:
        """Remove some quads and add others, in one transaction where the server takes them at once.

        Args:
            removed: What is not there any more.
            added: What is there now.
            seal: Quads that say that all the others are there. Where it takes several transactions, they
                are away from the first to the last.

        """

    @abstractmethod
    def held_elsewhere(self, triples: Iterable[Triple], graph: NamedNode) -> set[Triple]:
        """Return those of the triples that stand in a named graph other than this one."""

    @abstractmethod
    def around(self, nodes: Iterable[NamedNode], graph: NamedNode | DefaultGraph) -> set[Triple]:
        """Return the triples of actors, of their names and of their facts, as one graph has them."""

    @abstractmethod
    def looking_ahead(self, nodes: Iterable[NamedNode], graph: NamedNode) -> AbstractContextManager[None]:
        """Ask at once what is :meth:`around` all these nodes, and answer it from memory for a while."""

    @abstractmethod
    def contents(
        self, graphs: Iterable[NamedNode], *, apart: bool, predicate: NamedNode | None = None
    ) -> Iterator[Quad]:
        """Yield the quads of some named graphs, in the order of the graphs.

        Args:
            graphs: Their names, in the order in which they are wanted.
            apart: With the properties of :data:`kg.store.rdf.terms.APART`.
            predicate: Only this property.

        """
