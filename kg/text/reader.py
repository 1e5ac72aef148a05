"""Read documents from files, folders and standard input, one at a time.

Nothing is fetched from a network. Memory holds one document (or one feed) at a time, plus about 150 bytes for
each id already seen. A bad document is reported and the next one is read.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import logging
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import DocumentError, SettingsError
from kg.files import reading
from kg.model import Document
from kg.text.documents import to_document
from kg.text.formats import OPENINGS, READERS, SUFFIXES
from kg.text.formats.record import Record

__all__ = ["read_documents"]

OnError = Callable[[DocumentError], None]
_LOG = logging.getLogger("kg")


def read_documents(
    inputs: Iterable[str | Path],
    *,
    on_error: OnError,
    stdin: BinaryIO | None = None,
    format: str | None = None,  # noqa: A002  (the word users know from the command line)
) -> Iterator[Document]:
    """Yield the documents of all inputs, in the order given, folders sorted by path.

    A folder gives its files with a known ending, and those of its subfolders; hidden files and links to
    folders are left out, and a folder with nothing to read is an error. A file named directly is read
    whatever its ending: an unknown one is recognised by its first characters.

    A document that appears twice with the same text is yielded once. Where two texts come under one id,
    nothing is lost: the second gets an id of its own, ``id~digest``, and a warning says so. A warning also
    tells where a date cannot be read and the text has no dateline.

    Args:
        inputs: Paths of files and folders; ``-`` is standard input.
        on_error: Called for each document that cannot be read; reading goes on.
        stdin: What ``-`` means; the process's standard input if not given.
        format: A key of :data:`~kg.text.formats.READERS` for standard input and files named directly; files
            in folders go by their ending.

    Raises:
        SettingsError: There is no such format (raised at once, before the first document is asked for).

    """
    if format is not None and format not in READERS:
        known = ", ".join(sorted(READERS))
        raise SettingsError(f"unknown input format {format!r}", hint=f"known: {known}")
    return _documents(inputs, on_error, stdin, format)


def _documents(
    inputs: Iterable[str | Path], on_error: OnError, stdin: BinaryIO | None, format_name: str | None
) -> Iterator[Document]:
    seen = _Seen()
    for place, result in _results(inputs, stdin, format_name):
        if isinstance(result, DocumentError):
            on_error(result)
            continue
        try:
            document = to_document(result, place)
        except DocumentError as error:
            on_error(error)
            continue
        if (own := seen.tell_apart(document)) is not None:
            where = _printable(f"{place}:{result.line}" if result.line else place)
            if own.id != document.id:
                _LOG.warning(
                    "%s: another text has the id %r; this one is kept as %r", where, document.id, own.id
                )
            if own.date is None and result.date.strip():
                _LOG.warning("%s: %r is no date that can be read; kept undated", where, result.date[:60])
            yield own


def _results(
    inputs: Iterable[str | Path], stdin: BinaryIO | None, format_name: str | None
) -> Iterator[tuple[str, Record | DocumentError]]:
    for name in inputs:
        if str(name) == "-":
            unclosed = _Unclosed(stdin or sys.stdin.buffer)
            yield from _records(io.BufferedReader(unclosed), "standard input", format_name)
            continue
        for path, chosen in _files(Path(name), format_name):
            if isinstance(path, DocumentError):
                yield str(name), path
                continue
            try:
                with reading(path) as stream:
                    yield from _records(stream, str(path), chosen)
            except OSError as error:
                yield str(path), _unreadable(path, error)


def _records(
    stream: io.BufferedReader[Any], place: str, format_name: str | None
) -> Iterator[tuple[str, Record | DocumentError]]:
    try:
        reader = READERS[format_name or sniff(stream.peek(1024)[:1024])]
        for result in reader(stream, place):
            yield place, result
    except DocumentError as error:
        yield place, error
    except OSError:
        raise
    except Exception as error:  # whatever a parser fails with over hostile bytes, the run goes on
        reason = f"{type(error).__name__}: {error}"
        yield place, DocumentError(f"cannot be read ({reason})", path=place)


def sniff(head: bytes) -> str:
    """Return the name of the format that a file with these first bytes seems to have."""
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower()
    return next((name for opening, name in OPENINGS if re.match(opening, start)), "text")


def _files(path: Path, format_name: str | None) -> Iterator[tuple[Path | DocumentError, str | None]]:
    if not path.is_dir():
        yield path, format_name or SUFFIXES.get(path.suffix.lower())
        return
    errors: list[OSError] = []
    empty = True
    for folder, subfolders, names in os.walk(path, onerror=errors.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.suffix.lower() in SUFFIXES and _is_regular(file):
                empty = False
                yield file, SUFFIXES[file.suffix.lower()]
    for error in errors:
        yield _unreadable(error.filename, error), None
    if empty and not errors:
        hint = f"known endings: {', '.join(sorted(SUFFIXES))}"
        yield DocumentError("no article in this folder", path=path, hint=hint), None


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True  # a dangling link: opening it gives the message


def _printable(text: str) -> str:
    """Return a file's name so that it cannot steer the terminal on which a warning appears."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _unreadable(path: Path | str, error: OSError) -> DocumentError:
    return DocumentError(f"cannot be read: {error.strerror or error}", path=path)


class _Unclosed(io.RawIOBase):
    """A stream that readers may wrap and drop without closing the one below."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = (
            self._stream.read1(len(buffer))
            if hasattr(self._stream, "read1")
            else self._stream.read(len(buffer))
        )
        buffer[: len(data)] = data
        return len(data)


class _Seen:
    """The ids of a run and what was said under each, as short digests."""

    def __init__(self) -> None:
        self._texts: dict[bytes, bytes] = {}

    def tell_apart(self, document: Document) -> Document | None:
        """Return the document, under an id of its own if its id is taken; ``None`` if it came before."""
        text = _short_digest(document.text)
        for candidate in (document, replace(document, id=f"{document.id}~{text.hex()[:8]}")):
            before = self._texts.get(key := _short_digest(candidate.id))
            if before is None:
                self._texts[key] = text
                return candidate
            if before == text:
                return None
        return None


def _short_digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
