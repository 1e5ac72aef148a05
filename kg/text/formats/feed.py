"""RSS and Atom: one document an item.

The text is the item's content, or its summary, freed from HTML; paragraphs become lines. Links are kept as
addresses and never followed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from kg.errors import DocumentError
from kg.text.decode import read_bytes
from kg.text.formats.record import Record

__all__ = ["read"]

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "section", "table", "tr", "ul"}
)
_HIDDEN = frozenset({"script", "style", "template"})


def read(stream: io.BufferedReader, place: str) -> Iterator[Record | DocumentError]:
    """Yield the items of a feed in its own order, then an error if the feed is damaged.

    Raises:
        DocumentError: The file is too large, or no feed.

    """
    import feedparser  # slow to import, and most inputs do without

    # A stream, because feedparser would take bytes or text for a file's name or an address to fetch.
    feed = feedparser.parse(io.BytesIO(read_bytes(stream, place)))
    if not feed.version and not feed.entries:
        raise DocumentError("not an RSS or Atom feed", path=place)
    publisher = feed.feed.get("title", "")
    for entry in feed.entries:
        yield _record(entry, publisher)
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield DocumentError(f"the feed is damaged, items may be missing: {feed.bozo_exception}", path=place)


def _record(entry: Any, publisher: str) -> Record:
    bodies = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    source = entry.get("source", {})
    return Record(
        text=html_to_text(max(bodies, key=len)),
        title=html_to_text(entry.get("title", "")),
        publisher=html_to_text(source.get("title", "") or publisher),
        date=entry.get("published", "") or entry.get("updated", ""),
        url=entry.get("link", ""),
        id=entry.get("id", ""),
    )


def html_to_text(html: str) -> str:
    """Return the text of a piece of HTML, one line a paragraph."""
    parser = _TextOf()
    parser.feed(html)
    parser.close()
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(parser.parts).split("\n\n"))
    return "\n".join(line for line in lines if line)


class _TextOf(HTMLParser):
    """Collect the text between the tags, with an empty line where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
