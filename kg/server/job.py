"""One request on its way through the pool: which worker has it, since when, until when."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Final

from kg.server.channel import Collected, Worker
from kg.server.problems import TimedOut
from kg.server.shared import Snapshot

__all__ = ["Job"]

_SHORTEST: Final = 0.02  # seconds; the clock of processes is no finer
_LOOK_EVERY: Final = 0.25  # seconds
_PRIORITIES: Final = ((1.0, 4), (3.0, 7), (math.inf, 10))  # processor seconds, and how nice until then
_DELIVERING: Final = 64 << 10  # bytes between two looks; whoever gives so much is not held back further


class Job:
    """A request. Whatever happens, call :meth:`end`.

    Args:
        request: What is asked, as a worker reads it.
        deadline: When it has to be done, by the event loop's clock.
        learns: What a worker learns from it helps it with the next of its kind.
        is_long: It may take longer than others; so it may not take all of the slow places.

    Attributes:
        has_slow_place: A place among the slow ones is taken for it.

    """

    def __init__(
        self, request: bytes, deadline: float, *, learns: bool = False, is_long: bool = False
    ) -> None:
        self.deadline = deadline
        self.is_long = is_long
        self.has_slow_place = False
        self._request = request
        self._learns = learns
        self._snapshot: Snapshot | None = None
        self._worker: Worker | None = None
        self._answer: asyncio.Future[Collected] | None = None
        self._begun = self._taken_before = 0.0
        self._is_low = False

    @property
    def is_open(self) -> bool:
        """Whether there is no answer and no problem yet."""
        return self._answer is None or not self._answer.done()

    @property
    def is_running(self) -> bool:
        """Whether a worker has it."""
        return self._worker is not None

    @property
    def taken(self) -> float:
        """Seconds of processor time that it has taken; where nobody tells those, seconds."""
        taken = None if self._worker is None else self._worker.processor_time()
        return (
            asyncio.get_running_loop().time() - self._begun if taken is None else taken - self._taken_before
        )

    async def start(self, current: Callable[[], Snapshot]) -> None:
        """Give it to a worker of the current snapshot.

        Raises:
            OSError: No worker can be started.

        """
        self._snapshot = current()
        self._worker = await self._snapshot.take(learned=self._learns)
        self._worker.has_learned |= self._learns
        self._begun = asyncio.get_running_loop().time()
        self._taken_before = self._worker.processor_time() or 0.0
        self._answer = self._worker.ask(self._request)

    async def wait_patiently(self, patience: float) -> None:
        """Wait for the answer, or until the worker has taken so much processor time for it.

        On a busy machine a query may wait for the processor for long without being a slow one.

        Raises:
            TimedOut: The deadline passed meanwhile.

        """
        more = patience
        while more > 0 and self.is_open:
            await self._wait(max(more, _SHORTEST))
            more = patience - self.taken

    async def wait_behind(self, in_vain: float = 0.0) -> None:
        """Wait for the answer while others go first, the more processor time it takes the more so.

        The clock would not do: on a busy machine a query would be held back for having waited. One that
        delivers its answer is held back no further, and one from which a worker learns not at all, since its
        worker is wanted for the next; otherwise it is of no use for anything else afterwards.

        Args:
            in_vain: Seconds of processor time that the last of its kind took until it was ended.

        Raises:
            TimedOut: The deadline passed meanwhile.

        """
        if self._learns:
            await self.wait()
            return
        self._is_low = True
        niceness = delivered = 0
        while self._worker is not None and self.is_open:
            before, delivered = delivered, self._worker.delivered
            if niceness == 0 or delivered - before < _DELIVERING:
                taken = max(in_vain, self.taken)
                wanted = next(nice for seconds, nice in _PRIORITIES if taken < seconds)
                if wanted != niceness:
                    niceness = wanted
                    self._worker.lower_priority(niceness)
            await self._wait(_LOOK_EVERY)

    async def wait(self) -> None:
        """Wait for the answer.

        Raises:
            TimedOut: The deadline passed meanwhile.

        """
        await self._wait(math.inf)

    async def _wait(self, seconds: float) -> None:
        assert self._answer is not None, "started before"  # noqa: S101
        remaining = self.deadline - asyncio.get_running_loop().time()
        await asyncio.wait([self._answer], timeout=max(0.0, min(remaining, seconds)))
        if self.is_open and seconds >= remaining:
            hint = "ask for less at once, or put the rarest pattern first"
            raise TimedOut("the query took longer than it may", hint=hint)

    def result(self) -> tuple[Collected, str]:
        """Return the answer, and the stamp of what it tells of.

        Raises:
            Problem: There is none.

        """
        assert self._answer is not None and self._snapshot is not None, "waited before"  # noqa: S101, PT018
        return self._answer.result(), self._snapshot.frozen.stamp

    def end(self) -> None:
        """Give the worker back, or end it if it is still at work."""
        worker, self._worker = self._worker, None
        if worker is None or self._snapshot is None:
            return
        if self.is_open:
            self._answer = None
            self._snapshot.drop(worker)
        elif self._is_low:
            self._snapshot.drop(worker)
        else:
            self._snapshot.give_back(worker)
