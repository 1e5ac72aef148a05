"""A dump is sorted whatever its size, and its bytes depend on the content alone."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat
from test_store_validate import filled

from kg.store import FORMATS, Format, write_quads
from kg.store import dump as dumping
from kg.store.dump import dump_quads
from kg.store.sorting import sort_lines

lines = st.lists(st.binary(max_size=3).map(lambda data: data.replace(b"\n", b"") + b"\n"), max_size=40)


@given(lines, st.integers(1, 9), st.integers(2, 4))
def test_lines_come_sorted_and_once_however_few_fit_into_memory(
    given_lines: list[bytes], at_once: int, most_files: int
) -> None:
    found = list(sort_lines(given_lines, at_once=at_once, most_files=most_files))

    assert found == sorted(set(given_lines))


def quads() -> list[Quad]:
    """What the store writes, and texts that a line could break at."""
    node, graph = NamedNode("https://example.org/a"), NamedNode("https://example.org/g")
    odd = ["a\nb", "a\rb", "a\tb", "\u2028", "\x85", '"', "\\", "", "é", "\U0001f600"]
    texts = [Quad(node, node, Literal(text), graph) for text in odd]
    plain = [Quad(node, node, Literal("a", language="en")), Quad(node, node, Literal("a"), DefaultGraph())]
    return [*filled().quads(), *texts, *plain, Quad(node, node, Literal("a"), graph)]


def in_memory(given_quads: list[Quad], form: Format) -> bytes:
    """Sort by the terms themselves and let the engine write the whole."""
    rdf = FORMATS[form]
    if rdf.supports_datasets:
        ordered = sorted(set(given_quads), key=lambda quad: (str(quad.graph_name), str(quad.triple)))
        return pyoxigraph.serialize(ordered, format=rdf) or b""
    triples = sorted({quad.triple for quad in given_quads}, key=str)
    return pyoxigraph.serialize(triples, format=rdf) or b""


@pytest.mark.parametrize("form", ["nq", "nt", "jsonld"])
@pytest.mark.parametrize("at_once", [7, 150_000])
def test_what_is_sorted_in_files_is_what_is_sorted_in_memory(
    monkeypatch: pytest.MonkeyPatch, form: Format, at_once: int
) -> None:
    def few(given_lines: Iterable[bytes]) -> Iterator[bytes]:
        return sort_lines(given_lines, at_once=at_once, most_files=3)

    monkeypatch.setattr(dumping, "sort_lines", few)

    assert write_quads(quads(), form) == in_memory(quads(), form)


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_order_that_quads_come_in_does_not_matter(form: Format) -> None:
    # XML has no way to write some of the odd texts.
    given_quads = list(filled().quads()) if form == "xml" else quads()
    mixed = random.Random(1).sample(given_quads, len(given_quads))

    assert write_quads(mixed, form) == write_quads(given_quads, form)


@pytest.mark.parametrize("form", ["trig", "ttl"])
def test_prefixes_are_written_in_order(form: Format) -> None:
    stream = io.BytesIO()
    dump_quads(quads(), form, stream)
    text = stream.getvalue()
    prefixes = [line for line in text.splitlines() if line.startswith(b"@prefix")]

    assert prefixes == sorted(prefixes)
    assert len(prefixes) > 5
    wanted = {(q.triple if form == "ttl" else q) for q in quads()}
    found = pyoxigraph.parse(text, format=RdfFormat.TRIG)
    assert {(q.triple if form == "ttl" else q) for q in found} == wanted
