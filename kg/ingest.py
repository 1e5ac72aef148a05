"""The whole way of a document: reader, extraction, one transaction in the store.

Nothing else knows the whole way. A run can be broken off at any time: what is stored is complete, and the
next run goes on from there, because a document that the same versions have read is not read again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from kg.backends import Reader, identity, open_reader
from kg.catalogue import Catalogue
from kg.classifier import Classifier, can_run
from kg.config import Settings
from kg.errors import DocumentError, KGError, LanguageModelError
from kg.model import Document, Reading, Run
from kg.resources import catalogue_dir
from kg.rules import load_rules
from kg.store import Store, document_digest
from kg.text.reader import read_documents
from kg.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.extraction import Extractor
    from kg.extraction.explained import ExplainedSentence

__all__ = ["BuildReport", "Pipeline", "build", "stored_ids"]

OnError = Callable[[DocumentError], None]
OnProgress = Callable[["BuildReport"], None]
_Made = TypeVar("_Made")
_LOG = logging.getLogger("kg")

# A batch is what one pass of the language pipeline reads; memory holds one batch at a time.
_BATCH_DOCUMENTS = 64
_BATCH_CHARACTERS = 400_000


@dataclass(slots=True)
class BuildReport:
    """What a build did so far, in documents; ``claims`` are those it stored."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
    claims: int = 0

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return self.added + self.replaced + self.unchanged + self.failed


class Pipeline:
    """Everything that turns documents into readings: language pipeline, catalogue, rules.

    The language pipeline is loaded when the first document is read, so asking for :attr:`run` stays cheap.

    Args:
        settings: ``model``, ``catalogue`` and what chooses a backend are used.

    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The built-in catalogue and the user's own beside it."""
        own = self.settings.catalogue
        return Catalogue.load(catalogue_dir(), *([] if own is None else [own]))

    @cached_property
    def run(self) -> Run:
        """The versions and digests that decide what a reading looks like."""
        backend = identity(self.settings)
        model = _model_version(self.settings.model)
        return Run(
            version=__version__,
            model=f"{backend}, {model}" if backend else model,
            rules=load_rules().digest,
            catalogue=self.catalogue.digest,
        )

    @cached_property
    def extractor(self) -> Extractor:
        """What reads the documents, with the language pipeline loaded.

        Raises:
            LanguageModelError: The chosen spaCy pipeline is not installed.

        """
        from kg.extraction import Extractor

        return Extractor(_load(self.settings.model), self.catalogue, classifier=self.classifier)

    @cached_property
    def classifier(self) -> Classifier | None:
        """What judges pairs beside the rules; ``None`` where the settings want none, or there are no weights.

        Raises:
            ClassifierError: The weights are broken, or are missing in the folder that the settings name.

        """
        if self.settings.backend not in {"hybrid", "thorough"}:
            return None
        if self.settings.classifier is None and not can_run():
            _LOG.warning("no classifier is installed; the rules alone read")
            return None
        loaded = Classifier.load(self.settings.classifier)
        return loaded.thorough() if self.settings.backend == "thorough" else loaded

    @cached_property
    def reader(self) -> Reader:
        """What finds the claims: the extractor with its rules, or the backend that the settings choose.

        Raises:
            LanguageModelError: The chosen spaCy pipeline is not installed.
            BackendError: The chosen backend is not installed, or its model cannot be loaded.
            SettingsError: There is no such backend, or it lacks a setting.

        """
        identity(self.settings)  # complains before the language pipeline is loaded
        return open_reader(self.settings, self.extractor)

    def check(self) -> None:
        """Make sure that catalogue, language pipeline and backend are there, without loading the latter two.

        Raises:
            DataError: The catalogue is broken.
            LanguageModelError: The chosen spaCy pipeline is not installed.
            BackendError: The chosen backend is not installed.
            SettingsError: There is no such backend, or it lacks a setting.

        """
        _ = self.run

    def read(self, document: Document) -> Reading:
        """Return what one document says.

        Raises:
            LanguageModelError: The chosen spaCy pipeline is not installed.
            DocumentError: The chosen backend fails at this document.
            BackendError: It fails at all documents.

        """
        return self.reader.read(document)

    def read_many(self, documents: Iterable[Document], *, on_error: OnError) -> Iterator[Reading]:
        """Yield the readings of many documents, in their order.

        Args:
            documents: They are taken batch by batch.
            on_error: Called for a document whose extraction fails; the others go on.

        Raises:
            LanguageModelError: The chosen spaCy pipeline is not installed.
            BackendError: The chosen backend fails at all documents.

        """
        for batch in _batches(documents):
            yield from self._read_batch(batch, on_error)

    def explain_many(
        self, documents: Iterable[Document], *, on_error: OnError
    ) -> Iterator[tuple[Document, list[ExplainedSentence]]]:
        """Yield documents, taken one by one, with how rules and classifier read each of their sentences.

        Args:
            documents: What to read.
            on_error: Called for a document whose extraction fails; the others go on.

        Raises:
            LanguageModelError: The chosen spaCy pipeline is not installed.
            ClassifierError: The classifier is broken.

        """
        from kg.extraction.explaining import explain

        yield from _one_by_one(documents, lambda d: (d, list(explain(self.extractor, d))), on_error)

    def _read_batch(self, batch: list[Document], on_error: OnError) -> Iterator[Reading]:
        reader = self.reader
        if reader is not self.extractor:  # an answer can take minutes: each is passed on when it is there
            yield from _one_by_one(batch, self.read, on_error)
            return
        try:
            readings = list(reader.read_many(batch))
        except KGError:
            raise
        except Exception:
            # Whatever it was, one document is at fault: find it.
            readings = list(_one_by_one(batch, self.read, on_error))
        yield from readings


