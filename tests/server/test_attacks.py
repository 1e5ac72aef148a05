"""What an attacker tries from outside; after each test the service runs and its log has no traceback."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import urllib3
from attacking import raw, trap

BASE = "https://w3id.org/kg-actors/"
http = urllib3.PoolManager(retries=False)


@pytest.fixture(autouse=True)
def _unharmed(service) -> Iterator[None]:
    yield
    assert http.request("GET", f"{service.address}/health").status == 200
    assert "Traceback" not in service.said()


def get(address: str, **headers: str) -> urllib3.BaseHTTPResponse:
    return http.request("GET", address, headers=headers, redirect=False)


def sparql(server: str, query: str, **fields: str) -> urllib3.BaseHTTPResponse:
    return http.request("POST", f"{server}/sparql", fields={"query": query, **fields}, encode_multipart=False)


# Queries

INJECTIONS = (
    'x" } UNION { ?actor ?p ?o } #',
    "x' } UNION { ?actor ?p ?o } #",
    'x\\" } UNION { ?actor ?p ?o } #',
    'x"@en } UNION { ?actor ?p ?o } #',
    'x""" } UNION { ?actor ?p ?o } #',
    "x\n} UNION { ?actor ?p ?o } #",
    "x\\u0022 } UNION { ?actor ?p ?o } #",
    "$name",
    "?s ?p ?o",
    '" . } ; DROP ALL ; SELECT * { ?a ?b "',
)


@pytest.mark.parametrize("text", INJECTIONS)
def test_sparql_in_a_parameter_is_only_text(server, text):
    found = get(f"{server}/api/queries/bearers-of-name?{urlencode({'name': text})}")
    assert (found.status, found.json()["total"]) == (200, 0)


@pytest.mark.parametrize(
    "text", [*INJECTIONS, "> } UNION { ?a ?b ?c } #", "actor-1> ?p ?o . <x", "https://x.example/> ?p <y"]
)
def test_sparql_in_the_name_of_an_actor_leads_to_nobody(server, text):
    for address in (
        f"/api/queries/ties-of-actor?{urlencode({'actor': text})}",
        f"/api/actors/{quote(text, safe='')}",
        f"/api/ties?{urlencode({'source': text})}",
        f"/api/path?{urlencode({'start': text, 'end': 'actor-1'})}",
    ):
        assert get(server + address).status == 404, address


@pytest.mark.parametrize("name", ["on", "since"])
@pytest.mark.parametrize("text", ['2016" } #', "2016-01-01T00:00:00Z", "2016) || true", "1=1"])
def test_sparql_in_a_date_is_no_date(server, name, text):
    assert get(f"{server}/api/ties?{urlencode({name: text})}").status == 400
    assert get(f"{server}/api/queries/who-backs-whom?{urlencode({'on': text})}").status == 400


def test_no_query_reaches_another_server(server):
    with trap() as other:
        a = other.address
        for query in (
            f"SELECT * {{ SERVICE <{a}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ service<{a}>{{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT <{a}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ServIce\n#\n<{a}> {{}} }}",
            f"SELECT * {{ \\u0053ERVICE <{a}> {{}} }}",
            f"PREFIX x: <{a}> SELECT * {{ SERVICE x: {{}} }}",
            f"BASE <{a}> SELECT * {{ SERVICE <> {{}} }}",
            f"SELECT * {{ BIND(<{a}> AS ?e) SERVICE ?e {{}} }}",
            f"SELECT * {{ {{ SELECT * {{ SERVICE <{a}> {{}} }} }} }}",
            f"SELECT * {{ FILTER EXISTS {{ SERVICE <{a}> {{}} }} }}",
            f"SELECT * FROM <{a}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{a}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"CONSTRUCT FROM <{a}> WHERE {{ ?s ?p ?o }}",
            f"DESCRIBE <{a}> FROM <{a}>",
            f"LOAD <{a}>",
            f"SELECT * {{}} ; LOAD <{a}>",
        ):
            assert sparql(server, query).status == 400, query
            assert sparql(server, "ASK {}", update=query).status == 403
        for query in (f"SELECT * {{ GRAPH <{a}> {{ ?s ?p ?o }} }}", f"DESCRIBE <{a}>"):
            assert sparql(server, query).status == 200
        for name in ("default-graph-uri", "named-graph-uri"):
            assert sparql(server, "SELECT * { ?s ?p ?o }", **{name: a}).status in {200, 400}
        assert get(f"{server}/graphs?{urlencode({'graph': a})}").status == 404
        for path in ("documents", "actors"):
            assert get(f"{server}/api/{path}/{quote(a, safe='')}").status == 404
        assert other.calls == 0
        with socket.create_connection(("127.0.0.1", other.port)):
            time.sleep(0.2)
        assert other.calls == 1, "the trap works"


