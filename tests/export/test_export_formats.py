"""Files for other programs: complete, readable by others, safe to open, equal bytes for equal graphs."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project, ties_of
from kg.errors import SettingsError
from kg.export import GRAPH_FORMATS, RDF_FORMATS, write_graph, write_rdf
from kg.export.tables import COLUMNS
from kg.model import Actor, ActorKind, Name
from kg.store import FORMATS


def written(graph, form):
    stream = io.BytesIO()
    write_graph(graph, form, stream)
    assert not stream.closed, "the stream belongs to the caller"
    return stream.getvalue()


def rows(graph):
    return list(csv.DictReader(io.StringIO(written(graph, "csv").decode("utf-8"), newline="")))


@pytest.fixture
def graph():
    actors = made_up_actors(20)
    return project(made_up_records(actors, 50), actors)


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_equal_graphs_give_equal_bytes_whatever_the_day(graph, form, monkeypatch):
    before = written(graph, form)
    monkeypatch.setattr("time.strftime", lambda *_: "1999-12-31")
    actors = made_up_actors(20)
    assert written(project(reversed(made_up_records(actors, 50)), actors), form) == before


def test_the_table_has_a_row_for_each_claim_with_its_sentence_and_document(graph):
    found = rows(graph)
    assert tuple(found[0]) == COLUMNS
    assert len(found) == sum(len(tie.records) for tie in ties_of(graph))
    first = ties_of(graph)[0].records[0]
    assert found[0]["quote"] == first.claim.evidence.quote
    assert (found[0]["document"], found[0]["url"]) == (first.document.id, first.document.url)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_of_the_table_can_run_as_a_formula(start):
    evil = f'{start}HYPERLINK("https://evil.example";"x")'
    (row,) = rows(
        project([record(evil, "backs", "b", quote=evil, title=evil, publisher=evil, by=evil, document=evil)])
    )
    assert {value for key, value in row.items() if "HYPERLINK" in value} == {"'" + evil}


def test_quotes_commas_and_line_breaks_survive_the_table():
    quote = 'He said: "no,\nnever",\r\nand left.'
    (row,) = rows(project([record("a", "backs", "b", quote=quote)]))
    assert row["quote"] == quote


@pytest.mark.parametrize(("form", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graph_files_hold_every_actor_and_every_tie(graph, form, reader):
    again = reader(io.BytesIO(written(graph, form)))
    assert sorted(again) == sorted(graph)
    told = sorted(
        (s, t, d["relation"], d["sign"], d["affirmed"], d["denied"]) for s, t, d in again.edges(data=True)
    )
    assert told == sorted(
        (t.source, t.target, t.relation, t.sign, t.affirmed, t.denied) for t in ties_of(graph)
    )
    assert all(data["label"] and data["kind"] for _, data in again.nodes(data=True))


@pytest.mark.parametrize(("form", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_names_that_xml_cannot_hold_do_not_break_a_graph_file(form, reader):
    name = "Ev\x00il \x0b<b>&\u2028\ufffe group"
    actor = Actor("a", ActorKind.ARMED_GROUP, name, (Name(name), Name("النصرة")))
    again = reader(io.BytesIO(written(project([record("a", "backs", "b", confidence=1)], [actor]), form)))
    assert again.nodes["a"]["label"].startswith("Ev il  <b>&")
    assert again.nodes["a"]["names"] == "النصرة"


def test_an_empty_graph_makes_a_valid_file():
    assert rows(project([])) == []
    assert len(nx.read_graphml(io.BytesIO(written(project([]), "graphml")))) == 0
    assert len(nx.read_gexf(io.BytesIO(written(project([]), "gexf")))) == 0


QUADS = [
    ox.Quad(
        ox.NamedNode(f"https://kg.example/{s}"),
        ox.NamedNode("https://kg.example/backs"),
        ox.NamedNode("https://kg.example/b"),
        ox.NamedNode(f"https://kg.example/document/{g}"),
    )
    for s, g in [("a", "1"), ("c", "1"), ("a", "2")]
]


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_rdf_files_hold_every_triple_and_do_not_depend_on_order(form):
    one, two = io.BytesIO(), io.BytesIO()
    write_rdf(QUADS, form, one)
    write_rdf(QUADS[::-1], form, two)
    assert one.getvalue() == two.getvalue()
    formats = {
        "nq": "N_QUADS",
        "trig": "TRIG",
        "jsonld": "JSON_LD",
        "nt": "N_TRIPLES",
        "ttl": "TURTLE",
        "xml": "RDF_XML",
    }
    read = set(ox.parse(one.getvalue(), getattr(ox.RdfFormat, formats[form])))
    assert {quad.triple for quad in read} == {quad.triple for quad in QUADS}
    assert len(read) == (3 if form in {"nq", "trig", "jsonld"} else 2)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_every_rdf_file_can_be_read_whatever_the_words(form):
    words = 'a\x01b\ufffe<c>&]]>\u2028"\\\n\t{é🙂'
    object_ = [ox.Literal(words), ox.Literal(words, language="ar")]
    quads = [ox.Quad(QUADS[0].subject, QUADS[0].predicate, o, QUADS[0].graph_name) for o in object_]
    stream = io.BytesIO()
    write_rdf(quads, form, stream)
    read = {quad.object for quad in ox.parse(stream.getvalue(), FORMATS[form])}
    expected = words.replace("\x01", " ").replace("\ufffe", " ") if form == "xml" else words
    assert read == {ox.Literal(expected), ox.Literal(expected, language="ar")}
    if form == "xml":  # this parser lets pass what others do not
        ElementTree.fromstring(stream.getvalue())


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(SettingsError, match="pdf") as graph_error:
        write_graph(project([]), "pdf", io.BytesIO())
    assert graph_error.value.hint == "known: csv, gexf, graphml"
    with pytest.raises(SettingsError, match="pdf"):
        write_rdf([], "pdf", io.BytesIO())
