"""The law of the backends: whatever is done to them, they hold the same graph, byte for byte."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from remote_servers import empty
from store_strategies import RUN, catalogues, ids, readings

from kg.model import Actor, Reading
from kg.store import Store

Deed = Reading | str | list[Actor]
deeds = st.lists(readings() | ids | catalogues, max_size=6)


@pytest.fixture(scope="module")
def small_requests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_STORE_BATCH", "2000")
        yield


def _do(store: Store, deed: Deed) -> object:
    if isinstance(deed, Reading):
        return store.put(deed, RUN)
    if isinstance(deed, str):
        return store.remove(deed)
    return store.set_catalogue(deed)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds)
@pytest.mark.usefixtures("small_requests")
def test_any_deeds_make_the_same_graph_everywhere(server: str, union_server: str, done: list[Deed]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        for address in (server, union_server):
            empty(address)
        places = (Path(folder) / "store", server, union_server)
        folder_store, *others = (stack.enter_context(Store.open(place)) for place in places)
        for deed in done:
            said = _do(folder_store, deed)
            assert all(_do(other, deed) == said for other in others)
        for other in others:
            assert other.dump(texts=True) == folder_store.dump(texts=True)
            assert set(other.triples()) == set(folder_store.triples())
            assert list(other.readings()) == list(folder_store.readings())
            assert list(other.actors()) == list(folder_store.actors())