def test_no_query_reads_a_file(server, tmp_path):
    secret = tmp_path / "secret.ttl"
    secret.write_text('<https://x.example/a> <https://x.example/b> "the secret" .', encoding="utf-8")
    for place in (secret.as_uri(), "file:///etc/passwd", str(secret)):
        answers = [
            sparql(server, f"SELECT * FROM <{place}> {{ ?s ?p ?o }}"),
            sparql(server, f"SELECT * {{ GRAPH <{place}> {{ ?s ?p ?o }} }}"),
            sparql(server, f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}"),
            sparql(server, f"LOAD <{place}>"),
            sparql(server, "SELECT * { ?s ?p ?o } LIMIT 1000", **{"default-graph-uri": place}),
            get(f"{server}/graphs?{urlencode({'graph': place})}"),
        ]
        for answer in answers:
            assert b"the secret" not in answer.data
            assert b"root:" not in answer.data


@pytest.mark.parametrize(
    "query", ["INSERT DATA { <a:b> <a:b> <a:b> }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR DEFAULT"]
)
def test_no_request_changes_the_graph(server, query):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = sparql(server, count).data
    assert sparql(server, query).status == 400
    for kind, body in (
        ("application/sparql-update", query),
        ("application/x-www-form-urlencoded", urlencode({"update": query})),
    ):
        answer = http.request("POST", f"{server}/sparql", body=body, headers={"Content-Type": kind})
        assert answer.status == 403
    assert get(f"{server}/sparql?{urlencode({'update': query})}").status in {400, 403, 405}
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert http.request(method, f"{server}/graphs?default", body=b"").status == 405
    assert sparql(server, count).data == before


def test_a_huge_query_is_refused_at_once(server):
    start = time.monotonic()
    for query in (
        "SELECT * { " + "?s ?p ?o . " * 50_000 + "}",
        "SELECT * " + "{" * 20_000 + "}" * 20_000,
        "SELECT (" + "1+" * 40_000 + "1 AS ?x) {}",
        "ASK { FILTER(" + "!" * 90_000 + "true) }",
        "SELECT * { ?s " + "/".join(["<a:b>"] * 10_000) + " ?o }",
        "SELECT * { VALUES ?x { '" + "x" * 900_000 + "' } }",
        "#" * 900_000,
    ):
        assert sparql(server, query).status in {400, 413}
    assert get(f"{server}/sparql?query={quote('ASK { # ' + 'x' * 90_000)}").status in {400, 413, 414, 431}
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_text_that_never_ends_holds_up_nobody(server, mark):
    answered: list[int] = []
    query = "ASK { " + f"{mark}\\" * 60_000  # each mark may begin a text that reaches to the end
    asking = threading.Thread(target=lambda: answered.append(sparql(server, query).status))
    asking.start()
    time.sleep(0.5)
    with urllib3.PoolManager(retries=False, timeout=10) as another:
        assert another.request("GET", f"{server}/health").status == 200
    asking.join(60)
    assert answered == [400]


def test_a_graph_that_is_named_again_and_again_is_read_once(server):
    query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": f"{BASE}catalogue"}
    once = get(f"{server}/sparql?{urlencode(query)}")
    again = "".join(f"&default-graph-uri={quote(query['default-graph-uri'])}" for _ in range(900))
    start = time.monotonic()
    assert get(f"{server}/sparql?{urlencode(query)}{again}").data == once.data
    assert time.monotonic() - start < 10


# Paths

