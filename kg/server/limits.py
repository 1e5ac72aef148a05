"""What one request may take of the machine; everything has a bound by default."""

from __future__ import annotations

import os
from dataclasses import dataclass

__all__ = ["Limits"]

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of the service.

    Attributes:
        seconds: From the arrival of a query to its answer, waiting included; then its worker is ended.
        view_seconds: The same for what a view of the explorer shows, which is made once for each state of the
            store and kept; never less than ``seconds``.
        patience: Seconds of processor time that a query may take among the quick ones; what takes longer
            runs beside them at a lower priority.
        answer_bytes: Size of an answer; a larger one is refused as a whole, never cut.
        memory: Bytes that a query may take on top of what a worker needs anyway.
        request_bytes: Size of a request, its address and its body.
        quick: Queries that run at the same time.
        slow: Queries that took longer than ``patience`` and run at the same time, on top of the quick ones.
        queue: Requests that wait for their turn; one more is turned away.
        spool: Bytes of an answer that are kept in memory; beyond, it waits in a file without a name.
        spooled: Bytes of all those files together; what finds no room among them is refused.

    """

    seconds: float = 30.0
    view_seconds: float = 120.0
    patience: float = 0.5
    answer_bytes: int = 64 * _MIB
    memory: int = 1024 * _MIB
    request_bytes: int = 1 * _MIB
    quick: int = max(8, 2 * (os.cpu_count() or 1))
    slow: int = 4
    queue: int = 100
    spool: int = 4 * _MIB
    spooled: int = 1024 * _MIB
