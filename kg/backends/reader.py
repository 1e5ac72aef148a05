"""What all backends have in common with :class:`kg.extraction.Extractor`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from kg.model import Document, Reading

__all__ = ["Reader"]


class Reader(Protocol):
    """Turns documents into readings."""

    def read(self, document: Document) -> Reading:
        """Return the claims of one document and the actors that they name.

        Raises:
            DocumentError: This document cannot be read; another one may be.
            BackendError: No document can be read.

        """
        ...

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the readings of many documents, in order.

        Raises:
            DocumentError: One document cannot be read; the ones after it are not tried.
            BackendError: No document can be read.

        """
        ...