TRAVERSALS = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "%252e%252e%252f%252e%252e%252fetc%252fpasswd",
    "..\\..\\..\\etc\\passwd",
    "..%5c..%5c..%5cetc%5cpasswd",
    "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    "%00/etc/passwd",
    "editor.js%00.css",
    "//etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "....//....//etc/passwd",
    "../editor.py",
    "..;/editor.py",
)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_what_is_served(service, path):
    for root in ("/", "/editor/", "/api/documents/", "/api/actors/", "/api/queries/", "/graphs/", "/docs/"):
        request = f"GET {root}{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        answer = raw(service.port, request.encode())
        status = int(answer.split(b" ", 2)[1])
        assert 400 <= status < 500, (root, status)
        assert b"root:" not in answer
        assert b"def " not in answer
        assert str(Path.cwd()).encode() not in answer


# Hosts, methods, encodings


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "localhost.attacker.example",
        "127.0.0.1.attacker.example",
        "attacker.example:80",
        "localhost@attacker.example",
        "attacker.example#localhost",
        "localhost, attacker.example",
        "127.0.0.2",
        "0.0.0.0",
        "2130706433",
        "[::ffff:127.0.0.1]",
        "localhost.",
        "",
        " ",
    ],
)
def test_a_name_that_an_attacker_points_here_is_refused(service, host):
    request = f"GET /api/stats HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = raw(service.port, request.encode())
    assert int(answer.split(b" ", 2)[1]) in {400, 421}
    assert b"claims" not in answer


@pytest.mark.parametrize(
    "lines",
    [
        "Host: localhost\r\nHost: attacker.example\r\n",
        "Host: attacker.example\r\nX-Forwarded-Host: localhost\r\n",
        "Host: attacker.example\r\nForwarded: host=localhost\r\n",
        "X-Host: localhost\r\n",
    ],
)
def test_no_other_header_stands_in_for_the_host(service, lines):
    answer = raw(service.port, f"GET /api/stats HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
    assert int(answer.split(b" ", 2)[1]) in {400, 421}


def test_pages_of_others_may_not_read_answers(server):
    for origin in ("https://attacker.example", "null", "http://localhost.attacker.example", server):
        answer = get(f"{server}/api/stats", Origin=origin)
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
    asked = {"Origin": "https://attacker.example", "Access-Control-Request-Method": "POST"}
    answer = http.request("OPTIONS", f"{server}/sparql", headers=asked)
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_cannot_be_put_on_over_another(server, name):
    for method in ("DELETE", "PUT", "PATCH"):
        answer = http.request("POST", f"{server}/api/stats?_method={method}", headers={name: method})
        assert answer.status in {400, 405}
    assert get(f"{server}/health?_method=DELETE", **{name: "DELETE"}).status == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "GETT", "get", "A" * 5000])
def test_odd_methods_are_refused_and_echo_nothing(service, method):
    request = f"{method} /health HTTP/1.1\r\nHost: localhost\r\nX-Secret: abc\r\nConnection: close\r\n\r\n"
    answer = raw(service.port, request.encode())
    assert 400 <= int(answer.split(b" ", 2)[1]) < 500
    assert b"abc" not in answer


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "x-gzip", "gzip, gzip", "nonsense"])
def test_a_compressed_request_is_refused_unread(server, encoding):
    bomb = gzip.compress(b" " * 50_000_000)
    for kind in ("application/sparql-query", "application/x-www-form-urlencoded", "application/json"):
        headers = {"Content-Type": kind, "Content-Encoding": encoding}
        answer = http.request("POST", f"{server}/sparql", body=bomb, headers=headers)
        assert answer.status == 415


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "ibm037", "nonsense", "idna"])
def test_a_query_in_an_unknown_encoding_is_refused(server, charset):
    headers = {"Content-Type": f"application/sparql-query; charset={charset}"}
    assert http.request("POST", f"{server}/sparql", body=b"ASK {}", headers=headers).status == 415


@pytest.mark.parametrize("data", [b"%ff%fe", b"%ed%a0%80", b"%00", b"%C0%80"])
def test_bytes_that_are_no_text_are_told(service, data):
    request = (
        b"GET /sparql?query=ASK%7B%7D" + data + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    assert raw(service.port, request).split(b" ", 2)[1] == b"400"


# The wire


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"^HTTP/1\.1 (\d{3})", answer, re.MULTILINE)]


