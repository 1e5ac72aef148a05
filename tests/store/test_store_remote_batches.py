"""Requests of a bounded size: nothing is lost, nothing comes twice, what belongs together stays together."""

from __future__ import annotations

import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad
from store_strategies import texts

from kg.store.remote.batches import batches, by_triple, statement

nodes = st.sampled_from([NamedNode(f"urn:x:{letter}") for letter in "abc"])
graphs = nodes | st.just(DefaultGraph())
quads = st.sets(st.builds(Quad, nodes, nodes, nodes | texts.map(pyoxigraph.Literal), graphs), max_size=20)


@given(quads, st.integers(1, 400))
def test_the_requests_together_say_what_was_given(given_quads: set[Quad], most: int) -> None:
    database = pyoxigraph.Store()
    for batch in batches(by_triple(given_quads), most):
        before = set(database)
        database.update(statement("INSERT", batch))
        added = set(database) - before
        assert len(added) == sum(map(len, batch.values()))
    assert set(database) == given_quads
    for batch in batches(by_triple(given_quads), most):
        database.update(statement("DELETE", batch))
    assert set(database) == set()


@given(quads, st.integers(1, 400))
def test_a_triple_is_never_in_one_graph_without_the_others(given_quads: set[Quad], most: int) -> None:
    database = pyoxigraph.Store()
    for batch in batches(by_triple(given_quads), most):
        database.update(statement("INSERT", batch))
        for held in database:
            whole = {quad for quad in given_quads if quad.triple == held.triple}
            assert whole <= set(database)


@given(quads, st.integers(1, 400))
def test_a_request_is_no_larger_than_allowed_unless_one_triple_is(given_quads: set[Quad], most: int) -> None:
    for batch in batches(by_triple(given_quads), most):
        triples = {line for lines in batch.values() for line in lines}
        assert (
            len(triples) == 1 or sum(len(line.encode()) for lines in batch.values() for line in lines) <= most
        )
