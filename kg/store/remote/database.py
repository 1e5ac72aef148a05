"""A database on a server: SPARQL 1.1 query, update and graph store protocol, over HTTP.

Everything that is sent is ground (no blank nodes, no variables in data), so sending it twice does what
sending it once does, and a request that failed on the way is simply repeated.

The union of all graphs stands in the default graph, as in the embedded database. Where the server makes that
union itself (GraphDB, Neptune, Virtuoso, others on request), nothing is written to the default graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final
from urllib.parse import quote, urlencode

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, Triple

from kg.errors import StoreError
from kg.store import sparql
from kg.store.chunks import chunks
from kg.store.describing import sort_out
from kg.store.engine import Distant, GraphName, Object, Rows, Subject
from kg.store.rdf.ontology import ONTOLOGY_GRAPH
from kg.store.rdf.terms import APART, KG, SKOSXL
from kg.store.remote.address import Endpoint
from kg.store.remote.answers import read_rows, read_triples
from kg.store.remote.batches import Batch, batches, by_triple, statement
from kg.store.remote.http import Client, Reply, Request

__all__ = ["MARK_GRAPH", "RemoteDatabase"]

MARK_GRAPH: Final = NamedNode(f"{ONTOLOGY_GRAPH.value}/store")
"""Where it stands that a server holds a store, and what it was made with; no data."""

_UNION: Final = DefaultGraph()
_MOST_ANSWER: Final = 1 << 30  # bytes
_ASKED_AT_ONCE: Final = 200  # nodes, triples or graphs in one question
_ROWS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.5"
_NOT_APART: Final = f" FILTER(?p NOT IN ({', '.join(sorted(map(str, APART)))}))"
_MARKS: Final = frozenset({KG["readingDigest"], KG["catalogueDigest"]})  # of what is whole
_NO_GRAPHS: Final = frozenset({404, 405, 415, 501})


class RemoteDatabase(Distant):
    """What :class:`kg.store.engine.Database` asks, of a server.

    Args:
        endpoint: Where it is.

    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.base = ""
        """What the names of our graphs start with; there may be others on the server."""
        self.makes_union = False
        """Whether the server's own default graph is the union of all graphs."""
        self._client = Client(endpoint, _MOST_ANSWER)
        self._has_graphs = bool(endpoint.graphs)
        self._ahead: dict[GraphName, dict[NamedNode, set[Triple]]] = {}

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    # Asking

    def query(
        self, query: str, /, *, prefixes: dict[str, str] | None = None
    ) -> Rows | QueryBoolean | Iterable[Triple]:
        """Answer a query; see :meth:`kg.store.engine.Database.query`."""
        kind = sparql.check(query)
        own = sparql.declared(query)
        head = " ".join(
            f"PREFIX {name}: <{iri}>" for name, iri in (prefixes or {}).items() if name not in own
        )
        text = f"{head}\n{query}"
        try:
            if kind in {"select", "ask"}:
                return self._rows(text)
            return read_triples(self._ask(text, _TRIPLES), self.endpoint.shown)
        except SyntaxError as error:
            raise SyntaxError(_LINE.sub(_line_before, str(error))) from None

    def _rows(self, text: str) -> Rows | QueryBoolean:
        return read_rows(self._ask(text, _ROWS), self.endpoint.shown)

    def _select(self, text: str) -> Iterator[tuple[Any, ...]]:
        rows = self._rows(text)
        if isinstance(rows, QueryBoolean):
            raise StoreError("the server answers a SELECT with a boolean", path=self.endpoint.shown)
        width = len(rows.variables)
        for row in rows:
            yield tuple(row[number] for number in range(width))

    def _ask(self, text: str, accept: str) -> Reply:
        body = urlencode({"query": text}).encode()
        form = "application/x-www-form-urlencoded"
        reply = self._client.send(Request(self.endpoint.query, body, form, accept))
        if reply.status == 400:
            with reply.body:
                raise SyntaxError(reply.reason() or "the server does not say where")
        self._check(reply)
        return reply

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002  (the engine's word)
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads with these parts; ``None`` stands for any."""
        given: dict[str, Any] = {"s": subject, "p": predicate, "o": object, "g": graph_name}
        pattern = " ".join(f"?{name}" if given[name] is None else str(given[name]) for name in "spo")
        asked = [name for name in "spo" if given[name] is None]
        if graph_name is None or graph_name != _UNION:
            where = f"GRAPH {'?g' if graph_name is None else graph_name} {{ {pattern} }}"
            yield from self._matches(given, asked if graph_name else [*asked, "g"], where)
        if graph_name is None or graph_name == _UNION:
            if self.makes_union and predicate is None:
                pattern += _NOT_APART
            yield from self._matches(given | {"g": _UNION}, asked, pattern)

    def _matches(self, given: dict[str, Any], asked: list[str], where: str) -> Iterator[Quad]:
        if not asked:
            if self._is_true(f"ASK {{ {where} }}"):
                yield _quad(given)
            return
        # A server that makes the union as it answers may repeat what several graphs say.
        distinct = "DISTINCT " if self.makes_union and given["g"] == _UNION else ""
        columns = " ".join(f"?{name}" for name in asked)
        for row in self._select(f"SELECT {distinct}{columns} WHERE {{ {where} }}"):
            yield _quad(given | dict(zip(asked, row, strict=True)))

    def _is_true(self, text: str) -> bool:
        answer = self._rows(text)
        if not isinstance(answer, QueryBoolean):
            raise StoreError("the server answers an ASK with rows", path=self.endpoint.shown)
        return bool(answer)

    def holds_anything(self) -> bool:
        """Return whether there is any triple, whatever its graph."""
        return self._is_true("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Yield the names of those of our graphs that hold something."""
        for (name,) in self._select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            if name == ONTOLOGY_GRAPH or self._is_ours(name):
                yield name

    def _is_ours(self, name: object) -> bool:
        return isinstance(name, NamedNode) and name != MARK_GRAPH and name.value.startswith(self.base)

    def __contains__(self, key: object, /) -> bool:
        """Return whether a quad is there."""
        return isinstance(key, Quad) and any(True for _ in self.quads_for_pattern(*key))

    # Many questions at once

    def held_elsewhere(self, triples: Iterable[Triple], graph: NamedNode) -> set[Triple]:
        """Return those of the triples that stand in a named graph other than this one."""
        found: set[Triple] = set()
        for asked in chunks(triples, _ASKED_AT_ONCE):
            # By number: a server may write a value in another way than it was given.
            rows = "\n".join(f"({n} {t.subject} {t.predicate} {t.object})" for n, t in enumerate(asked))
            exists = f"FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {graph}) }}"
            answer = self._select(f"SELECT ?n WHERE {{ VALUES (?n ?s ?p ?o) {{ {rows} }} {exists} }}")
            found |= {asked[int(n.value)] for (n,) in answer if isinstance(n, Literal)}
        return found

    def around(self, nodes: Iterable[NamedNode], graph: NamedNode | DefaultGraph) -> set[Triple]:
        """Return the triples of actors, of their names and of their facts, as one graph has them."""
        ahead = self._ahead.get(graph, {})
        wanted = dict.fromkeys(nodes)
        found: set[Triple] = set().union(*(ahead[node] for node in wanted if node in ahead))
        for asked in chunks((node for node in wanted if node not in ahead), _ASKED_AT_ONCE):
            values = " ".join(map(str, asked))
            ways = (
                f"VALUES ?s {{ {values} }}",
                f"VALUES ?n {{ {values} }} ?n {SKOSXL['prefLabel']} ?s .",
                f"VALUES ?n {{ {values} }} ?n {SKOSXL['altLabel']} ?s .",
                f"VALUES ?n {{ {values} }} ?s {KG['subject']} ?n .",
            )
            where = " UNION ".join(f"{{ {way} ?s ?p ?o }}" for way in ways)
            inside = where if graph == _UNION else f"GRAPH {graph} {{ {where} }}"
            for s, p, o in self._select(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {inside} }}"):
                found.add(_quad({"s": s, "p": p, "o": o, "g": graph}).triple)
        return found

    @contextmanager
    def looking_ahead(self, nodes: Iterable[NamedNode], graph: NamedNode) -> Iterator[None]:
        """Ask at once what is around all these nodes, and answer it from memory for a while."""
        wanted = list(dict.fromkeys(nodes))
        self._ahead[graph] = sort_out(wanted, self.around(wanted, graph))
        try:
            yield
        finally:
            del self._ahead[graph]

    def contents(
        self, graphs: Iterable[NamedNode], *, apart: bool, predicate: NamedNode | None = None
    ) -> Iterator[Quad]:
        """Yield the quads of some named graphs; see :meth:`kg.store.engine.Distant.contents`."""
        pattern = f"?s {predicate} ?o BIND({predicate} AS ?p)" if predicate else "?s ?p ?o"
        pattern += "" if apart else _NOT_APART
        for asked in chunks(graphs, _ASKED_AT_ONCE):
            values = " ".join(map(str, asked))
            where = f"VALUES ?g {{ {values} }} GRAPH ?g {{ {pattern} }}"
            found: dict[NamedNode, list[Quad]] = {graph: [] for graph in asked}
            for s, p, o, g in self._select(f"SELECT ?s ?p ?o ?g WHERE {{ {where} }}"):
                if isinstance(g, NamedNode):
                    found[g].append(_quad({"s": s, "p": p, "o": o, "g": g}))
            yield from chain.from_iterable(found.values())

    # Writing

    def update(self, update: str, /) -> None:
        """Run a SPARQL update; what it does may not be what it does twice, so it is never repeated."""
        self._update(update, repeatable=False)

    def _update(self, text: str, *, repeatable: bool = True) -> None:
        kind = "application/sparql-update"
        url = self.endpoint.update
        reply = self._client.send(Request(url, text.encode(), kind, repeatable=repeatable))
        self._check(reply)
        reply.body.close()

    def change(self, removed: Iterable[Quad], added: Iterable[Quad], seal: Iterable[Quad] = ()) -> None:
        """Remove some quads and add others; see :meth:`kg.store.engine.Distant.change`."""
        lost, gained, sealing = set(self._own(removed)), set(self._own(added)), set(self._own(seal))
        most = self.endpoint.batch
        first = [*_statements("DELETE", lost, most), *_statements("INSERT", gained, most)]
        if sum(len(text.encode()) for text in first) <= most:
            self._run(*first)
            return
        marks = {held for held in lost if held.predicate in _MARKS} | sealing
        parts = (
            ("DELETE", marks),
            ("DELETE", lost - marks),
            ("INSERT", gained - sealing),
            ("INSERT", sealing),
        )
        for word, quads in parts:
            for text in _statements(word, quads, most):
                self._run(text)

    def _run(self, *statements: str) -> None:
        if statements:
            self._update(" ;\n".join(statements))

    def _own(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        return (held for held in quads if held.graph_name != _UNION) if self.makes_union else iter(quads)

    def extend(self, quads: Iterable[Quad], /) -> None:
        """Add quads, in one transaction unless they are more than one request may hold."""
        self.change((), quads)

    def bulk_extend(self, quads: Iterable[Quad], /) -> None:
        """Add many quads by the graph store protocol; by updates where the server has none."""
        # The union first: what is broken off is added again, to it and to the graph that lacks it.
        ordered = sorted(self._own(quads), key=lambda held: (held.graph_name != _UNION, str(held.graph_name)))
        for batch in batches(([held] for held in ordered), self.endpoint.batch):
            if not (self._has_graphs and self._post(batch)):
                self._run(statement("INSERT", batch))

    def _post(self, batch: Batch) -> bool:
        """Add triples to graphs; return whether the server has the graph store protocol."""
        for graph, lines in batch.items():
            where = "graph=" + quote(graph[1:-1], safe="") if graph else "default"
            url, body = f"{self.endpoint.graphs}?{where}", "\n".join(lines).encode()
            reply = self._client.send(Request(url, body, "application/n-triples"))
            if reply.status in _NO_GRAPHS:
                reply.body.close()
                self._has_graphs = False
                return False
            self._check(reply)
            reply.body.close()
        return True

    def flush(self) -> None:
        """Do nothing: a server flushes when it likes."""

    def backup(self, target_directory: str, /) -> None:
        """Refuse: a server's files are not within reach."""
        reason = f"a store on a server cannot be copied to {target_directory}"
        raise StoreError(reason, path=self.endpoint.shown, hint="kg export --format nq --texts takes a copy")

    def _check(self, reply: Reply) -> None:
        if reply.status >= 300:
            with reply.body:
                raise _refusal(reply, self.endpoint.shown)


_LINE: Final = re.compile(r"(\berror at |\bline )([0-9]{1,6})", re.IGNORECASE)


def _line_before(match: re.Match[str]) -> str:
    # Ours is the first line of what the server complains about.
    return f"{match[1]}{max(int(match[2]) - 1, 1)}"


def _statements(word: str, quads: Iterable[Quad], most: int) -> list[str]:
    return [statement(word, batch) for batch in batches(by_triple(quads), most)]


def _quad(parts: dict[str, Any]) -> Quad:
    return Quad(parts["s"], parts["p"], parts["o"], parts["g"])


_ACCESS: Final = "set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"


def _refusal(reply: Reply, server: str) -> StoreError:
    status = reply.status
    if status in {401, 403}:
        return StoreError(f"the server does not let us in ({status})", path=server, hint=_ACCESS)
    if status < 400:
        hint = "no redirect is followed; give the address that is meant"
        return StoreError(f"the server points to {reply.location[:200]!r}", path=server, hint=hint)
    if status == 413:
        hint = "set KG_STORE_BATCH to a smaller number of bytes"
        return StoreError("the server takes less in one request (413)", path=server, hint=hint)
    hint = "is the address right?" if status in {404, 405} else ""
    return StoreError(f"the server answers {status}: {reply.reason()}", path=server, hint=hint)
