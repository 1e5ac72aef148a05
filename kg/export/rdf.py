"""The graph as RDF: the store's own sorted dump, written to a stream."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Final

from pyoxigraph import Literal, Quad

from kg.errors import SettingsError
from kg.export.xml import for_xml
from kg.store import FORMATS, dump_quads

__all__ = ["RDF_FORMATS", "write_rdf"]

#: ``nq``, ``trig`` and ``jsonld`` keep the graph of each document; the others hold the union.
RDF_FORMATS: Final[tuple[str, ...]] = tuple(FORMATS)


def write_rdf(quads: Iterable[Quad], form: str, stream: IO[bytes]) -> None:
    """Write quads in one of :data:`RDF_FORMATS`, sorted.

    XML cannot hold every character that a text may hold; there a space stands for one that it cannot.

    Raises:
        SettingsError: There is no such format.

    """
    for known in FORMATS:
        if known == form:
            dump_quads(map(_for_xml, quads) if known == "xml" else quads, known, stream)
            return
    raise SettingsError(f"unknown RDF format {form!r}", hint="known: " + ", ".join(FORMATS))


def _for_xml(quad: Quad) -> Quad:
    literal = quad.object
    if not isinstance(literal, Literal) or (value := for_xml(literal.value)) == literal.value:
        return quad
    clean = Literal(value, language=literal.language) if literal.language else Literal(value)
    return Quad(quad.subject, quad.predicate, clean, quad.graph_name)
