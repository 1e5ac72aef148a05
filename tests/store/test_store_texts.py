"""The text of an article stands in its document's graph and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph
from store_strategies import RUN, readings

from kg.model import Date, Document, Reading
from kg.store import Iris, Store, canonical
from kg.store.rdf.terms import APART, KG
from kg.store.shacl.validate import validate

law = settings(max_examples=30, deadline=None, derandomize=True)
ARTICLE = Document(
    "a", "First line.\r\n\tSecond “line”\\n.", "A title", "A paper", Date("2016-07"), "https://p.example/1"
)
SECRET = "words that no query of the union may find"


def in_memory() -> Store:
    return Store(pyoxigraph.Store(), Path(), Iris("https://example.org/data/"), read_only=False)


@law
@given(readings(), st.text(max_size=40))
@example(Reading(ARTICLE), "another\x0b text\u2028")
def test_a_document_comes_back_as_it_was_given(reading: Reading, other: str) -> None:
    store = in_memory()
    for text in (reading.document.text, other, reading.document.text):
        given_document = replace(reading.document, text=text)
        store.put(replace(reading, document=given_document), RUN)

        assert store.document(given_document.id) == given_document
        assert store.text(given_document.id) == text
    assert store.reading(reading.document.id) == canonical(reading)
    assert store.run_of(reading.document.id) == RUN


@law
@given(readings(st.just("a")), readings(st.just("b")))
def test_what_stands_apart_is_never_in_the_union(first: Reading, second: Reading) -> None:
    store = in_memory()
    store.put(first, RUN)
    store.put(second, RUN)
    store.put(replace(first, document=replace(first.document, text=SECRET)), RUN)
    store.remove("b")

    union = store._opened.quads_for_pattern(None, None, None, DefaultGraph())
    assert not {quad.predicate for quad in union} & APART
    assert store.text("a") == SECRET
    assert store.text("b") is None


def test_exports_hold_texts_only_where_they_are_asked_for() -> None:
    store = in_memory()
    store.put(Reading(replace(ARTICLE, text=SECRET)), RUN)

    assert SECRET.encode() not in store.dump()
    assert SECRET.encode() in store.dump(texts=True)
    assert not store.ask('ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "no query of the union")) }')


def test_a_document_can_be_stored_without_its_text() -> None:
    store = in_memory()
    assert store.put(Reading(ARTICLE), RUN, text=False) == "added"

    assert store.text("a") is None
    assert store.document("a") == replace(ARTICLE, text="")
    assert store.put(Reading(ARTICLE), RUN) == "replaced"
    assert store.text("a") == ARTICLE.text
    assert store.put(Reading(ARTICLE), RUN, text=False) == "replaced"
    assert store.text("a") is None


def test_of_an_unknown_document_nothing_is_known() -> None:
    store = in_memory()

    assert (store.document("a"), store.text("a"), store.run_of("a")) == (None, None, None)


def test_texts_and_fingerprints_keep_the_shapes() -> None:
    store = in_memory()
    store.put(Reading(ARTICLE), RUN)

    assert validate(quad.triple for quad in store.quads(texts=True)).conforms


@pytest.mark.parametrize(("rules", "expected"), [("r", ["a"]), ("", [])])
def test_articles_have_fingerprints_and_entries_of_lists_have_none(rules: str, expected: list[str]) -> None:
    store = in_memory()
    store.put(Reading(ARTICLE), replace(RUN, rules=rules), text=False)

    assert list(store.fingerprints()) == expected
    assert KG["fingerprint"] not in {quad.predicate for quad in store.quads()}
