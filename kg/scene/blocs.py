"""Who stands with whom: blocs of actors, found from friendly and hostile ties alike.

A bloc is a set of actors that are friendlier among each other than chance would have it and as little hostile
as can be: the quality of V. A. Traag and J. Bruggeman, "Community detection in networks with positive and
negative links", Physical Review E 80, 036115 (2009), with a null model for the friendly part alone. With
:data:`_RESOLUTION` 0 it would be the frustration of structural balance, and one distant friend in common
would be enough to stand together. It is raised by moving single actors, then whole blocs, then single actors
again, as in V. D. Blondel and others, "Fast unfolding of communities in large networks", Journal of
Statistical Mechanics P10008 (2008), in sorted order instead of a random one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from math import log2
from typing import Final

import networkx as nx

from kg.analysis import Tie, actor_of, ties_of
from kg.model import ActorKind, Polarity

__all__ = ["blocs", "order", "strength"]

_Web = list[dict[int, float]]  # for each of the actors 0, 1, ... its neighbours with the strength of the tie

_PULL: Final = {"friendly": 1.0, "structure": 1.0, "territory": 0.0, "hostile": -1.0}
_PULL_OF: Final = {"negotiates_with": 0.3, "split_from": 0.0}  # enemies negotiate, and who splits has left
_RESOLUTION: Final = 0.5
_ROUNDS: Final = 20
_LEAST: Final = 1e-9  # a gain below this is rounding
_MOST_CHAINED: Final = 1_500  # blocs that look for the best place in a row; each tries every place


def blocs(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Find out who stands with whom.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.

    Returns:
        The bloc of every actor that stands with another one, sorted by actor; 0 is the largest bloc. Actors
        that stand alone, and places, are left out.

    """
    nodes = sorted(graph)
    web = _web(graph, nodes)
    members: dict[int, list[str]] = {}
    for node, bloc in zip(nodes, _partition(web), strict=True):
        members.setdefault(bloc, []).append(node)
    ranked = sorted((m for m in members.values() if len(m) > 1), key=lambda m: (-len(m), m))
    return dict(sorted((node, rank) for rank, bloc in enumerate(ranked) for node in bloc))


def order(
    graph: nx.MultiDiGraph, nodes: Collection[str], standing: Mapping[str, int] | None = None
) -> list[str]:
    """Put actors in an order for the rows of a matrix.

    Members of a bloc follow each other, the best connected first; friendly blocs stand beside each other,
    hostile ones apart. Actors that stand alone come where they fit best, those without any tie at the end.

    Args:
        graph: A projection made by :func:`kg.analysis.project`.
        nodes: The actors to put in order, all of them in the graph.
        standing: Their blocs as :func:`blocs` returns them, if at hand.

    """
    standing = blocs(graph) if standing is None else standing
    wanted = sorted(set(nodes))
    web = _web(graph, wanted)
    groups: dict[int | str, list[int]] = {}
    for index, node in enumerate(wanted):
        groups.setdefault(standing.get(node, node), []).append(index)
    ranked = sorted(groups.values(), key=lambda group: (-len(group), -_strength(web, group[0]), group))
    belongs = {index: rank for rank, group in enumerate(ranked) for index in group}
    row = _chain(_merged(web, [belongs[index] for index in range(len(wanted))]))
    for group in ranked:
        group.sort(key=lambda index: (-_strength(web, index), index))
    return [wanted[index] for rank in row for index in ranked[rank]]


def strength(tie: Tie) -> float:
    """Return how strongly a tie pulls two actors together, or (below 0) drives them apart.

    It grows with the logarithm of the number of claims that affirm the tie, with their confidence, and with
    their share among all; a tie that is only denied has none.
    """
    pull = _PULL_OF.get(tie.relation, _PULL[tie.sign])
    affirmed = sum(claim.polarity is Polarity.AFFIRMED for claim in tie.claims)
    return pull * tie.confidence * log2(1 + affirmed) * affirmed / len(tie.records) if pull else 0.0


