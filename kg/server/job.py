"""One request on its way through the pool: which worker has it, since when, until when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kg.server.channel import Collected, Worker
from kg.server.problems import TimedOut
from kg.server.shared import Snapshot

__all__ = ["Job"]


class Job:
    """A request. Whatever happens, call :meth:`end`.

    Args:
        request: What is asked, as a worker reads it.
        deadline: When it has to be done, by the event loop's clock.
        learns: What a worker learns from it helps it with the next of its kind.

    Attributes:
        has_slow_place: A place among the slow ones is taken for it.

    """

    def __init__(self, request: bytes, deadline: float, *, learns: bool = False) -> None:
        self.deadline = deadline
        self.has_slow_place = False
        self._request = request
        self._learns = learns
        self._snapshot: Snapshot | None = None
        self._worker: Worker | None = None
        self._answer: asyncio.Future[Collected] | None = None
        self._begun = 0.0
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
    def seconds(self) -> float:
        """How long the worker has had it."""
        return asyncio.get_running_loop().time() - self._begun

    async def start(self, current: Callable[[], Snapshot]) -> None:
        """Give it to a worker of the current snapshot.

        Raises:
            OSError: No worker can be started.

        """
        self._snapshot = current()
        self._worker = await self._snapshot.take(learned=self._learns)
        self._worker.has_learned |= self._learns
        self._begun = asyncio.get_running_loop().time()
        self._answer = self._worker.ask(self._request)

    async def wait(self, patience: float | None = None) -> None:
        """Wait for the answer, or until patience is at an end.

        Raises:
            TimedOut: It took longer than it may.

        """
        assert self._answer is not None, "started before"  # noqa: S101
        remaining = self.deadline - asyncio.get_running_loop().time()
        await asyncio.wait([self._answer], timeout=max(0.0, min(remaining, patience or remaining)))
        if self.is_open and (patience is None or patience >= remaining):
            raise TimedOut(
                "the query took longer than it may",
                hint="ask for less at once, or put the rarest pattern first",
            )

    def lower_priority(self) -> None:
        """Let others go first; the worker is of no use for anything else afterwards."""
        self._is_low = True
        if self._worker is not None:
            self._worker.lower_priority()

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
