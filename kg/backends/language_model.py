"""Read documents with a language model on an OpenAI-compatible server."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.backends.answers import Unreadable, statements_of
from kg.backends.cache import Cache
from kg.backends.chat import Chat, Failed
from kg.backends.checking import Dropped, checked, drops, in_order
from kg.backends.linking import Linked, Linker
from kg.backends.parts import parts
from kg.backends.prompt import instructions, question, schema
from kg.backends.quotes import Evened
from kg.backends.server import Server
from kg.backends.statement import Statement
from kg.errors import BackendError, DocumentError
from kg.extraction import Extractor
from kg.model import Claim, Document, Reading

__all__ = ["LanguageModelReader", "prompt_digest"]

_LOG = logging.getLogger("kg")
_PART = 4_000  # characters of a document in one question: about a thousand tokens, which small models hold
_MOST_FAILURES = 3  # documents in a row for which the server is out of order, until it is given up


def prompt_digest() -> str:
    """Return a digest of what the model is told; with another one, documents are read anew."""
    return hashlib.sha256(instructions().encode()).hexdigest()[:12]


class LanguageModelReader:
    """Asks a language model for claims and keeps those that the document bears out.

    Args:
        server: Whom to ask.
        extractor: For the mentions and who is meant by them.
        cache: Folder where answers are kept; ``None`` for nowhere.
        sleep: Waits some seconds between two tries.

    Attributes:
        dropped: How many statements were left out so far, by the reason.

    """

    def __init__(
        self,
        server: Server,
        extractor: Extractor,
        *,
        cache: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.dropped: Counter[str] = Counter()
        self._server = server
        self._linker = Linker(extractor)
        self._cache = Cache(cache)
        self._chat = Chat(server, schema(), sleep=sleep)
        self._failures = 0  # documents in a row

    def read(self, document: Document) -> Reading:
        """Return what the model finds in a document, as far as the document bears it out.

        What is dropped is counted in :attr:`dropped` and told as one warning for the document.

        Raises:
            DocumentError: The server fails at this document, or its answers cannot be read.
            BackendError: The server cannot be reached, refuses us, or failed at several documents in a row.

        """
        linked = self._linker.link(document)
        dropped: Counter[str] = Counter()
        claims = in_order(self._claims(linked, dropped))
        self.dropped += dropped
        if dropped:
            _LOG.warning("%s: left out of the model's answer: %s", document.id, drops(dropped))
        return Reading(document, claims, linked.described(claims))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the readings of many documents, in order; see :meth:`read`."""
        return map(self.read, documents)

    def _claims(self, linked: Linked, dropped: Counter[str]) -> Iterator[Claim]:
        text, by = linked.document.text, f"llm:{self._server.model}"
        spans = list(parts(((start, end) for start, end, _ in linked.sentences()), _PART))
        unreadable = 0
        for start, end in spans:
            try:
                statements = self._statements(linked.document, text[start:end], dropped)
            except Unreadable as error:
                unreadable += 1
                if unreadable == len(spans):
                    raise DocumentError(f"{error}", path=linked.document.id) from error
                dropped["part whose answer is no JSON"] += 1
                continue
            part = Evened(text[start:end], start)
            for statement in statements:
                try:
                    yield checked(statement, part, linked, by)
                except Dropped as reason:
                    dropped[str(reason)] += 1

    def _statements(self, document: Document, part: str, dropped: Counter[str]) -> list[Statement]:
        asked = (self._server.model, instructions(), question(part))
        held = self._cache.get(*asked)
        if held is not None:
            return statements_of(held, dropped)
        answer = self._ask(document, asked[2])
        statements = statements_of(answer, dropped)
        self._cache.put(answer, *asked)  # only what can be read is worth keeping
        return statements

    def _ask(self, document: Document, text: str) -> str:
        try:
            answer = self._chat.ask(instructions(), text)
        except Failed as error:
            self._failures = self._failures + 1 if error.is_down else 0
            if self._failures >= _MOST_FAILURES:
                message = f"the server failed at {self._failures} documents in a row: {error}"
                raise BackendError(message, hint="try again later") from error
            raise DocumentError(str(error), path=document.id) from error
        self._failures = 0
        return answer
