"""The SPARQL protocol as a client sees it: every way to ask, every way to be refused, nothing half said."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pooling import RUNAWAYS, eventually
from served import Service, running

from kg.server.negotiation import GRAPHS, TABLES, choose
from kg.store import Store

ASK = "ASK { ?s a kg:Claim }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Reply:
    """What the service answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def problem(self) -> dict[str, object]:
        assert self.headers["Content-Type"] == "application/problem+json"
        told = json.loads(self.body)
        assert told["status"] == self.status
        assert told["detail"]
        return told


def ask(
    server: str,
    path: str,
    method: str = "GET",
    body: str | bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


def query(text: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': text, **more})}"


@pytest.fixture(scope="module")
def document(served_store: Path) -> str:
    with Store.open(served_store, read_only=True) as store:
        return store.iris.document(store.documents()[0]).value


def test_the_three_ways_to_ask_give_one_answer(server):
    replies = [
        ask(server, query(ASK)),
        ask(server, "/sparql", "POST", urlencode({"query": ASK}), FORM),
        ask(server, "/sparql", "POST", ASK, {"Content-Type": "application/sparql-query; charset=UTF-8"}),
    ]
    assert [reply.status for reply in replies] == [200, 200, 200]
    assert {reply.body for reply in replies} == {b'{"head":{},"boolean":true}'}


def test_parameters_that_mean_nothing_to_us_are_passed_over(server):
    assert ask(server, query(ASK, format="json", output="json", results="json")).status == 200


@pytest.mark.parametrize("called", TABLES)
def test_a_table_comes_in_the_form_that_is_asked_for(server, called):
    reply = ask(server, query("SELECT (1 AS ?n) {}"), headers={"Accept": called})
    assert reply.status == 200
    assert reply.headers["Content-Type"].partition(";")[0] == called
    assert int(reply.headers["Content-Length"]) == len(reply.body) > 0
    assert reply.headers["Vary"] == "Accept"


@pytest.mark.parametrize("called", GRAPHS)
def test_triples_come_in_the_form_that_is_asked_for(server, called):
    wanted = "CONSTRUCT { ?s a kg:Claim } WHERE { ?s a kg:Claim } LIMIT 1"
    reply = ask(server, query(wanted), headers={"Accept": called})
    assert reply.status == 200
    assert reply.headers["Content-Type"].partition(";")[0] == called


def test_no_form_that_fits_is_told_with_those_there_are(server):
    reply = ask(server, query(ASK), headers={"Accept": "image/png"})
    assert reply.status == 406
    assert "application/sparql-results+json" in str(reply.problem["hint"])
    reply = ask(server, query(ASK), headers={"Accept": "text/turtle"})
    assert reply.status == 406
    assert "text/csv" in str(reply.problem["hint"])


def test_head_is_get_without_the_answer(server):
    got, head = (ask(server, query("SELECT * { ?s ?p ?o } LIMIT 5"), method) for method in ("GET", "HEAD"))
    assert head.body == b""
    for name in ("Content-Length", "Content-Type", "ETag"):
        assert head.headers[name] == got.headers[name]


def test_an_answer_that_a_client_has_is_not_sent_again(server):
    first = ask(server, query(ASK))
    again = ask(server, query(ASK), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    other = ask(server, query(ASK + " "), headers={"If-None-Match": first.headers["ETag"]})
    assert other.status == 200
    form = ask(server, query(ASK), headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"})
    assert form.status == 200


@pytest.mark.parametrize("call", ["NOW()", "rand ()", "UUID()", "StrUUID()", "BNODE()"])
def test_an_answer_that_changes_by_itself_is_not_to_be_kept(server, call):
    reply = ask(server, query(f"SELECT ({call} AS ?x) {{}}"))
    assert reply.status == 200
    assert reply.headers["ETag"] is None
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_dataset_of_a_request_is_made_of_graphs_of_the_store(server, document):
    count = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a kg:Document }"
    csv = {"Accept": "text/csv"}
    address = query(count) + "&" + urlencode({"default-graph-uri": document})
    assert ask(server, address, headers=csv).body.split() == [b"n", b"1"]
    body = urlencode({"query": count, "default-graph-uri": "http://127.0.0.1:9/data.ttl"})
    assert ask(server, "/sparql", "POST", body, FORM | csv).body.split() == [b"n", b"0"]
    assert ask(server, query(count) + "&named-graph-uri=no%20iri").status == 400


@pytest.mark.parametrize(
    ("path", "method", "body", "headers", "status", "part"),
    [
        (query("SELECT * {\n ?s ?p }"), "GET", None, {}, 400, "line 2"),
        (query("SELECT * { service<http://127.0.0.1:9/> { ?s ?p ?o } }"), "GET", None, {}, 400, "SERVICE"),
        (query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"), "GET", None, {}, 400, "FROM"),
        ("/sparql?query=%ff", "GET", None, {}, 400, "UTF-8"),
        (query(ASK) + "&query=x", "GET", None, {}, 400, "one parameter query"),
        ("/sparql?" + "a=b&" * 2000, "GET", None, {}, 400, "parameters"),
        ("/sparql", "POST", "", FORM, 400, "one parameter query"),
        ("/sparql", "POST", b"\xff", {"Content-Type": "application/sparql-query"}, 400, "UTF-8"),
        ("/sparql?update=x", "GET", None, {}, 403, "not changed"),
        ("/sparql", "POST", "update=CLEAR+ALL", FORM, 403, "not changed"),
        ("/sparql", "POST", "CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403, "not changed"),
        ("/sparql", "PUT", "x", {}, 405, "PUT"),
        ("/sparql", "POST", ASK, {"Content-Type": "text/plain"}, 415, "posted as"),
        ("/sparql", "POST", ASK, {"Content-Type": "application/sparql-query; charset=utf-16"}, 415, "UTF-8"),
        ("/graphs", "GET", None, {}, 400, "which graph"),
        ("/graphs?graph=urn:nothing", "GET", None, {}, 404, "urn:nothing"),
        ("/graphs?graph=no+iri", "GET", None, {}, 400, "IRI"),
        ("/graphs?default", "PUT", "x", {}, 405, "reading"),
        ("/graphs?default", "GET", None, {"Accept": "text/html"}, 406, "form"),
        ("/.well-known/void", "DELETE", None, {}, 405, "reading"),
    ],
)
def test_what_is_wrong_is_told_with_its_status_and_reason(server, path, method, body, headers, status, part):
    reply = ask(server, path, method, body, headers)
    assert reply.status == status
    assert part in str(reply.problem["detail"])
    if status == 405:
        assert "GET" in reply.headers["Allow"]


def test_a_request_that_is_too_large_is_refused_before_it_is_read(server):
    reply = ask(server, "/sparql", "POST", "query=" + "x" * (3 << 20), FORM)
    assert reply.status == 413
    assert reply.problem["title"]


def test_a_stored_graph_is_given_as_a_file(server, document):
    reply = ask(server, f"/graphs?graph={quote(document, safe='')}")
    triples = list(pyoxigraph.parse(reply.body, pyoxigraph.RdfFormat.TURTLE))
    assert any(triple.subject.value == document for triple in triples)
    known = {"If-None-Match": reply.headers["ETag"]}
    assert ask(server, f"/graphs?graph={quote(document, safe='')}", headers=known).status == 304
    union = ask(server, "/graphs?default", headers={"Accept": "application/n-triples"})
    assert len(union.body.splitlines()) > len(triples)
    assert ask(server, "/graphs?default", "HEAD").body == b""


def test_the_endpoint_describes_itself_and_sends_browsers_to_the_editor(server):
    reply = ask(server, "/sparql", headers={"Accept": "application/n-triples"})
    assert b"sparql-service-description#UnionDefaultGraph" in reply.body
    assert f"<{server}/sparql>".encode() in reply.body
    browser = ask(server, "/sparql", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert (browser.status, browser.headers["Location"]) == (303, "/editor")


def test_void_counts_what_is_there(server, served_store):
    reply = ask(server, "/.well-known/void", headers={"Accept": "application/n-triples"})
    triples = list(pyoxigraph.parse(reply.body, pyoxigraph.RdfFormat.N_TRIPLES))
    (found,) = {
        t.object.value for t in triples if t.subject.value.endswith("#graph") and "#triples" in str(t)
    }
    with Store.open(served_store, read_only=True) as store:
        assert int(found) == len(store)


@pytest.fixture(scope="module")
def strict(served_store: Path) -> Iterator[Service]:
    with running(served_store, "--timeout", "2", "--max-bytes", "20000") as found:
        yield found


def test_limits_are_told_with_a_status_and_never_by_a_cut_answer(strict):
    stopped = ask(strict.address, query(RUNAWAYS["cross"]))
    assert stopped.status == 504
    assert stopped.problem["title"] == "Gateway Timeout"
    large = ask(strict.address, query("SELECT * { ?s ?p ?o }"))
    assert large.status == 422
    assert "20000 bytes" in str(large.problem["detail"])
    assert ask(strict.address, query(ASK)).status == 200


def test_a_client_that_goes_away_takes_its_query_along(service):
    def running_queries() -> float:
        lines = ask(service.address, "/metrics").body.decode().splitlines()
        return max(float(line.split()[-1]) for line in lines if "workers_running" in line and line[0] != "#")

    host, port = urlsplit(service.address).netloc.split(":")
    with socket.create_connection((host, int(port))) as client:
        client.sendall(f"GET {query(RUNAWAYS['cross'])} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        assert eventually(lambda: running_queries() >= 1)
    begun = time.monotonic()
    assert eventually(lambda: running_queries() == 0)
    assert time.monotonic() - begun < 25  # the limit, which would end it too, is 30 s


media = st.sampled_from([*TABLES, "text/*", "application/*", "*/*", "image/png"])
ranges = st.tuples(media, st.floats(0, 1).map(lambda q: round(q, 3)))


@given(st.lists(ranges, min_size=1, max_size=6, unique_by=lambda each: each[0]))
def test_what_is_chosen_is_what_the_client_likes_best(accepted):
    header = ", ".join(f"{name};q={quality}" for name, quality in accepted)
    wishes = dict(accepted)

    def liked(name: str) -> float:
        patterns = (name, name.split("/")[0] + "/*", "*/*")
        return next((wishes[pattern] for pattern in patterns if pattern in wishes), 0.0)

    chosen = choose(header, [*TABLES])
    best = max(map(liked, TABLES))
    assert (chosen is None) == (best == 0)
    assert chosen is None or liked(chosen) == best


@given(st.text(max_size=80))
def test_any_accept_header_is_read(header):
    assert choose(header, [*TABLES]) in {None, *TABLES}
