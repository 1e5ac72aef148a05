"""One request to a store's server: over connections that stay open, with limits, repeated where that is safe.

No redirect is followed (so no password ever goes to another host) and no proxy is used. An answer is taken in
whole, in memory or in a file, before anybody reads it: what is cut off on the way can be asked for again.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from dataclasses import dataclass
from typing import IO, Final

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as LateError

from kg.errors import StoreError
from kg.store.remote.address import Endpoint
from kg.version import __version__

__all__ = ["Client", "Reply", "Request"]

_ATTEMPTS: Final = 4
_PAUSE: Final = 0.25  # seconds before the second attempt, doubled each time
_LONGEST_PAUSE: Final = 10.0  # whatever the server asks for
_BUSY: Final = frozenset({502, 503, 504})
_IN_MEMORY: Final = 16 << 20  # bytes of an answer; the rest goes to a file
_CHUNK: Final = 1 << 16
_LONGEST_REASON: Final = 300  # characters of what a server says about an error
_MARKUP: Final = re.compile(r"<style.*?</style>|<[^>]{0,500}>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked.

    Attributes:
        url: Where.
        body: What is sent.
        content_type: Of the body.
        accept: Media types of an answer, the preferred one first.
        repeatable: Doing it twice is the same as doing it once.

    """

    url: str
    body: bytes
    content_type: str
    accept: str = "*/*"
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status; close ``body`` after use."""

    status: int
    content_type: str
    body: IO[bytes]
    location: str = ""
    wait: float = 0.0

    def reason(self) -> str:
        """Return what the server says about an error, shortened."""
        start = self.body.read(_CHUNK).decode(errors="replace")
        text = " ".join(_MARKUP.sub(" ", start).split())
        return text[:_LONGEST_REASON]


class _BrokenOffError(Exception):
    """No whole answer came back: whether asking again may help, and whether nothing can have happened yet."""

    def __init__(self, reason: str, *, again: bool = True, unsent: bool = False, hint: str = "") -> None:
        self.again = again
        self.unsent = unsent
        self.hint = hint
        super().__init__(reason)


class Client:
    """Connections to one server.

    Args:
        endpoint: Its address, password and time limit.
        most_bytes: What an answer may have.

    """

    def __init__(self, endpoint: Endpoint, most_bytes: int) -> None:
        self.endpoint = endpoint
        self._most_bytes = most_bytes
        self._headers = {
            "User-Agent": f"kg-actors/{__version__}",
            "Accept-Encoding": "identity",  # nothing is unpacked, so nothing small can become large
            **endpoint.authorization(),
        }
        limit = urllib3.Timeout(connect=min(10.0, endpoint.timeout), read=endpoint.timeout)
        self._pool = urllib3.PoolManager(maxsize=4, timeout=limit, retries=False, cert_reqs="CERT_REQUIRED")

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def send(self, request: Request) -> Reply:
        """Send a request and return the answer.

        A server that cannot be reached or is busy is asked again, as long as that is safe.

        Raises:
            StoreError: There is no answer, or it is too large.

        """
        attempt = 1
        while True:
            try:
                reply = self._send(request)
            except _BrokenOffError as error:
                safe = error.again and (error.unsent or request.repeatable)
                if attempt == _ATTEMPTS or not safe:
                    raise StoreError(str(error), path=self.endpoint.shown, hint=error.hint) from None
                wait = 0.0
            else:
                if attempt == _ATTEMPTS or reply.status not in _BUSY or not request.repeatable:
                    return reply
                reply.body.close()
                wait = reply.wait
            _sleep(attempt, wait)
            attempt += 1

    def _send(self, request: Request) -> Reply:
        start = time.monotonic()
        headers = self._headers | {"Content-Type": request.content_type, "Accept": request.accept}
        try:
            response = self._pool.request(
                "POST", request.url, body=request.body, headers=headers, redirect=False, preload_content=False
            )
        except HTTPError as error:
            raise _broken(error, start) from None  # the cause could show the headers
        try:
            return self._read(response, start)
        except HTTPError as error:
            raise _broken(error, start) from None
        finally:
            response.close() if response.length_remaining else response.release_conn()

    def _read(self, response: urllib3.BaseHTTPResponse, start: float) -> Reply:
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise StoreError("the server packs its answers, unasked", path=self.endpoint.shown)
        body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (the reader closes it)
        size = 0
        try:
            while chunk := response.read1(_CHUNK):
                size += len(chunk)
                if size > self._most_bytes:
                    most = f"{self._most_bytes >> 20:,} MB"
                    raise StoreError(f"the answer has more than {most}", path=self.endpoint.shown)
                if time.monotonic() - start > self.endpoint.timeout:
                    raise _late(start)
                body.write(chunk)
        except BaseException:
            body.close()
            response.close()
            raise
        body.seek(0)
        return Reply(
            response.status,
            response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            body,
            response.headers.get("Location", ""),
            _number(response.headers.get("Retry-After")),
        )


def _late(start: float) -> _BrokenOffError:
    waited = f"{time.monotonic() - start:.1f}"
    hint = "KG_STORE_TIMEOUT sets how many seconds an answer may take"
    return _BrokenOffError(f"no whole answer after {waited} seconds", again=False, hint=hint)


def _broken(error: HTTPError, start: float) -> _BrokenOffError:
    hint = "is the server running, and the address right?"
    if isinstance(error, SSLError):
        reason = "its certificate cannot be trusted, or it speaks no https"
        return _BrokenOffError(reason, again=False, hint=hint)
    if isinstance(error, NewConnectionError | ConnectTimeoutError):
        return _BrokenOffError("the server cannot be reached", unsent=True, hint=hint)
    return _late(start) if isinstance(error, LateError) else _BrokenOffError("the answer broke off")


def _sleep(attempt: int, wait: float) -> None:
    pause = _PAUSE * 2.0 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311  (no secret)
    time.sleep(min(max(pause, wait), _LONGEST_PAUSE))


def _number(header: str | None) -> float:
    try:
        return max(float(header or 0), 0.0)
    except ValueError:
        return 0.0
