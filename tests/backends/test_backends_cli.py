"""A backend is chosen on the command line or in the environment; without one nothing changes."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fake_server import claim, claims, says, serving, status

import kg.ingest
from kg.backends import gliner
from kg.catalogue import Catalogue
from kg.cli.program import kg as program
from kg.config import Settings
from kg.extraction import Extractor
from kg.ingest import Pipeline
from kg.store import Store

ARTICLES = {"a.txt": "Russia backs the Syrian army.", "b.txt": "Iran arms the Syrian army."}
FIRST = claim("Russia", "backs", "Syrian army", "Russia backs the Syrian army.")
SECOND = claim("Iran", "arms", "Syrian army", "Iran arms the Syrian army.")
FALSE = claim("Iran", "arms", "Syrian army", "Iran has always armed the Syrian army.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline, folder: Path) -> object:
    """Run a command with the loaded model and a small catalogue."""

    class Shared(Pipeline):
        @cached_property
        def catalogue(self) -> Catalogue:
            actors = pipeline.catalogue.actors
            return Catalogue({i: actors[i] for i in ("iran", "russia", "syria", "syria-armed-forces")}, "few")

        @cached_property
        def extractor(self) -> Extractor:
            return Extractor(pipeline.extractor.nlp, self.catalogue)

    monkeypatch.setattr(kg.ingest, "Pipeline", Shared)

    def run(*args: str, **environ: str) -> Result:
        return CliRunner().invoke(program, args, env=environ, catch_exceptions=False)

    return run


def _relations(result: Result) -> list[str]:
    return [json.loads(line)["relation"] for line in result.stdout.splitlines()]


def test_extract_prints_what_the_model_found(call, folder: Path) -> None:
    with serving(claims(FIRST), claims(SECOND, FALSE)) as server:
        backend = ("--backend", "llm", "--llm-url", server.url, "--llm-model", "m")
        result = call("extract", str(folder), "--format", "jsonl", *backend, KG_LLM_KEY="secret")

    assert result.exit_code == 0, result.stderr
    assert _relations(result) == ["backs", "arms"]
    assert "Note:" in result.stderr
    assert "the quote is not in the text (1)" in result.stderr
    assert server.headers[0]["Authorization"] == "Bearer secret"
    assert "secret" not in result.output


def test_one_document_that_fails_is_reported_and_the_rest_goes_on(call, folder: Path) -> None:
    with serving(says("no idea"), claims(SECOND)) as server:
        environ = {"KG_BACKEND": "llm", "KG_LLM_URL": server.url, "KG_LLM_MODEL": "m"}
        result = call("extract", str(folder), "--format", "jsonl", **environ)

    assert result.exit_code == 0
    assert _relations(result) == ["arms"]
    assert result.stderr.count("Skipped:") == 1


def test_a_server_that_is_away_is_one_line_with_what_to_do(call, folder: Path) -> None:
    with serving(claims()) as server:
        url = server.url
    result = call("extract", str(folder), "--backend", "llm", "--llm-url", url, "--llm-model", "m")

    assert result.exit_code == 1
    assert "Error: the language model at" in result.stderr
    assert "--llm-url" in result.stderr
    assert "Traceback" not in result.output


def test_build_reads_again_with_another_backend_and_not_with_the_same(
    call, folder: Path, tmp_path: Path
) -> None:
    store = ("--store", str(tmp_path / "store"))
    assert "2 added" in call("build", str(folder), *store).stderr
    with serving(claims(FIRST), claims(SECOND), status(500)) as server:
        backend = ("--backend", "llm", "--llm-url", server.url, "--llm-model", "m")
        by_model = call("build", str(folder), *store, *backend)
        again = call("build", str(folder), *store, *backend)

    assert "2 replaced" in by_model.stderr
    assert "2 unchanged" in again.stderr
    assert len(server.asked) == 2
    with Store.open(tmp_path / "store", read_only=True) as opened:
        readings = [opened.reading(document) for document in opened.documents()]
        by = {c.evidence.by for reading in readings if reading is not None for c in reading.claims}
    assert by == {"llm:m"}


def test_kept_answers_make_a_second_graph_the_same_without_a_server(
    call, folder: Path, tmp_path: Path
) -> None:
    dumps = []
    with serving(claims(FIRST), claims(SECOND)) as server:
        pass_on = (
            "--backend",
            "llm",
            "--llm-url",
            server.url,
            "--llm-model",
            "m",
            "--cache",
            str(tmp_path / "kept"),
        )
        for name in ("one", "two"):
            if name == "two":
                server.behaviours = [status(500)]
            result = call("build", str(folder), "--store", str(tmp_path / name), *pass_on)
            assert "2 added" in result.stderr, result.stderr
            with Store.open(tmp_path / name, read_only=True) as store:
                dumps.append(store.dump())

    assert dumps[0] == dumps[1]
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("options", "environ", "message", "code"),
    [
        (["--backend", "oracle"], {}, "Invalid value for '--backend'", 2),
        ([], {"KG_BACKEND": "oracle"}, "unknown backend 'oracle'", 2),
        (["--backend", "llm"], {}, "which model is to be asked?", 2),
        (["--backend", "llm", "--llm-model", "m", "--llm-url", "ftp://x"], {}, "not the address", 2),
        (["--backend", "llm", "--llm-model", "m"], {"KG_LLM_TIMEOUT": "soon"}, "no number of seconds", 2),
        (["--backend", "llm", "--llm-model", "m"], {"KG_LLM_KEY": "a\nb"}, "KG_LLM_KEY", 2),
        (["--backend", "gliner"], {}, "not installed", 1),
    ],
)
def test_a_mistake_is_one_line_before_a_store_is_made(
    call,
    monkeypatch,
    folder: Path,
    tmp_path: Path,
    options: list[str],
    environ: dict[str, str],
    message: str,
    code: int,
) -> None:
    monkeypatch.setattr(gliner, "find_spec", lambda name: None)
    result = call("build", str(folder), "--store", str(tmp_path / "store"), *options, **environ)

    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "store").exists()


def test_without_a_backend_nothing_of_one_is_imported() -> None:
    code = (
        "import sys; from kg.ingest import Pipeline; p = Pipeline(); p.check();"
        "print(*sorted(name for name in sys.modules if name.startswith(('kg.backends.', 'gliner2'))))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.split() == ["kg.backends.choice", "kg.backends.reader"]


def test_the_default_is_rules_and_classifier() -> None:
    assert Settings().backend == "hybrid"
    assert "llm" not in Pipeline().run.reader


def test_thorough_reading_is_told_from_the_default_and_has_no_gate() -> None:
    default, thorough = Pipeline(), Pipeline(Settings(backend="thorough"))
    assert default.classifier is not None
    assert thorough.classifier is not None
    assert default.classifier.gate is not None
    assert thorough.classifier.gate is None
    assert default.run.reader != thorough.run.reader  # so that documents are read again
