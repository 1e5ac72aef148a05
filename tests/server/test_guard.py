"""What every request passes: hosts, sizes, slow clients, headers of answers, origins."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from raw import exchange, status_of
from served import Service, running

HTTP = urllib3.PoolManager(retries=False, timeout=60)
_HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.0.0.1:1", "LOCALHOST", "[::1]", "[::1]:8000"]
)
def test_this_machine_is_answered_under_its_own_names(server: str, host: str) -> None:
    assert HTTP.request("GET", f"{server}/health", headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "0.0.0.0"]
)
def test_a_foreign_host_is_refused(server: str, host: str) -> None:
    for path in ("/health", "/", "/sparql?query=ASK%7B%7D", "/api/ties", "/editor"):
        response = HTTP.request("GET", server + path, headers={"Host": host})
        assert response.status == 421
        assert host not in response.data.decode()


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b"Host: localhost\r\nHost: evil.example\r\n",
        b"Host: localhost/\r\n",
        b"Host: user@localhost\r\n",
        b"Host: \r\n",
        b"Host: local host\r\n",
        b"Host: localhost:99999999\r\n",
    ],
)
def test_a_host_that_is_none_is_refused(service: Service, lines: bytes) -> None:
    assert status_of(exchange(service.port, b"GET /health HTTP/1.1\r\n" + lines + b"\r\n")) == 400


@pytest.mark.parametrize(
    "path", ["/health", "/nothing", "/api/ties?limit=x", "/sparql", "/", "/docs", "/editor"]
)
def test_every_answer_tells_a_browser_to_keep_it_apart(server: str, path: str) -> None:
    headers = HTTP.request("GET", server + path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(headers["X-Request-Id"]) == 16
    assert "Server" not in headers
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/editor/../../app.py", "/editor/%2e%2e%2fapp.py", "/editor/..%5c..%5capp.py",
     "/%252e%252e/etc/passwd", "/editor/editor.js%00.png", "//etc/passwd", "/api/../../../etc/passwd"],
)  # fmt: skip
def test_no_address_leads_to_a_file(service: Service, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    answer = exchange(service.port, request.encode())

    assert status_of(answer) in {400, 404}
    assert b"root:" not in answer
    assert b"import" not in answer


def test_a_large_body_is_refused_whether_or_not_it_tells_its_length(service: Service) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    told = head + b"Content-Length: 104857600\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    untold = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 40

    assert status_of(exchange(service.port, told, then_close=False)) == 413
    assert status_of(exchange(service.port, untold, then_close=False)) == 413


def test_a_compressed_body_is_not_unpacked(service: Service) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx"
    )

    assert status_of(exchange(service.port, head)) == 415


def test_what_is_no_request_gets_an_answer_that_gives_nothing_away(service: Service) -> None:
    answer = exchange(service.port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n")

    assert status_of(answer) == 400
    assert b"application/problem+json" in answer
    assert b"uvicorn" not in answer.lower()
    assert b"python" not in answer.lower()


def test_a_request_log_line_cannot_be_forged(service: Service) -> None:
    exchange(
        service.port, b"GET /a%0d%0aforged%1b[31m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )

    assert "GET /a%0d%0aforged%1b[31m 404" in service.said()


@pytest.fixture(scope="module")
def impatient(served_store: Path) -> Iterator[Service]:
    with running(
        served_store,
        "--request-timeout",
        "1",
        "--allow-origin",
        "https://example.org",
        "--allow-host",
        "graph.example",
    ) as found:
        yield found


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /health HTT",
        b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 100\r\n\r\nASK",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n",
    ],
)
def test_a_client_that_dawdles_is_let_go(impatient: Service, sent: bytes) -> None:
    started = time.monotonic()

    answer = exchange(impatient.port, sent, seconds=30, then_close=False)

    assert status_of(answer) == 408
    assert time.monotonic() - started < 25


def test_one_byte_at_a_time_is_too_slow_too(impatient: Service) -> None:
    answer = b""
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=30) as connection:
        for byte in _HEALTH * 20:
            try:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
                connection.setblocking(False)
                answer += connection.recv(65536)
            except BlockingIOError:
                pass
            except ConnectionError:
                break
            finally:
                connection.settimeout(30)
            if answer:
                break
    assert status_of(answer) == 408


def test_others_are_answered_while_many_dawdle(impatient: Service) -> None:
    slow = [socket.create_connection(("127.0.0.1", impatient.port)) for _ in range(100)]
    try:
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert status_of(exchange(impatient.port, _HEALTH)) == 200
    finally:
        for connection in slow:
            connection.close()


def test_a_connection_too_many_is_turned_away_and_the_next_is_answered(service: Service) -> None:
    held = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(300)]
    try:
        answers = [exchange(service.port, _HEALTH)]
    finally:
        for connection in held:
            connection.close()

    assert status_of(answers[0]) == 503
    for _ in range(100):
        if status_of(exchange(service.port, _HEALTH)) == 200:
            return
        time.sleep(0.1)
    raise AssertionError("the service does not answer any more")


def test_an_allowed_name_is_answered(impatient: Service) -> None:
    headers = {"Host": "graph.example"}

    assert HTTP.request("GET", f"{impatient.address}/health", headers=headers).status == 200


def test_only_an_allowed_origin_may_read(impatient: Service) -> None:
    def asked(method: str, origin: str, **more: str) -> urllib3.BaseHTTPResponse:
        return HTTP.request(method, f"{impatient.address}/sparql", headers={"Origin": origin, **more})

    preflight = {"Access-Control-Request-Method": "POST"}
    allowed, foreign = asked("GET", "https://example.org"), asked("GET", "https://evil.example")

    assert allowed.headers["Access-Control-Allow-Origin"] == "https://example.org"
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    assert "Access-Control-Allow-Origin" not in foreign.headers
    assert "Origin" in foreign.headers["Vary"]
    assert asked("OPTIONS", "https://example.org", **preflight).headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Methods" not in asked("OPTIONS", "https://evil.example", **preflight).headers
