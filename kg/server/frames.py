"""How the pool and a worker talk over a socket: one letter, a length, and so many bytes."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, Final

from kg.server.problems import Problem

__all__ = [
    "ASK",
    "DATA",
    "END",
    "HEADER",
    "OPEN",
    "PROBLEM",
    "READY",
    "frame",
    "problem_frame",
    "read_problem",
    "receive",
]

HEADER: Final = struct.Struct("!cI")
ASK: Final = b"A"  # to the worker: what is asked, as JSON
READY: Final = b"R"  # from it: its process id, as soon as it lives
OPEN: Final = b"O"  # from it: the processor time that it had taken when it had opened the store
DATA: Final = b"D"  # a piece of an answer
END: Final = b"E"  # the answer is whole: its media type and whether the worker wants to be replaced, as JSON
PROBLEM: Final = b"P"  # there is no answer: a problem, as JSON


def frame(kind: bytes, data: bytes = b"") -> bytes:
    """Return a message."""
    return HEADER.pack(kind, len(data)) + data


def receive(connection: socket.socket) -> tuple[bytes, bytes] | None:
    """Wait for a message and return its kind and content, ``None`` where the other side is gone."""
    header = _exactly(connection, HEADER.size)
    if header is None:
        return None
    kind, length = HEADER.unpack(header)
    content = _exactly(connection, length)
    return None if content is None else (kind, content)


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < length:
        piece = connection.recv(min(length - len(pieces), 1 << 20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def problem_frame(problem: Problem) -> bytes:
    """Return a problem as a message."""
    said: dict[str, Any] = {
        "status": problem.status,
        "message": str(problem),
        "hint": problem.hint,
        "headers": problem.headers,
    }
    return frame(PROBLEM, json.dumps(said).encode())


def read_problem(content: bytes) -> Problem:
    """Return the problem that a message tells."""
    said = json.loads(content)
    kind = _KINDS.get(said["status"], Problem)
    problem = kind.__new__(kind)
    Problem.__init__(problem, said["message"], hint=said["hint"], headers=said["headers"])
    return problem


_KINDS: Final = {kind.status: kind for kind in Problem.__subclasses__()}
