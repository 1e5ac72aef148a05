"""The plain edges beside the claims: ``?a kg:backs ?b``, so that simple questions stay simple."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.model import Claim, Modality, Polarity
from kg.store.rdf.terms import KG
from kg.vocabulary import RELATIONS

__all__ = ["edge_triples", "lineage", "makes_edge"]


def makes_edge(claim: Claim) -> bool:
    """Return whether a claim is firm enough for a plain edge: affirmed, and asserted or reported."""
    return claim.polarity is Polarity.AFFIRMED and claim.modality in {Modality.ASSERTED, Modality.REPORTED}


def edge_triples(source: NamedNode, relation: str, target: NamedNode) -> Iterator[Triple]:
    """Yield the edge of a relation and of each relation that it refines, both ways where it is symmetric."""
    for name in lineage(relation):
        yield Triple(source, KG[name], target)
        if RELATIONS[name].symmetric:
            yield Triple(target, KG[name], source)


def lineage(relation: str) -> Iterator[str]:
    """Yield a relation and the ones that it refines, the widest last."""
    name: str | None = relation
    while name is not None:
        yield name
        name = RELATIONS[name].parent