def build(
    inputs: Iterable[str | Path | Document],
    store: Store,
    pipeline: Pipeline,
    *,
    input_format: str | None = None,
    on_progress: OnProgress | None = None,
    on_error: OnError | None = None,
) -> BuildReport:
    """Read documents and store what they claim, each in one transaction.

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
            if store.digest_of(document.id) == document_digest(document, pipeline.run):
                report.unchanged += 1
                progress()
            else:
                yield document

    curated = pipeline.catalogue
    store.set_catalogue(curated.actors.values(), curated.digest, curated.events)
    for reading in pipeline.read_many(unread(), on_error=failed):
        try:
            change = store.put(reading, pipeline.run)
        except DocumentError as error:
            failed(error)
            continue
        report.added += change == "added"
        report.replaced += change == "replaced"
        report.unchanged += change == "unchanged"
        report.claims += len(reading.claims)
        progress()
    return report


def _one_by_one(
    documents: Iterable[Document], read: Callable[[Document], _Made], on_error: OnError
) -> Iterator[_Made]:
    for document in documents:
        try:
            made = read(document)
        except DocumentError as error:
            on_error(error)
        except KGError:
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            failure = DocumentError(f"extraction failed ({reason})", path=document.id)
            failure.__cause__ = error
            on_error(failure)
        else:
            yield made


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


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) >= _BATCH_DOCUMENTS or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


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


def _load(name: str) -> Language:
    from kg.extraction import load_pipeline

    try:
        return load_pipeline(name)
    except LanguageModelError as error:
        default = Settings().model
        other = "" if name == default else f"; or use the default one, {default}"
        raise LanguageModelError(str(error), hint=error.hint + other) from error


def _model_version(name: str) -> str:
    """Return name and version of a spaCy pipeline, without loading it where that is possible."""
    spacy = f"spacy {version('spacy')}"
    try:
        if not Path(name).is_dir():
            return f"{name} {version(name)}, {spacy}"
        meta = json.loads(Path(name, "meta.json").read_text(encoding="utf-8"))
    except (PackageNotFoundError, OSError, ValueError):
        meta = _load(name).meta
    return f"{meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')}, {spacy}"
