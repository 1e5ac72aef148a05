"""The embedded store: one named graph per document in an Oxigraph database on disk.

The default graph holds the union of the named graphs, each triple once, and follows every change in the same
transaction. (Oxigraph can make the union while it answers, but then repeats a triple for each graph it stands
in, which makes counts wrong.)
"""

from __future__ import annotations

import contextlib
import shutil
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.config import Settings, is_address
from kg.errors import DocumentError, JudgementError, QueryError, StoreError, UnknownNameError
from kg.judgements import Decisions, check
from kg.model import Actor, Claim, Document, Event, Judgement, Reading, Run
from kg.store import recall, union
from kg.store.asking import ask
from kg.store.changes import add, apply
from kg.store.composing import Composer, uncollected
from kg.store.describing import looked_ahead
from kg.store.dump import Format, write_quads
from kg.store.engine import Database
from kg.store.folder.database import open_to_read, open_to_write
from kg.store.folder.lock import release_holder
from kg.store.folder.record import Record, read_record, write_record
from kg.store.judged import JudgedGraphs
from kg.store.rdf.actors import actor_triples
from kg.store.rdf.claims import read_claims
from kg.store.rdf.events import event_triples
from kg.store.rdf.iris import Iris, is_base
from kg.store.rdf.judgements import judgement_triples, read_history
from kg.store.rdf.ontology import ONTOLOGY_GRAPH, is_term, ontology_triples
from kg.store.rdf.terms import KG, string
from kg.store.rdf.triples import Index, quad
from kg.store.results import Answer, Graph, Table
from kg.store.shacl.findings import Report
from kg.store.shacl.guarding import Guard
from kg.store.sparql import Term
from kg.store.view import rdflib_view
from kg.text.fingerprint import Fingerprint

if TYPE_CHECKING:
    import rdflib

__all__ = ["Change", "Store"]

Change = Literal["added", "unchanged", "replaced"]
_FLUSH_AFTER = 40_000  # changes; what is not flushed has to be replayed whenever somebody opens the store
_AT_ONCE = 64  # readings
_DEFAULT_BASE = Settings().base


def _groups(readings: Iterable[Reading], size: int) -> Iterator[list[Reading]]:
    """Yield readings in groups in which no document comes twice."""
    group: dict[str, Reading] = {}
    for reading in readings:
        if len(group) >= size or reading.document.id in group:
            yield list(group.values())
            group = {}
        group[reading.document.id] = reading
    if group:
        yield list(group.values())


def _nothing() -> None:
    """Stand for what a reader tidies up, where there is nothing."""


