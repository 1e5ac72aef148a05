"""The endpoint answers the programs that people use: libraries, a shell, other engines that federate."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
import urllib3
from serving import make_world, serving
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.store import Store

KG = "https://w3id.org/kg-actors/ontology#"
PREFIX = f"PREFIX kg: <{KG}>\n"
BACKS = PREFIX + "SELECT ?a ?b { ?a kg:backs ?b } ORDER BY ?a ?b"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the ready queries' tests, on disk."""
    return make_world(tmp_path_factory.mktemp("clients") / "store")


@pytest.fixture(scope="module")
def expected(folder: Path) -> list[list[str]]:
    """Who backs whom, asked without the service."""
    with Store.open(folder, read_only=True) as store:
        rows = [[str(node)[1:-1] for node in row if node is not None] for row in store.select(BACKS)]
    assert len(rows) > 5
    return rows


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[str]:
    """The address of the SPARQL endpoint."""
    with serving(folder) as address:
        yield f"{address}/sparql"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_it_as_a_graph(endpoint, expected, method):
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(endpoint, method=method))
    assert [[str(term) for term in row] for row in graph.query(BACKS)] == expected
    backs = rdflib.URIRef(f"{KG}backs")
    assert sorted([str(s), str(o)] for s, _, o in graph.triples((None, backs, None))) == expected
    assert graph.query(PREFIX + "ASK { ?a kg:backs ?b }").askAnswer is True
    made = graph.query(PREFIX + "CONSTRUCT { ?b kg:backedBy ?a } WHERE { ?a kg:backs ?b }")
    assert len(made.graph) == len(expected)


def test_rdflib_has_values_filled_in(endpoint, expected):
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(endpoint))
    who = rdflib.URIRef("https://w3id.org/kg-actors/actor/turkey")
    found = graph.query(PREFIX + "SELECT ?b { ?a kg:backs ?b } ORDER BY ?b", initBindings={"a": who})
    assert [str(row.b) for row in found] == [b for a, b in expected if a == str(who)]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("request_method", ["urlencoded", "postdirectly"])
def test_sparqlwrapper_asks_in_every_way_it_knows(endpoint, expected, method, request_method):
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    if method == "POST":
        client.setRequestMethod(request_method)
    client.setQuery(BACKS)
    client.setReturnFormat(JSON)
    found = client.queryAndConvert()["results"]["bindings"]
    assert [[row["a"]["value"], row["b"]["value"]] for row in found] == expected
    client.setReturnFormat(CSV)
    assert list(csv.reader(io.StringIO(client.queryAndConvert().decode())))[1:] == expected
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == len(expected)
    client.setQuery(PREFIX + "CONSTRUCT { ?a kg:backs ?b } WHERE { ?a kg:backs ?b }")
    client.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")) == len(expected)


def test_sparqlwrapper_is_told_what_is_wrong(endpoint):
    client = SPARQLWrapper(endpoint)
    client.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed, match="malformed"):
        client.query()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_asks_as_the_manual_says(endpoint, expected):
    def curl(*arguments: str) -> str:
        command = ["curl", "--silent", "--fail-with-body", "--noproxy", "*", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    table = ["-H", "Accept: text/csv"]
    for answer in (
        curl(endpoint, *table, "--data-urlencode", f"query={BACKS}"),
        curl(endpoint, *table, "--get", "--data-urlencode", f"query={BACKS}"),
        curl(endpoint, *table, "-H", "Content-Type: application/sparql-query", "--data-binary", BACKS),
    ):
        assert list(csv.reader(io.StringIO(answer)))[1:] == expected
    turtle = curl(endpoint, "-H", "Accept: text/turtle", "--data-urlencode", "query=DESCRIBE kg:backs")
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) > 0


# Other engines ask ours in the middle of their own queries.

FEDERATED = """\
PREFIX kg: <https://w3id.org/kg-actors/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?note ?b {{
  ?a rdfs:comment ?note .
  SERVICE <{endpoint}> {{ ?a kg:backs ?b }}
}} ORDER BY ?b
"""
NOTE = (
    "<https://w3id.org/kg-actors/actor/turkey> "
    '<http://www.w3.org/2000/01/rdf-schema#comment> "a note of our own" .\n'
)
TURKEY = "https://w3id.org/kg-actors/actor/turkey"


