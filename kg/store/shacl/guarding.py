"""Nothing that breaks the shapes is written: each graph is held against them before its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import partial

from pyoxigraph import NamedNode, Triple

from kg.errors import DataError, DocumentError, JudgementError
from kg.store.engine import Database, Distant
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import TYPE
from kg.store.results import shorten
from kg.store.shacl.checking import checker
from kg.store.shacl.findings import Finding, Report

__all__ = ["Guard"]

_REMEMBERED = 8192  # nodes of the catalogue; most articles name the same few


class Guard:
    """Refuses graphs that break the shapes, and remembers what the catalogue in the store describes.

    Args:
        iris: What names everything.

    """

    def __init__(self, iris: Iris) -> None:
        self._iris = iris
        self._classes: dict[NamedNode, list[Triple]] = {}

    def forget(self) -> None:
        """Look everything up again: the catalogue in the store is another one."""
        self._classes.clear()

    def check_document(self, database: Database, document_id: str, triples: Set[Triple]) -> None:
        """Let a document's graph pass, which may rely on what the catalogue describes.

        Raises:
            DocumentError: It breaks the shapes.

        """
        if findings := self._findings(database, triples):
            raise DocumentError(f"document {document_id!r} {self._said(findings)}")

    def check_judged(self, database: Database, document_id: str, triples: Set[Triple]) -> None:
        """Let a stored document's graph pass as a judgement leaves it.

        What an older version stored may break a shape of today; a judgement does not have to mend that.

        Raises:
            JudgementError: It breaks a shape that it did not break before.

        """
        if found := self._findings(database, triples):
            held = database.quads_for_pattern(None, None, None, self._iris.document(document_id))
            known = set(self._findings(database, {quad.triple for quad in held}))
            if added := [finding for finding in found if finding not in known]:
                hint = "correct the claim to what its relation can hold between"
                raise JudgementError(f"with it, document {document_id!r} {self._said(added)}", hint=hint)

    def _findings(self, database: Database, triples: Set[Triple]) -> list[Finding]:
        if len(self._classes) > _REMEMBERED:
            self.forget()
        if isinstance(database, Distant):
            self._fetch(database, triples)
        return checker().check(triples, partial(self._curated, database))

    def check_catalogue(self, triples: Iterable[Triple]) -> None:
        """Let the catalogue's graph pass.

        Raises:
            DataError: It breaks the shapes.

        """
        if findings := checker().check(triples):
            raise DataError(f"the catalogue {self._said(findings)}", hint="correct the entry of that actor")

    def report(self, database: Database, graphs: Iterable[NamedNode]) -> Report:
        """Return what is wrong in graphs that are stored, each on its own beside the catalogue."""
        findings: set[Finding] = set()
        count = 0
        for graph in graphs:
            triples = [held.triple for held in database.quads_for_pattern(None, None, None, graph)]
            findings.update(checker().check(triples, partial(self._curated, database)))
            count += len(triples)
        return Report(tuple(sorted(findings)), count)

    def _curated(self, database: Database, node: NamedNode, term: NamedNode | None) -> Iterable[Triple]:
        """Return what the catalogue says of a node, or only its classes, which are asked for all the time."""
        if term == TYPE and node in self._classes:
            return self._classes[node]
        quads = database.quads_for_pattern(node, term, None, self._iris.catalogue)
        triples = [held.triple for held in quads]
        if term == TYPE:
            self._classes[node] = triples
        return triples

    def _fetch(self, database: Distant, triples: Set[Triple]) -> None:
        """Ask in one round trip for all actors that the catalogue may describe."""
        named = {n for t in triples for n in (t.subject, t.object) if isinstance(n, NamedNode)}
        wanted = sorted({n for n in named - self._classes.keys() if self._iris.actor_id(n.value)}, key=str)
        for node in wanted:
            self._classes[node] = []
        for triple in database.around(wanted, self._iris.catalogue) if wanted else ():
            if triple.predicate == TYPE and isinstance(triple.subject, NamedNode):
                self._classes.setdefault(triple.subject, []).append(triple)

    def _said(self, findings: list[Finding]) -> str:
        first = findings[0]
        node = shorten(NamedNode(first.focus), self._iris.base)
        place = f"{node} {shorten(NamedNode(first.path), prefixed=True)}" if first.path else node
        value = f" {first.value[:80]!r}" if first.value and first.value != first.focus else ""
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        return f"breaks the shapes of the graph: {place}{value}: {first.message}{more}"
