"""The terms as part of the graph, so that a query can ask for a relation's sign, label or parents."""

from __future__ import annotations

from functools import cache

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from kg.errors import DataError
from kg.resources import ontology_dir
from kg.store.rdf.terms import KG

__all__ = ["ONTOLOGY_GRAPH", "is_term", "ontology_triples"]

ONTOLOGY_GRAPH = NamedNode(KG.removesuffix("#"))


@cache
def ontology_triples() -> frozenset[Triple]:
    """Return the ontology's triples between named terms; class expressions (blank nodes) are left out.

    Raises:
        DataError: The ontology file is missing or broken.

    """
    path = ontology_dir() / "kg.ttl"
    try:
        quads = list(pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise DataError(f"cannot read the ontology: {error}", path=path) from error
    triples = (quad.triple for quad in quads)
    return frozenset(t for t in triples if isinstance(t.subject, NamedNode) and _is_stable(t))


def is_term(node: object) -> bool:
    """Return whether a node is a term of the ontology or the ontology itself."""
    return isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY_GRAPH.value)


def _is_stable(triple: Triple) -> bool:
    return not isinstance(triple.object, pyoxigraph.BlankNode)
