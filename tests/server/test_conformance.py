"""What the engine answers the endpoint answers, read back by parsers of another make.

Every form of query, every format of its answer and every way to ask: the expected answer is what the engine
says when it is asked directly over the same data.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
import rdflib
import urllib3
from conformance import ASKS, DATA, GRAPHS, ORDERED, PREFIXES, SELECTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.util import from_n3
from serving import serving

from kg.store import Store
from kg.store.rdf.terms import PREFIXES as OUR_PREFIXES

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "tsv": "text/tab-separated-values",
}
TRIPLES = {
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "xml": "application/rdf+xml",
    "json-ld": "application/ld+json",
}
CSV = "text/csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with data of all kinds beside the ontology."""
    path = tmp_path_factory.mktemp("conformance") / "store"
    Store.open(path).close()
    database = pyoxigraph.Store(path / "database")
    database.clear()
    database.load(DATA.encode(), format=pyoxigraph.RdfFormat.TRIG)
    database.flush()
    return path


@pytest.fixture(scope="module")
def engine(folder: Path) -> pyoxigraph.Store:
    """The same data in the engine itself."""
    engine = pyoxigraph.Store()
    engine.load(DATA.encode(), format=pyoxigraph.RdfFormat.TRIG)
    return engine


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[str]:
    """The address of the SPARQL endpoint."""
    with serving(folder) as address:
        yield f"{address}/sparql"


@pytest.fixture(autouse=True, scope="module")
def _literals_as_written() -> Iterator[None]:
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


http = urllib3.PoolManager(retries=False)


def ask(endpoint: str, query: str, media_type: str) -> urllib3.BaseHTTPResponse:
    return http.request(
        "POST",
        endpoint,
        body=query.encode(),
        headers={"Content-Type": "application/sparql-query", "Accept": media_type},
    )


def answered(endpoint: str, query: str, media_type: str) -> bytes:
    response = ask(endpoint, query, media_type)
    assert response.status == 200, response.data
    assert response.headers["Content-Type"].partition(";")[0] == media_type
    return response.data


# Terms of both makes in one form. A blank node has no name that lasts: its place in the row stands for it.


def of_engine(row: Any) -> tuple[object, ...]:
    names: dict[str, int] = {}
    return tuple(_of_engine(term, names) for term in row)


def _of_engine(term: Any, names: dict[str, int]) -> object:
    if isinstance(term, pyoxigraph.BlankNode):
        return "blank", names.setdefault(term.value, len(names))
    if isinstance(term, pyoxigraph.Literal):
        return "literal", term.value, (term.language or "").lower(), term.datatype.value
    return term if term is None else ("iri", term.value)


def of_rdflib(row: Any) -> tuple[object, ...]:
    names: dict[str, int] = {}
    return tuple(_of_rdflib(term, names) for term in row)


def _of_rdflib(term: Any, names: dict[str, int]) -> object:
    if isinstance(term, rdflib.BNode):
        return "blank", names.setdefault(str(term), len(names))
    if isinstance(term, rdflib.Literal):
        language = (term.language or "").lower()
        kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString" if language else XSD_STRING
        return "literal", str(term), language, str(term.datatype or kind)
    return term if term is None else ("iri", str(term))


