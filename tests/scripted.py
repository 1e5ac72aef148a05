"""A pipeline without a language model: it reads sentences like ``Rivania backs Lorne.`` by its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from kg.catalogue import Catalogue
from kg.config import Settings
from kg.errors import DocumentError
from kg.ingest import Pipeline
from kg.model import ActorRef, Claim, Document, Evidence, Modality, Reading, Run

_SENTENCE = re.compile(r"(?P<source>[A-Z]\w+) (?P<hedge>may )?(?P<relation>[a-z_]+) (?P<target>[A-Z]\w+)\.")


class Scripted(Pipeline):
    """Reads some relations; another version of its rules reads others.

    Args:
        relations: What it reads.
        rules: The digest of its rules.
        confidence: How sure it is.
        hedges: Whether it knows what "may" means.
        texts: Whether the store is to keep texts.

    """

    def __init__(
        self,
        relations: Collection[str] = ("backs",),
        *,
        rules: str = "first",
        confidence: float = 0.9,
        hedges: bool = True,
        texts: bool = True,
    ) -> None:
        super().__init__(Settings(texts=texts))
        vars(self)["run"] = Run("0.1.0", "no model", rules, "no catalogue", "a script")
        vars(self)["catalogue"] = Catalogue({}, "none")
        self.read_ids: list[str] = []
        self._relations = relations
        self._confidence = confidence
        self._hedges = hedges

    def read_many(
        self, documents: Iterable[Document], *, on_error: Callable[[DocumentError], None]
    ) -> Iterator[Reading]:
        """Yield the readings, and fail at texts that say so."""
        for document in documents:
            if "UNREADABLE" in document.text:
                on_error(DocumentError("extraction failed", path=document.id))
                continue
            self.read_ids.append(document.id)
            yield Reading(document, tuple(self._claims(document)))

    def _claims(self, document: Document) -> Iterator[Claim]:
        for found in _SENTENCE.finditer(document.text):
            if found["relation"] in self._relations:
                hedged = self._hedges and found["hedge"]
                yield Claim(
                    document.id,
                    _ref(found, "source"),
                    found["relation"],
                    _ref(found, "target"),
                    Evidence(*found.span(), found.group(), f"script.{self.run.rules}"),
                    modality=Modality.POSSIBLE if hedged else Modality.ASSERTED,
                    confidence=self._confidence,
                )


def _ref(found: re.Match[str], role: str) -> ActorRef:
    name = found[role]
    return ActorRef(f"name/{name.casefold()}", name, name, *found.span(role))
