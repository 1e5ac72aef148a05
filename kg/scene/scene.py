"""What a picture of the graph holds, as one JSON value: the explorer draws nothing else.

Ties and claims stand in columns, which takes a fraction of the room of one object for each. A scene says the
same each time for the same graph. Its keys:

``format``
    The number of this description, 1.
``title``
    Heading of the page.
``total``
    How many actors, ties and claims there are; the scene may hold fewer.
``focus``
    The actors that were asked for, as indexes.
``actors``
    Sorted by id: ``id``, ``name``, ``kind``, ``countries``, ``names`` (``text``, ``kind``, ``language``,
    ``from``, ``until``), ``label`` (the name in short lines), ``size`` and ``font`` in pixels, ``box`` (room
    around the centre: width, above, below), ``bloc`` (a number, null where nobody stands with it), ``x`` and
    ``y`` in the picture of everybody.
``documents``, ``claimants``
    What claims point at by their index.
``ties``
    Columns ``source``, ``target`` (actors) and ``relation`` (its name), sorted. The smaller id is the source
    of a symmetric one.
``claims``
    Columns, tie by tie, the latest of a tie first: ``tie``, ``document``, ``claimant`` (-1: the article
    itself), ``turned`` (1 where the claim names the target of a symmetric tie first), ``denied`` (0 or 1),
    ``modality``, ``from``, ``until`` (dates as written, or nothing), ``confidence``, ``id``.
``judged``
    What people decided, by the ids of claims: ``number``, ``verdict``, ``author``, ``date``, ``note``.
``evidence``
    Columns ``claim`` (an index), ``quote``, ``before``, ``after``, ``by``, ``offset`` and ``end`` (where the
    quote stands in its document); null where sentences are to be asked for, tie by tie.
``events``
    Splits, mergers, successions and ends: ``kind``, ``date``, ``before`` and ``after`` (ids of actors).
``others``
    Names of actors that events name and the scene does not hold, by their ids.
``order``
    All actors, those that stand together beside each other, as rows of a matrix.
``first``
    The actors of the first view, the most important in front; ``wide`` and ``narrow`` are where they stand on
    a screen and (fewer of them) on a telephone: a list of [actor, x, y].
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Final

import networkx as nx

from kg.analysis import ClaimRecord, Tie, actor_of, ego, most_connected, subgraph, ties_of
from kg.model import Actor, Event, Evidence, Polarity
from kg.scene.blocs import blocs, order
from kg.scene.content import actor_json, around, date_text, document_json, event_json
from kg.scene.labels import Box, box_of, label_of
from kg.scene.layout import positions

__all__ = ["MOST_ACTORS", "MOST_FIRST", "MOST_SENTENCES", "Scene", "scene"]

Json = dict[str, Any]

MOST_ACTORS: Final = 10_000
"""Actors that a scene holds, the most connected ones; more would only make it slow."""
MOST_FIRST: Final = 400
"""Actors of a first view, beyond which nobody sees anything."""
MOST_SENTENCES: Final = 50
"""Sentences that a scene holds of one tie, the latest; the counts still tell all."""

_OF_ONE_ARTICLE = "doc/"  # ids of groups that a common noun means in one article
_NARROW_ACTORS = 12  # as many labels as a telephone can show legibly
_WIDE, _NARROW = 1.65, 0.58  # width by height of the pictures


@dataclass(frozen=True, slots=True)
class Scene:
    """What a scene is made of beside the graph.

    Attributes:
        title: Heading of the page.
        focus: Ids of actors whose neighbourhood is shown first; without them the most connected are.
        limit: Number of actors in the first view, from 1 to :data:`MOST_FIRST`.
        most: Number of actors that are held.
        steps: How many ties the first view reaches out from ``focus``.
        sentences: Whether the scene holds the sentences too.
        text: Returns the text of a document by its id, to show a sentence among its neighbours.
        evidence: Returns the sentence of a claim and its place, where the claim itself does not hold it.
        claim_id: Returns the id of a claim.
        judged: What people decided, by the ids of claims.
        events: What became of actors; those that concern nobody in the scene are left out.
        name: Returns the name of an actor that events name and the graph may lack.

    """

    title: str = "Actors and alliances"
    focus: Sequence[str] = ()
    limit: int = 60
    most: int = MOST_ACTORS
    steps: int = 1
    sentences: bool = True
    text: Callable[[str], str | None] = lambda _: None
    evidence: Callable[[ClaimRecord], Evidence] = lambda record: record.claim.evidence
    claim_id: Callable[[ClaimRecord], str] = lambda _: ""
    judged: Mapping[str, Json] = field(default_factory=dict)
    events: Iterable[Event] = ()
    name: Callable[[str], str] = str


def scene(graph: nx.MultiDiGraph, of: Scene | None = None) -> Json:
    """Return a scene as described above.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.
        of: What it is made of beside the graph.

    Raises:
        UnknownNameError: The graph lacks an actor of ``focus``.

    """
    of = of or Scene()
    degrees = dict(most_connected(graph, len(graph)))
    first = _first_view(graph, degrees, of)
    held = graph
    if len(graph) > of.most:
        held = subgraph(graph, list(dict.fromkeys([*first, *degrees]))[: max(of.most, len(first))])
    number = {node: index for index, node in enumerate(held)}
    ties = ties_of(held)
    boxes: dict[str, Box] = {}
    most, standing = max(degrees.values(), default=0), blocs(held)
    actors = [_actor(actor_of(held, node), degrees[node], most, boxes) for node in held]
    place = positions(held, boxes, aspect=_WIDE, standing=standing)
    for node, actor in zip(held, actors, strict=True):
        actor["x"], actor["y"] = place[node]
        actor["bloc"] = standing.get(node)
    events = [event for event in of.events if not number.keys().isdisjoint(_concerned(event))]
    return {
        "format": 1,
        "title": of.title,
        "total": {
            "actors": len(graph),
            "ties": graph.number_of_edges(),
            "claims": sum(len(tie.records) for _, _, tie in graph.edges(data="tie")),
        },
        "focus": [number[node] for node in dict.fromkeys(of.focus)],
        "actors": actors,
        **_said(ties, number, of),
        "events": [event_json(event) for event in events],
        "others": {i: of.name(i) for i in sorted({i for e in events for i in _concerned(e)} - number.keys())},
        "order": [number[node] for node in order(held, list(held), standing)],
        "first": [number[node] for node in first],
        "wide": _places(held, first, number, boxes, _WIDE),
        "narrow": _places(held, first[:_NARROW_ACTORS], number, boxes, _NARROW),
    }


def _first_view(graph: nx.MultiDiGraph, degrees: Mapping[str, int], of: Scene) -> list[str]:
    """Return the actors to show first, the most important ones at the front.

    "The rebels" of one article come after everybody who has a name: a few articles would fill the view with
    them.
    """
    limit = max(1, min(of.limit, MOST_FIRST))
    degrees = dict(sorted(degrees.items(), key=lambda item: item[0].startswith(_OF_ONE_ARTICLE)))
    if not of.focus:
        return list(degrees)[:limit]
    near: dict[str, None] = dict.fromkeys(of.focus)
    for steps in range(1, of.steps + 1):  # whoever is nearer comes first
        around_them = {node for actor in of.focus for node in ego(graph, actor, steps)} - near.keys()
        near |= dict.fromkeys(node for node in degrees if node in around_them)
    return list(near)[: max(limit, len(set(of.focus)))]


def _actor(actor: Actor, degree: int, most: int, boxes: dict[str, Box]) -> Json:
    """Return an actor, whose size follows ``degree`` against ``most``, the highest of all; note its room."""
    share = sqrt(degree / most) if most else 0.0
    size, font = round(8 + 13 * share), round(13 + 5 * share)
    label = label_of(actor.name or actor.id)
    box = boxes[actor.id] = box_of(label, size, font)
    room = [box.width, box.above, box.below]
    return {**actor_json(actor), "label": label, "size": size, "font": font, "box": room}


def _places(
    graph: nx.MultiDiGraph,
    nodes: Collection[str],
    number: Mapping[str, int],
    boxes: Mapping[str, Box],
    aspect: float,
) -> list[list[int]]:
    place = positions(subgraph(graph, nodes), boxes, aspect=aspect)
    return [[number[node], *place[node]] for node in sorted(place)]


def _concerned(event: Event) -> set[str]:
    return {*event.predecessors, *event.successors}


def _said(ties: Sequence[Tie], number: Mapping[str, int], of: Scene) -> Json:
    """Return ties, claims, sentences, and the documents and claimants that they point at."""
    records = [(index, record) for index, tie in enumerate(ties) for record in tie.records[::-1]]
    documents = {record.document.id: record.document for _, record in records}
    document_number = {key: index for index, key in enumerate(sorted(documents))}
    claimants = {c.id: c.name for _, record in records if (c := record.claim.claimant) is not None}
    claimant_number = {key: index for index, key in enumerate(sorted(claimants))}
    ids = [of.claim_id(record) for _, record in records]
    claims = [record.claim for _, record in records]
    return {
        "ties": {
            "source": [number[tie.source] for tie in ties],
            "relation": [tie.relation for tie in ties],
            "target": [number[tie.target] for tie in ties],
        },
        "claims": {
            "tie": [index for index, _ in records],
            "document": [document_number[record.document.id] for _, record in records],
            "claimant": [-1 if c.claimant is None else claimant_number[c.claimant.id] for c in claims],
            "turned": [int(record.claim.source.id != ties[index].source) for index, record in records],
            "denied": [int(c.polarity is Polarity.DENIED) for c in claims],
            "modality": [c.modality.value for c in claims],
            "from": [date_text(c.valid_from) for c in claims],
            "until": [date_text(c.valid_until) for c in claims],
            "confidence": [c.confidence for c in claims],
            "id": ids,
        },
        "documents": [document_json(documents[key]) for key in document_number],
        "claimants": [{"id": key, "name": claimants[key]} for key in claimant_number],
        "judged": {key: of.judged[key] for key in sorted({*ids} & of.judged.keys())},
        "evidence": _evidence(ties, of) if of.sentences else None,
    }


def _evidence(ties: Sequence[Tie], of: Scene) -> Json:
    found: Json = {"claim": [], "quote": [], "before": [], "after": [], "by": [], "offset": [], "end": []}
    texts: dict[str, str | None] = {}
    offset = 0
    for tie in ties:
        for index, record in enumerate(tie.records[::-1][:MOST_SENTENCES]):
            evidence, key = of.evidence(record), record.document.id
            if key not in texts:
                texts[key] = of.text(key)
            before, after = around(texts[key], evidence.start, evidence.end)
            said = (evidence.quote, before, after, evidence.by, evidence.start, evidence.end)
            for column, value in zip(found.values(), (offset + index, *said), strict=True):
                column.append(value)
        offset += len(tie.records)
    return found
