"""Who sends too much reads why: the service throws the rest away for a while before it hangs up."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from raw import exchange, status_of
from served import Service, running

from kg.server.parting import LINGERING_BYTES

HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
PIECE = b"x" * 0x10000
CHUNK = b"10000\r\n" + PIECE + b"\r\n"
TOLD = HEAD + b"Content-Length: 104857600\r\n\r\n"
UNTOLD = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def impatient(served_store: Path) -> Iterator[Service]:
    with running(served_store, "--request-timeout", "1") as found:
        yield found


def rest(connection: socket.socket) -> bytes:
    received = bytearray()
    while piece := connection.recv(65536):
        received += piece
    return bytes(received)


@pytest.mark.parametrize(("head", "piece"), [(TOLD, PIECE), (UNTOLD, CHUNK)])
def test_who_sends_much_before_looking_reads_the_refusal(service: Service, head: bytes, piece: bytes) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
            connection.sendall(head + piece * 500)
            assert status_of(rest(connection)) == 413


@pytest.mark.parametrize(("head", "piece"), [(TOLD, PIECE), (UNTOLD, CHUNK * 20)])
def test_who_sends_slowly_reads_the_refusal_too(service: Service, head: bytes, piece: bytes) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(head)
        for _ in range(6):
            connection.sendall(piece)
            time.sleep(0.2)
        assert status_of(rest(connection)) == 413


def test_headers_without_end_are_refused_in_words(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500_000)
        assert status_of(rest(connection)) == 400


def test_an_answer_ends_at_once_for_who_waits_for_its_end(service: Service) -> None:
    begun = time.monotonic()
    answer = exchange(service.port, TOLD + PIECE, seconds=60, then_close=False)
    assert status_of(answer) == 413
    assert time.monotonic() - begun < 10  # what still might come is waited for 15 s


def test_no_more_than_so_much_is_thrown_away(service: Service) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(TOLD)
        with contextlib.suppress(ConnectionError):
            while sent < 4 * LINGERING_BYTES:
                connection.sendall(PIECE * 16)
                sent += len(PIECE) * 16
    assert LINGERING_BYTES / 2 < sent < 2 * LINGERING_BYTES


@pytest.mark.parametrize("begin", [TOLD, b"\x16\x03\x01 is no request\r\n\r\n", b"GET /health HTT"])
def test_nobody_is_waited_for_without_end(impatient: Service, begin: bytes) -> None:
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=60) as connection:
        connection.sendall(begin)
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - begun < 30:
                connection.sendall(b"x")
                time.sleep(0.1)
    assert time.monotonic() - begun < 25


def test_others_are_answered_while_the_rest_of_many_is_thrown_away(service: Service) -> None:
    refused = [socket.create_connection(("127.0.0.1", service.port), timeout=60) for _ in range(60)]
    try:
        for connection in refused:
            connection.sendall(TOLD + PIECE)
        for connection in refused:
            connection.sendall(PIECE)
            health = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            assert status_of(exchange(service.port, health, then_close=False)) == 200
        assert [status_of(rest(connection)) for connection in refused] == [413] * len(refused)
    finally:
        for connection in refused:
            connection.close()


def test_the_service_ends_without_waiting_for_what_is_thrown_away(served_store: Path) -> None:
    with running(served_store) as found, socket.create_connection(("127.0.0.1", found.port)) as connection:
        connection.sendall(TOLD)
        assert status_of(rest(connection)) == 413
        begun = time.monotonic()
        found.process.terminate()
        found.process.wait(60)
        assert time.monotonic() - begun < 12  # the rest would be waited for 15 s
