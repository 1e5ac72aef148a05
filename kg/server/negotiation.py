"""Which form of an answer suits a client: its ``Accept`` header against what we can write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from kg.store.serving import GRAPH_TYPES, TABLE_TYPES

__all__ = ["GRAPHS", "TABLES", "accepts_gzip", "choose", "content_type"]

TABLES: Final[Mapping[str, str]] = {
    **{name: name for name in TABLE_TYPES},
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
"""What a client may call a form of a table: to what we call it; the preferred first."""

GRAPHS: Final[Mapping[str, str]] = {
    **{name: name for name in GRAPH_TYPES},
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
"""The same for triples."""

_LONGEST: Final = 4096  # characters of a header that are read


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type that suits best, ``None`` if none does.

    Args:
        accept: The header as it came; no header accepts everything.
        offered: Media types, the preferred first.

    """
    if accept is None or not accept.strip():
        return offered[0]
    return _chosen(accept[:_LONGEST], tuple(offered))


@lru_cache(maxsize=256)
def _chosen(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = dict(_range(part) for part in accept.split(",") if part.strip())
    best = max(offered, key=lambda name: _quality(name, ranges))  # of equals the first
    return best if _quality(best, ranges) > 0 else None


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((p.partition("=")[2] for p in parameters if p.startswith("q=")), "1")
    try:
        return name, min(1.0, max(0.0, float(quality)))
    except ValueError:
        return name, 0.0


def _quality(name: str, ranges: dict[str, float]) -> float:
    """Return how well a media type suits, by the most specific range that it falls into."""
    for pattern in (name, name.partition("/")[0] + "/*", "*/*"):
        if pattern in ranges:
            return ranges[pattern]
    return 0.0


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Return whether a client says that it takes compressed answers."""
    ranges = dict(_range(part) for part in (accept_encoding or "")[:_LONGEST].split(",") if part.strip())
    return ranges.get("gzip", ranges.get("*", 0.0)) > 0


def content_type(media_type: str) -> str:
    """Return a media type with its charset, where it has one."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
