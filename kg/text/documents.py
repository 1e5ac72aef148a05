"""From the fields that a source gives to a checked :class:`~kg.model.Document`."""

from __future__ import annotations

import hashlib
import re

from kg.errors import DocumentError
from kg.model import Date, Document
from kg.text.datelines import document_date, find_dateline
from kg.text.dates import parse_date
from kg.text.decode import MAX_TEXT
from kg.text.formats.record import Record

__all__ = ["MAX_FIELD", "document_id", "to_document"]

MAX_FIELD = 4_000
"""Code points in a title, publisher, date, address or id."""

# Control characters have no place in XML or on a terminal; lone surrogates have none in UTF-8.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def document_id(record: Record) -> str:
    """Return the id of a document: the given one, else its address, else a digest of what it says.

    No file name takes part, so an article keeps its id wherever it lies.
    """
    if given := record.id or record.url:
        return given
    content = "\x1f".join((record.publisher, record.title, record.text))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def to_document(record: Record, place: str) -> Document:
    """Check a record and make the document of it.

    A date that cannot be read is no reason to lose an article: it stays undated unless its dateline helps.

    Args:
        record: The fields as the source gives them.
        place: The name of the file, for messages.

    Raises:
        DocumentError: The text is empty or too long, a field is too long, or characters cannot be stored.

    """
    if not record.text.strip():
        raise DocumentError("the document has no text", path=place, line=record.line)
    if len(record.text) > MAX_TEXT:
        message = f"the text has {len(record.text):,} characters, more than {MAX_TEXT:,}"
        raise DocumentError(message, path=place, line=record.line, hint="split the document")
    if found := _FORBIDDEN.search(record.text):
        message = f"character {found.start()} of the text is U+{ord(found.group()):04X}, which no text holds"
        raise DocumentError(message, path=place, line=record.line, hint="is this a binary file?")
    fields = {name: _field(record, name, place) for name in ("id", "title", "publisher", "date", "url")}
    clean = Record(text=record.text, line=record.line, **fields)
    return Document(
        id=document_id(clean),
        text=clean.text,
        title=clean.title,
        publisher=clean.publisher,
        date=_date(clean),
        url=clean.url,
    )


def _date(record: Record) -> Date | None:
    """Return the date of a document whose dateline may stand below its title."""
    given = parse_date(record.date)
    text = record.text.lstrip()
    if (
        record.title
        and text.startswith(record.title)
        and (below := find_dateline(text[len(record.title) :].lstrip()))
    ):
        return below
    return document_date(given, record.text)


def _field(record: Record, name: str, place: str) -> str:
    value = " ".join(getattr(record, name).split())
    if len(value) > MAX_FIELD:
        message = f"the {name} has {len(value):,} characters, more than {MAX_FIELD:,}"
        raise DocumentError(message, path=place, line=record.line)
    if _FORBIDDEN.search(value):
        raise DocumentError(f"the {name} holds a control character", path=place, line=record.line)
    return value
