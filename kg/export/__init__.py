"""The graph as files for other programs.

Formats of the projection (``csv``, ``graphml``, ``gexf``) are written by :func:`write_graph`, formats of RDF
(``ttl``, ``trig``, ``nq``, ``jsonld`` and more) by :func:`write_rdf`. Both write bytes that depend on the
content alone.
"""

from kg.export.graphs import write_gexf, write_graphml
from kg.export.rdf import RDF_FORMATS, write_rdf
from kg.export.tables import write_csv
from kg.export.writers import GRAPH_FORMATS, write_graph

__all__ = [
    "GRAPH_FORMATS",
    "RDF_FORMATS",
    "write_csv",
    "write_gexf",
    "write_graph",
    "write_graphml",
    "write_rdf",
]
