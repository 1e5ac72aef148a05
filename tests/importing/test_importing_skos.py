"""SKOS and SKOS-XL in every notation of RDF, within bounds and without a network."""

from __future__ import annotations

import pyoxigraph
import pytest
from importing_lists import read_list

from kg.importing.skos import fits, read
from kg.model import ActorKind, Date, Name, NameKind

TURTLE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix kg: <https://w3id.org/kg-actors/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://example.org/actors/> .

e:list a skos:ConceptScheme ; skos:prefLabel "A list"@en .
e:guard a skos:Concept, org:Organization ; skos:inScheme e:list ;
    skos:prefLabel "Harbour Guard"@en, "Hafenwache"@de, "حرس الميناء"@ar ;
    skos:altLabel "HG", "Coastal Watch"@en ;
    skos:hiddenLabel "Harbor Gard" ;
    skosxl:altLabel [ skosxl:literalForm "Coastal Watch"@en ;
        kg:validFrom "2012-01-01T00:00:00Z"^^xsd:dateTime ; kg:validFromPrecision kg:year ;
        kg:validUntil "2016-07-28T00:00:00Z"^^xsd:dateTime ; kg:validUntilPrecision kg:day ] ;
    skos:exactMatch <http://www.wikidata.org/entity/Q901> ;
    skos:closeMatch <http://www.wikidata.org/entity/Q902>, <https://example.com/x> ;
    org:subOrganizationOf e:council .
e:council a skos:Concept ; skos:prefLabel "Coastal Council"@en .
"""
FORMATS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "xml": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
}


def _as(form: str) -> bytes:
    quads = pyoxigraph.parse(TURTLE.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    graph = pyoxigraph.NamedNode("https://example.org/graph")
    if form == "nq":
        quads = (pyoxigraph.Quad(q.subject, q.predicate, q.object, graph) for q in quads)
        return pyoxigraph.serialize(quads, format=FORMATS[form]) or b""
    return pyoxigraph.serialize((quad.triple for quad in quads), format=FORMATS[form]) or b""


@pytest.mark.parametrize("form", FORMATS)
def test_every_notation_gives_the_same_records(form: str) -> None:
    records, problems = read_list(read, _as(form))
    council, guard = records

    assert not problems
    assert (council.name, guard.name) == ("Coastal Council", "Harbour Guard")
    assert (guard.register, guard.identifier) == ("skos", "https://example.org/actors/guard")
    assert guard.kind is ActorKind.ORGANISATION
    assert guard.names[0] == Name("Harbour Guard", NameKind.OFFICIAL, "en")
    assert set(guard.names[1:]) == {
        Name("Hafenwache", NameKind.EXONYM, "de"),
        Name("حرس الميناء", NameKind.ORIGINAL_SCRIPT, "ar"),
        Name("HG", NameKind.ACRONYM),
        Name("Coastal Watch", NameKind.ALIAS, "en", Date("2012"), Date("2016-07-28")),
        Name("Harbor Gard", NameKind.ALIAS),
    }


def test_matches_are_ids_elsewhere_and_a_close_one_counts_where_no_exact_one_is() -> None:
    (_, guard), _ = read_list(read, TURTLE)

    assert guard.same_as == (("skos", "https://example.com/x"), ("wikidata", "Q901"))


def test_known_properties_become_statements_with_their_line() -> None:
    (_, guard), _ = read_list(read, TURTLE)
    [statement] = guard.statements

    assert (statement.relation, statement.other_name) == ("part_of", "Coastal Council")
    assert statement.text in guard.lines


def test_of_turtle_a_broken_statement_is_one_problem_and_the_others_are_read() -> None:
    broken = TURTLE.replace(
        "e:council a skos:Concept ;", "e:bad skos:prefLabel nope:x .\ne:council a skos:Concept ;"
    )
    records, problems = read_list(read, broken)

    assert [record.name for record in records] == ["Coastal Council", "Harbour Guard"]
    assert [problem.place for problem in problems] == ["19"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', "document type"),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" + b"<rdf:Description>" * 200,
            "deep",
        ),
        (b'{"@context": "https://example.org/context.jsonld", "@id": "x:y"}', "context"),
        (b'{"@id": "x:y", "x:p": ' + b"[" * 100_000, "no RDF"),
        (b"\x00\x01\x02", "no RDF"),
        (b"", "no concept"),
    ],
)
def test_what_is_dangerous_or_no_rdf_is_told_in_one_line(data: bytes, words: str) -> None:
    records, problems = read_list(read, data)

    assert not records
    assert words in problems[0].message
    assert all(problem.hint and "\n" not in str(problem) for problem in problems)


def test_a_cut_file_gives_what_stands_before_the_cut() -> None:
    nt = _as("nt")
    lines = sorted(nt.splitlines(keepends=True))
    records, problems = read_list(read, b"".join(lines)[:-20])

    assert len(records) == 2
    assert len(problems) == 1


def test_an_actor_of_ours_with_a_value_that_is_none_is_told() -> None:
    data = """
    @prefix kg: <https://w3id.org/kg-actors/ontology#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <https://w3id.org/kg-actors/actor/x> a kg:ArmedGroup ; skos:prefLabel "X" ; kg:registerId "no colon" ;
        <http://purl.org/dc/terms/identifier> "x" .
    """
    records, problems = read_list(read, data)

    assert not records
    assert problems[0].place == "https://w3id.org/kg-actors/actor/x"


def test_the_vocabulary_tells_the_format() -> None:
    assert fits(TURTLE.encode())
    assert not fits(b"id,name\n")
