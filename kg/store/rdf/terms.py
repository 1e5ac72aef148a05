"""The terms that the graph is written with, and literals in the one form that reads back unchanged.

Oxigraph rewrites some literals when it stores them (``1.50`` becomes ``1.5``, ``en-GB`` becomes ``en-gb``);
the helpers here write the rewritten form at once, so that a file loaded and dumped again stays the same.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

__all__ = [
    "APART",
    "DCTERMS",
    "KG",
    "OA",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "SKOSXL",
    "TYPE",
    "XSD",
    "Namespace",
    "decimal",
    "instant",
    "integer",
    "label",
    "string",
]

MIN_CONFIDENCE: Final = Decimal("0.000001")


class Namespace(str):
    """An IRI prefix whose items are its terms: ``KG["Claim"]``."""

    __slots__ = ()

    def __getitem__(self, term: object) -> NamedNode:  # type: ignore[override]
        return _node(self, term)


@lru_cache(4096)
def _node(namespace: str, term: object) -> NamedNode:
    return NamedNode(f"{namespace}{term}")


KG = Namespace("https://w3id.org/kg-actors/ontology#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")

TYPE = RDF["type"]
_INTEGER = XSD["integer"]

APART: Final = frozenset({KG["fingerprint"], KG["setAside"], KG["text"]})
"""Properties that stand in a document's graph alone: not in the union, and in exports only if asked for."""

PREFIXES: Final[dict[str, str]] = {
    "dcterms": str(DCTERMS),
    "kg": str(KG),
    "oa": str(OA),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "skosxl": str(SKOSXL),
    "xsd": str(XSD),
}
"""Prefixes that every ready query and every written file may use."""


def string(text: str) -> Literal:
    """Return a plain string literal."""
    return Literal(text)


def label(text: str, language: str = "") -> Literal:
    """Return a string, tagged with ``language`` (a BCP 47 tag) unless that is empty."""
    return Literal(text, language=language.lower()) if language else Literal(text)


@lru_cache(4096)
def integer(number: int) -> Literal:
    """Return an ``xsd:integer``."""
    return Literal(str(number), datatype=_INTEGER)


@lru_cache(4096)
def decimal(number: float) -> Literal:
    """Return an ``xsd:decimal`` with at most six decimals, never rounded down to zero."""
    value = max(round(Decimal(repr(number)), 6), MIN_CONFIDENCE).normalize()
    return Literal(format(value, "f"), datatype=XSD["decimal"])


@lru_cache(4096)
def instant(day: dt.date, *, end: bool = False) -> Literal:
    """Return the first second of a day in UTC as ``xsd:dateTime``, or its last one."""
    clock = "23:59:59" if end else "00:00:00"
    return Literal(f"{day.isoformat()}T{clock}Z", datatype=XSD["dateTime"])
