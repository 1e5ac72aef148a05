"""The graph from afar: ways between actors, time lines, counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from kg.analysis import path as shortest_path
from kg.analysis import project
from kg.analysis import stats as count
from kg.analysis import ties as sum_up
from kg.server.plain import Json, tie_json
from kg.server.schemas import SIGNS
from kg.server.verbs.values import brief, claims_of, filter_of, page_of
from kg.server.view import view_of
from kg.store import Store

__all__ = ["path", "stats", "timeline"]


def path(
    store: Store,
    *,
    start: str,
    end: str,
    through_places: bool = False,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """Show how two actors hang together: a shortest way, with the latest sentence behind each of its ties.

    Args:
        store: The graph.
        start: An id or any name.
        end: Likewise.
        through_places: Go through places as well.
        catalogue: See :func:`alias`.
        **where: See :func:`ties`.

    """
    view = view_of(store)
    ends = view.find(start, catalogue), view.find(end, catalogue)
    graph = project(view.outlines, view.actors.values(), filter_of(**where))
    known = all(node in graph for node in ends)
    steps = shortest_path(graph, *ends, through_places=through_places) if known else ()
    last = {record.claim.evidence.by for step in steps for t in step.ties for record in t.records[-1:]}
    said = {claim["id"]: claim for claim in claims_of(view, sorted(last))}
    return {
        "start": brief(view, ends[0]),
        "end": brief(view, ends[1]),
        "steps": [
            {
                "start": brief(view, step.start),
                "end": brief(view, step.end),
                "ties": [
                    tie_json(t, view.actors) | {"latest": said.get(t.records[-1].claim.evidence.by)}
                    for t in step.ties
                ],
            }
            for step in steps
        ],
    }


def timeline(store: Store, *, actor: str | None = None, catalogue: str | None = None, **where: Any) -> Json:
    """Count claims by the month of their documents and by the sign of their relations.

    A document that knows its year alone counts under the year; ``undated`` counts those without a date.

    Args:
        store: The graph.
        actor: Only claims that name this one as source or target.
        catalogue: See :func:`alias`.
        **where: See :func:`ties`.

    """
    view = view_of(store)
    records = view.outlines if actor is None else view.outlines_of(view.find(actor, catalogue))
    months: dict[str, Counter[str]] = {}
    undated = 0
    for each in sum_up(records, filter_of(**where)):
        for record in each.records:
            if record.document.date is None:
                undated += 1
                continue
            counts = months.setdefault(str(record.document.date)[:7], Counter())
            counts.update(("claims", each.sign, record.claim.polarity.value))
    keys = ("claims", *SIGNS, "denied")
    items = [{"month": month} | {key: months[month][key] for key in keys} for month in sorted(months)]
    return page_of(len(items), 0, items) | {"undated": undated}


def stats(store: Store, **where: Any) -> Json:
    """Count actors, ties and claims, by kind and by who says so; see :class:`kg.analysis.Stats`."""
    view = view_of(store)
    found = count(project(view.outlines, view.actors.values(), filter_of(**where)))
    counted = {field.name: getattr(found, field.name) for field in fields(found)}
    counted |= {"first": found.first and str(found.first), "last": found.last and str(found.last)}
    counted["most_connected"] = [
        brief(view, node) | {"neighbours": number} for node, number in found.most_connected.items()
    ]
    return counted