SECOND = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: smuggled\r\n\r\n"
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        HEAD + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
        HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 300\r\n\r\n0\r\n\r\n" + SECOND,
        HEAD + b"Content-Length: 0\r\nContent-Length: 60\r\n\r\n" + SECOND,
        HEAD + b"Content-Length: 0, 60\r\n\r\n" + SECOND,
        HEAD + b"Content-Length: +0\r\n\r\n" + SECOND,
        HEAD + b"Content-Length: -1\r\n\r\n" + SECOND,
        HEAD + b"Content-Length: 0x10\r\n\r\n" + SECOND,
        HEAD + b"Content-Length : 60\r\n\r\n" + SECOND,
        HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND,
        HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SECOND,
        HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SECOND,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nG\r\n" + SECOND,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n" + SECOND,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n" + SECOND,
        HEAD + b"X: a\rContent-Length: 60\r\n\r\n" + SECOND,
        HEAD + b"X: a\x00b\r\n\r\n" + SECOND,
        b"GET /health HTTP/1.1\r\nHost: localhost\r\n\x0bX: a\r\n\r\n" + SECOND,
        b"GET /health\r\n HTTP/1.1\r\nHost: localhost\r\n\r\n" + SECOND,
    ],
)
def test_no_second_request_hides_in_the_first(service, request_):
    found = statuses(raw(service.port, request_, seconds=2))
    assert len(found) <= 1, "the connection ends where it is unclear where a request does"
    assert all(400 <= status < 500 for status in found)


@pytest.mark.parametrize(
    "data",
    [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /health\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
        b"\x00" * 1000,
        b"\r\n" * 1000,
        b"GET /hea lth HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://attacker.example/api/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"x" * 200_000,
    ],
)
def test_what_is_no_request_is_refused_or_hung_up_on(service, data):
    found = statuses(raw(service.port, data, half=True, seconds=5))
    assert len(found) <= 1
    assert all(400 <= status < 500 for status in found)


