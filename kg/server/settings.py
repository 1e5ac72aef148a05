"""What the one who starts the service decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.server.limits import Limits

__all__ = ["LOOPBACK", "ServerSettings"]

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the service behaves.

    Attributes:
        limits: What one request may take.
        token: What whoever writes has to show; without one nobody writes.
        hosts: Names under which the service is asked for; a request for any other is refused.
        origins: Web origins whose pages may read the answers (CORS).
        catalogue: File or folder of actors beside the built-in ones.
        author: Who judges where a judgement names nobody.
        request_seconds: Until a request has arrived whole, and in which a client has to take some of the
            answer.
        connections: How many may be open at once.
        log_requests: Write a line for each request.

    """

    limits: Limits = field(default_factory=Limits)
    token: str | None = None
    hosts: tuple[str, ...] = LOOPBACK
    origins: tuple[str, ...] = ()
    catalogue: Path | None = None
    author: str = ""
    request_seconds: float = 15.0
    connections: int = 256
    log_requests: bool = False