def _web(graph: nx.MultiDiGraph, nodes: list[str]) -> _Web:
    """Sum up the ties between two actors; those of places do not count."""
    number = {n: i for i, n in enumerate(nodes) if actor_of(graph, n).kind is not ActorKind.PLACE}
    web: _Web = [{} for _ in nodes]
    for tie in ties_of(graph):
        one, other = number.get(tie.source), number.get(tie.target)
        if one is not None and other is not None and one != other and (pull := strength(tie)):
            web[one][other] = web[one].get(other, 0.0) + pull
            web[other][one] = web[other].get(one, 0.0) + pull
    return web


def _partition(web: _Web) -> list[int]:
    """Return the bloc of each actor: first by merging ever larger blocs, at last by moving single actors."""
    weights = [sum(pull for pull in near.values() if pull > 0) for near in web]
    whole = list(range(len(web)))
    level, masses = web, weights
    while True:
        moved = _move(level, masses, list(range(len(level))))
        names = {bloc: number for number, bloc in enumerate(sorted(set(moved)))}
        if len(names) == len(level):
            break
        renamed = [names[bloc] for bloc in moved]
        whole = [renamed[bloc] for bloc in whole]
        level = _merged(level, renamed)
        merged_masses = [0.0] * len(names)
        for bloc, mass in zip(renamed, masses, strict=True):
            merged_masses[bloc] += mass
        masses = merged_masses
    return _move(web, weights, whole)


def _merged(web: _Web, bloc: list[int]) -> _Web:
    """Return the ties between blocs, whose numbers have no gaps."""
    merged: _Web = [{} for _ in range(max(bloc, default=-1) + 1)]
    for index, near in enumerate(web):
        sums = merged[bloc[index]]
        for other, pull in near.items():
            if bloc[other] != bloc[index]:
                sums[bloc[other]] = sums.get(bloc[other], 0.0) + pull
    return merged


def _move(web: _Web, masses: list[float], start: list[int]) -> list[int]:
    """Move one after the other to the bloc of a neighbour where it fits better, until nobody wants to.

    Args:
        web: The ties.
        masses: The sum of everybody's friendly ties.
        start: The bloc of each, all below the number of actors.

    """
    bloc = list(start)
    total = sum(masses) or 1.0
    held, size = [0.0] * len(web), [0] * len(web)
    for place, mass in zip(bloc, masses, strict=True):
        held[place] += mass
        size[place] += 1
    free = [place for place, members in enumerate(size) if not members]
    for _ in range(_ROUNDS):
        calm = True
        for index, near in enumerate(web):
            mine, share = bloc[index], _RESOLUTION * masses[index] / total
            held[mine] -= masses[index]
            size[mine] -= 1
            pulls = _pulls(near, bloc)
            best, gain = mine, pulls.get(mine, 0.0) - share * held[mine]
            if gain < -_LEAST:  # rather alone, and there is a free number since somebody else is in this bloc
                best, gain = free[-1], 0.0
            for place in sorted(pulls):
                if pulls[place] - share * held[place] > gain + _LEAST:
                    best, gain = place, pulls[place] - share * held[place]
            if best != mine:
                calm = False
                if not size[best]:
                    free.pop()
                if not size[mine]:
                    free.append(mine)
                bloc[index] = best
            held[best] += masses[index]
            size[best] += 1
        if calm:
            break
    return bloc


def _pulls(near: Mapping[int, float], bloc: list[int]) -> dict[int, float]:
    pulls: dict[int, float] = {}
    for other, pull in near.items():
        pulls[bloc[other]] = pulls.get(bloc[other], 0.0) + pull
    return pulls


def _strength(web: _Web, index: int) -> float:
    return sum(abs(pull) for pull in web[index].values())


def _chain(web: _Web) -> list[int]:
    """Put one after the other into a row where it pulls its two neighbours most, whoever has no tie last."""
    chain: list[int] = []
    tied = [index for index, near in enumerate(web) if near]
    for index in tied[:_MOST_CHAINED]:
        near = web[index]
        ends = [0.0, *(near.get(other, 0.0) for other in chain), 0.0]
        gaps = [0.0, *(web[one].get(other, 0.0) for one, other in pairwise(chain)), 0.0]
        gains = [before + after - gap for (before, after), gap in zip(pairwise(ends), gaps, strict=False)]
        chain.insert(max(range(len(gains)), key=lambda place: (gains[place], place)), index)
    return [*chain, *tied[_MOST_CHAINED:], *(index for index, near in enumerate(web) if not near)]
