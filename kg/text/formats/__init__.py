"""One module per input format, and the tables that say which one reads what.

To add a format: a module with ``read(stream, place)`` (see :data:`~kg.text.formats.record.Reader`) and a line
in :data:`READERS`; a line in :data:`SUFFIXES` for each ending of its files; a line in :data:`OPENINGS` if a
file of it can be told by how it begins.
"""

from __future__ import annotations

from kg.text.formats import feed, jsonl, markdown, page, plain, table
from kg.text.formats.record import Reader

__all__ = ["OPENINGS", "READERS", "SUFFIXES"]

READERS: dict[str, Reader] = {
    "csv": table.read,
    "feed": feed.read,
    "html": page.read,
    "jsonl": jsonl.read,
    "markdown": markdown.read,
    "text": plain.read,
}
"""Name of a format, as the user gives it, to the function that reads it."""

SUFFIXES = {
    ".atom": "feed",
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".jsonl": "jsonl",
    ".markdown": "markdown",
    ".md": "markdown",
    ".ndjson": "jsonl",
    ".rss": "feed",
    ".text": "text",
    ".txt": "text",
    ".xhtml": "html",
    ".xml": "feed",
}
"""Ending of a file name, in lower case, to the name of its format."""

OPENINGS = (
    (r"\{", "jsonl"),
    (r"---[ \t]*\r?\n", "markdown"),
    (
        r"(?s)(?:<\?xml|<!--|<rss|<feed|<rdf:rdf).{0,1000}?(?:<rss|<feed|<rdf:rdf)\b|<(?:rss|feed|rdf:rdf)\b",
        "feed",
    ),
    (r"<(?:!doctype|html|head|body|\?xml|!--|article|div|p)\b", "html"),
)
"""How a file begins (a pattern over its first kilobyte in lower case) to its format; all else is text."""
