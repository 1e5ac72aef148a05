"""Numbers about a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import networkx as nx

from kg.analysis.projection import actor_of, most_connected, ties_of
from kg.model import Date

__all__ = ["Stats", "stats"]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over one graph; every mapping lists the largest first, equals by name.

    ``by_publisher`` and ``by_claimant`` count claims; a claim of the article itself counts under the empty
    claimant, a document without a publisher under the empty publisher. ``sources`` counts documents that say
    the same once.
    """

    actors: int
    ties: int
    claims: int
    documents: int
    sources: int
    contested: int
    first: Date | None
    last: Date | None
    ties_by_relation: dict[str, int]
    ties_by_sign: dict[str, int]
    actors_by_kind: dict[str, int]
    by_publisher: dict[str, int]
    by_claimant: dict[str, int]
    most_connected: dict[str, int]


def stats(graph: nx.MultiDiGraph, *, top: int = 10, copies: Iterable[Collection[str]] = ()) -> Stats:
    """Count what a graph holds.

    Args:
        graph: From :func:`kg.analysis.project_store` or one of the like.
        top: The number of most connected actors to list.
        copies: Groups of ids of documents that say the same; see :mod:`kg.text.duplicates`.

    """
    found = ties_of(graph)
    records = [record for tie in found for record in tie.records]
    documents = {record.document.id for record in records}
    return Stats(
        actors=len(graph),
        ties=len(found),
        claims=len(records),
        documents=len(documents),
        sources=len(documents) - sum(max(len(documents.intersection(group)) - 1, 0) for group in copies),
        contested=sum(tie.contested for tie in found),
        first=min((tie.first for tie in found if tie.first), default=None),
        last=max((tie.last for tie in found if tie.last), default=None),
        ties_by_relation=_ranked(tie.relation for tie in found),
        ties_by_sign=_ranked(tie.sign for tie in found),
        actors_by_kind=_ranked(actor_of(graph, node).kind.value for node in graph),
        by_publisher=_ranked(record.document.publisher for record in records),
        by_claimant=_ranked(r.claim.claimant.name if r.claim.claimant else "" for r in records),
        most_connected=dict(most_connected(graph, top)),
    )


def _ranked(names: Iterable[str]) -> dict[str, int]:
    counts = Counter(names)
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}
