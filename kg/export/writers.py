"""Which writer makes which format of the projected graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

import networkx as nx

from kg.errors import SettingsError
from kg.export.graphs import write_gexf, write_graphml
from kg.export.tables import write_csv

__all__ = ["GRAPH_FORMATS", "write_graph"]

GRAPH_FORMATS: Final[dict[str, Callable[[nx.MultiDiGraph, BinaryIO], None]]] = {
    "csv": write_csv,
    "gexf": write_gexf,
    "graphml": write_graphml,
}


def write_graph(graph: nx.MultiDiGraph, form: str, stream: BinaryIO) -> None:
    """Write a projection in one of :data:`GRAPH_FORMATS`.

    Raises:
        SettingsError: There is no such format.

    """
    if form not in GRAPH_FORMATS:
        raise SettingsError(f"unknown graph format {form!r}", hint="known: " + ", ".join(GRAPH_FORMATS))
    GRAPH_FORMATS[form](graph, stream)
