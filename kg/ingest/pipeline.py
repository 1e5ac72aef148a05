"""Everything that turns documents into readings, and what decides how they come out."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.backends import Reader, identity, open_reader
from kg.catalogue import Catalogue
from kg.classifier import Classifier, can_run
from kg.config import Settings
from kg.errors import DocumentError, KGError, LanguageModelError
from kg.model import Document, Reading, Run
from kg.resources import catalogue_dir, names_dir
from kg.rules import load_rules
from kg.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.extraction import Extractor
    from kg.extraction.explained import ExplainedSentence

__all__ = ["OnError", "Pipeline"]

OnError = Callable[[DocumentError], None]
_Made = TypeVar("_Made")
_LOG = logging.getLogger("kg")

# A batch is what one pass of the language pipeline reads; memory holds one batch at a time.
_BATCH_DOCUMENTS = 64
_BATCH_CHARACTERS = 400_000


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
        return Run(
            version=__version__,
            model=_model_version(self.settings.model),
            rules=load_rules().digest,
            catalogue=self.catalogue.digest,
            reader=identity(self.settings) or "rules",
            word_lists=_word_lists(),
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

    @property
    def at_once(self) -> int:
        """How many readings may wait for one another until they are stored; what takes long does not wait."""
        return 1 if self.settings.backend in {"llm", "gliner"} else _BATCH_DOCUMENTS

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


def _word_lists() -> str:
    """Return a digest of what is known of names in general: their words, and those of countries."""
    digest = hashlib.sha256()
    for path in sorted(names_dir().iterdir()):
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
