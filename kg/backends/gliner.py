"""Read documents with GLiNER2, a small model that finds relations by their descriptions and runs on a CPU.

It needs the extra: ``pip install "kg-actors[gliner]"``. The package downloads the model when it is first
used, unless the model is a folder.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any, Protocol

from kg.backends.checking import Dropped, checked, in_order
from kg.backends.linking import Linked, Linker
from kg.backends.quotes import Evened
from kg.backends.statement import Statement
from kg.errors import BackendError
from kg.extraction import Extractor
from kg.model import Claim, Document, Reading
from kg.vocabulary import RELATIONS

__all__ = ["GlinerReader", "Model", "load_model", "require_package"]

_SURE_ENOUGH = 0.5  # what the package itself takes
_BATCH = 8
_LONGEST = 2_000  # characters of a sentence; longer ones are tables or lists
_MOST = 100  # relations of one kind in a sentence


class Model(Protocol):
    """The one method of a GLiNER2 model that is used."""

    def batch_extract_relations(
        self,
        texts: list[str],
        relation_types: dict[str, str],
        batch_size: int = ...,
        threshold: float = ...,
        *,
        include_confidence: bool = ...,
        include_spans: bool = ...,
    ) -> list[dict[str, Any]]:
        """Return the relations in each text.

        Each result has ``relation_extraction``: relation -> list of ``{"head": end, "tail": end}``, where an
        end has ``text``, ``start``, ``end`` and ``confidence``.
        """
        ...


class GlinerReader:
    """Takes from each sentence that names two actors the relations that a GLiNER2 model finds.

    The model knows no negation, no speakers and no dates: all claims are affirmed and asserted.

    Args:
        model: A loaded model.
        name: What it is called, for the evidence.
        extractor: For the mentions and who is meant by them.

    Attributes:
        dropped: How many of the model's relations were left out so far, by the reason.

    """

    def __init__(self, model: Model, name: str, extractor: Extractor) -> None:
        self.dropped: Counter[str] = Counter()
        self._model = model
        self._by = f"gliner:{name}"
        self._linker = Linker(extractor)
        self._relations = {name: term.definition for name, term in RELATIONS.items()}

    def read(self, document: Document) -> Reading:
        """Return what the model finds in a document, as far as it names actors."""
        linked = self._linker.link(document)
        claims = in_order(self._claims(linked))
        return Reading(document, claims, linked.described(claims))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the readings of many documents, in order."""
        return map(self.read, documents)

    def _claims(self, linked: Linked) -> Iterator[Claim]:
        text = linked.document.text
        spans = [
            (start, end)
            for start, end, actors in linked.sentences()
            if actors > 1 and end - start <= _LONGEST and not _asks(text[start:end])
        ]
        if not spans:
            return
        results = self._model.batch_extract_relations(
            [text[start:end] for start, end in spans],
            self._relations,
            batch_size=_BATCH,
            threshold=_SURE_ENOUGH,
            include_confidence=True,
            include_spans=True,
        )
        for (start, end), result in zip(spans, results, strict=True):
            part = Evened(text[start:end], start)
            for statement in _statements(result, text[start:end]):
                try:
                    yield checked(statement, part, linked, self._by)
                except Dropped as reason:
                    self.dropped[str(reason)] += 1


def load_model(name: str) -> Model:
    """Load a GLiNER2 model.

    Args:
        name: A folder, or the name of a published model, which is downloaded when it is not there yet.

    Raises:
        BackendError: The package is not installed, or the model cannot be loaded.

    """
    require_package()
    try:
        from gliner2 import AutoExtractor

        model: Model = AutoExtractor.from_pretrained(name)
    except Exception as error:  # whatever the package and what it stands on may raise
        raise BackendError(
            f"the GLiNER2 model {name!r} cannot be loaded ({type(error).__name__}: {error})",
            hint="give the folder of a model, or a name that can be downloaded, with KG_GLINER_MODEL",
        ) from error
    return model


def require_package() -> None:
    """Make sure that the package is there, without loading it.

    Raises:
        BackendError: It is not installed.

    """
    if find_spec("gliner2") is None or find_spec("torch") is None:
        raise BackendError("the backend gliner is not installed", hint='pip install "kg-actors[gliner]"')


def _asks(sentence: str) -> bool:
    return sentence.rstrip(" \n\"'”’)").endswith("?")


def _statements(result: Mapping[str, Any], sentence: str) -> Iterator[Statement]:
    for relation, pairs in sorted(result.get("relation_extraction", {}).items()):
        for pair in pairs[:_MOST]:
            head, tail = pair["head"], pair["tail"]
            sure = min(float(head["confidence"]), float(tail["confidence"]))
            yield Statement(
                source=head["text"],
                relation=relation.partition(":")[0],  # some architectures put the description behind it
                target=tail["text"],
                quote=sentence,
                confidence=sure if math.isfinite(sure) else 0.0,
            )
