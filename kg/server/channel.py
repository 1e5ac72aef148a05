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
from kg.server.problems import Busy, Problem, QueryTooLarge, WorkerLost
from kg.server.spool import Spool, SpooledFile, Spooling

__all__ = ["Collected", "Worker"]

_AT_ONCE: Final = 0.25  # seconds; the end of a process is noticed later than it happens
_WORDS: Final = 4096  # bytes of what a process says when it dies


@dataclass(frozen=True, slots=True)
class Collected:
    """An answer as a worker gave it."""

    media_type: str
    size: int
    content: bytes | SpooledFile


class Worker(asyncio.Protocol):
    """A process that answers one request at a time.

    Args:
        spool: Where its answers wait to be sent.
        memory: What it may take on top of what it needs anyway, to be named in an error.

    Attributes:
        pid: Its process id, ``None`` before it has told us.
        is_worn: It has grown and had better be replaced.
        has_learned: It keeps something in memory that helps with the next request of that kind.
        is_alive: It can be asked.

    """

    def __init__(self, spool: Spool, memory: int) -> None:
        self._spool = spool
        self._coming = Spooling(spool)
        self._memory = memory
        self._buffer = bytearray()
        self._answer: asyncio.Future[Collected] | None = None
        self._niceness = 0
        self._asked = 0.0
        self._opening: float | None = None
        self.pid: int | None = None
        self.is_worn = False
        self.has_learned = False
        self.is_alive = True

    @classmethod
    async def start(cls, nursery: Nursery, first: dict[str, Any], spool: Spool) -> Worker:
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
        self._coming = Spooling(self._spool)
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
        elif kind == PROBLEM:
            self._coming.drop()
            self._answer.set_exception(read_problem(content))
        else:
            try:
                self._keep(kind, content, self._answer)
            except Busy as problem:  # the process does not know, and would go on telling
                self._coming.drop()
                self._answer.set_exception(problem)
                self.kill()

    def _keep(self, kind: bytes, content: bytes, answer: asyncio.Future[Collected]) -> None:
        if kind == DATA:
            self._coming.add(content)
        elif kind == END:
            said = json.loads(content)
            self.is_worn = said["worn"]
            answer.set_result(Collected(said["media_type"], self._coming.size, self._coming.finish()))

    def connection_lost(self, _: Exception | None) -> None:
        """Say why there is no answer: the process is dead."""
        self.is_alive = False
        self._coming.drop()
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
        waited = asyncio.get_running_loop().time() - self._asked
        lost.at_once = self.pid is None or waited < _AT_ONCE  # without a word from it, it was never asked
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
        return self._coming.size

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
