"""A state of the store, and the workers that have it open."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from kg.server.channel import Worker
from kg.server.limits import Limits
from kg.server.nursery import Nursery
from kg.server.spool import Spool
from kg.store.folder.frozen import Frozen

__all__ = ["Snapshot"]


class Snapshot:
    """What workers share. When the store changes it is retired, and removed when the last of them is done.

    Args:
        frozen: Where it lies.
        nursery: Where workers come from.
        limits: What a request may take.
        spool: Where answers wait to be sent.

    """

    def __init__(self, frozen: Frozen, nursery: Nursery, limits: Limits, spool: Spool) -> None:
        self.frozen = frozen
        self.idle: deque[Worker] = deque()
        self._workers: set[Worker] = set()
        self._nursery = nursery
        self._limits = limits
        self._spool = spool
        self._starting = 0
        self._is_retired = False

    async def take(self, *, learned: bool = False) -> Worker:
        """Return a worker that does nothing, a new one if there is none.

        Args:
            learned: Rather one that has learned something; otherwise rather one that has not.

        Raises:
            OSError: None can be started.

        """
        while True:
            while self.idle:
                worker = self.idle.pop() if learned else self.idle.popleft()
                if worker.can_be_asked():
                    return worker
                self.drop(worker)
            # Whoever waits here may be cancelled; the worker is not lost then.
            await asyncio.shield(asyncio.ensure_future(self.grow()))

    async def grow(self) -> None:
        """Start one more worker; those that have answered queries before are taken first.

        Raises:
            OSError: None can be started.

        """
        frozen, limits = self.frozen, self._limits
        first: dict[str, Any] = {
            "frozen": [str(frozen.folder), str(frozen.links), frozen.base, frozen.stamp],
            "answer_bytes": limits.answer_bytes,
            "memory": limits.memory,
        }
        self._starting += 1
        try:
            worker = await Worker.start(self._nursery, first, self._spool)
        finally:
            self._starting -= 1
        self._workers.add(worker)
        self.idle.insert(sum(not other.has_learned for other in self.idle), worker)
        if self._is_retired:
            self.retire()

    def give_back(self, worker: Worker) -> None:
        """Take a worker back that has answered."""
        if self._is_retired or worker.is_worn or not worker.is_alive:
            self.drop(worker)
        elif worker.has_learned:
            self.idle.append(worker)
        else:
            self.idle.appendleft(worker)

    def drop(self, worker: Worker) -> None:
        """End a worker."""
        worker.kill()
        self._workers.discard(worker)
        self._tidy()

    def retire(self) -> None:
        """Let no more be asked of it; what is being answered goes on."""
        self._is_retired = True
        while self.idle:
            self.drop(self.idle.popleft())
        self._tidy()

    def _tidy(self) -> None:
        if self._is_retired and not self._workers and not self._starting:
            self.frozen.remove()

    def close(self) -> None:
        """End all workers, whatever they are doing, and remove the snapshot."""
        self._is_retired = True
        for worker in [*self._workers]:
            self.drop(worker)
        self.frozen.remove()
