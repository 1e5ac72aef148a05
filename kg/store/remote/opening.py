"""The first words with a server: is a store of ours there, what was it made with, what is its default graph?

The answer stands in a graph of its own that nothing else is in. It is never written to the default graph: who
sees it there has a server whose default graph is the union of all graphs.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, Quad

from kg.errors import StoreError
from kg.store.rdf.iris import is_base
from kg.store.rdf.terms import DCTERMS, Namespace, string
from kg.store.remote.address import Endpoint
from kg.store.remote.database import MARK_GRAPH, RemoteDatabase

__all__ = ["open_remote"]

_FORMAT: Final = "1"
_VOID: Final = Namespace("http://rdfs.org/ns/void#")
_TO_MAKE: Final = "make one: kg build ARTICLES --store ADDRESS"


def open_remote(
    endpoint: Endpoint, base: str | None, default: str, *, read_only: bool
) -> tuple[RemoteDatabase, str]:
    """Return the database on a server, and the base IRI that it was made with.

    Args:
        endpoint: Where it is.
        base: IRI below which data is to be minted, ``None`` for any.
        default: That of a new store for which none is asked.
        read_only: Make no new one.

    Raises:
        StoreError: There is no store, it was made with another base or by another version, or the server
            holds something else.

    """
    database = RemoteDatabase(endpoint)
    try:
        found = _recorded(database)
        if found is None:
            if read_only:
                raise StoreError("no store here", path=endpoint.shown, hint=_TO_MAKE)
            found = base or default
            _make(database, found)
        if base not in {None, found}:
            raise StoreError(
                f"the store was made with base {found}", path=endpoint.shown, hint=f"not with {base}"
            )
        database.base = found
        database.makes_union = Quad(MARK_GRAPH, _VOID["uriSpace"], string(found)) in database
    except BaseException:
        database.close()
        raise
    return database, found


def _recorded(database: RemoteDatabase) -> str | None:
    held = {q.predicate: q.object for q in database.quads_for_pattern(MARK_GRAPH, None, None, MARK_GRAPH)}
    if not held:
        return None
    version, base = held.get(DCTERMS["hasVersion"]), held.get(_VOID["uriSpace"])
    if version != string(_FORMAT):
        raise StoreError("the store has another format", path=database.endpoint.shown, hint="build it again")
    if not isinstance(base, Literal) or not is_base(base.value):
        raise StoreError(f"damaged: the base is no IRI: {str(base)[:80]}", path=database.endpoint.shown)
    return base.value


def _make(database: RemoteDatabase, base: str) -> None:
    if not is_base(base):
        reason = f"the base is no absolute IRI ending in '/' or '#': {base!r}"
        raise StoreError(reason, path=database.endpoint.shown)
    if database.holds_anything():
        hint = "give it a data set of its own; docs/how-to/use-a-remote-store.md tells how to share one"
        raise StoreError("the server holds other data", path=database.endpoint.shown, hint=hint)
    mark = Quad(MARK_GRAPH, _VOID["uriSpace"], string(base), MARK_GRAPH)
    version = Quad(MARK_GRAPH, DCTERMS["hasVersion"], string(_FORMAT), MARK_GRAPH)
    database.extend([mark, version])
