"""What the explorer shows: one scene of the graph, and the same claims as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import networkx as nx

from kg.analysis import ClaimRecord, Filter, Tie, actor_of, ties_of
from kg.analysis.gathering import events_of, sentences_of
from kg.errors import UnknownNameError
from kg.model import Actor, ActorKind
from kg.scene.blocs import order
from kg.scene.content import actor_json, date_text, event_json
from kg.scene.scene import Scene
from kg.scene.stored import stored_graph, stored_scene
from kg.server.plain import Json, tie_json
from kg.server.verbs.ties import tie, ties
from kg.server.verbs.values import brief, filter_of, page_of
from kg.server.view import View, view_of
from kg.store import Store
from kg.vocabulary import RELATIONS

__all__ = [
    "actor_ties",
    "claim_rows",
    "lifeline_rows",
    "lifelines",
    "matrix",
    "scene",
    "tie_claims",
    "tie_rows",
    "whereabouts",
]

_ALL: Final = 10_000_000  # more than anything has
_SIGNS: Final = {"friendly": "friendly", "hostile": "hostile"}  # all else is other


def _graph(
    view: View, actor: Sequence[str], ego: int, catalogue: str | None, where: dict[str, Any]
) -> tuple[nx.MultiDiGraph, list[str]]:
    """Return the part of the graph that is asked for, and the ids of the actors that were named."""
    among = list(dict.fromkeys(view.find(name, catalogue) for name in actor))
    wanted, records = _filtered(view, **where)
    graph = stored_graph(view.store, wanted, among=among, steps=ego, records=records)
    return graph, among


def _filtered(view: View, *, dated: str = "held", **where: Any) -> tuple[Filter, Sequence[ClaimRecord]]:
    """Return a filter and what it is for; with ``dated`` "said" the time is that of the articles."""
    wanted = filter_of(**where)
    if dated == "held" or not (wanted.since or wanted.until):
        return wanted, view.outlines
    since, until = wanted.since, wanted.until
    said = [
        record
        for record in view.outlines
        if (date := record.document.date)
        and (since is None or date.last_day() >= since.first_day())
        and (until is None or date.first_day() <= until.last_day())
    ]
    return replace(wanted, since=None, until=None), said


def scene(
    store: Store,
    *,
    actor: Sequence[str] = (),
    focus: Sequence[str] = (),
    ego: int = 1,
    limit: int = 60,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """Return what the explorer draws; see :mod:`kg.scene.scene`. It holds no sentences.

    Args:
        store: The graph.
        actor: Only these, by id or any name, those around them, and the ties between all of those.
        focus: Begin with these and those around them.
        ego: How many ties away those around them are.
        limit: How many actors the first view shows.
        catalogue: See :func:`alias`.
        **where: See :func:`ties`.

    """
    view = view_of(store)
    graph, among = _graph(view, actor, ego, catalogue, where)
    first = [*among, *(view.find(name, catalogue) for name in focus)]
    of = Scene(focus=tuple(dict.fromkeys(first)), limit=limit, steps=ego, sentences=False)
    return stored_scene(store, graph, of)


def claim_rows(
    store: Store,
    *,
    actor: Sequence[str] = (),
    focus: Sequence[str] = (),
    ego: int = 1,
    limit: int = 60,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """List the claims of the graph tie by tie, with their sentences, as ``kg export --format csv`` has them.

    Args:
        store: The graph.
        actor: As for :func:`scene`.
        focus: It changes nothing: everybody is listed anyhow.
        ego: As for :func:`scene`.
        limit: It changes nothing either.
        catalogue: See :func:`alias`.
        **where: See :func:`ties`.

    """
    del focus, limit
    view = view_of(store)
    graph, _ = _graph(view, actor, ego, catalogue, where)
    said = [(tie, record) for tie in ties_of(graph) for record in tie.records]
    told = sentences_of(store, [record.claim.evidence.by for _, record in said])
    items = []
    for of, record in said:
        claim, about = record.claim, record.document
        who, evidence = claim.claimant, told[claim.evidence.by]
        items.append(
            {
                "id": claim.evidence.by,
                "source_id": claim.source.id,
                "source": actor_of(graph, claim.source.id).name,
                "relation": claim.relation,
                "sign": of.sign,
                "target_id": claim.target.id,
                "target": actor_of(graph, claim.target.id).name,
                "polarity": claim.polarity.value,
                "modality": claim.modality.value,
                "claimant_id": who.id if who else "",
                "claimant": who.name if who else "",
                "valid_from": date_text(claim.valid_from),
                "valid_until": date_text(claim.valid_until),
                "confidence": claim.confidence,
                "quote": evidence.quote,
                "start": evidence.start,
                "end": evidence.end,
                "by": evidence.by,
                "document": about.id,
                "title": about.title,
                "publisher": about.publisher,
                "date": date_text(about.date),
                "url": about.url,
            }
        )
    return page_of(len(items), 0, items) | {"columns": list(_CLAIM_COLUMNS)}


_CLAIM_COLUMNS: Final = (
    *("id", "source_id", "source", "relation", "sign", "target_id", "target", "polarity", "modality"),
    *("claimant_id", "claimant", "valid_from", "valid_until", "confidence", "quote", "start", "end", "by"),
    *("document", "title", "publisher", "date", "url"),
)


def tie_rows(
    store: Store, *, actor: Sequence[str] = (), ego: int = 1, catalogue: str | None = None, **where: Any
) -> Json:
    """List all ties of the graph; the arguments are those of :func:`scene`."""
    view = view_of(store)
    graph, _ = _graph(view, actor, ego, catalogue, where)
    items = [tie_json(each, view.actors) for each in ties_of(graph)]
    return page_of(len(items), 0, items)


def lifelines(
    store: Store, *, actor: Sequence[str] = (), ego: int = 1, catalogue: str | None = None, **where: Any
) -> Json:
    """Return actors with their names, and what became of them; the arguments are those of :func:`scene`."""
    view = view_of(store)
    graph, _ = _graph(view, actor, ego, catalogue, where)
    events = [
        event_json(e) for e in events_of(store) if any(a in graph for a in (*e.predecessors, *e.successors))
    ]
    items = [_life(actor_of(graph, node), ties_of(graph, node)) for node in graph]
    return page_of(len(items), 0, items) | {"events": events}


def _life(who: Actor, own: Sequence[Tie]) -> Json:
    first = min((str(tie.first) for tie in own if tie.first), default=None)
    last = max((str(tie.last) for tie in own if tie.last), default=None)
    claims = sum(len(tie.records) for tie in own)
    return actor_json(who) | {"ties": len(own), "claims": claims, "first": first, "last": last}


def lifeline_rows(store: Store, **asked: Any) -> Json:
    """List each dated name and each event of an actor; the arguments are those of :func:`scene`."""
    found = lifelines(store, **asked)
    items = [row for life in found["items"] for row in _marks(life, found["events"])]
    columns = ["id", "name", "kind", "what", "text", "from", "until"]
    return page_of(len(items), 0, items) | {"columns": columns}


def _marks(life: Json, events: Sequence[Json]) -> Iterator[Json]:
    who = {key: life[key] for key in ("id", "name", "kind")}
    yield who | {"what": "claims", "text": str(life["claims"]), "from": life["first"], "until": life["last"]}
    for name in life["names"]:
        if name["from"] or name["until"]:
            yield who | {"what": name["kind"], **{key: name[key] for key in ("text", "from", "until")}}
    for event in events:
        if life["id"] in (*event["before"], *event["after"]):
            text = " → ".join(", ".join(ids) for ids in (event["before"], event["after"]) if ids)
            yield who | {"what": event["kind"], "text": text, "from": event["date"], "until": ""}


def matrix(
    store: Store, *, actor: Sequence[str] = (), ego: int = 1, catalogue: str | None = None, **where: Any
) -> Json:
    """Weigh up what is said between every two actors, places aside; the arguments are those of :func:`scene`.

    ``friendly``, ``hostile`` and ``other`` count claims that affirm such a tie. A mutual tie counts in both
    directions. ``order`` has the actors as rows and columns, those that stand together side by side.
    """
    view = view_of(store)
    graph, _ = _graph(view, actor, ego, catalogue, where)
    acting = [node for node in graph if actor_of(graph, node).kind is not ActorKind.PLACE]
    cells: dict[tuple[str, str], Json] = {}
    kept = set(acting)
    for each in ties_of(graph):
        ends = [(each.source, each.target)]
        if RELATIONS[each.relation].symmetric and each.source != each.target:
            ends.append((each.target, each.source))
        for pair in ends:
            if kept.issuperset(pair):
                _weigh(cells, pair, each)
    items = [
        {"source": brief(view, source), "target": brief(view, target)} | cells[source, target]
        for source, target in sorted(cells)
    ]
    rows = [brief(view, node) for node in order(graph, acting)]
    columns = ["source.id", "source.name", "target.id", "target.name", *_WEIGHED]
    return page_of(len(items), 0, items) | {"order": rows, "columns": columns}


_WEIGHED: Final = ("claims", "friendly", "hostile", "other", "denied")


def _weigh(cells: dict[tuple[str, str], Json], pair: tuple[str, str], each: Tie) -> None:
    cell = cells.setdefault(pair, dict.fromkeys(_WEIGHED, 0))
    cell["claims"] += len(each.records)
    cell[_SIGNS.get(each.sign, "other")] += each.affirmed
    cell["denied"] += each.denied


def actor_ties(store: Store, *, id: str, catalogue: str | None = None, **where: Any) -> Json:  # noqa: A002
    """List all ties of one actor, those with the most claims first; see :func:`ties`."""
    return ties(store, actor=id, limit=_ALL, catalogue=catalogue, **where)


def tie_claims(store: Store, **asked: Any) -> Json:
    """List all claims of one tie; the arguments are those of :func:`tie`."""
    return dict(tie(store, limit=_ALL, **asked)["evidence"])


def whereabouts(store: Store, *, actor: str, catalogue: str | None = None) -> Json:
    """Return the id of an actor that a picture can begin with.

    Args:
        store: The graph.
        actor: An id or any name.
        catalogue: See :func:`alias`.

    Raises:
        UnknownNameError: Nobody is called so, or no claim names the actor.

    """
    view = view_of(store)
    found = view.find(actor, catalogue)
    if not view.outlines_of(found):
        name = brief(view, found)["name"]
        raise UnknownNameError(
            f"no claim names {name} as source or target", hint="nothing can be drawn of it"
        )
    return {"id": found}
