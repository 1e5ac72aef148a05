"""The kinds of lists that can be imported, and which of them a file is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.importing import cameo, ftm, skos, table, ucdp, un, wikidata
from kg.importing.records import ImportFormat

__all__ = ["FORMATS", "HEAD", "guess_format"]

HEAD: Final = 4096
"""How many of the first bytes of a file are enough to tell what it is."""

_ALL = (
    ImportFormat("ucdp", "UCDP Actor Dataset (CSV)", ucdp.fits, ucdp.read),
    ImportFormat("un", "UN Security Council Consolidated List (XML)", un.fits, un.read),
    ImportFormat("ftm", "FollowTheMoney entities (JSON lines)", ftm.fits, ftm.read),
    ImportFormat("wikidata", "Wikidata items (JSON, an item a line)", wikidata.fits, wikidata.read),
    ImportFormat("cameo", "CAMEO actor dictionary (text)", cameo.fits, cameo.read),
    ImportFormat("skos", "SKOS or SKOS-XL (Turtle, N-Triples, RDF/XML, JSON-LD)", skos.fits, skos.read),
    ImportFormat("csv", "table with a header (CSV, TSV)", table.fits, table.read),
)
FORMATS: Final[Mapping[str, ImportFormat]] = MappingProxyType({form.name: form for form in _ALL})
"""The formats by the names that users call them."""


def guess_format(head: bytes) -> ImportFormat | None:
    """Return the format of a file from its first bytes; ``None`` where none, or more than one, fits."""
    fitting = [form for form in FORMATS.values() if form.fits(head)]
    return fitting[0] if len(fitting) == 1 else None
