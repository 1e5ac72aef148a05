"""The picture itself as a pyvis network: shapes, lines, sizes and vis-network's options."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2, sqrt
from typing import Any

from pyvis.network import Network

from kg.analysis import Tie
from kg.model import Actor
from kg.visual.labels import Box, box_of, label_of
from kg.visual.look import KINDS, SIGNS, arrows
from kg.vocabulary import RELATIONS

__all__ = ["OPTIONS", "Drawing"]

_GAP = 0.22  # how far parallel ties bend away from each other, as vis-network's roundness

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"borderWidth": 1, "chosen": False},
    "edges": {
        "chosen": False,
        "smooth": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "arrowStrikethrough": False,
        "selfReference": {"size": 14, "angle": 0.8},
    },
}


class Drawing:
    """A pyvis network being filled, and the room that each actor takes in it."""

    def __init__(self, title: str) -> None:
        self.network = Network(directed=True, heading=title, cdn_resources="in_line")
        self.network.options = OPTIONS
        self.boxes: dict[str, Box] = {}

    def add_actor(self, actor: Actor, degree: int, most: int) -> None:
        """Add an actor; its size follows ``degree`` against ``most``, the highest of all actors."""
        share = sqrt(degree / most) if most else 0.0
        size, font = round(8 + 13 * share), round(13 + 5 * share)
        label = label_of(actor.name or actor.id)
        look = KINDS[actor.kind]
        self.boxes[actor.id] = box_of(label, size, font)
        self.network.add_node(
            actor.id, label=label, shape=look.shape, color=look.colour, size=size, font={"size": font}
        )

    def add_ties(self, ties: Mapping[str, Tie]) -> None:
        """Add ties by their id; both ends of each must have been added before."""
        pairs: dict[tuple[str, str], list[str]] = {}
        for tie_id, tie in ties.items():
            pairs.setdefault((min(tie.source, tie.target), max(tie.source, tie.target)), []).append(tie_id)
        for members in pairs.values():
            for index, tie_id in enumerate(members):
                self._add_tie(tie_id, ties[tie_id], (index - (len(members) - 1) / 2) * _GAP)

    def _add_tie(self, tie_id: str, tie: Tie, bend: float) -> None:
        look = SIGNS[tie.sign]
        # Ties of a pair that point in opposite directions would otherwise bend to the same side.
        bend = bend if tie.source <= tie.target else -bend
        self.network.add_edge(
            tie.source,
            tie.target,
            id=tie_id,
            width=round(1.2 + 0.8 * log2(len(tie.records)), 2),
            color=look.colour,
            dashes=look.dashes if isinstance(look.dashes, bool) else list(look.dashes),
            arrows=arrows(look, symmetric=RELATIONS[tie.relation].symmetric),
            smooth=_smooth(bend),
        )


def _smooth(bend: float) -> bool | dict[str, Any]:
    if not bend:
        return False
    return {
        "enabled": True,
        "type": "curvedCW" if bend > 0 else "curvedCCW",
        "roundness": round(abs(bend), 2),
    }
