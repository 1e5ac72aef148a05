"""Write quads as a file whose bytes depend on the content alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from kg.store.terms import PREFIXES

__all__ = ["FORMATS", "Format", "sort_prefixes", "write_quads"]

Format = Literal["nq", "trig", "jsonld", "nt", "ttl", "xml"]
FORMATS: Final[dict[Format, RdfFormat]] = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "xml": RdfFormat.RDF_XML,
}


def write_quads(quads: Iterable[Quad], form: Format) -> bytes:
    """Return the quads as a file, sorted; formats without graphs get each triple once."""
    rdf = FORMATS[form]
    lines: list[Quad] | list[Triple]
    if rdf.supports_datasets:
        lines = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    else:
        lines = sorted({quad.triple for quad in quads}, key=str)
    if form not in {"trig", "ttl"}:
        return pyoxigraph.serialize(lines, format=rdf) or b""
    return sort_prefixes(pyoxigraph.serialize(lines, format=rdf, prefixes=PREFIXES) or b"")


def sort_prefixes(data: bytes) -> bytes:
    """Return a Turtle or TriG file with its prefixes in sorted order."""
    # The serialiser writes them in an order that changes from process to process.
    lines = data.splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"".join(sorted(lines[:count]) + lines[count:])
