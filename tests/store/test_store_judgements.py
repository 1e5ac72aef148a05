"""Laws of judging: what stands of it decides the graph, in whatever order things were read and judged."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
from hypothesis import given, settings
from hypothesis import strategies as st
from judging_strategies import CATALOGUE, Step, readings, steps
from pyoxigraph import DefaultGraph
from store_strategies import RUN

from kg.judgements import Decisions
from kg.model import Claim, Judgement, Reading, Verdict
from kg.store import Iris, Store
from kg.store.rdf.terms import APART

law = settings(max_examples=25, deadline=None, derandomize=True)
both = st.tuples(readings("d"), readings("e"))


def in_memory() -> Store:
    store = Store(pyoxigraph.Store(), Path(), Iris("https://example.org/data/"), read_only=False)
    store.set_catalogue(CATALOGUE, "catalogue")
    return store


def filled(some: Iterable[Reading], judgements: Iterable[Judgement] = ()) -> Store:
    """Return a store in which these judgements stood before anything was read."""
    store = in_memory()
    store._decisions = Decisions(list(judgements))
    for reading in some:
        store.put(reading, RUN)
    return store


def content(store: Store) -> set[str]:
    """Return everything but the history of judgements."""
    quads = store.quads(texts=True)
    return {str(quad) for quad in quads if quad.graph_name != store.iris.judgements}


def claims(store: Store) -> list[Claim]:
    return [claim for reading in store.readings() for claim in reading.claims]


def follow(store: Store, done: Iterable[Step]) -> None:
    for step in done:
        judgement = step.judgement(claims(store), list(store.decisions.standing))
        if judgement is not None:
            store.judge(judgement, force=True)


@law
@given(both, st.lists(steps, max_size=5))
def test_the_graph_is_the_one_that_the_standing_judgements_make(
    some: tuple[Reading, Reading], done: list[Step]
) -> None:
    store = filled(some)
    follow(store, done)

    assert content(store) == content(filled(some, store.decisions.standing))


@law
@given(both, st.lists(steps, max_size=4))
def test_taking_everything_back_leaves_nothing(some: tuple[Reading, Reading], done: list[Step]) -> None:
    store = filled(some)
    follow(store, done)
    for judgement in reversed(store.decisions.standing):
        if judgement.withdraws is None:
            store.judge(
                Judgement(0, Verdict.WITHDRAWN, "A", judgement.date, withdraws=judgement.number), force=True
            )

    assert content(store) == content(filled(some))


@law
@given(both, st.lists(steps, max_size=4))
def test_reading_the_same_again_changes_nothing(some: tuple[Reading, Reading], done: list[Step]) -> None:
    store = filled(some)
    follow(store, done)

    assert [store.put(reading, RUN) for reading in some] == ["unchanged", "unchanged"]


@law
@given(both, both, st.lists(steps, max_size=4))
def test_the_union_is_the_union_of_the_graphs_without_what_stands_apart(
    some: tuple[Reading, Reading], later: tuple[Reading, Reading], done: list[Step]
) -> None:
    store = filled(some)
    follow(store, done)
    for reading in later:
        store.put(reading, RUN)
    store.remove("e")

    quads = list(store._opened.quads_for_pattern(None, None, None, None))
    union = {quad.triple for quad in quads if quad.graph_name == DefaultGraph()}
    named = {quad.triple for quad in quads if quad.graph_name != DefaultGraph()}
    assert union == {triple for triple in named if triple.predicate not in APART}