def said(engine: pyoxigraph.Store, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
    answer = engine.query(query, prefixes=OUR_PREFIXES)
    names = [variable.value for variable in answer.variables]
    return names, [of_engine(row[n] for n in range(len(names))) for row in answer]


def read(data: bytes, form: str) -> tuple[list[str], list[tuple[object, ...]]]:
    if form == "tsv":
        return _read_tsv(data.decode())
    result = Result.parse(io.BytesIO(data), format=form)
    variables = list(result.vars or ())
    rows = [of_rdflib(row.get(variable) for variable in variables) for row in result.bindings]
    return [str(variable) for variable in variables], rows


def _read_tsv(text: str) -> tuple[list[str], list[tuple[object, ...]]]:
    # rdflib's reader of this format knows no empty rows and not every escape; its reader of terms does.
    head, *lines, end = text.split("\n")
    assert end == ""
    names = [name.removeprefix("?") for name in head.split("\t") if name]
    cells = ((from_n3(cell) if cell else None for cell in line.split("\t")) for line in lines)
    return names, [of_rdflib(row) if names else () for row in cells]


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("name", SELECTS)
def test_select(endpoint, engine, name, form):
    query = PREFIXES + SELECTS[name]
    names, rows = read(answered(endpoint, query, TABLES[form]), form)
    expected_names, expected = said(engine, query)
    assert names == expected_names
    assert Counter(rows) == Counter(expected)


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("name", ORDERED)
def test_select_in_order(endpoint, engine, name, form):
    query = PREFIXES + ORDERED[name]
    assert read(answered(endpoint, query, TABLES[form]), form) == said(engine, query)


@pytest.mark.parametrize("name", {**SELECTS, **ORDERED})
def test_select_as_csv(endpoint, engine, name):
    query = PREFIXES + (SELECTS | ORDERED)[name]
    data = answered(endpoint, query, CSV).decode()
    names, *rows = csv.reader(io.StringIO(data, newline="")) if data.strip() else [[]]
    answer = engine.query(query, prefixes=OUR_PREFIXES)
    expected = [
        tuple("" if term is None else term.value for term in (row[n] for n in range(len(names))))
        for row in answer
        if names
    ]
    blank = {term for row in expected for term in row if len(term) == 32}  # names of blank nodes are anew
    if not blank:
        found = [tuple(row) or ("",) for row in rows]  # a lone empty cell is an empty line
        assert Counter(found) == Counter(expected)
    assert names == [variable.value for variable in answer.variables]
    assert not names or len(rows) == len(expected)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("name", ASKS)
def test_ask(endpoint, engine, name, form):
    query = PREFIXES + ASKS[name]
    result = Result.parse(io.BytesIO(answered(endpoint, query, TABLES[form])), format=form)
    assert result.askAnswer is bool(engine.query(query))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, while it reads JSON-LD
@pytest.mark.parametrize("form", TRIPLES)
@pytest.mark.parametrize("name", GRAPHS)
def test_triples(endpoint, engine, name, form):
    query = PREFIXES + GRAPHS[name]
    graph = rdflib.Graph().parse(data=answered(endpoint, query, TRIPLES[form]), format=form)
    triples = engine.query(query).serialize(format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isomorphic(graph, rdflib.Graph().parse(data=triples, format="nt"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.sampled_from([*TABLES, "csv"]),
)
def test_any_text_survives_every_format(endpoint, text, form):
    if form == "xml" and not all(letter in "\t\n\r" or letter >= " " for letter in text):
        return  # XML has no way to write them
    query = f"SELECT ?x {{ VALUES ?x {{ {pyoxigraph.Literal(text)} }} }}"
    data = answered(endpoint, query, CSV if form == "csv" else TABLES[form])
    if form == "csv":
        assert list(csv.reader(io.StringIO(data.decode(), newline="")))[1:] in ([[text]], [[]][: not text])
    else:
        assert [row[0][1] for row in read(data, form)[1]] == [text]


# The ways to ask


def test_the_three_ways_to_ask_give_one_answer(endpoint):
    query = "SELECT (STR(?x) AS ?é) { VALUES ?x { 'a+b&c=d%20 e' } }"
    accept = {"Accept": CSV}
    ways = [
        http.request("GET", f"{endpoint}?{urlencode({'query': query})}", headers=accept),
        http.request("GET", f"{endpoint}?query={quote(query)}", headers=accept),
        http.request("POST", endpoint, fields={"query": query}, encode_multipart=False, headers=accept),
        ask(endpoint, query, CSV),
    ]
    assert [(way.status, way.data) for way in ways] == [(200, "é\r\na+b&c=d%20 e\r\n".encode())] * 4


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, TABLES["json"]),
        ("*/*", TABLES["json"]),
        ("text/csv;q=0.5, application/sparql-results+xml", TABLES["xml"]),
        ("text/csv, application/sparql-results+xml;q=0.5", CSV),
        ("application/*", TABLES["json"]),
        ("TEXT/CSV", CSV),
        ("application/sparql-results+json;q=0, text/csv;q=0.1", CSV),
    ],
)
def test_the_client_chooses_the_format(endpoint, accept, expected):
    headers = {} if accept is None else {"Accept": accept}
    response = http.request("GET", f"{endpoint}?query=SELECT+*+%7B%7D", headers=headers)
    assert response.status == 200
    assert response.headers["Content-Type"].partition(";")[0] == expected


def test_graphs_of_the_store_can_be_chosen(endpoint):
    g1, g2 = "https://example.org/g1", "https://example.org/g2"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    def number(query: str, *graphs: tuple[str, str]) -> int:
        address = f"{endpoint}?{urlencode([('query', query), *graphs])}"
        response = http.request("GET", address, headers={"Accept": CSV})
        assert response.status == 200, response.data
        return int(response.data.split()[1])

    assert number(count, ("default-graph-uri", g1)) == 2
    both = ("default-graph-uri", g1), ("default-graph-uri", g2)
    assert number(count, *both) == 3, "one triple stands in both"
    assert number(named, *both) == 0
    assert number(named, *both, ("named-graph-uri", g2)) == 2
    assert number(named, ("named-graph-uri", g2)) == 2
    assert number(count, ("default-graph-uri", "https://example.org/nowhere")) == 0


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        ("GET", "?query=SELECT", {}, None, 400),
        ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400),
        ("GET", "?query=ASK%7B%7D", {"Accept": "image/png"}, None, 406),
        ("POST", "", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, b"", 400),
        ("POST", "", {"Content-Type": "application/sparql-query"}, b"\xff\xfe", 400),
        ("POST", "", {"Content-Type": "application/sparql-update"}, b"DROP ALL", 403),
        ("POST", "", {"Content-Type": "application/x-www-form-urlencoded"}, b"update=DROP+ALL", 403),
        ("PUT", "", {}, b"", 405),
        ("DELETE", "", {}, None, 405),
        ("PATCH", "", {}, b"", 405),
    ],
)
def test_what_cannot_be_answered_says_why(endpoint, method, target, headers, body, status):
    response = http.request(method, endpoint + target, headers=headers, body=body)
    assert response.status == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["detail"]


def test_a_head_request_has_the_headers_alone(endpoint):
    target = f"{endpoint}?query=ASK%7B%7D"
    head, get = http.request("HEAD", target), http.request("GET", target)
    assert (head.status, head.data) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
