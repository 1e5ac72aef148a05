"""What tests of several parts share: a language pipeline, a store of the samples, a browser."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest
from browsing import browser, chromium
from learned import learned_once
from scratch import folder_in_memory

from kg.catalogue import Catalogue
from kg.extraction import Extractor
from kg.ingest import Pipeline, build
from kg.resources import sample_dir
from kg.store import Store
from kg.text.reader import read_documents

__all__ = ["browser", "chromium"]


def pytest_configure() -> None:
    """Let everything that is temporary be written to memory, unless somebody says where."""
    if "TMPDIR" not in os.environ and (folder := folder_in_memory()) is not None:
        os.environ["TMPDIR"] = str(folder)
        tempfile.tempdir = None  # it may have been looked up before


@pytest.fixture(scope="session", autouse=True)
def known_names() -> Iterator[None]:
    """Read the built-in catalogue once for the whole run, whoever asks for it."""
    with learned_once():
        yield


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """Return the default pipeline; its model is loaded once for the whole run."""
    return Pipeline()


@pytest.fixture(scope="session")
def sample_pipeline(pipeline: Pipeline) -> Pipeline:
    """Return a pipeline that reads with the whole catalogue and stores of it what the samples name.

    Storing all of it takes seconds in each new store, and validating all of it half a minute.
    """
    documents = read_documents([sample_dir()], on_error=lambda error: pytest.fail(str(error)))
    readings = pipeline.read_many(documents, on_error=lambda error: pytest.fail(str(error)))
    named = {actor.id for reading in readings for actor in reading.actors}
    actors = pipeline.catalogue.actors
    wanted = [actor_id for actor_id in actors if actor_id in named]
    for actor_id in wanted:  # grows on the way: facts lead to further actors
        targets = dict.fromkeys(fact.target for fact in actors[actor_id].facts)
        wanted += [target for target in targets if target not in wanted]
    made = Pipeline()
    vars(made)["extractor"] = pipeline.extractor
    vars(made)["catalogue"] = Catalogue({actor_id: actors[actor_id] for actor_id in sorted(wanted)}, "sample")
    return made


@pytest.fixture(scope="session")
def sample_store(sample_pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with the sample articles; not to be written to."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    with Store.open(folder) as store:
        report = build([sample_dir()], store, sample_pipeline)
    assert report.failed == 0
    return folder


@pytest.fixture(scope="session")
def extractor(pipeline: Pipeline) -> Extractor:
    """Return an extractor that reads with the built-in rules alone, as it does without a classifier."""
    made = copy(pipeline.extractor)
    made.classifier = None
    return made
