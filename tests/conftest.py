"""What tests of several parts share: one loaded language pipeline, one store of the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extraction import Extractor
from kg.ingest import Pipeline, build
from kg.resources import sample_dir
from kg.store import Store


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """Return the default pipeline; its model is loaded once for the whole run."""
    return Pipeline()


@pytest.fixture(scope="session")
def sample_store(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with the sample articles; not to be written to."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    with Store.open(folder) as store:
        report = build([sample_dir()], store, pipeline)
    assert report.failed == 0
    return folder


@pytest.fixture(scope="session")
def extractor(pipeline: Pipeline) -> Extractor:
    """Return the extractor of the default pipeline: its model, the built-in catalogue and rules."""
    return pipeline.extractor
