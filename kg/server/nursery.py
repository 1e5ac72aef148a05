"""Get new workers, within milliseconds, from the process that forks them."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from typing import IO, Final

__all__ = ["Nursery"]

_SURROUNDINGS: Final = {
    "OPENBLAS_NUM_THREADS": "1",  # a process with threads must not be forked
    "OMP_NUM_THREADS": "1",
    "RUST_BACKTRACE": "0",
}


class Nursery:
    """The process that workers are forked from; it is started again if somebody ends it.

    Args:
        names: The catalogue by whose names workers find actors from the start, a path or empty for the
            built-in one alone; otherwise a worker loads it when it first has to.

    """

    def __init__(self, names: str | None = None) -> None:
        self._names = [] if names is None else [names]
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def fork(self, last_words: IO[bytes]) -> socket.socket:
        """Return the socket of a new worker, which writes to a file what it has to say when it dies.

        Raises:
            OSError: No process can be started.

        """
        ours, theirs = socket.socketpair()
        with theirs:
            for attempt in range(2):
                orders = self._start()
                try:
                    socket.send_fds(orders, [b"F"], [theirs.fileno(), last_words.fileno()])
                    break
                except OSError:
                    self.close()
                    if attempt:
                        ours.close()
                        raise
        ours.setblocking(False)
        return ours

    def _start(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._orders is None:
            ours, theirs = socket.socketpair()
            with theirs:
                forking = [sys.executable, "-P", "-m", "kg.server.forking", str(theirs.fileno())]
                self._process = subprocess.Popen(  # noqa: S603  (our own module)
                    [*forking, *self._names],
                    env=os.environ | _SURROUNDINGS,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                )
            self._orders = ours
        return self._orders

    def close(self) -> None:
        """End the process; the workers are the caller's to end."""
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
        self._orders = self._process = None
