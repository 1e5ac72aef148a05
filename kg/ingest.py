"""The whole way of a document: reader, extraction, one transaction in the store.

Nothing else knows the whole way. A run can be broken off at any time: what is stored is complete, and the
next run goes on from there, because a document that the same versions have read is not read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from kg.catalogue import Catalogue
from kg.config import Settings
from kg.errors import DocumentError, KGError
from kg.model import Document, Reading, Run
from kg.resources import catalogue_dir
from kg.rules import load_rules
from kg.text.reader import read_documents

if TYPE_CHECKING:
    from kg.extraction import Extractor
    from kg.store import Store

__all__ = ["BuildReport", "Pipeline", "build"]

OnError = Callable[[DocumentError], None]

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
        settings: ``model`` and ``catalogue`` are used.

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
        return Run(
            version=version("kg-actors"),
            model=_model_version(self.settings.model),
            rules=load_rules().digest,
            catalogue=self.catalogue.digest,
        )

    @cached_property
    def _extractor(self) -> Extractor:
        from kg.extraction import Extractor, load_pipeline

        return Extractor(load_pipeline(self.settings.model), self.catalogue)

    def read(self, document: Document) -> Reading:
        """Return what one document says.

        Raises:
            LanguageModelError: The chosen spaCy pipeline is not installed.

        """
        return self._extractor.read(document)

    def read_many(self, documents: Iterable[Document], *, on_error: OnError) -> Iterator[Reading]:
        """Yield the readings of many documents, in their order.

        Args:
            documents: They are taken batch by batch.
            on_error: Called for a document whose extraction fails; the others go on.

        Raises:
            LanguageModelError: The chosen spaCy pipeline is not installed.

        """
        for batch in _batches(documents):
            yield from self._read_batch(batch, on_error)

    def _read_batch(self, batch: list[Document], on_error: OnError) -> Iterator[Reading]:
        extractor = self._extractor
        try:
            readings = list(extractor.read_many(batch))
        except KGError:
            raise
        except Exception:
            # Whatever it was, one document is at fault: find it.
            readings = list(self._read_one_by_one(batch, on_error))
        yield from readings

    def _read_one_by_one(self, batch: list[Document], on_error: OnError) -> Iterator[Reading]:
        for document in batch:
            try:
                yield self.read(document)
            except KGError:
                raise
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                failure = DocumentError(f"extraction failed ({reason})", path=document.id)
                failure.__cause__ = error
                on_error(failure)


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


def _model_version(name: str) -> str:
    """Return name and version of a spaCy pipeline, without loading it where that is possible."""
    spacy = f"spacy {version('spacy')}"
    try:
        if not Path(name).is_dir():
            return f"{name} {version(name)}, {spacy}"
        meta = json.loads(Path(name, "meta.json").read_text(encoding="utf-8"))
    except (PackageNotFoundError, OSError, ValueError):
        from kg.extraction import load_pipeline

        meta = load_pipeline(name).meta
    return f"{meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')}, {spacy}"