def test_rdflib_joins_our_answers_with_its_own_data(endpoint, expected):
    graph = rdflib.Graph().parse(data=NOTE, format="nt")
    found = [[str(row.note), str(row.b)] for row in graph.query(FEDERATED.format(endpoint=endpoint))]
    assert found == [["a note of our own", b] for a, b in expected if a == TURKEY]


def test_the_oxigraph_server_joins_our_answers_with_its_own_data(endpoint, expected, tmp_path):
    program = Path(sys.executable).with_name("oxigraph")
    if not program.is_file():
        pytest.skip("the oxigraph server is not installed")
    (tmp_path / "note.nt").write_text(NOTE, encoding="utf-8")
    place = ["--location", str(tmp_path / "other")]
    subprocess.run(
        [program, "load", *place, "--file", str(tmp_path / "note.nt")], check=True, capture_output=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    command = [program, "serve-read-only", *place, "--bind", bind]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as other:
        try:
            data = _when_up(f"http://{bind}/query", FEDERATED.format(endpoint=endpoint))
        finally:
            other.terminate()
            other.wait(30)
    found = [[row["note"]["value"], row["b"]["value"]] for row in json.loads(data)["results"]["bindings"]]
    assert found == [["a note of our own", b] for a, b in expected if a == TURKEY]


def _when_up(address: str, query: str) -> bytes:
    http, end = urllib3.PoolManager(retries=False), time.monotonic() + 30
    while True:
        try:
            response = http.request(
                "POST",
                address,
                body=query.encode(),
                headers={
                    "Content-Type": "application/sparql-query",
                    "Accept": "application/sparql-results+json",
                },
            )
        except urllib3.exceptions.HTTPError:
            assert time.monotonic() < end, "the other server does not start"
            time.sleep(0.1)
            continue
        assert response.status == 200, response.data
        return response.data


def test_pyoxigraph_reads_every_format_back(endpoint, expected):
    http = urllib3.PoolManager(retries=False)
    for media_type in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/tab-separated-values",
    ):
        data = http.request("POST", endpoint, fields={"query": BACKS}, encode_multipart=False,
                            headers={"Accept": media_type}).data  # fmt: skip
        form = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
        rows = pyoxigraph.parse_query_results(data, format=form)
        assert [[row[0].value, row[1].value] for row in rows] == expected


def test_comunica_asks_it(endpoint, expected, tmp_path):
    """Needs ``npm install @comunica/query-sparql`` in the folder that KG_COMUNICA names, or on the path."""
    folder = os.environ.get("KG_COMUNICA")
    program = shutil.which("comunica-sparql", path=folder and str(Path(folder, "node_modules", ".bin")))
    if program is None:
        pytest.skip("comunica is not installed: npm install @comunica/query-sparql, KG_COMUNICA=its folder")
    done = subprocess.run(
        [program, f"sparql@{endpoint}", BACKS, "-t", "application/sparql-results+json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=tmp_path,
    )
    found = json.loads(done.stdout)["results"]["bindings"]
    assert [[row["a"]["value"], row["b"]["value"]] for row in found] == expected


PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "query-the-service.md"
PROGRAMS = {
    "sh": ["bash", "-ec"],
    "python": [sys.executable, "-c"],
    "js": ["node", "--input-type=module", "-e"],
}
EXAMPLES = re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(("language", "code"), [each for each in EXAMPLES if each[0] in PROGRAMS])
def test_the_examples_of_the_manual_run(endpoint, tmp_path, language, code):
    command = PROGRAMS[language]
    needed = [command[0], *(word for word in ("curl", "comunica-sparql") if word in code)]
    if missing := [word for word in needed if shutil.which(word) is None]:
        pytest.skip(f"{missing[0]} is not installed")
    (tmp_path / "my-question.rq").write_text(BACKS, encoding="utf-8")
    done = subprocess.run(
        [*command, code.replace("http://127.0.0.1:8000", endpoint.removesuffix("/sparql"))],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "https://w3id.org/kg-actors/actor/" in done.stdout
