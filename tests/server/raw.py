"""Bytes over a socket, for what no client library would send."""

from __future__ import annotations

import socket

__all__ = ["exchange", "status_of"]


def exchange(port: int, sent: bytes, *, seconds: float = 10.0, then_close: bool = True) -> bytes:
    """Send bytes to the service and return everything that comes back until it closes or falls silent."""
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        try:
            connection.sendall(sent)
            if then_close:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
        except (TimeoutError, ConnectionError):
            pass
    return bytes(received)


def status_of(answer: bytes) -> int:
    """Return the status of the first response in what came back, 0 where there is none."""
    first = answer.split(b"\r\n", 1)[0].split(b" ")
    return int(first[1]) if len(first) > 1 and first[0].startswith(b"HTTP/1.") and first[1].isdigit() else 0
