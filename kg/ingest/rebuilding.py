"""Read stored documents again, from the texts that the store keeps.

Like a build it can be broken off at any time: each document is replaced whole, and the next call goes on with
those that the present versions have not read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.errors import DocumentError
from kg.ingest.differences import Difference, compare
from kg.ingest.log import logged
from kg.ingest.pipeline import OnError, Pipeline
from kg.model import Claim, Document, Reading
from kg.store import Store

__all__ = ["RebuildReport", "rebuild"]

OnProgress = Callable[["RebuildReport"], None]
OnDifference = Callable[[Difference], None]
_LOG = logging.getLogger("kg")


@dataclass(slots=True)
class RebuildReport:
    """What a rebuild did so far.

    Attributes:
        read: Documents that were read again.
        current: Documents that the present versions have read already.
        lists: Entries of lists, which are no articles; ``kg catalogue import`` reads them again.
        textless: Ids of documents whose text the store does not keep.
        failed: Documents that could not be read.
        new: Claims that no earlier reading had.
        gone: Claims that are not found any more.
        changed: Claims that differ in qualifiers, dates or mentions.
        weighed: Claims that stay but for their confidence and what read them.
        same: Claims that stay as they are.

    """

    read: int = 0
    current: int = 0
    lists: int = 0
    textless: list[str] = field(default_factory=list)
    failed: int = 0
    new: int = 0
    gone: int = 0
    changed: int = 0
    weighed: int = 0
    same: int = 0

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return self.read + self.current + self.lists + len(self.textless) + self.failed

    def add(self, difference: Difference) -> None:
        """Count what one document brought."""
        self.read += 1
        self.new += len(difference.new)
        self.gone += len(difference.gone)
        self.changed += len(difference.changed)
        self.weighed += difference.weighed
        self.same += difference.same


def rebuild(
    store: Store,
    pipeline: Pipeline,
    ids: Iterable[str] | None = None,
    *,
    everything: bool = False,
    dry_run: bool = False,
    on_difference: OnDifference | None = None,
    on_progress: OnProgress | None = None,
    on_error: OnError | None = None,
) -> RebuildReport:
    """Read stored documents again with the present model, rules and catalogue.

    What was judged stays judged: the store holds each new reading against the judgements in force.

    Args:
        store: Where the documents are; open for writing unless ``dry_run``.
        pipeline: What reads them.
        ids: Which documents; all of the store if not given.
        everything: Also read those that the present versions have read.
        dry_run: Write nothing, only tell what would change.
        on_difference: Called for each document of which a reading changes anything.
        on_progress: Called after each document with the report so far.
        on_error: Called for each document that cannot be read or stored; logged if not given.

    Raises:
        LanguageModelError: The chosen spaCy pipeline is not installed.
        StoreError: The store is read-only, or the disk fails.

    """
    report = RebuildReport()

    def progress() -> None:
        if on_progress is not None:
            on_progress(report)

    def failed(error: DocumentError) -> None:
        report.failed += 1
        if on_error is None:
            _LOG.warning("not read again: %s", error)
        else:
            on_error(error)
        progress()

    def stale() -> Iterator[Document]:
        for document_id in store.documents() if ids is None else ids:
            if (document := _to_read(store, pipeline, document_id, report, everything)) is not None:
                yield document
            else:
                progress()

    def tell(difference: Difference) -> None:
        report.add(difference)
        if difference and on_difference is not None:
            on_difference(difference)
        progress()

    if dry_run:
        for reading in pipeline.read_many(stale(), on_error=failed):
            try:
                after = store.preview(reading, pipeline.run)
            except DocumentError as error:
                failed(error)
            else:
                tell(compare(reading.document.id, _claims(store, reading.document.id), after))
        return report
    curated = pipeline.catalogue
    with logged(store, "rebuild", pipeline.run) as counts:
        store.set_catalogue(curated.actors.values(), curated.digest, curated.events)
        for reading in pipeline.read_many(stale(), on_error=failed):
            try:
                tell(_put(store, pipeline, reading))
            except DocumentError as error:
                failed(error)
            counts |= {"read": report.read, "failed": report.failed, "new": report.new, "gone": report.gone}
    return report


def _to_read(
    store: Store, pipeline: Pipeline, document_id: str, report: RebuildReport, everything: bool
) -> Document | None:
    """Return a document that has to be read again, ``None`` where it need not or cannot be."""
    run = store.run_of(document_id)
    if run is None:
        return None
    if not run.rules:
        report.lists += 1
        return None
    if run == pipeline.run and not everything:
        report.current += 1
        return None
    document = store.document(document_id)
    if document is None or store.text(document_id) is None:
        report.textless.append(document_id)
        return None
    return document


def _put(store: Store, pipeline: Pipeline, reading: Reading) -> Difference:
    """Store a reading and return what that changed, judgements included."""
    document_id = reading.document.id
    before = _claims(store, document_id)
    store.put(reading, pipeline.run)
    return compare(document_id, before, _claims(store, document_id))


def _claims(store: Store, document_id: str) -> tuple[Claim, ...]:
    found = store.reading(document_id, actors=False)
    return () if found is None else found.claims
