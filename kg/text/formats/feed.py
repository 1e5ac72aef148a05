"""RSS and Atom: one document an item.

The text is the item's content, or its summary, freed from HTML; paragraphs become lines. Links are kept as
addresses and never followed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
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
    # Its cleaning of HTML is quadratic on broken markup, and we keep no markup.
    data = io.BytesIO(read_bytes(stream, place))
    try:
        feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever it fails with over hostile bytes, the run goes on
        raise DocumentError(f"not an RSS or Atom feed: {error}", path=place) from error
    if not feed.get("version") and not feed.entries:
        raise DocumentError("not an RSS or Atom feed", path=place)
    publisher = _get(feed.feed, "title")
    for entry in feed.entries:
        yield _record(entry, publisher)
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield DocumentError(f"the feed is damaged, items may be missing: {feed.bozo_exception}", path=place)


def _record(entry: dict[str, Any], publisher: str) -> Record:
    bodies = [_get(part, "value") for part in entry.get("content") or []] + [_get(entry, "summary")]
    return Record(
        text=html_to_text(max(bodies, key=len)),
        title=html_to_text(_get(entry, "title")),
        publisher=html_to_text(_get(entry.get("source") or {}, "title") or publisher),
        date=_get(entry, "published") or _get(entry, "updated"),
        url=_get(entry, "link"),
        id=_get(entry, "id"),
    )


def _get(entry: dict[str, Any], name: str) -> str:
    """Return a field as text; broken feeds leave ``None`` behind."""
    return entry.get(name) or ""


def html_to_text(html: str) -> str:
    """Return the text of a piece of HTML, one line a paragraph.

    The parser is libxml2's: the standard library's takes minutes over broken markup and may raise.
    """
    from trafilatura import load_html  # slow to import, and most inputs do without

    sound = html.encode(errors="replace").decode()  # &#xD800; is no character
    tree = load_html(f"<html><body>{sound}</body></html>")
    if tree is None:
        return ""
    pieces: list[str] = []
    open_items: list[Any] = [tree]  # the last one comes next: elements, and the text between them
    while open_items:
        item = open_items.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item.tag, str) and item.tag not in _HIDDEN:
            edge = "\n\n" if item.tag in _BLOCKS else ""
            children = [part for child in item for part in (child, child.tail or "")]
            open_items += [edge, *reversed(children), item.text or "", edge]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n\n"))
    return "\n".join(line for line in lines if line)
