"""What every backend does alike: one suite over the folder and over servers in several set-ups."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from backends_to_try import Backend
from query_world import CATALOGUE, EVENTS, readings
from test_store_embedded import RUN, SYRIA, TEXT, claim, edges, reading

from kg.errors import DocumentError, QueryError, StoreError
from kg.model import (
    Actor,
    ActorKind,
    Document,
    Fact,
    Modality,
    Name,
    NameKind,
    Polarity,
    Reading,
)
from kg.queries import Query, load_all, run
from kg.store import FORMATS, Graph, Store, canonical, document_digest
from kg.store.rdf.terms import string

ARMY = Actor("army", ActorKind.ARMED_FORCES, "Army", facts=(Fact("armed_forces_of", "syria"),))
HOSTILE = (
    'quote " and \\ backslash',
    "line\nbreak\r\ttab",
    "} GRAPH <x:y> { <a:b> <c:d> <e:f>",
    '" . } ; DROP ALL ; INSERT DATA { <a:b> <c:d> "',
    "\\u0022 is no quote",
    "\x00\x01\x08\x0c\x7f\ufffe\uffff",
    "حلب ✓ 🏳️ é é",
    "$actor ?x # no comment",
    "'''\"\"\"",
    "</literal>&amp;<script>",
    "   ",
)


def same_as_embedded(store: Store, tmp_path: Path) -> bool:
    """Return whether the embedded store says the same after the same, byte for byte, in every format."""
    with Store.open(tmp_path / "twin", base=store.iris.base) as twin:
        fill(twin)
        return all(store.dump(form, texts=True) == twin.dump(form, texts=True) for form in FORMATS)


def fill(store: Store) -> None:
    """Do a little of everything."""
    store.set_catalogue([SYRIA, ARMY], "digest 1")
    store.put(reading(claim("d"), document="d"), RUN)
    store.put(reading(claim("e"), claim("e", "fights", polarity=Polarity.DENIED), document="e"), RUN)
    store.put(reading(claim("f", modality=Modality.PLANNED), document="f"), RUN)
    store.put(reading(claim("d", "opposes"), document="d"), RUN)
    store.remove("f")
    store.set_catalogue([replace(SYRIA, countries=("SY",)), ARMY], "digest 2")


def test_the_same_deeds_make_the_same_graph_as_in_a_folder(store: Store, tmp_path: Path) -> None:
    fill(store)

    assert same_as_embedded(store, tmp_path)
    assert store.documents() == ["d", "e"]


def test_put_says_what_it_did(store: Store) -> None:
    assert store.put(reading(claim()), RUN) == "added"
    assert store.put(reading(claim()), RUN) == "unchanged"
    assert store.put(reading(claim(relation="opposes")), RUN) == "replaced"
    assert edges(store) == ["opposes"]
    assert store.digest_of("d") == document_digest(reading().document, RUN)
    assert store.digest_of("e") is None


def test_many_readings_at_once(store: Store) -> None:
    given = [reading(claim(f"d{number}"), document=f"d{number}") for number in range(5)]
    done = list(store.put_many(given, RUN, at_once=3))

    assert [outcome for _, outcome in done] == ["added"] * 5
    assert store.documents() == [f"d{number}" for number in range(5)]
    assert [found.claims for found in store.readings()] == [r.claims for r in given]


def test_what_was_read_comes_back(store: Store) -> None:
    given = reading(claim(), claim(relation="arms"), actors=(SYRIA, ARMY))
    store.put(given, RUN)

    assert store.reading("d") == canonical(given)
    assert store.reading("unknown") is None
    assert store.text("d") == TEXT
    assert store.run_of("d") == RUN
    assert list(store.readings()) == [canonical(given)]
    assert [len(found.claims) for found in store.readings(actors=False)] == [2]
    assert store.claim_count() == 2


def test_an_edge_stands_while_one_document_says_so(store: Store) -> None:
    store.put(reading(claim("d"), document="d"), RUN)
    store.put(reading(claim("e"), document="e"), RUN)

    assert store.remove("d")
    assert edges(store) == ["backs"]
    assert store.remove("e")
    assert edges(store) == []
    assert not store.remove("e")
    assert store.documents() == []


def test_counting_counts_triples_not_documents(store: Store, backend: Backend) -> None:
    """Where the server makes the union itself it may repeat a triple, so only DISTINCT is exact there."""
    store.put(reading(claim("d"), document="d"), RUN)
    store.put(reading(claim("e"), document="e"), RUN)
    distinct = "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a kg:backs ?b }"
    plain = "SELECT (COUNT(*) AS ?n) { ?a kg:backs ?b }"

    assert [row["n"] for row in store.select(distinct).dicts()] == ["1"]
    if backend.counts:
        assert [row["n"] for row in store.select(plain).dicts()] == ["1"]


def test_the_catalogue_is_replaced_and_known_by_its_digest(store: Store) -> None:
    assert store.set_catalogue([SYRIA, ARMY], "one")
    assert not store.set_catalogue([], "one")
    assert store.set_catalogue([SYRIA], "two")
    assert [actor.id for actor in store.actors()] == ["syria"]
    assert store.ask("ASK { ?c kg:catalogueDigest 'two' }")
    assert not store.ask("ASK { ?c kg:catalogueDigest 'one' }")


def test_a_large_catalogue(store: Store, backend: Backend) -> None:
    """On some backends, enough for the ways that only many triples take."""
    actors = [
        Actor(f"a{n}", ActorKind.ARMED_GROUP, f"Group {n}", (Name(f"G{n}", NameKind.ACRONYM),))
        for n in range(2500 if backend.name in {"remote", "no graph store"} else 10)
    ]
    store.set_catalogue(actors, "large")

    assert list(store.actors()) == sorted(actors, key=lambda actor: actor.id)
    assert store.actor("a7") == actors[7]
    assert store.actors_named("g7") == ["a7"]


def test_names_of_documents_are_added_to_the_catalogues(store: Store) -> None:
    extra = Name("SAR", NameKind.ACRONYM, source="d")
    store.set_catalogue([SYRIA])
    store.put(reading(claim(), actors=(replace(SYRIA, names=(*SYRIA.names, extra)),)), RUN)

    assert store.actor("syria") == replace(SYRIA, names=(extra, *SYRIA.names))
    assert store.actor("nobody") is None
    assert store.actors_named("sar") == ["syria"]
    store.remove("d")
    assert store.actor("syria") == SYRIA


def test_any_text_is_stored_and_found_as_it_is(store: Store) -> None:
    for text in HOSTILE:
        name = f"N{text}"
        given = Reading(
            Document(f"id{text}", text, title=f"T{text}", publisher=f"P{text}"),
            (replace(claim(f"id{text}"), evidence=replace(claim().evidence, quote=text)),),
            (Actor(f"a/{text}", ActorKind.UNKNOWN, name, (Name(name, NameKind.ALIAS, source=text),)),),
        )
        store.put(given, RUN)

        assert store.reading(given.document.id) == canonical(given)
        assert store.text(given.document.id) == text
        assert store.actors_named(name) == [f"a/{text}"]
        (row,) = store.select("SELECT ?d { ?d dcterms:title $title }", {"title": string(f"T{text}")}).dicts()
        assert row["d"] == store.iris.document(given.document.id).value
    assert store.documents() == sorted(f"id{text}" for text in HOSTILE)
    assert all(store.remove(f"id{text}") for text in HOSTILE)
    assert list(store.quads()) == []


def test_text_that_is_no_unicode_is_refused(store: Store) -> None:
    with pytest.raises(DocumentError, match="document 'd'"):
        store.put(Reading(Document("d", "half a \ud800 pair", title="\ud800")), RUN)
    assert store.documents() == []


def test_queries_of_all_four_forms(store: Store) -> None:
    store.put(reading(claim()), RUN)
    russia, syria = store.iris.actor("russia"), store.iris.actor("syria")

    assert list(store.select("SELECT ?a ?none { ?a kg:backs ?b }")) == [(russia, None)]
    assert store.ask("ASK { ?a kg:backs ?b }")
    assert not store.ask("ASK { ?a kg:leads ?b }")
    (made,) = store.construct("CONSTRUCT { ?b kg:backed_by ?a } WHERE { ?a kg:backs ?b }")
    assert (made.subject, made.object) == (syria, russia)
    described = store.query("DESCRIBE ?a { ?a kg:backs ?b }")
    assert isinstance(described, Graph)
    assert any(triple.object == syria for triple in described)
    assert list(store.select("SELECT ?a { ?a kg:backs kg:nothing }")) == []


def test_an_answer_has_its_values_as_they_are(store: Store) -> None:
    store.put(reading(claim(confidence=0.25)), RUN)
    text = (
        'SELECT ?c ?start ?tag (1/0 AS ?e) { ?x kg:confidence ?c . ?p oa:start ?start BIND("a"@en AS ?tag) }'
    )

    row = next(iter(store.select(text)))
    assert [str(node) for node in row[:1]] == ['"0.25"^^<http://www.w3.org/2001/XMLSchema#decimal>']
    assert str(row[2]) == '"a"@en'
    assert row[3] is None


def test_prefixes_may_be_declared_again(store: Store) -> None:
    store.put(reading(claim()), RUN)
    own = (
        "PREFIX kg: <https://w3id.org/kg-actors/ontology#>\nPREFIX x: <https://w3id.org/kg-actors/ontology#>"
    )

    assert store.ask(f"{own} ASK {{ ?a kg:backs ?b ; x:backs ?b }}")
    assert store.ask("PREFIX kg: <urn:x:> ASK { ?a rdf:type skosxl:Label } # PREFIX rdf:") is True


def test_parameters_are_terms(store: Store) -> None:
    store.put(reading(claim()), RUN)

    assert store.ask("ASK { $a kg:backs ?b }", {"a": store.iris.actor("russia")})
    assert not store.ask("ASK { $a kg:backs ?b }", {"a": store.iris.actor("syria")})


def test_ready_queries_answer_as_in_a_folder(store: Store, backend: Backend, tmp_path: Path) -> None:
    """Where the server makes the union as it answers, rows may come twice."""
    with Store.open(tmp_path / "twin") as twin:
        for each in (store, twin):
            each.set_catalogue(CATALOGUE, events=EVENTS)
            for _ in each.put_many(readings(), RUN):
                pass
        for query in load_all().values():
            values = {p.name: p.example for p in query.parameters if p.required}
            here, there = (_rows(each, query, values) for each in (store, twin))
            counts = re.search(r"COUNT|GROUP_CONCAT|SUM", query.text, re.IGNORECASE)
            assert here == there if backend.counts else counts or set(here) == set(there), query.name


def _rows(store: Store, query: Query, values: dict[str, str]) -> list[str]:
    answer = run(store, query, values, resolve=lambda text: text)
    assert not isinstance(answer, bool)
    return sorted(map(str, answer))


@pytest.mark.parametrize("text", ["SELECT ?a WHERE { ?a ", "SELECT ?a\nWHERE {\n ?a ?b ?c ?d }"])
def test_a_malformed_query_says_where(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match=f"malformed at line {text.count(chr(10)) + 1}, column"):
        store.query(text)


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "INSERT DATA { <a:b> <a:b> <a:b> }"]
)
def test_what_leaves_or_changes_the_store_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError):
        store.query(text)


def test_a_reader_changes_nothing(backend: Backend) -> None:
    with pytest.raises(StoreError, match="no store here") as caught:
        backend.open(read_only=True)
    assert caught.value.hint
    with backend.open() as store:
        store.put(reading(claim()), RUN)
    with backend.open(read_only=True) as reader:
        assert reader.documents() == ["d"]
        with pytest.raises(StoreError, match="reading only"):
            reader.remove("d")


def test_what_is_there_is_there_when_it_is_opened_again(backend: Backend) -> None:
    with backend.open() as store:
        store.put(reading(claim()), RUN)
        before = store.dump()
    with pytest.raises(StoreError, match="closed"):
        store.documents()
    with backend.open() as store:
        assert store.put(reading(claim()), RUN) == "unchanged"
        assert store.dump() == before


def test_the_base_of_a_store_stays(backend: Backend) -> None:
    with backend.open(base="https://example.org/") as store:
        store.put(reading(claim()), RUN)
    with backend.open() as store:
        assert store.iris.actor("a").value == "https://example.org/actor/a"
        assert store.documents() == ["d"]
    with pytest.raises(StoreError, match=r"made with base https://example\.org/"):
        backend.open(base="https://example.com/")


def test_a_base_that_is_no_iri_makes_no_store(backend: Backend) -> None:
    with pytest.raises(StoreError, match="no absolute IRI"):
        backend.open(base="no iri/")
    with pytest.raises(StoreError, match="no store here"):
        backend.open(read_only=True)


def test_texts_are_apart_from_the_graph(store: Store) -> None:
    store.put(reading(claim()), RUN)

    assert TEXT not in {str(triple.object.value) for triple in store.triples() if "text" in str(triple)}
    assert not [triple for triple in store.triples() if triple.predicate.value.endswith("#text")]
    assert [quad for quad in store.quads(texts=True) if quad.predicate.value.endswith("#text")]
    assert not [quad for quad in store.quads() if quad.predicate.value.endswith("#text")]


def test_the_union_is_what_the_graphs_say_together(store: Store) -> None:
    fill(store)

    assert set(store.triples()) == {quad.triple for quad in store.quads()}
