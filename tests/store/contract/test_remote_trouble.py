"""Servers that are gone, busy, slow, wrong or hostile: one clear line, nothing lost, no secret told."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
from remote_servers import Between, basic, between, empty, oxigraph
from test_store_embedded import RUN, SYRIA, claim, reading

from kg.errors import StoreError
from kg.store import Store
from kg.store.remote import http as http
from kg.store.remote.address import Endpoint
from kg.store.remote.database import RemoteDatabase


@pytest.fixture
def proxy(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Between]:
    """Return a server that misbehaves when told to, over an empty store."""
    empty(server)
    monkeypatch.setattr(http, "_PAUSE", 0.01)
    with between(server) as made:
        yield made


@pytest.fixture
def store(proxy: Between) -> Iterator[Store]:
    with Store.open(proxy.address) as opened:
        opened.put(reading(claim()), RUN)
        yield opened


@pytest.mark.parametrize("trick", ["busy", "hang_up", "cut"])
def test_what_fails_once_is_asked_again(store: Store, proxy: Between, trick: str) -> None:
    proxy.tricks = [trick]
    assert store.documents() == ["d"]
    proxy.tricks = [trick]
    assert store.ask("ASK { ?a kg:backs ?b }")


def test_a_write_that_was_done_but_not_answered_is_done_once_all_the_same(
    store: Store, proxy: Between
) -> None:
    before = len(proxy.asked)
    store.put(reading(document="probe"), RUN)
    asked = len(proxy.asked) - before
    proxy.tricks = [""] * (asked - 1) + ["done_but_hung_up"]

    assert store.put(reading(claim("e"), document="e"), RUN) == "added"
    assert not proxy.tricks
    assert store.put(reading(claim("e"), document="e"), RUN) == "unchanged"
    assert store.documents() == ["d", "e", "probe"]


def test_an_update_of_unknown_effect_is_not_repeated(proxy: Between) -> None:
    database = RemoteDatabase(Endpoint.of(proxy.address, {}))
    proxy.tricks = ["done_but_hung_up"]
    with pytest.raises(StoreError, match="broke off"):
        database.update("INSERT { <a:b> <a:c> ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }")
    assert len(proxy.asked) == 1
    database.close()


def test_a_server_that_stays_busy_is_given_up(store: Store, proxy: Between) -> None:
    proxy.tricks = ["busy"] * 20
    with pytest.raises(StoreError, match="answers 503: later"):
        store.documents()
    assert len(proxy.tricks) == 16


@pytest.mark.parametrize(
    ("trick", "message"),
    [
        ("half", "breaks off or cannot be read"),
        ("page", "answers with text/html"),
        ("broken", "answers 500: Error x"),
        ("too_much", r"takes less in one request \(413\)"),
        ("packed", "packs its answers"),
    ],
)
def test_a_wrong_answer_is_told_in_one_line(store: Store, proxy: Between, trick: str, message: str) -> None:
    proxy.tricks = [trick]
    with pytest.raises(StoreError, match=message) as caught:
        store.documents()
    assert str(caught.value).startswith(proxy.address)
    assert len(str(caught.value)) < 500
    assert store.documents() == ["d"]


def test_half_an_answer_is_no_answer_of_a_query(store: Store, proxy: Between) -> None:
    proxy.tricks = ["half"]
    with pytest.raises(StoreError, match="breaks off"):
        list(store.select("SELECT ?a { ?a kg:backs ?b }"))


def test_a_slow_answer_ends_in_time(proxy: Between, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes soon after the one before, so only a limit on the whole helps."""
    monkeypatch.setenv("KG_STORE_TIMEOUT", "0.5")
    with Store.open(proxy.address, read_only=True) as slow:
        proxy.tricks = ["slow"] * 4
        start = time.monotonic()
        with pytest.raises(StoreError, match="no whole answer after"):
            slow.documents()
        assert time.monotonic() - start < 8
        assert len(proxy.tricks) == 3


