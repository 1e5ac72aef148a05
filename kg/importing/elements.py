"""The records of an XML file, one at a time; one that is broken is a problem and no end.

Each record is cut out of the text and parsed by itself. So memory holds one record, a broken one costs only
itself, and no document type definition ever reaches a parser: what it would define stays unknown.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET

from kg.importing.records import OnProblem, Problem

__all__ = ["numbered_elements"]

_BLOCK = 1 << 16  # bytes read at once
_LONGEST = 1_000_000  # characters of one record; the longest of the UN's list has some ten thousand
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN = {"utf-8", "utf-16", "ascii", "iso8859-1", "cp1252"}
_UNDECODED = re.compile("[\udc80-\udcff]")
_CUT_OFF = "the file may have been cut off: get it again"


def numbered_elements(
    stream: BinaryIO, path: Path, report: OnProblem, *, root: str, tags: tuple[str, ...]
) -> Iterator[tuple[int, ET.Element]]:
    """Yield each element with one of these tags, with the number of its first line; the stream stays open.

    Args:
        stream: The open file.
        path: Its name, for messages.
        report: Takes what is wrong with an element that is left out, and with the file.
        root: The tag of the element that holds all others.
        tags: The tags of the records, which do not stand inside one another.

    """
    text = _Text(stream, path, report)
    opening = re.compile(rf"<!--|<!DOCTYPE|<({'|'.join(tags)})(?=[\s>])")
    is_typed = False
    while (found := text.seek(opening)) is not None:
        if found == "<!--":
            text.skip_comment()
        elif found == "<!DOCTYPE":
            if not is_typed:
                message = "has a document type definition, which is not read"
                report(Problem(path, str(text.line), message, "what it defines is unknown to the records"))
            is_typed = True
            text.drop(len(found))
        elif (element := text.element(found[1:], opening)) is not None:
            yield element
    text.finish(root)


class _Text:
    """The text of a file from where it has been read up to."""

    def __init__(self, stream: BinaryIO, path: Path, report: OnProblem) -> None:
        self.line = 1
        self._stream = stream
        self._path = path
        self._report = report
        head = stream.read(_BLOCK)
        self._decoder = codecs.getincrementaldecoder(self._encoding(head))(errors="surrogateescape")
        self._text = self._decode(head)
        self._ended = not head
        self._is_cut = False

    def seek(self, opening: re.Pattern[str]) -> str | None:
        """Go to the next match and return it, ``None`` at the end of the file."""
        while (found := opening.search(self._text)) is None:
            self.drop(max(0, len(self._text) - 200))  # no tag is longer
            if not self._more():
                return None
        self.drop(found.start())
        return found.group()

    def drop(self, length: int) -> None:
        """Go on by so many characters."""
        self.line += self._text.count("\n", 0, length)
        self._text = self._text[length:]

    def skip_comment(self) -> None:
        """Go to the end of a comment; report one that has none, since what stands in it is lost."""
        line = self.line
        self.drop(len("<!--"))
        if self.seek(re.compile("-->")) is None:
            self.drop(len(self._text))
            self._is_cut = True
            message = "a comment is not closed: the rest of the file is left out"
            self._report(Problem(self._path, str(line), message, "close it with -->; or " + _CUT_OFF))

    def element(self, tag: str, opening: re.Pattern[str]) -> tuple[int, ET.Element] | None:
        """Return the element that begins here with its line, and go to its end; report what is wrong."""
        line = self.line
        end = self._end_of(tag, opening)
        if end is None:
            self._is_cut = self._ended
            long = len(self._text) > _LONGEST
            message = (
                f"the {tag} is longer than {_LONGEST:,} characters" if long else f"the {tag} is not closed"
            )
            self._report(Problem(self._path, str(line), message, _CUT_OFF))
            self.drop(len(tag) + 1)
            return None
        text = self._text[:end]
        self.drop(end)
        if _UNDECODED.search(text):
            self._report(Problem(self._path, str(line), f"the {tag} is not UTF-8", "save the file as UTF-8"))
            return None
        try:
            return line, ET.fromstring(text)  # noqa: S314  (no definition can stand inside an element)
        except ET.ParseError as error:
            row = line + error.position[0] - 1
            reason = str(error).split(":")[0]
            self._report(Problem(self._path, str(row), f"the {tag} cannot be read ({reason})", "correct it"))
            return None

    def _end_of(self, tag: str, opening: re.Pattern[str]) -> int | None:
        """Return where the element ends; ``None`` where another begins first, or the file ends."""
        stop = re.compile(rf"</{tag}\s*>|{opening.pattern}")
        searched = len(tag) + 1
        while len(self._text) <= _LONGEST:
            found = stop.search(self._text, searched)
            if found is None:
                searched = max(searched, len(self._text) - 200)  # no tag is longer
                if not self._more():
                    return None
            elif found.group() == "<!--":
                searched = found.end()
            else:
                return found.end() if found.group().startswith("</") else None
        return None

    def finish(self, root: str) -> None:
        """Report where the text does not end as a whole file does, unless that was told already."""
        if not self._is_cut and re.search(rf"</{root}\s*>\s*\Z", self._text) is None:
            self.drop(len(self._text))
            self._report(Problem(self._path, str(self.line), f"ends before </{root}>", _CUT_OFF))

    def _more(self) -> bool:
        block = self._stream.read(_BLOCK)
        self._text += self._decode(block)
        self._ended = not block
        return not self._ended

    def _decode(self, block: bytes) -> str:
        try:
            return self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:  # only UTF-16 can be so broken that nothing helps
            message = f"not {error.encoding}: the rest of the file is left out"
            self._report(Problem(self._path, str(self.line), message, "save the file as UTF-8"))
            return ""

    def _encoding(self, head: bytes) -> str:
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        stated = _ENCODING.match(head.removeprefix(codecs.BOM_UTF8))
        name = "utf-8" if stated is None else stated[1].decode()
        try:
            known = codecs.lookup(name).name
        except LookupError:
            known = ""
        if known not in _KNOWN or known == "utf-16":  # without its mark, UTF-16 could not have said so
            return "utf-8-sig"
        return "utf-8-sig" if known == "utf-8" else known
