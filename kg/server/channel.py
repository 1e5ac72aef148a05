"""The pool's end of one worker: ask it, collect its answer, kill it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import IO, Any, Final, cast

from kg.server.frames import ASK, DATA, END, HEADER, OPEN, PROBLEM, READY, frame, read_problem
from kg.server.nursery import Nursery
from kg.server.problems import Problem, QueryTooLarge, WorkerLost

__all__ = ["Collected", "Worker"]

_AT_ONCE: Final = 0.25  # seconds; the end of a process is noticed later than it happens
_WORDS: Final = 4096  # bytes of what a process says when it dies


@dataclass(frozen=True, slots=True)
class Collected:
    """An answer as a worker gave it."""

    media_type: str
    size: int
    content: bytes | IO[bytes]


class Worker(asyncio.Protocol):
    """A process that answers one request at a time.

    Args:
        spool: Bytes of an answer that are kept in memory.
        memory: What it may take on top of what it needs anyway, to be named in an error.

    Attributes:
        pid: Its process id, ``None`` before it has told us.
        is_worn: It has grown and had better be replaced.
        has_learned: It keeps something in memory that helps with the next request of that kind.
        is_alive: It can be asked.

    """

    def __init__(self, spool: int, memory: int) -> None:
        self._spool = spool
        self._memory = memory
        self._buffer = bytearray()
        self._answer: asyncio.Future[Collected] | None = None
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._size = 0
        self._niceness = 0
        self._asked = 0.0
        self._opening: float | None = None
        self.pid: int | None = None
        self.is_worn = False
        self.has_learned = False
        self.is_alive = True

    @classmethod
    async def start(cls, nursery: Nursery, first: dict[str, Any], spool: int) -> Worker:
        """Return a worker that is opening its snapshot; it may be asked at once."""
        worker = cls(spool, first["memory"])
        worker._last_words = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the worker)
        try:
            connection = nursery.fork(worker._last_words)
        except OSError:
            worker._last_words.close()
            raise
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: worker, sock=connection)
        worker._transport.write(frame(b"S", json.dumps(first).encode()))
        return worker

    _last_words: IO[bytes]
    _transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the process."""
        self._transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes) -> asyncio.Future[Collected]:
        """Send a request; the answer comes, or a Problem."""
        self._answer = asyncio.get_running_loop().create_future()
        self._asked = asyncio.get_running_loop().time()
        self._pieces, self._file, self._size = [], None, 0
        if self.is_alive:
            self._transport.write(frame(ASK, request))
        else:
            self._answer.set_exception(self._cause())
        return self._answer

    def data_received(self, data: bytes) -> None:
        """Take in what the process says."""
        self._buffer += data
        while len(self._buffer) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._buffer)
            end = HEADER.size + length
            if len(self._buffer) < end:
                return
            content = bytes(memoryview(self._buffer)[HEADER.size : end])
            del self._buffer[:end]
            self._take(kind, content)

    def _take(self, kind: bytes, content: bytes) -> None:
        if kind == READY:
            self.pid = int(content)
            if not self.is_alive:
                self._end()
            elif self._niceness:
                self.lower_priority(self._niceness)
        elif kind == OPEN:
            self._opening = float(content)
        elif self._answer is None or self._answer.done():
            return
        elif kind == DATA:
            self._keep(content)
        elif kind == END:
            said = json.loads(content)
            self.is_worn = said["worn"]
            self._answer.set_result(Collected(said["media_type"], self._size, self._collected()))
        elif kind == PROBLEM:
            self._drop()
            self._answer.set_exception(read_problem(content))

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._file is None and self._size > self._spool:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends the answer closes it)
            self._file.write(b"".join(self._pieces))
            self._pieces = []
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._file.write(piece)

    def _collected(self) -> bytes | IO[bytes]:
        if self._file is None:
            content, self._pieces = b"".join(self._pieces), []
            return content
        found, self._file = self._file, None
        found.seek(0)
        return found

    def _drop(self) -> None:
        self._pieces = []
        if self._file is not None:
            self._file.close()
            self._file = None

    def connection_lost(self, _: Exception | None) -> None:
        """Say why there is no answer: the process is dead."""
        self.is_alive = False
        self._drop()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(self._cause())
        self._last_words.close()

    def _cause(self) -> Problem:
        self._last_words.seek(0)
        words = self._last_words.read(_WORDS)
        if b"memory allocation" in words or b"bad_alloc" in words or b"MemoryError" in words:
            most = self._memory >> 20
            hint = "ask for less at once: a sharper pattern, or no ORDER BY over many rows"
            return QueryTooLarge(f"the query takes more than {most} MB of memory", hint=hint)
        if b"overflowed its stack" in words:
            return QueryTooLarge("the query is nested too deeply, or follows too long a path")
        lost = WorkerLost("the process that was answering ended", hint="try again")
        lost.at_once = asyncio.get_running_loop().time() - self._asked < _AT_ONCE
        return lost

    def can_be_asked(self) -> bool:
        """Return whether the process lives, also where its end is news."""
        if not self.is_alive:
            return False
        poll = select.poll()
        poll.register(self._transport.get_extra_info("socket").fileno(), 0)  # only whether it was closed
        return not poll.poll(0)

    @property
    def delivered(self) -> int:
        """How many bytes of the present answer have come."""
        return self._size

    def lower_priority(self, niceness: int) -> None:
        """Let others go first from now on.

        Args:
            niceness: Up to 19; each 5 cut what it gets where all want the processor to a third.

        """
        self._niceness = niceness
        if self.pid is not None and self.is_alive:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, niceness)

    def processor_time(self) -> float | None:
        """Return the seconds of processor time that answering has taken, ``None`` where nobody tells."""
        if self.pid is None or self._opening is None:
            return 0.0
        if sys.platform != "linux":
            return None
        try:
            # The clock of another process, as clock_getcpuclockid(3) of the C library names it.
            return max(0.0, time.clock_gettime((~self.pid << 3) | 2) - self._opening)
        except OSError:
            return None

    def kill(self) -> None:
        """End the process, whatever it is doing; an answer that is awaited is cancelled."""
        if not self.is_alive:
            return
        self.is_alive = False
        if self._answer is not None:
            self._answer.cancel()
        if self.pid is not None:  # otherwise as soon as it is known
            self._end()

    def _end(self) -> None:
        if self.pid is not None:
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
        self._transport.abort()
