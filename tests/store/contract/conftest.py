"""The backends that one and the same suite runs over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from backends_to_try import BACKENDS, Backend
from remote_servers import basic, between, empty, oxigraph

from kg.store import Store


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with oxigraph() as address:
        yield address


@pytest.fixture(scope="session")
def union_server() -> Iterator[str]:
    with oxigraph("--union-default-graph") as address:
        yield address


@pytest.fixture(params=BACKENDS)
def backend(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Backend]:
    """Return each backend, empty."""
    if request.param == "embedded":
        yield Backend(request.param, tmp_path / "store")
        return
    address = request.getfixturevalue("union_server" if request.param == "union" else "server")
    empty(address)
    environ = {
        "small requests": {"KG_STORE_BATCH": "5000"},
        "no graph store": {"KG_STORE_UPDATE": f"{address}/update"},
        "authenticated": {"KG_STORE_USER": "ann", "KG_STORE_PASSWORD": "pässword:€"},
    }.get(request.param, {})
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    if request.param == "authenticated":
        with between(address) as proxy:
            proxy.wanted = basic("ann", "pässword:€")
            yield Backend(request.param, proxy.address)
        return
    yield Backend(request.param, f"{address}/query" if request.param == "no graph store" else address)


@pytest.fixture
def store(backend: Backend) -> Iterator[Store]:
    with backend.open() as opened:
        yield opened