def test_an_answer_has_a_limit(proxy: Between, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.database._MOST_ANSWER", 2000)
    with Store.open(proxy.address, read_only=True) as narrow:
        assert narrow.documents() == ["d"]
        with pytest.raises(StoreError, match="the answer has more than"):
            list(narrow.triples())


def test_no_redirect_is_followed_and_nobody_else_sees_the_password(
    server: str, proxy: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ann")
    monkeypatch.setenv("KG_STORE_PASSWORD", "secret")
    with between(server) as other:
        proxy.elsewhere = other.address
        proxy.tricks = ["redirect"]
        with pytest.raises(StoreError, match="points to") as caught:
            Store.open(proxy.address)
        assert other.address in str(caught.value)
        assert other.asked == []


def test_a_wrong_password_is_told_without_the_password(
    proxy: Between, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    proxy.wanted = basic("ann", "right")
    monkeypatch.setenv("KG_STORE_USER", "ann")
    monkeypatch.setenv("KG_STORE_PASSWORD", "wrong-secret")
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(StoreError, match=r"does not let us in \(401\)") as caught,
    ):
        Store.open(proxy.address)
    shown = f"{caught.value}{caught.value.hint}{caplog.text}"
    assert "KG_STORE_PASSWORD" in caught.value.hint
    assert "wrong-secret" not in shown
    assert basic("ann", "wrong-secret") not in shown


def test_a_token_is_sent(proxy: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy.wanted = "Bearer a.b.c"
    monkeypatch.setenv("KG_STORE_TOKEN", "a.b.c")
    with Store.open(proxy.address) as store:
        assert store.documents() == []


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_PAUSE", 0.01)
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        Store.open("http://127.0.0.1:1")
    assert "running" in caught.value.hint


def test_a_server_without_encryption_where_https_is_asked(proxy: Between) -> None:
    with pytest.raises(StoreError, match="certificate"):
        Store.open(proxy.address.replace("http:", "https:"))


def test_other_data_is_left_alone(server: str) -> None:
    empty(server)
    database = RemoteDatabase(Endpoint.of(server, {}))
    for where in ("<a:s> <a:p> 1", "GRAPH <a:g> { <a:s> <a:p> 1 }"):
        database.update(f"DROP ALL; INSERT DATA {{ {where} }}")
        with pytest.raises(StoreError, match="holds other data") as caught:
            Store.open(server)
        assert caught.value.hint
    database.close()


def test_a_store_of_another_version_is_refused(server: str) -> None:
    empty(server)
    Store.open(server).close()
    database = RemoteDatabase(Endpoint.of(server, {}))
    database.update(
        "DELETE { GRAPH ?g { ?s ?p '1' } } INSERT { GRAPH ?g { ?s ?p '99' } }WHERE { GRAPH ?g { ?s ?p '1' } }"
    )
    database.close()
    for read_only in (True, False):
        with pytest.raises(StoreError, match="another format"):
            Store.open(server, read_only=read_only)


def test_graphs_of_others_on_a_shared_server_are_not_ours(server: str) -> None:
    empty(server)
    with Store.open(server) as store:
        store.set_catalogue([SYRIA])
        RemoteDatabase(Endpoint.of(server, {})).update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }")
        assert {quad.graph_name for quad in store.quads()} == {store.iris.catalogue}


def test_a_document_broken_off_counts_as_absent_and_is_read_again(
    proxy: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its graph is written in parts here, and the server goes away at each of them in turn."""
    monkeypatch.setenv("KG_STORE_BATCH", "1500")
    given = reading(claim(), claim(relation="arms"), claim(relation="opposes"))
    with Store.open(proxy.address) as store:
        store.put(reading(claim(relation="fights")), RUN)
        whole = 0
        for part in range(100):
            before = len(proxy.asked)
            proxy.tricks = [""] * part + ["broken"]
            try:
                store.put(given, RUN)
            except StoreError:
                proxy.tricks = []
                found = store.reading("d")
                assert found is None or len(found.claims) in {1, 3}
                continue
            proxy.tricks = []
            whole = len(proxy.asked) - before
            break
        assert whole
        assert part > 3
        found = store.reading("d")
        assert found is not None
        assert len(found.claims) == 3
        assert {quad.triple for quad in store.quads()} == set(store.triples())


def test_the_server_may_go_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that the server closed are no reason to fail."""
    monkeypatch.setattr(http, "_PAUSE", 0.01)
    with oxigraph() as address:
        store = Store.open(address)
        store.put(reading(claim()), RUN)
    with pytest.raises(StoreError, match=r"cannot be reached|broke off"):
        store.documents()
    store.close()
