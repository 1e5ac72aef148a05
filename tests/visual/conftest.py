"""Pages of the explorer that several files of tests open."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import Browser
from exploring import write_made_up, write_small


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the small graph."""
    return write_small(tmp_path_factory.mktemp("explorer") / "small.html")


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a graph of 60 actors, 5 of them in the first view."""
    return write_made_up(tmp_path_factory.mktemp("explorer") / "made-up.html", limit=5)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a graph of 63 actors, all of them in the first view."""
    return write_made_up(tmp_path_factory.mktemp("explorer") / "whole.html", actors=63, limit=63)


@pytest.fixture
def page(small: Path, browser: Browser) -> Browser:
    """The small graph, open."""
    browser.open(small)
    return browser
