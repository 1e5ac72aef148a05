"""Markdown: one document a file, with its fields in a front matter of ``key: value`` lines, if it has one.

The text is everything after the front matter, as given: markup stays, so that offsets lead into the file's
own words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from kg.text.decode import read_text
from kg.text.formats.record import Record

__all__ = ["read"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<lines>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t](.*)$", re.MULTILINE)
_FIELDS = ("id", "title", "publisher", "date", "url")


def read(stream: io.BufferedReader, place: str) -> Iterator[Record]:
    """Yield the file as one record. Without a title in the front matter, the first heading is the title.

    Raises:
        DocumentError: The file is too large or not in a known encoding.

    """
    content = read_text(stream, place)
    matter = _FRONT_MATTER.match(content)
    text = content[matter.end() :] if matter else content
    fields = _fields(matter["lines"]) if matter else {}
    if "title" not in fields and (heading := _HEADING.search(text)):
        fields["title"] = heading[1].strip().rstrip("#").strip()
    yield replace(Record(text=text), **fields)  # type: ignore[arg-type]


def _fields(lines: str) -> dict[str, str]:
    """Read the known keys; others belong to other programs."""
    fields = {}
    for line in lines.splitlines():
        key, colon, value = line.partition(":")
        if colon and (name := key.strip().lower()) in _FIELDS:
            fields[name] = _unquoted(value.strip())
    return fields


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
