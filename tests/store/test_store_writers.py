"""Answers in the W3C's result formats read back as what they were; a table suits a terminal."""

from __future__ import annotations

import csv
import io

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple

from kg.errors import QueryError
from kg.store import Graph, Node, Table, shorten, write_answer

BASE = "https://w3id.org/kg-actors/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NODES = [
    NamedNode("http://e/a?b=1&c=2"),
    BlankNode("b1"),
    Literal('a "quoted", <b>\tline\r\nend & more \\'),
    Literal("سوريا", language="ar"),
    Literal("0.93", datatype=NamedNode(XSD + "decimal")),
    Literal(7),
    Literal(True),
    None,
]
ROWS = [(node, NODES[-1 - i]) for i, node in enumerate(NODES)]


def table() -> Table:
    return Table(("one", "two"), iter(ROWS))


@pytest.mark.parametrize(
    ("form", "parsed_as"),
    [
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ],
)
def test_rows_read_back_equal(form: str, parsed_as: QueryResultsFormat) -> None:
    data = "".join(write_answer(table(), form))  # type: ignore[arg-type]
    solutions = pyoxigraph.parse_query_results(data, format=parsed_as)

    assert [tuple(row) for row in solutions] == ROWS


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text())
def test_any_text_survives_json_and_tsv(text: str) -> None:
    for form, parsed_as in (("json", QueryResultsFormat.JSON), ("tsv", QueryResultsFormat.TSV)):
        data = "".join(write_answer(Table(("x",), iter([(Literal(text),)])), form))  # type: ignore[arg-type]
        (row,) = pyoxigraph.parse_query_results(data, format=parsed_as)

        assert row["x"] == Literal(text)


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    data = "".join(write_answer(Table(("x",), iter([(Literal("a\0b\x0bc"),)])), "xml"))
    (row,) = pyoxigraph.parse_query_results(data, format=QueryResultsFormat.XML)

    assert row["x"] == Literal("a\ufffdb\ufffdc")


def test_csv_has_plain_values() -> None:
    rows = list(csv.reader(io.StringIO("".join(write_answer(table(), "csv")), newline="")))

    assert rows[0] == ["one", "two"]
    assert rows[1:4] == [["http://e/a?b=1&c=2", ""], ["_:b1", "true"], [NODES[2].value, "7"]]  # type: ignore[union-attr]


@pytest.mark.parametrize(("form", "text"), [("table", "true\n"), ("csv", "true\n"), ("tsv", "true\n")])
def test_yes_or_no_as_a_word(form: str, text: str) -> None:
    assert "".join(write_answer(True, form)) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_yes_or_no_in_the_formats_for_programs(form: str) -> None:
    formats = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    data = "".join(write_answer(False, form))  # type: ignore[arg-type]

    assert bool(pyoxigraph.parse_query_results(data, format=formats[form])) is False


def test_triples_are_written_as_sorted_turtle() -> None:
    a, b = NamedNode(BASE + "actor/a"), NamedNode(BASE + "ontology#backs")
    triples = [Triple(a, b, a), Triple(a, b, NamedNode(BASE + "actor/0")), Triple(a, b, a)]
    data = "".join(write_answer(Graph(iter(triples)), "ttl"))

    assert {quad.triple for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)} == set(triples)
    assert data == "".join(write_answer(Graph(iter(reversed(triples))), "ttl"))
    assert "kg:backs" in data


def test_a_format_that_does_not_fit_is_refused() -> None:
    with pytest.raises(QueryError, match="cannot be written as ttl"):
        write_answer(table(), "ttl")
    with pytest.raises(QueryError, match="cannot be written as json"):
        list(write_answer(Graph(iter([])), "json"))


def test_the_table_is_aligned_and_short() -> None:
    rows = [(NamedNode(BASE + "actor/syria"), Literal("Syria")), (NamedNode(BASE + "ontology#backs"), None)]
    lines = "".join(write_answer(Table(("who", "name"), iter(rows)), "table", base=BASE)).splitlines()

    assert lines == ["who    name", "-----  -----", "syria  Syria", "backs"]


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (NamedNode(BASE + "actor/name/ansar"), "name/ansar"),
        (NamedNode(BASE + "document/d%2F1"), "d/1"),
        (NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), "skos:prefLabel"),
        (NamedNode("https://w3id.org/kg-actors/ontology#backs"), "backs"),
        (NamedNode("http://elsewhere/x"), "http://elsewhere/x"),
        (Literal("2016-01-01T00:00:00Z", datatype=NamedNode(XSD + "dateTime")), "2016-01-01"),
        (Literal("2016-01-01T12:00:00Z", datatype=NamedNode(XSD + "dateTime")), "2016-01-01T12:00:00Z"),
        (Literal("red \x1b[31m text\r\nnext \u202eback"), "red  [31m text next  back"),
        (None, ""),
    ],
)
def test_values_are_shortened_for_people(node: Node | None, text: str) -> None:
    assert shorten(node, BASE) == text


def test_terms_keep_their_prefix_where_triples_are_shown() -> None:
    assert shorten(NamedNode("https://w3id.org/kg-actors/ontology#backs"), BASE, prefixed=True) == "kg:backs"


def test_table_gives_rows_as_people_read_them() -> None:
    rows = iter([(NamedNode(BASE + "actor/a"), None, Literal("x"))])

    assert list(Table(("who", "whom", "how"), rows, BASE).texts()) == [{"who": "a", "whom": "", "how": "x"}]
