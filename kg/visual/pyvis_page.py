"""The graph as a pyvis network: for notebooks, and as a simple page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log2, sqrt
from pathlib import Path
from typing import Any, TextIO

import networkx as nx

from kg.analysis import ClaimRecord, Tie, actor_of, ego, most_connected, subgraph, ties_of
from kg.model import Actor
from kg.scene.labels import Box, box_of, label_of
from kg.scene.layout import positions
from kg.text.outgoing import web_address
from kg.visual.look import KINDS, SIGNS, arrows
from kg.visual.pyvis_network import PyvisNetwork
from kg.vocabulary import RELATIONS

__all__ = ["network", "write_pyvis_page"]

#: More actors than this make a hairball.
MOST_ACTORS = 400
_MOST_SENTENCES = 5  # of one tie
_MOST_NAMED_TIES = 24  # more relation names than this would cover each other
_ASPECT = 2.1  # width by height
_FEW_ACTORS, _STRETCH = 30, 1.3  # so few have room for longer lines between them
_GAP = 0.22  # how far parallel ties bend away from each other, as vis-network's roundness


def network(
    graph: nx.MultiDiGraph,
    *,
    title: str = "Actors and alliances",
    limit: int = 60,
    focus: str | Sequence[str] = (),
    steps: int = 1,
    height: str = "600px",
    width: str = "100%",
) -> PyvisNetwork:
    """Return a graph as a :class:`pyvis.network.Network`, which a notebook shows as a picture.

    Every actor stands where it is put here; a click on a tie shows its latest sentences.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.
        title: Heading of the picture.
        limit: Number of actors to draw at most, from 1 to 400, the most connected ones.
        focus: Id of an actor, or ids of several; only they and those around them are drawn.
        steps: How many ties away from one of them.
        height: Height of the picture in a notebook, as CSS says it. A page of its own fills its window.
        width: Its width, likewise.

    Raises:
        UnknownNameError: The graph has no actor ``focus``.

    """
    chosen = [focus] if isinstance(focus, str) else list(focus)
    part = _part(graph, chosen, steps, max(1, min(limit, MOST_ACTORS)))
    drawn = PyvisNetwork(title, height, width, len(graph), graph.number_of_edges())
    degrees = dict(most_connected(part, len(part)))
    most = max(degrees.values(), default=0)
    looks = {node: _Look(actor_of(part, node), degrees[node], most) for node in part}
    spots = positions(part, {node: look.box for node, look in looks.items()}, aspect=_ASPECT)
    stretch = _STRETCH if len(part) <= _FEW_ACTORS else 1
    for node, (x, y) in spots.items():
        drawn.add_node(node, x=round(x * stretch), y=round(y * stretch), **looks[node].options())
    _add_ties(drawn, ties_of(part))
    return drawn


def write_pyvis_page(
    graph: nx.MultiDiGraph,
    target: TextIO | Path | str,
    *,
    title: str = "Actors and alliances",
    limit: int = 60,
    focus: str | Sequence[str] = (),
    steps: int = 1,
) -> None:
    """Write a graph as a simple page made with pyvis; the same graph gives the same bytes.

    :func:`kg.visual.write_page` makes the page with search, filters and a table.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.
        target: A text stream, or the path of a file to write in UTF-8.
        title: Heading of the page.
        limit: Number of actors to draw at most, from 1 to 400, the most connected ones.
        focus: Id of an actor, or ids of several; only they and those around them are drawn.
        steps: How many ties away from one of them.

    Raises:
        UnknownNameError: The graph has no actor ``focus``.

    """
    page = network(graph, title=title, limit=limit, focus=focus, steps=steps).generate_html()
    if isinstance(target, str | Path):
        Path(target).write_text(page, encoding="utf-8", newline="\n")
    else:
        target.write(page)


def _part(graph: nx.MultiDiGraph, chosen: list[str], steps: int, limit: int) -> nx.MultiDiGraph:
    """Return the actors to draw: the chosen ones in front, then the most connected around them or at all.

    Whoever is left without a tie by the limit is left out too.
    """
    near = {node for actor in chosen for node in ego(graph, actor, steps)}
    around = subgraph(graph, near) if chosen else graph
    ranked = dict.fromkeys([*chosen, *(node for node, _ in most_connected(around, len(around)))])
    part = subgraph(around, list(ranked)[:limit])
    return subgraph(part, [node for node in part if part.degree(node) or node in chosen])


class _Look:
    """How an actor is drawn; its size follows ``degree`` against ``most``, the highest of all actors."""

    def __init__(self, actor: Actor, degree: int, most: int) -> None:
        share = sqrt(degree / most) if most else 0.0
        self.actor, self.size, self.font = actor, round(8 + 13 * share), round(13 + 5 * share)
        self.label = label_of(actor.name or actor.id)

    @property
    def box(self) -> Box:
        return box_of(self.label, self.size, self.font)

    def options(self) -> dict[str, Any]:
        """Return the options of the node; ``name`` and ``kind`` are for the panel and the legend."""
        look = KINDS[self.actor.kind]
        return {
            "label": self.label,
            "shape": look.shape,
            "color": look.colour,
            "size": self.size,
            "font": {"size": self.font},
            "name": self.actor.name or self.actor.id,
            "kind": self.actor.kind.value,
        }


def _add_ties(drawn: PyvisNetwork, ties: list[Tie]) -> None:
    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in ties:
        pairs.setdefault(frozenset((tie.source, tie.target)), []).append(tie)
    named = len(ties) <= _MOST_NAMED_TIES
    for tie in ties:
        beside = pairs[frozenset((tie.source, tie.target))]
        bend = (beside.index(tie) - (len(beside) - 1) / 2) * _GAP
        # Ties of a pair that point in opposite directions would otherwise bend to the same side.
        options = _tie_options(tie, bend if tie.source <= tie.target else -bend)
        drawn.add_edge(tie.source, tie.target, **options, **({"label": options["relation"]} if named else {}))


def _tie_options(tie: Tie, bend: float) -> dict[str, Any]:
    """Return the options of an edge; ``relation``, ``sign``, ``claims`` and ``latest`` are for the panel."""
    look, term = SIGNS[tie.sign], RELATIONS[tie.relation]
    return {
        "id": f"{tie.source} {tie.relation} {tie.target}",
        "width": round(1.2 + 0.8 * log2(len(tie.records)), 2),
        "color": look.colour,
        "dashes": look.dashes if isinstance(look.dashes, bool) else list(look.dashes),
        "arrows": arrows(look, symmetric=term.symmetric),
        "smooth": _smooth(bend),
        "relation": term.label,
        "sign": look.label,
        "claims": len(tie.records),
        "latest": list(_latest(tie.records)),
    }


def _smooth(bend: float) -> bool | dict[str, Any]:
    if not bend:
        return False
    side = "curvedCW" if bend > 0 else "curvedCCW"
    return {"enabled": True, "type": side, "roundness": round(abs(bend), 2)}


def _latest(records: Iterable[ClaimRecord]) -> Iterator[dict[str, str]]:
    """Yield what the panel tells of the latest claims."""
    for record in list(records)[::-1][:_MOST_SENTENCES]:
        claim, document = record.claim, record.document
        yield {
            "quote": claim.evidence.quote,
            "polarity": claim.polarity.value,
            "modality": claim.modality.value,
            "claimant": claim.claimant.name if claim.claimant else "",
            "since": str(claim.valid_from or ""),
            "title": document.title or document.id,
            "publisher": document.publisher,
            "date": str(document.date or ""),
            "url": web_address(document.url),
        }
