"""The rdflib view: the same triples and answers, read-only, in the way of no writer."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
import rdflib
from query_world import CATALOGUE, RUN, readings

from kg.store import Store

BACKS = "SELECT ?a ?b { ?a kg:backs ?b } ORDER BY ?a ?b"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store") as store:
        store.set_catalogue(CATALOGUE)
        for reading in readings():
            store.put(reading, RUN)
    return tmp_path / "store"


@pytest.mark.parametrize("read_only", [True, False])
def test_view_holds_the_union_and_answers_alike(folder: Path, read_only: bool) -> None:
    with Store.open(folder, read_only=read_only) as store:
        graph = store.graph()
        ours = [list(row.values()) for row in store.select(BACKS).dicts()]

        assert len(graph) == len(store)
        assert [[str(node) for node in row] for row in graph.query(BACKS)] == ours
        assert len(ours) > 5
        russia = rdflib.URIRef(store.iris.actor("russia").value)
        assert str(graph.value(russia, rdflib.SKOS.prefLabel)) == "Russia"


def test_view_stays_as_it_was_while_the_store_changes(folder: Path) -> None:
    with Store.open(folder) as store:
        graph = store.graph()
        before = len(graph)
        store.remove("d3")

        assert len(store) < before == len(graph)


@pytest.mark.parametrize("read_only", [True, False])
def test_view_cannot_be_written(folder: Path, read_only: bool) -> None:
    with Store.open(folder, read_only=read_only) as store:
        graph = store.graph()

        with pytest.raises(RuntimeError, match="read-write"):
            graph.add((rdflib.URIRef("a:b"), rdflib.URIRef("a:b"), rdflib.URIRef("a:b")))


def test_snapshot_goes_with_the_view(folder: Path) -> None:
    with Store.open(folder) as store:
        graph = store.graph()
        assert len(list((folder / "readers").iterdir())) == 1
        del graph
        gc.collect()

        assert list((folder / "readers").iterdir()) == []
