"""Nonsense of every kind: no server error, no traceback, nothing of this machine told, no memory lost.

``KG_FUZZ=10000`` sends that many malformed requests, and more of everything else too; less is the default.
"""

from __future__ import annotations

import os
import random
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import schemathesis
import urllib3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raw import exchange, status_of
from schemathesis.schemas import APIOperation
from served import Service, running

from kg.queries import load_all
from kg.server.openapi import openapi
from kg.server.operations import OPERATIONS, Operation

MANY = int(os.environ.get("KG_FUZZ", "300"))
HTTP = urllib3.PoolManager(retries=False, timeout=60)
LEAKS = (
    b"Traceback",
    b'File "',
    b"site-packages",
    b"/kg/",
    b"uvicorn",
    b"starlette",
    b"RocksDB",
    b"pyoxigraph",
)
"""What no answer may hold, beside the folder of the store."""

_LAX = settings(
    max_examples=max(20, MANY // 15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def fuzzed(served_store: Path) -> Iterator[Service]:
    """Yield a service, and look afterwards whether its log tells of a mistake of ours."""
    with running(served_store, "--request-timeout", "3", "--timeout", "5") as service:
        yield service
        assert service.process.poll() is None
        assert "Traceback" not in service.said()
        assert "Error:" not in service.said()


def _check(answer: bytes, store: Path) -> None:
    for leak in (*LEAKS, str(store.parent).encode()):
        assert leak not in answer, answer[:2000]


def _memory(pid: int) -> int:
    """Return the bytes that a process holds, its shared pages aside."""
    held, shared = (int(word) for word in Path(f"/proc/{pid}/statm").read_text("ascii").split()[1:3])
    return (held - shared) * os.sysconf("SC_PAGE_SIZE")


DESCRIPTION = schemathesis.openapi.from_dict(openapi())
DESCRIBED = [operation.ok() for operation in DESCRIPTION.get_all_operations()]


@pytest.mark.parametrize("operation", DESCRIBED, ids=lambda each: each.label)
def test_answers_are_as_described_whatever_is_asked(fuzzed: Service, operation: APIOperation) -> None:
    checks = schemathesis.checks
    wanted = [
        checks.not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]

    @given(operation.as_strategy())
    @settings(_LAX, max_examples=max(5, MANY // 60))
    def asked(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=fuzzed.address, checks=wanted)

    asked()


_ODD = [
    *[
        "'",
        '"',
        "\\",
        "{}",
        "$(id)",
        "../../x",
        "%00",
        "%s%n",
        "<script>",
        "?x",
        "$x",
        "}#",
        "١٢",
        "1e999",
        "NaN",
        "-0",
        "0x10",
        "2016-02-30",
        "İ",
        "ﬀ",
        "*",
        "😀",
    ],
    *("\n", "\t", "\u202e", "\ufeff", "9" * 30, "a" * 3000, "💥" * 50),
]
_NONSENSE = st.text(max_size=60) | st.sampled_from(_ODD)


@given(st.data())
@_LAX
def test_any_value_of_any_parameter_gets_an_answer(
    fuzzed: Service, served_store: Path, data: st.DataObject
) -> None:
    operation: Operation = data.draw(st.sampled_from([o for o in OPERATIONS if o.method == "GET"]))
    path, pairs = operation.path, []
    for parameter in operation.parameters:
        value = data.draw(_NONSENSE | st.just(parameter.example))
        if parameter.where == "path":
            path = path.replace(
                f"{{{parameter.name}}}", quote(value, safe=data.draw(st.sampled_from(["", "/"])))
            )
        elif data.draw(st.booleans()):
            pairs.append((parameter.name, value))
    if data.draw(st.booleans()):
        pairs.append((data.draw(_NONSENSE), data.draw(_NONSENSE)))

    response = HTTP.request("GET", f"{fuzzed.address}{path}?{urlencode(pairs, errors='replace')}")

    assert response.status in {200, 400, 404, 413, 422, 504}, response.data
    _check(response.data, served_store)


@given(st.sampled_from(sorted(load_all())), st.data())
@_LAX
def test_any_value_of_a_ready_query_gets_an_answer(
    fuzzed: Service, served_store: Path, name: str, data: st.DataObject
) -> None:
    pairs = [(p.name, data.draw(_NONSENSE | st.just(p.example))) for p in load_all()[name].parameters]

    response = HTTP.request(
        "GET", f"{fuzzed.address}/api/queries/{name}?{urlencode(pairs, errors='replace')}"
    )

    assert response.status in {200, 400, 404, 422, 504}, response.data
    _check(response.data, served_store)


_WORDS = [
    *[
        "SELECT",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
        "WHERE",
        "{",
        "}",
        "?s",
        "?p",
        "?o",
        "*",
        ".",
        "(",
        ")",
        "OPTIONAL",
        "UNION",
        "FILTER",
        "BIND",
        "AS",
        "VALUES",
    ],
    *[
        "SERVICE",
        "<http://x/>",
        "FROM",
        "GRAPH",
        "kg:backs",
        "+",
        "/",
        "^",
        "|",
        "'x'",
        '"""',
        "\\u0053",
        "#",
        "1",
        "1e5",
        "REGEX",
        "<",
        ">",
        "@en",
        "COUNT",
        "é",
    ],
    *("GROUP BY", "ORDER BY", "LIMIT 5", "PREFIX a: <b>", "INSERT DATA", "LOAD <file:///etc/passwd>", "\0"),
]


@given(st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join), st.sampled_from(["GET", "form", "body"]))
@_LAX
def test_any_words_as_a_query_get_an_answer(fuzzed: Service, served_store: Path, text: str, way: str) -> None:
    address, form = f"{fuzzed.address}/sparql", urlencode({"query": text})
    kinds = {"form": "application/x-www-form-urlencoded", "body": "application/sparql-query"}
    if way == "GET":
        response = HTTP.request("GET", f"{address}?{form}")
    else:
        body = form if way == "form" else text.encode()
        response = HTTP.request("POST", address, body=body, headers={"Content-Type": kinds[way]})

    assert response.status in {200, 400, 403, 406, 422, 504}, response.data
    _check(response.data, served_store)


_METHODS = ["GET", "POST", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PUT", "get", "G\0T", "", "X" * 300]
_PATHS = [
    "/",
    "/sparql",
    "/api/ties",
    "/api/actors/x",
    "/graphs",
    "/editor/x",
    "/metrics",
    "*",
    "http://x/",
    "/%",
    "?",
]
_VERSIONS = ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/1", "http/1.1", "", "HTTP/1.1 "]
_HEADERS = [
    "Host: localhost",
    "Host:localhost",
    "Host : localhost",
    "Host: evil.example",
    "Content-Length: -1",
    "Content-Length: 5",
    "Content-Length: 5, 6",
    "Content-Length: 99999999999999999999",
    "Content-Length: 0x5",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: x",
    "Expect: 100-continue",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Upgrade: h2c",
    "Accept: ;;;q=",
    "Accept: */*;q=nan",
    "Range: bytes=9-1",
    "Authorization: Bearer ÿ",
    "If-None-Match: *",
    " folded: x",
    ": y",
    "Content-Type: application/sparql-query",
    "Content-Type: multipart/form-data; boundary=",
    "Content-Type: application/x-www-form-urlencoded",
    "Content-Encoding: gzip",
    "Origin: null",
    "X-Forwarded-Host: evil.example",
    "X-HTTP-Method-Override: DELETE",
]
_ENDS = ["\r\n", "\r\n", "\r\n", "\n", "\r", "\0"]
_SMUGGLED = "0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
_BODIES = ["", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "hello", "ASK {}", "FFFFFFFFFFFFFFFF\r\n", _SMUGGLED]


def _malformed(rng: random.Random) -> bytes:
    """Return bytes that are nearly, or not at all, a request."""
    path = rng.choice(_PATHS) + "".join(rng.choices(string.printable[:94], k=rng.randrange(20)))
    lines = (["Host: localhost"] if rng.random() < 0.6 else []) + rng.choices(_HEADERS, k=rng.randrange(5))
    if rng.random() < 0.05:
        lines.append("X" * 3000 + ": " + "y" * rng.choice([1, 100_000]))
    end = rng.choice(_ENDS)
    head = end.join([f"{rng.choice(_METHODS)} {path} {rng.choice(_VERSIONS)}", *lines, "", ""])
    request = (head + rng.choice(_BODIES)).encode("latin-1", "replace")
    if rng.random() < 0.3:  # then some bytes of it fall over
        broken = bytearray(request)
        for _ in range(rng.randrange(1, 6)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        request = bytes(broken)
    return request[: rng.randrange(1, len(request))] if rng.random() < 0.1 else request


def test_malformed_requests_do_no_harm(fuzzed: Service, served_store: Path) -> None:
    rng = random.Random(20260101)
    statuses = set()
    before = 0
    for number in range(MANY):
        if number == MANY // 5:  # by then everything is loaded that is ever needed
            before = _memory(fuzzed.process.pid)
        answer = exchange(fuzzed.port, _malformed(rng))
        statuses.add(status_of(answer))
        assert status_of(answer) not in {500, 502}, answer
        _check(answer, served_store)

    assert HTTP.request("GET", f"{fuzzed.address}/health").status == 200
    assert {400, 404} <= statuses
    grown = _memory(fuzzed.process.pid) - before
    print(f"{MANY} malformed requests, statuses {sorted(statuses)}, memory grew by {grown / 1e6:.1f} MB")
    assert grown < 20_000_000
