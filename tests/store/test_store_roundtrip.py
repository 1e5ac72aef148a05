"""Laws of the store: what goes in comes back, and the union is the union, whatever happened before."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, RdfFormat
from store_strategies import RUN, catalogues, readings

from kg.model import Actor, Reading
from kg.store import Iris, Store, canonical, document_digest

law = settings(max_examples=30, deadline=None, derandomize=True)
many = st.lists(readings(), min_size=1, max_size=4)


def in_memory() -> Store:
    return Store(pyoxigraph.Store(), Path(), Iris("https://example.org/data/"), read_only=False)


@law
@given(readings())
def test_a_reading_comes_back_equal(reading: Reading) -> None:
    store = in_memory()
    store.put(reading, RUN)

    assert store.reading(reading.document.id) == canonical(reading)


@law
@given(readings(st.just("d")), readings(st.just("d")))
def test_the_last_reading_of_a_document_counts(first: Reading, second: Reading) -> None:
    store = in_memory()
    assert store.put(first, RUN) == "added"
    store.put(second, RUN)

    assert store.reading("d") == canonical(second)
    assert store.put(second, RUN) == "unchanged"
    assert store.digest_of("d") == document_digest(second.document, RUN)


@law
@given(many, catalogues, catalogues)
def test_the_default_graph_is_the_union_of_the_others(
    some: list[Reading], first: list[Actor], second: list[Actor]
) -> None:
    store = in_memory()
    store.set_catalogue(first, "first")
    for reading in some:
        store.put(reading, RUN)
    store.set_catalogue(second, "second")
    store.remove(some[0].document.id)

    database = store._opened
    union = {quad.triple for quad in database.quads_for_pattern(None, None, None, DefaultGraph())}
    assert union == {quad.triple for quad in store.quads()}


@law
@given(catalogues, catalogues)
def test_the_last_catalogue_counts(first: list[Actor], second: list[Actor]) -> None:
    store, fresh = in_memory(), in_memory()
    store.set_catalogue(first, "first")
    store.set_catalogue(second, "second")
    fresh.set_catalogue(second, "second")

    assert store.dump() == fresh.dump()
    assert not store.set_catalogue(first, "second")
    assert store.dump() == fresh.dump()


@law
@given(many)
def test_what_is_withdrawn_leaves_nothing(some: list[Reading]) -> None:
    store = in_memory()
    for reading in some:
        store.put(reading, RUN)
    for document_id in store.documents():
        store.remove(document_id)

    assert len(store) == 0


@law
@given(st.dictionaries(st.sampled_from("abc"), readings(), max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_change_the_dump(some: dict[str, Reading], random: Random) -> None:
    by_document = {reading.document.id: reading for reading in some.values()}
    ones, others = in_memory(), in_memory()
    shuffled = list(by_document.values())
    random.shuffle(shuffled)
    for reading in by_document.values():
        ones.put(reading, RUN)
    for reading in shuffled:
        others.put(reading, RUN)

    assert ones.dump("trig") == others.dump("trig")


@law
@given(readings())
def test_a_dump_that_is_loaded_dumps_the_same(reading: Reading) -> None:
    """No literal is rewritten on the way, in any of the formats that keep the graphs."""
    store = in_memory()
    store.put(reading, RUN)
    for form, rdf in (("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)):
        copy = pyoxigraph.Store()
        copy.load(store.dump(form), rdf)

        assert {str(quad) for quad in copy} == {str(quad) for quad in store.quads()}


@law
@given(catalogues, readings())
def test_the_catalogue_is_not_repeated_and_still_comes_back(curated: list[Actor], reading: Reading) -> None:
    store = in_memory()
    store.set_catalogue(curated)
    known = tuple(actor for actor in curated if actor.id not in {a.id for a in reading.actors})
    described = Reading(reading.document, reading.claims, reading.actors + known)
    store.put(described, RUN)

    node = store.iris.document(reading.document.id)
    catalogue = {q.triple for q in store._opened.quads_for_pattern(None, None, None, store.iris.catalogue)}
    repeated = {q.triple for q in store._opened.quads_for_pattern(None, None, None, node)} & catalogue
    stored = store.reading(reading.document.id)
    assert not {triple for triple in repeated if "skos" in triple.predicate.value}
    assert stored is not None
    for actor in canonical(described).actors:
        if actor in known:
            assert actor in stored.actors


@law
@given(many)
def test_the_bulk_loader_writes_what_single_transactions_write(given: list[Reading]) -> None:
    one, other = in_memory(), in_memory()
    for reading in given:
        one.put(reading, RUN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.store.changes.BULK", 1)
        list(other.put_many(given, RUN))

    assert other.dump(texts=True) == one.dump(texts=True)
    assert set(other.triples()) == set(one.triples())
