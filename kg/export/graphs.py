"""Actors and ties as GraphML and GEXF, for Gephi, yEd, Cytoscape and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import networkx as nx

from kg.analysis import Tie, actor_of, neighbours, ties_of
from kg.export.xml import for_xml

__all__ = ["write_gexf", "write_graphml"]

# networkx stamps the day of writing, which would make equal graphs differ.
_STAMP = re.compile(r' lastmodifieddate="[^"]*"')


def write_graphml(graph: nx.MultiDiGraph, stream: BinaryIO) -> None:
    """Write actors and ties as GraphML; each tie is an edge with its own id."""
    # The writer of the standard library, because the one of lxml formats differently where it is installed.
    nx.write_graphml_xml(_plain(graph), stream)


def write_gexf(graph: nx.MultiDiGraph, stream: BinaryIO) -> None:
    """Write actors and ties as GEXF 1.2."""
    text = "\n".join(nx.generate_gexf(_plain(graph)))
    stream.write(b"<?xml version='1.0' encoding='utf-8'?>\n")
    stream.write(_STAMP.sub("", text, count=1).encode("utf-8") + b"\n")


def _plain(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return a copy whose attributes are texts and numbers, the only types that these formats know."""
    plain = nx.MultiDiGraph()
    for node in graph:
        actor = actor_of(graph, node)
        names = sorted({name.text for name in actor.names} - {actor.name})
        plain.add_node(
            for_xml(node),
            label=for_xml(actor.name),
            kind=actor.kind.value,
            names=for_xml(" | ".join(names)),
            countries=" ".join(actor.countries),
            degree=len(neighbours(graph, node)),
        )
    for number, tie in enumerate(ties_of(graph)):
        plain.add_edge(for_xml(tie.source), for_xml(tie.target), key=f"tie{number}", **dict(_tie_values(tie)))
    return plain


def _tie_values(tie: Tie) -> Iterator[tuple[str, str | int | float]]:
    yield "label", tie.relation
    yield "relation", tie.relation
    yield "sign", tie.sign
    yield "weight", len(tie.records)
    yield "affirmed", tie.affirmed
    yield "denied", tie.denied
    yield "documents", tie.documents
    yield "first", str(tie.first or "")
    yield "last", str(tie.last or "")
    yield "confidence", float(tie.confidence)
