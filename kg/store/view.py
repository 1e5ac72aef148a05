"""A store as an rdflib graph, for code that is written against that library."""

from __future__ import annotations

import shutil
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import StoreError
from kg.store.folder.snapshot import make_target
from kg.store.rdf.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["rdflib_view"]


def rdflib_view(database: pyoxigraph.Store, folder: Path, *, is_snapshot: bool) -> rdflib.Graph:
    """Return the union of all graphs as an rdflib graph; see :meth:`kg.store.Store.graph`.

    Args:
        database: What to show.
        folder: The store's folder, below which a snapshot is put.
        is_snapshot: The database is one already, so that no other is needed.

    Raises:
        StoreError: No snapshot can be made.

    """
    from oxrdflib import OxigraphStore
    from rdflib import Graph
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    links = None if is_snapshot else _copy(database, folder)
    shown = database if links is None else pyoxigraph.Store.read_only(str(links / "database"))
    store = OxigraphStore(store=shown)
    graph = Graph(store, identifier=DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    if links is not None:
        weakref.finalize(store, shutil.rmtree, links, ignore_errors=True)
    return graph


def _copy(database: pyoxigraph.Store, folder: Path) -> Path:
    links = make_target(folder)
    if links is None:
        raise StoreError("no snapshot can be made", path=folder)
    try:
        database.backup(str(links / "database"))
    except OSError as error:
        shutil.rmtree(links, ignore_errors=True)
        raise StoreError(f"no snapshot can be made: {error}", path=folder) from error
    return links
