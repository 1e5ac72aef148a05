"""Raw bytes to a service, and a place on loopback that nobody may call."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

__all__ = ["Trap", "raw", "trap"]


def raw(port: int, data: bytes, *, seconds: float = 20, half: bool = False) -> bytes:
    """Send bytes as they are and return everything that comes back until the other side closes.

    Args:
        port: Of the service, on loopback.
        data: The bytes.
        seconds: How long to wait for the end.
        half: Say that nothing more is sent.

    """
    got = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        with contextlib.suppress(ConnectionError):  # it may be told enough before it has read all
            connection.sendall(data)
            if half:
                connection.shutdown(socket.SHUT_WR)
        end = time.monotonic() + seconds
        with contextlib.suppress(TimeoutError, ConnectionError):
            while time.monotonic() < end and (piece := connection.recv(65536)):
                got += piece
    return bytes(got)


class Trap:
    """A listener on loopback that remembers whoever calls."""

    def __init__(self, listener: socket.socket) -> None:
        self.port = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/secret"
        self.calls = 0
        self._listener = listener

    def run(self) -> None:
        """Count calls until the listener is closed, and hang up on each."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.calls += 1
                connection.close()


@contextlib.contextmanager
def trap() -> Iterator[Trap]:
    """Set a trap."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Trap(listener)
        threading.Thread(target=found.run, daemon=True).start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)
