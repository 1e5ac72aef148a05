"""What can be asked of a graph, as plain functions: REST, the tools of language models and files share them.

Each takes an open store and plain values by keyword, and returns plain JSON values. Lists come in pages:
``{"total", "offset", "items"}``. Names of actors are found as on the command line: by id, IRI or any name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kg.server.plain import Json
from kg.server.schemas import columns
from kg.server.tabular import write_csv
from kg.server.verbs.actors import actor, actors, alias
from kg.server.verbs.documents import document, documents, queries, query
from kg.server.verbs.judging import judgements, review
from kg.server.verbs.overview import path, stats, timeline
from kg.server.verbs.ties import evidence, tie, ties
from kg.server.verbs.views import (
    actor_ties,
    claim_rows,
    lifeline_rows,
    lifelines,
    matrix,
    scene,
    tie_claims,
    tie_rows,
    whereabouts,
)
from kg.store import Store

__all__ = [
    "MOST",
    "VERBS",
    "actor",
    "actors",
    "alias",
    "document",
    "documents",
    "evidence",
    "judgements",
    "path",
    "queries",
    "query",
    "review",
    "stats",
    "tie",
    "ties",
    "timeline",
]

MOST: Final = 1000
"""The most entries of one page."""


def table(store: Store, *, verb: str, arguments: Mapping[str, Any], page: str) -> Json:
    """Return what another verb lists as CSV, in ``csv``.

    Args:
        store: The graph.
        verb: One whose answer is a page.
        arguments: Its arguments.
        page: Name of the answer's schema, which has the columns.

    """
    answer = VERBS[verb](store, **arguments)
    return {"csv": write_csv(answer.get("columns") or columns(page), answer["items"])}


def ready(store: Store) -> Json:
    """Say whether the store can be asked."""
    return {"ready": store.ask("ASK { ?s ?p ?o }")}


VERBS: Final[Mapping[str, Callable[..., Json]]] = {
    verb.__name__: verb
    for verb in (
        actors,
        actor,
        alias,
        ties,
        tie,
        evidence,
        path,
        timeline,
        documents,
        document,
        queries,
        query,
        stats,
        review,
        judgements,
        scene,
        claim_rows,
        tie_rows,
        tie_claims,
        actor_ties,
        lifelines,
        lifeline_rows,
        matrix,
        whereabouts,
        table,
        ready,
    )
}
"""Every verb by its name."""