class Store:
    """A graph on disk. Open one with :meth:`open`; use it as a context manager, or close it.

    One process writes at a time; any number may read. A reader sees the store as it was when it was opened.
    """

    def __init__(self, database: Database, place: Path | str, iris: Iris, *, read_only: bool) -> None:
        self._database: Database | None = database
        self.place = place
        """The folder, or the address of the server."""
        self.folder = place if isinstance(place, Path) else None
        self.iris = iris
        self.read_only = read_only
        self._unflushed = 0
        self._decisions: Decisions | None = None
        self._composer = Composer(iris)
        self._guard = Guard(iris)
        self._tidy: Callable[[], object] = _nothing

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, base: str | None = None) -> Store:
        """Open the store in a folder or on a server; a new one is made there unless ``read_only``.

        Args:
            path: The folder, or an address that starts with ``http://`` or ``https://``; what else a server
                has to be told is read from the environment, see :class:`kg.store.remote.address.Endpoint`.
            read_only: Leave everything as it is; works while another process writes.
            base: IRI below which data is minted; for a new store only (``Settings.base``).

        Raises:
            StoreError: There is nothing to read, another process is writing, the store is damaged, or it was
                made with another base; or the base is no IRI.

        """
        if is_address(path):
            return cls._open_on_server(str(path), base, read_only=read_only)
        folder = Path(path)
        record = read_record(folder)
        recorded = None if record is None else record.base
        if recorded is not None and base not in {None, recorded}:
            raise StoreError(f"the store was made with base {recorded}", path=folder, hint=f"not with {base}")
        iris = Iris(recorded or base or _DEFAULT_BASE)
        if not is_base(iris.base):
            raise StoreError(f"the base is no absolute IRI ending in '/' or '#': {iris.base!r}", path=folder)
        if read_only:
            database, links = open_to_read(folder)
            store = cls(database, folder, iris, read_only=True)
            if links is not None:
                store._tidy = weakref.finalize(store, shutil.rmtree, links, ignore_errors=True)
            return store
        store = cls(open_to_write(folder, iris.base), folder, iris, read_only=False)
        store._replace({ONTOLOGY_GRAPH: ontology_triples()})
        return store

    @classmethod
    def _open_on_server(cls, address: str, base: str | None, *, read_only: bool) -> Store:
        from kg.store.remote.address import Endpoint
        from kg.store.remote.opening import open_remote

        database, recorded = open_remote(Endpoint.of(address), base, _DEFAULT_BASE, read_only=read_only)
        store = cls(database, address, Iris(recorded), read_only=read_only)
        store._tidy = database.close
        if not read_only:
            store._replace({ONTOLOGY_GRAPH: ontology_triples()})
        return store

    def close(self) -> None:
        """Give the store back: another process may write to it once no answer is being read any more."""
        if self._database is None:
            return
        if not self.read_only:
            self._database.flush()
        self._database = None
        if self.folder is not None and not self.read_only:
            release_holder(self.folder)
        self._tidy()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Return the number of triples in the union of all graphs."""
        (row,) = self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").dicts()
        return int(row["n"])

    @property
    def _opened(self) -> Database:
        if self._database is None:
            raise StoreError("the store is closed", path=self.place)
        return self._database

    # Writing

    def put(self, reading: Reading, run: Run, *, text: bool = True) -> Change:
        """Store what was read from one document, in place of what it said before, in one transaction.

        What the catalogue already says of an actor is not repeated in the document's graph.

        Args:
            reading: What was read.
            run: What it was read with.
            text: Keep the text of the article, so that it can be read again without its file.

        Returns:
            ``added``, ``unchanged`` or ``replaced``.

        Raises:
            DocumentError: The document holds text that is no Unicode text, or its graph breaks the shapes.
            StoreError: The store is read-only or the disk fails.

        """
        ((_, outcome),) = self.put_many([reading], run, text=text)
        if isinstance(outcome, DocumentError):
            raise outcome
        return outcome

    def put_many(
        self, readings: Iterable[Reading], run: Run, *, text: bool = True, at_once: int = _AT_ONCE
    ) -> Iterator[tuple[Reading, Change | DocumentError]]:
        """Store many readings like :meth:`put`, several in one transaction, as they are asked for.

        Whatever breaks this off, each transaction is in the store whole or not at all.

        Args:
            readings: They are taken as they come.
            run: What they were read with.
            text: Keep the texts of the articles.
            at_once: How many share a transaction; that many are held in memory, and lost if this is killed.

        Yields:
            Each reading with what became of it: a document that cannot be stored does not stop the others.

        Raises:
            StoreError: The store is read-only or the disk fails.

        """
        for group in _groups(readings, at_once):
            graphs: dict[NamedNode, set[Triple]] = {}
            outcomes: list[Change | DocumentError] = []
            known = recall.stored(self._opened, [reading.document.id for reading in group], self.iris)
            with uncollected(), looked_ahead(self._opened, group, self.iris):
                for reading in group:
                    try:
                        triples = self._made(reading, run, text=text)
                    except DocumentError as error:
                        outcomes.append(error)
                    else:
                        graphs[self.iris.document(reading.document.id)] = triples
                        outcomes.append("replaced" if reading.document.id in known else "added")
            changed = self._replace(graphs)
            for reading, outcome in zip(group, outcomes, strict=True):
                is_same = outcome == "replaced" and not changed[self.iris.document(reading.document.id)]
                yield reading, "unchanged" if is_same else outcome

    def preview(self, reading: Reading, run: Run) -> tuple[Claim, ...]:
        """Return the claims that a document would have after :meth:`put`, without storing anything.

        Raises:
            DocumentError: The document holds text that is no Unicode text, or its graph breaks the shapes.

        """
        return tuple(read_claims(Index(self._made(reading, run)), reading.document.id, self.iris))

    def _made(self, reading: Reading, run: Run, *, text: bool = False) -> set[Triple]:
        """Return the graph of a document, as the judgements leave it."""
        triples = self._composer.graph(self._opened, reading, run, text=text)
        judged = self._judged_graphs(self.decisions).judged(reading, triples)
        self._guard.check_document(self._opened, reading.document.id, judged)
        return judged

    def set_text(self, document_id: str, text: str | None) -> bool:
        """Keep the text of a stored document, or keep it no longer; return whether anything changed."""
        graph = self.iris.document(document_id)
        held = {quad.triple for quad in self._opened.quads_for_pattern(None, None, None, graph)}
        if not held:
            return False
        others = {triple for triple in held if triple.predicate != KG["text"]}
        kept = set() if text is None else {Triple(graph, KG["text"], string(text))}
        return self._replace({graph: others | kept})[graph] > 0

    def remove(self, document_id: str) -> bool:
        """Withdraw a document with everything that it said; return whether it was there."""
        graph = self.iris.document(document_id)
        return self._replace({graph: ()})[graph] > 0

    @property
    def decisions(self) -> Decisions:
        """What people decided about claims, actors and names.

        Raises:
            StoreError: The history of judgements is damaged.

        """
        if self._decisions is None:
            self._decisions = Decisions(read_history(self._opened, self.iris))
        return self._decisions

    def judge(self, judgement: Judgement, *, force: bool = False) -> Judgement:
        """Record what a person decided, and change the documents that it concerns, in one transaction.

        The judgement is kept when documents are read again, and :meth:`put` minds it. Taking it back, by a
        judgement that is withdrawn, leaves the graph as if it had never been made.

        Args:
            judgement: Its number is given here. The claim may be one of the graph as it is now.
            force: Let it overrule the judgements that it contradicts.

        Returns:
            What was recorded: about the claim as extraction read it.

        Raises:
            JudgementError: It takes back what does not stand, contradicts an earlier one, holds text that
                is no Unicode text, or would leave a document in breach of the shapes.
            StoreError: The store is read-only or the disk fails.

        """
        recorded = self.as_recorded(judgement, force=force)
        before = self._judged_graphs(self.decisions)
        decisions = self.decisions.with_judgement(recorded)
        after = self._judged_graphs(decisions)
        graph = self.iris.judgements
        history = {held.triple for held in self._opened.quads_for_pattern(None, None, None, graph)}
        try:
            wanted = {graph: history.union(judgement_triples(recorded, self.iris))}
        except ValueError as error:
            raise JudgementError(f"the judgement cannot be stored: {error}") from error
        for document_id in sorted(before.concerned(recorded) | after.concerned(recorded)):
            triples = after.again(document_id)
            self._guard.check_judged(self._opened, document_id, triples)
            wanted[self.iris.document(document_id)] = triples
        self._replace(wanted)
        self._decisions = decisions
        return recorded

    def as_recorded(self, judgement: Judgement, *, force: bool = False) -> Judgement:
        """Return a judgement as :meth:`judge` would record it now, and record nothing.

        Raises:
            JudgementError: It takes back what does not stand, or contradicts an earlier one.

        """
        check(judgement, self.decisions, force=force)
        number = 1 + max((earlier.number for earlier in self.decisions.history), default=0)
        return self._judged_graphs(self.decisions).grounded(replace(judgement, number=number))

    def as_read(self, document_id: str) -> Reading | None:
        """Return what extraction read of a document, before judgements; ``None`` if it is unknown."""
        if self.digest_of(document_id) is None:
            return None
        return self._judged_graphs(self.decisions).as_read(document_id)

    def _judged_graphs(self, decisions: Decisions) -> JudgedGraphs:
        return JudgedGraphs(self._opened, self.iris, decisions)

    def set_catalogue(self, actors: Iterable[Actor], digest: str = "", events: Iterable[Event] = ()) -> bool:
        """Store the curated actors and events, in place of those before; return whether anything changed.

        Args:
            actors: All of them.
            digest: Stands for the whole content (``Catalogue.digest``); nothing is done where it is stored.
            events: What became of them (``Catalogue.events``).

        """
        graph = self.iris.catalogue
        mark = Triple(graph, KG["catalogueDigest"], string(digest))
        actors = list(actors)
        if digest and quad(mark, graph) in self._opened:
            self._composer.know(actors)
            return False
        with uncollected():
            triples = {triple for actor in actors for triple in actor_triples(actor, self.iris)}
            triples |= {triple for event in events for triple in event_triples(event, self.iris)}
            self._guard.check_catalogue(triples)
        changed = self._replace({graph: triples})[graph] > 0
        if digest:  # last, so that a catalogue broken off in between is not taken for a whole one
            with self._writing() as database:
                add(database, graph, [mark])
        self._composer.know(actors)
        self._guard.forget()
        return changed

    def flush(self) -> None:
        """See to it that everything is on the disk, as :meth:`close` does."""
        with self._writing() as database:
            database.flush()
            self._unflushed = 0

    def union_faults(self) -> tuple[int, int]:
        """Return how many triples of the graphs the union lacks, and how many it has that no graph has."""
        return union.missing(self._opened), union.unfounded(self._opened)

    def sampled_union_faults(self, document_ids: Iterable[str], every: int) -> tuple[int, int]:
        """Return the same of some documents, and of one triple of the union in so many."""
        return union.sample(self._opened, map(self.iris.document, document_ids), every)

    def mend_union(self) -> None:
        """Make the union what the graphs say, in one transaction; only a damaged store needs it.

        Raises:
            StoreError: The store is read-only or the disk fails.

        """
        with self._writing() as database:
            union.mend(database)

    def _replace(self, graphs: Mapping[NamedNode, Iterable[Triple]]) -> dict[NamedNode, int]:
        with self._writing() as database:
            changed = apply(database, graphs)
            self._unflushed += sum(changed.values())
            if self._unflushed >= _FLUSH_AFTER:
                database.flush()
                self._unflushed = 0
        return changed

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Database]:
        if self.read_only:
            raise StoreError("the store is open for reading only", path=self.place)
        try:
            yield self._opened
        except OSError as error:
            raise StoreError(f"cannot write: {error}", path=self.place) from error

    # Reading back

    def digest_of(self, document_id: str) -> str | None:
        """Return the digest of a document's stored reading, ``None`` if the document is unknown.

        Compare it with :func:`kg.store.document_digest`: equal means that there is nothing to read again.
        """
        return recall.digest_of(self._opened, document_id, self.iris)

    def run_of(self, document_id: str) -> Run | None:
        """Return the run that read a document, ``None`` if the document is unknown."""
        return recall.run_of(self._opened, document_id, self.iris)

    def text(self, document_id: str) -> str | None:
        """Return the text of a document, ``None`` if it is unknown or was stored without its text."""
        return recall.text(self._opened, document_id, self.iris)

    def document(self, document_id: str) -> Document | None:
        """Return a document, its text empty where it was stored without; ``None`` if it is unknown."""
        return recall.document(self._opened, document_id, self.iris)

    def fingerprints(self) -> dict[str, Fingerprint]:
        """Return what tells near duplicates, for each article by its id; see :mod:`kg.text.duplicates`."""
        return recall.fingerprints(self._opened, self.iris)

    def documents(self) -> list[str]:
        """Return the ids of all documents, sorted."""
        return recall.document_ids(self._opened, self.iris)

    def claim_count(self) -> int:
        """Return how many claims all documents make."""
        (row,) = self.select("SELECT (COUNT(?claim) AS ?n) { ?claim a kg:Claim }").dicts()
        return int(row["n"])

    def reading(self, document_id: str, *, actors: bool = True) -> Reading | None:
        """Return what was stored of a document, without its text; ``None`` if the document is unknown.

        Without ``actors``, which most of what is stored describes, it takes a tenth of the time.
        """
        return recall.reading(self._opened, document_id, self.iris, actors=actors)

    def readings(self, *, actors: bool = True) -> Iterator[Reading]:
        """Yield the reading of each document, in the order of :meth:`documents`.

        Without ``actors``, which most of what is stored describes, it takes a tenth of the time.
        """
        yield from recall.readings(self._opened, self.documents(), self.iris, actors=actors)

    def actor(self, actor_id: str) -> Actor | None:
        """Return an actor with all names that the catalogue and the documents give, ``None`` if unknown."""
        return recall.actor(self._opened, actor_id, self.iris)

    def actors(self) -> Iterator[Actor]:
        """Yield every actor and place, catalogue and documents together, sorted by id."""
        yield from recall.actors(self._opened, self.iris)

    def actors_named(self, name: str) -> list[str]:
        """Return the ids of all actors and places with this very name, upper and lower case alike."""
        return recall.named(self._opened, name, self.iris)

    def quads(self, *, texts: bool = False) -> Iterator[Quad]:
        """Yield the quads of the catalogue and of all documents, in no order, without the ontology.

        The texts of articles, and what only serves to find near duplicates, come with ``texts`` alone.
        """
        yield from recall.quads(self._opened, apart=texts)

    def triples(self) -> Iterator[Triple]:
        """Yield the union of these quads' graphs, each triple once, in no order."""
        for held in self._opened.quads_for_pattern(None, None, None, DefaultGraph()):
            if not is_term(held.subject):
                yield held.triple

    def dump(self, form: Format = "nq", *, texts: bool = False) -> bytes:
        """Return the whole graph as a file: sorted, the same bytes for the same content.

        Args:
            form: ``nq``, ``trig`` and ``jsonld`` keep the graph of each document; ``nt``, ``ttl`` and
                ``xml`` hold the union.
            texts: Write the texts of the articles too.

        """
        return write_quads(self.quads(texts=texts), form)

    def check_shapes(self, document_id: str | None = None) -> Report:
        """Hold each stored graph against the shapes, like :meth:`put`: on its own beside the catalogue.

        Args:
            document_id: Look at the graph of this document only.

        Raises:
            UnknownNameError: There is no such document.

        """
        if document_id is None:
            names = (name for name in self._opened.named_graphs() if isinstance(name, NamedNode))
            graphs = sorted((name for name in names if name != ONTOLOGY_GRAPH), key=str)
        elif self.digest_of(document_id) is None:
            raise UnknownNameError(f"no document {document_id!r}", hint="kg documents lists them")
        else:
            graphs = [self.iris.document(document_id)]
        return self._guard.report(self._opened, graphs)

    def snapshot(self, target: Path | str) -> None:
        """Copy the database into a new folder by hard links, within milliseconds."""
        if self.folder is None:
            raise StoreError("a store on a server cannot be copied into a folder", path=self.place)
        try:
            write_record(Path(target), Record(self.iris.base))
            self._opened.backup(str(Path(target) / "database"))
        except OSError as error:
            raise StoreError(f"cannot copy the store: {error}", path=target) from error

    def graph(self) -> rdflib.Graph:
        """Return the store as an rdflib graph, read-only: the union of all graphs, as it is now.

        It is good for code that wants rdflib's interface. ``graph.query(text)`` runs in Oxigraph, as fast as
        :meth:`query`, but mind what that interface brings along:

        - A query prepared with ``prepareQuery``, or given ``base=``, runs in rdflib's own engine, a hundred
          times slower.
        - ``initBindings`` lose their value in a sub-query that does not project it; :meth:`query` does not.
        - Queries are not checked: SERVICE, LOAD and FROM are not refused, and nothing limits their size.
        - Whatever writes (``add``, ``remove``, ``update``) raises RuntimeError; ``commit`` and
          ``rollback`` do nothing.
        - The view of a store that is open for reading ends with the store.

        Raises:
            StoreError: No snapshot can be made.

        """
        database = self._opened
        if self.folder is None or not isinstance(database, pyoxigraph.Store):
            hint = "rdflib's SPARQLStore asks a server"
            raise StoreError("only a store in a folder can be seen as a graph", path=self.place, hint=hint)
        return rdflib_view(database, self.folder, is_snapshot=self.read_only)

    # Asking

    def query(self, text: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL query over the union of all graphs.

        The prefixes of :data:`kg.store.PREFIXES` need no declaration.

        Args:
            text: SELECT, ASK, CONSTRUCT or DESCRIBE.
            bindings: Values for the parameters, which the text writes as ``$name``.

        Returns:
            A :class:`Table` (SELECT), a bool (ASK) or a :class:`Graph` (CONSTRUCT, DESCRIBE).

        Raises:
            QueryError: The query is malformed or refused, here or while its rows are read.

        """
        return ask(self._opened, text, bindings or {}, self.iris.base)

    def select(self, text: str, bindings: Mapping[str, Term] | None = None) -> Table:
        """Answer a SELECT; see :meth:`query`."""
        answer = self.query(text, bindings)
        if not isinstance(answer, Table):
            raise QueryError("not a SELECT query")
        return answer

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """Answer an ASK; see :meth:`query`."""
        answer = self.query(text, bindings)
        if not isinstance(answer, bool):
            raise QueryError("not an ASK query")
        return answer

    def construct(self, text: str, bindings: Mapping[str, Term] | None = None) -> Graph:
        """Answer a CONSTRUCT or DESCRIBE; see :meth:`query`."""
        answer = self.query(text, bindings)
        if not isinstance(answer, Graph):
            raise QueryError("not a CONSTRUCT or DESCRIBE query")
        return answer
