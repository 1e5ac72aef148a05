"""A running service, for everything that asks it from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Service, fill, running


@pytest.fixture(scope="session")
def served_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the store that the service reads; not to be written to."""
    folder = tmp_path_factory.mktemp("served") / "store"
    fill(folder)
    return folder


@pytest.fixture(scope="session")
def service(served_store: Path) -> Iterator[Service]:
    """Yield a running service that several tests ask."""
    with running(served_store, "--log-requests") as found:
        yield found


@pytest.fixture(scope="session")
def server(service: Service) -> str:
    """Return the address of a running service, without a slash at its end."""
    return service.address
