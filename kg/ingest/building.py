"""Fill a store from articles, and keep it in step with them.

A run can be broken off at any time: what is stored is complete, and the next run goes on from there, because
a document that the same versions have read is not read again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import cast

from kg.errors import DocumentError
from kg.ingest.log import logged
from kg.ingest.pipeline import OnError, Pipeline
from kg.model import Document
from kg.store import Store, document_digest
from kg.text.duplicates import with_copies
from kg.text.reader import read_documents

__all__ = ["BuildReport", "build", "stored_ids"]

OnProgress = Callable[["BuildReport"], None]
_LOG = logging.getLogger("kg")


@dataclass(slots=True)
class BuildReport:
    """What a build did so far, in documents; ``claims`` are those it stored.

    ``copies``, known at the end, are the documents among those added and replaced that say what another
    document of the store says, word for word or nearly so.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
    claims: int = 0
    copies: int = 0

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return self.added + self.replaced + self.unchanged + self.failed


def build(
    inputs: Iterable[str | Path | Document],
    store: Store,
    pipeline: Pipeline,
    *,
    input_format: str | None = None,
    on_progress: OnProgress | None = None,
    on_error: OnError | None = None,
) -> BuildReport:
    """Read documents and store what they claim, some at a time in one transaction.

    A document that the same versions have read before is skipped without being read again; one that has
    changed replaces what it said before.

    Args:
        inputs: Files, folders, ``-`` for standard input, or documents already made.
        store: Where to; open for writing.
        pipeline: What reads the documents; use one for many builds.
        input_format: See :func:`kg.text.reader.read_documents`.
        on_progress: Called after each document with the report so far.
        on_error: Called for each document that cannot be read or stored; logged if not given.

    Raises:
        LanguageModelError: The chosen spaCy pipeline is not installed.
        StoreError: The store is read-only, or the disk fails.

    """
    report = BuildReport()

    def progress() -> None:
        if on_progress is not None:
            on_progress(report)

    def failed(error: DocumentError) -> None:
        report.failed += 1
        (on_error or _log_error)(error)
        progress()

    def unread() -> Iterator[Document]:
        for document in _documents(inputs, input_format, failed):
            if store.digest_of(document.id) != document_digest(document, pipeline.run):
                yield document
                continue
            if (store.text(document.id) is not None) != texts:
                store.set_text(document.id, document.text if texts else None)
            report.unchanged += 1
            progress()

    texts, curated = pipeline.settings.texts, pipeline.catalogue
    changed: set[str] = set()
    with logged(store, "build", pipeline.run) as counts:
        store.set_catalogue(curated.actors.values(), curated.digest, curated.events)
        readings = pipeline.read_many(unread(), on_error=failed)
        for reading, outcome in store.put_many(readings, pipeline.run, text=texts, at_once=pipeline.at_once):
            if isinstance(outcome, DocumentError):
                failed(outcome)
                continue
            if outcome != "unchanged":
                changed.add(reading.document.id)
            report.added += outcome == "added"
            report.replaced += outcome == "replaced"
            report.unchanged += outcome == "unchanged"
            report.claims += len(reading.claims)
            progress()
            counts |= _counts(report)
        report.copies = _copies(store, changed)
        counts |= _counts(report)
    return report


def _counts(report: BuildReport) -> dict[str, int]:
    return {name: number for name, number in asdict(report).items() if number}


def _copies(store: Store, changed: set[str]) -> int:
    """Return how many of these documents say what another document of the store says."""
    return len(with_copies(changed, store.fingerprints())) if changed else 0


def _documents(
    inputs: Iterable[str | Path | Document], input_format: str | None, on_error: OnError
) -> Iterator[Document]:
    # The reader gets all paths at once, to notice an id that two files give to different texts.
    for is_path, group in groupby(inputs, key=lambda given: not isinstance(given, Document)):
        if is_path:
            paths = cast(Iterator[str | Path], group)
            yield from read_documents(paths, on_error=on_error, format=input_format)
        else:
            yield from cast(Iterator[Document], group)


def _log_error(error: DocumentError) -> None:
    _LOG.warning("skipped: %s", error)


def stored_ids(store: Store, given: str) -> list[str]:
    """Return the ids of the stored documents that a user means by a word.

    Args:
        store: Where the documents are.
        given: An id, an IRI, or the path of a file or folder whose documents are meant.

    """
    known = set(store.documents())
    for document_id in (given, store.iris.document_id(given.strip("<>"))):
        if document_id in known:
            return [document_id]
    if given == "-" or not Path(given).exists():
        return []
    found = read_documents([given], on_error=_log_error)
    return sorted({document.id for document in found} & known)