def test_http_1_0_gets_one_answer_and_an_end(service):
    answer = raw(service.port, b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert statuses(answer) == [200]
    assert raw(service.port, b"GET /health HTTP/1.0\r\n\r\n").split(b" ", 2)[1] == b"400", "no host"


def test_an_upgrade_is_not_followed(service):
    upgrade = b"Connection: Upgrade\r\nUpgrade: %b\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    for kind in (b"websocket", b"h2c"):
        request = b"GET /health HTTP/1.1\r\nHost: localhost\r\nSec-WebSocket-Version: 13\r\n"
        assert 101 not in statuses(
            raw(service.port, request + upgrade % kind + b"\r\n", half=True, seconds=5)
        )


@pytest.mark.parametrize("breaks", ["%0d%0aX-Evil:%201", "%0aX-Evil:%201", "%e5%98%8a%e5%98%8dX-Evil:%201"])
def test_line_breaks_make_no_header(service, breaks):
    for target in (
        f"/{breaks}",
        f"/editor/{breaks}",
        f"/sparql{breaks}",
        f"/sparql?query=ASK%7B%7D{breaks}",
        f"/graphs?graph={breaks}",
        f"/api/actors/{breaks}",
        f"/api/queries/{breaks}",
        f"/api/stats?on={breaks}",
    ):
        request = (
            f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        )
        head, _, _ = raw(service.port, request.encode()).partition(b"\r\n\r\n")
        assert b"\nX-Evil" not in head


def test_a_body_that_is_too_large_is_refused_before_it_came(service):
    head = HEAD + b"Content-Length: 10000000000\r\n\r\n"
    start = time.monotonic()
    assert statuses(raw(service.port, head + b"x" * 1000)) == [413]
    assert time.monotonic() - start < 10
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    endless = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 100
    assert statuses(raw(service.port, endless)) == [413]
    for path in (b"/api/judgements", b"/health", b"/nowhere"):
        request = b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"
        assert statuses(raw(service.port, request, seconds=5)) == [413]


def test_headers_without_end_are_refused(service):
    many = b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 200_000
    long = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 2_000_000
    for data in (many, long):
        found = statuses(raw(service.port, data, seconds=5))
        assert found == [400]


@pytest.fixture(scope="module")
def hasty(served_store) -> Iterator[int]:
    """The port of a service that waits for a request for a second only."""
    program = (
        "import sys; from pathlib import Path; from kg.server.app import create_app;"
        "from kg.server.running import bind, serve; from kg.server.settings import ServerSettings;"
        "settings = ServerSettings(request_seconds=1, connections=40);"
        "bound = bind('127.0.0.1', 0);"
        "serve(create_app(Path(sys.argv[1]), settings), bound, settings,"
        " lambda: print(bound.getsockname()[1], flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(served_store)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


def test_slow_clients_are_given_up_and_hold_up_nobody(hasty):
    starts = (b"", b"G", b"GET /health HTTP/1.1\r\nX: y", HEAD + b"Content-Length: 100\r\n\r\nASK")
    connections = [socket.create_connection(("127.0.0.1", hasty)) for _ in range(5) for _ in starts]
    for number, connection in enumerate(connections):
        connection.sendall(starts[number % len(starts)])
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.2):
            for connection in connections:
                try:
                    connection.send(b"x")
                except OSError:
                    continue

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        start = time.monotonic()
        while time.monotonic() - start < 2:
            assert http.request("GET", f"http://127.0.0.1:{hasty}/health", timeout=5).status == 200
        for connection in connections:
            connection.settimeout(15)
            try:
                while connection.recv(4096):
                    pass
            except ConnectionError:
                pass
    finally:
        stop.set()
        dripping.join()
        for connection in connections:
            connection.close()


def test_a_client_that_takes_nothing_of_its_answer_is_given_up(hasty):
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"  # more than the buffers between the two hold
    with socket.create_connection(("127.0.0.1", hasty), timeout=60) as connection:
        request = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(request.encode())
        head = connection.recv(4096)
        length = re.search(rb"content-length: ([0-9]+)", head)
        assert length
        time.sleep(4)
        got = len(head)
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(65536):
                got += len(piece)
    assert got < int(length[1])


def test_more_connections_than_there_may_be_are_turned_away(hasty):
    held = [socket.create_connection(("127.0.0.1", hasty)) for _ in range(45)]
    try:
        held[-1].settimeout(10)
        assert b"503" in held[-1].recv(4096)
    finally:
        for connection in held:
            connection.close()


# What a reader's browser is made to do

FIELDS = (
    "/api/documents/hostile",
    "/api/documents",
    "/api/actors?q=script",
    "/api/claims",
    "/api/ties",
    "/api/stats",
    "/api/timeline",
    "/api/alias?name=%3Cscript%3Ealert(1)%3C/script%3E",
    "/api/actors/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/api/queries/%3Cscript%3E?%3Cscript%3E=%3Cscript%3E",
    "/sparql?query=SELECT%20%3Cscript%3Ealert(1)%3C/script%3E",
    "/sparql?query=SELECT%20('%3Cscript%3Ealert(1)%3C/script%3E'%20AS%20?x)%20%7B%7D",
    "/sparql?query=CONSTRUCT%20%7B%20%3Ca:b%3E%20%3Ca:b%3E%20'%3Cscript%3E'%20%7D%20%7B%7D",
    "/graphs?graph=%3Cscript%3E",
    "/%3Cscript%3Ealert(1)%3C/script%3E",
    "/openapi.json",
    "/metrics",
)


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "text/html"])
@pytest.mark.parametrize("target", FIELDS)
def test_no_answer_with_text_of_others_is_a_page(server, target, accept):
    answer = get(server + target, Accept=accept)
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind not in {"text/html", "application/xhtml+xml", "image/svg+xml", "text/xml"}, answer.data[:200]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    if kind == "application/json":
        json.loads(answer.data)


@pytest.mark.parametrize("path", ["/", "/docs", "/editor"])
def test_a_page_over_hostile_text_runs_nothing_and_calls_nobody(browser, server, path):
    browser.visit(f"{server}{path}")
    browser.run("window.alert = () => { window.ran = true }")
    time.sleep(0.5)
    assert browser.run("return window.ran") is None
    answer = get(server + path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert b"<script>alert(1)" not in answer.data
