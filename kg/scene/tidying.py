"""Make a small picture easier to read: fewer crossings, and no lines under shapes and labels.

One actor after the other looks at places around it and takes the best one. It minds crossings of its lines,
lines of others under its box, its own lines under the boxes of others, how long its lines are, and how far
it is from its group and from where it stood. At first it may come to lie over others, which are then pushed
aside; otherwise a full picture would leave nobody room to move.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

import numpy as np
import numpy.typing as npt

from kg.scene.forces import Floats, Points, Springs, Whole
from kg.scene.overlaps import boxes_apart

__all__ = ["Boxes", "tidy"]

_Flags = npt.NDArray[np.bool_]

_UNDER: Final = 1.6  # costs, where a crossing costs 1
_OVER: Final = 1.0
_LENGTH: Final = 0.5  # for each unit of length
_GROUP: Final = 1.0
_AWAY: Final = 0.1
_UNIT: Final = 150.0  # pixels
_RINGS: Final = (30.0, 80.0, 160.0, 320.0)
_SPOKES: Final = 8
_CROWDED_PASSES: Final = 3
_ROUNDS: Final = 2
_LAST_ROUNDS: Final = 4
_MOST_WORK: Final = 6e7  # pairs of lines to look at


@dataclass(frozen=True, slots=True)
class Boxes:
    """The room that actors take.

    ``halves`` are half the width and half the height of each; ``shift`` leads from the point where its lines
    start to the middle of its box.
    """

    halves: Points
    shift: Points


@dataclass(frozen=True, slots=True)
class _Actor:
    index: int
    ends: Whole  # where its lines lead
    pulls: Floats
    others: Whole  # the lines of others
    apart: _Flags  # which of its lines share no end with which of the others
    friends: Whole  # the rest of its group


def tidy(middle: Points, boxes: Boxes, springs: Springs, homes: Whole, aspect: float) -> Points:
    """Move boxes to better places near them.

    Args:
        middle: Where the middles of the boxes are; no two boxes overlap, then as before.
        boxes: The room that each takes.
        springs: The lines, and how much each should be short.
        homes: The group of each.
        aspect: Width by height of the picture to fill.

    """
    rounds = int(_MOST_WORK / max(2 * len(springs[0]) ** 2 * (len(_RINGS) * _SPOKES + 1), 1))
    if not rounds:
        return middle
    actors = [_actor(index, springs, homes) for index in range(len(middle))]
    for _ in range(min(_CROWDED_PASSES, rounds // _ROUNDS)):
        moved = _moved(middle, boxes, actors, min(_ROUNDS, rounds), _OVER)
        middle = boxes_apart(moved, boxes.halves, aspect)
        rounds -= _ROUNDS
    return _moved(middle, boxes, actors, min(_LAST_ROUNDS, rounds), np.inf)


def _actor(index: int, springs: Springs, homes: Whole) -> _Actor:
    lines, pulls = springs
    own = (lines == index).any(axis=1)
    ends, others = lines[own].sum(axis=1) - index, lines[~own]
    apart = (others != ends[:, None, None]).all(axis=2)
    friends = np.flatnonzero(homes == homes[index])
    return _Actor(index, ends, pulls[own], others, apart, friends[friends != index])


def _moved(middle: Points, boxes: Boxes, actors: list[_Actor], rounds: int, over: float) -> Points:
    """Let each in turn take the best place; ``over`` is what it costs to lie over another."""
    start, middle = middle, middle.copy()
    frame = (start - boxes.halves).min(axis=0), (start + boxes.halves).max(axis=0)
    around = np.array([(0.0, 0.0), *_around()])
    for _ in range(rounds):
        calm = True
        for actor in actors:
            half = boxes.halves[actor.index]
            places = middle[actor.index] + around
            inside = ((places - half >= frame[0] - 1) & (places + half <= frame[1] + 1)).all(axis=1)
            inside[0] = True  # where it is
            places = places[inside]
            cost = _cost(actor, places, middle, boxes, over)
            away = np.sqrt(((places - start[actor.index]) ** 2).sum(axis=1))
            cost += _AWAY / _UNIT * away
            best = int(np.argmin(cost))
            if cost[best] < cost[0]:
                middle[actor.index] = places[best]
                calm = False
        if calm:
            break
    return middle


def _around() -> Iterator[tuple[float, float]]:
    for turn, ring in enumerate(_RINGS):
        for spoke in range(_SPOKES):
            angle = 2 * pi * (spoke + turn / 2) / _SPOKES
            yield ring * cos(angle), ring * sin(angle)


def _cost(actor: _Actor, places: Points, middle: Points, boxes: Boxes, over: float) -> Floats:
    point = middle - boxes.shift
    mine, ends = places - boxes.shift[actor.index], point[actor.ends]
    start, end = point[actor.others[:, 0]], point[actor.others[:, 1]]
    hits = (np.abs(places[:, None] - middle) < boxes.halves + boxes.halves[actor.index]).all(axis=2)
    hits[:, actor.index] = False
    own = _below(mine[:, None], ends, middle, boxes.halves)
    own[:, :, actor.index] = False
    own[:, np.arange(len(ends)), actor.ends] = False
    others = _below(start, end, places, boxes.halves[[actor.index]])
    cost = np.where(hits.any(axis=1), over * np.maximum(hits.sum(axis=1), 1), 0.0)
    cost += _crossings(actor, mine, ends, start, end)
    cost += _UNDER * (others.sum(axis=0) + own.sum(axis=(1, 2)))
    cost += _LENGTH / _UNIT * (np.sqrt(((mine[:, None] - ends) ** 2).sum(axis=2)) * actor.pulls).sum(axis=1)
    if len(actor.friends):
        cost += _GROUP / _UNIT * np.sqrt(((places - middle[actor.friends].mean(axis=0)) ** 2).sum(axis=1))
    return np.asarray(cost)


def _crossings(actor: _Actor, mine: Points, ends: Points, start: Points, end: Points) -> Floats:
    """Count for each of my places how often my lines from there cross the lines of others."""
    # On which side of a line from a to b is c? (b - a) x (c - a) tells, here taken apart so that as little as
    # can be is done for every place with every line of mine and every line of the others.
    along, base = end - start, _cross(start, end)
    mine_side = base + _cross(along, mine[:, None]) > 0
    ends_side = base + _cross(along, ends[:, None]) > 0
    line = _cross(mine[:, None], ends)[:, :, None]
    start_side = line + _cross(ends[:, None], start) > _cross(mine[:, None], start)[:, None]
    end_side = line + _cross(ends[:, None], end) > _cross(mine[:, None], end)[:, None]
    crossed = (mine_side[:, None] != ends_side) & (start_side != end_side) & actor.apart
    return np.asarray(crossed.sum(axis=(1, 2)), dtype=float)


def _below(start: Points, end: Points, middle: Points, half: Points) -> _Flags:
    """Tell which lines pass under which boxes: where no axis separates the two."""
    along, between = (end - start) / 2, (start + end) / 2
    reach = np.abs(along)
    off_x = np.abs(between[..., 0, None] - middle[:, 0]) <= reach[..., 0, None] + half[:, 0]
    off_y = np.abs(between[..., 1, None] - middle[:, 1]) <= reach[..., 1, None] + half[:, 1]
    across = np.abs(_cross(along, start)[..., None] - _cross(along[..., None, :], middle))
    return np.asarray(off_x & off_y & (across <= _span(reach[..., None, :], half)))


def _span(reach: Points, half: Points) -> Floats:
    return np.asarray(half[:, 0] * reach[..., 1] + half[:, 1] * reach[..., 0])


def _cross(a: Points, b: Points) -> Floats:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
