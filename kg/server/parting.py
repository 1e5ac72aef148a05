"""The way of an answer to its client, up to the end of the connection.

Where a connection is closed while the client still sends, the kernel answers the rest with a reset, and the
reset destroys what the client has not read yet: the very answer that says why. So such a connection is closed
for writing only, and what still comes is thrown away for a while (RFC 9112, section 9.6).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

__all__ = ["LINGERING_BYTES", "Parting"]

LINGERING_BYTES: Final = 64 << 20
"""How much of a refused request is read and thrown away."""

_END_OF_HEAD: Final = b"\r\n\r\n"


class Parting:
    """A transport that sends the head of an answer with the start of its body, and closes without a reset.

    Each packet costs two processes a call of the kernel and the client a look.

    Args:
        transport: The connection.
        is_sending: Says whether the client is in the middle of a request.
        seconds: For how long what it still sends is thrown away.

    """

    def __init__(self, transport: asyncio.Transport, is_sending: Callable[[], bool], seconds: float) -> None:
        self._transport = transport
        self._is_sending = is_sending
        self._seconds = seconds
        self._head = b""
        self._spare = LINGERING_BYTES
        self._lingering: asyncio.TimerHandle | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send data, a head together with what comes next."""
        if data.startswith(b"HTTP/1.1 ") and data[9:10] != b"1" and data.endswith(_END_OF_HEAD):
            self._flush()
            self._head = data
        elif self._head:
            head, self._head = self._head, b""
            self._transport.write(head + data)
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Say that no more comes, and close once the client has stopped sending; a second call: at once."""
        self._flush()
        if self._lingering is not None or self._transport.is_closing() or not self._is_sending():
            self.stop()
            self._transport.close()
            return
        self._lingering = asyncio.get_running_loop().call_later(self._seconds, self._transport.close)
        self._transport.write_eof()
        self._transport.resume_reading()

    def is_closing(self) -> bool:
        """Return whether nothing that comes is read any more as a request."""
        return self._lingering is not None or self._transport.is_closing()

    def discard(self, size: int) -> None:
        """Count what came after the end; there may be too much of it."""
        self._spare -= size
        if self._spare < 0:
            self.close()

    def stop(self) -> None:
        """Wait for nothing any more."""
        if self._lingering is not None:
            self._lingering.cancel()

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)
