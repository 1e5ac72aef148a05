"""Who may go ahead: so many at once, a bounded queue behind them, first come first served."""

from __future__ import annotations

import asyncio
from collections import deque

from kg.server.problems import Busy

__all__ = ["Lane"]


class Lane:
    """Places that requests take and give back.

    Args:
        places: How many go ahead at once.
        room: How many may wait.

    """

    def __init__(self, places: int, room: int) -> None:
        self._free = places
        self._room = room
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def free(self) -> int:
        """How many places nobody has."""
        return self._free

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    def try_enter(self) -> bool:
        """Take a place if there is one and nobody waits for it; return whether."""
        if self._free == 0 or self._waiting:
            return False
        self._free -= 1
        return True

    async def enter(self, deadline: float) -> None:
        """Wait for a place, until the event loop's clock says so.

        Raises:
            Busy: The queue is full, or the deadline passed.

        """
        if self.try_enter():
            return
        if len(self._waiting) >= self._room:
            raise Busy("too many requests wait already")
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout_at(deadline):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.leave()
            elif turn in self._waiting:
                self._waiting.remove(turn)
            if isinstance(error, TimeoutError):
                raise Busy("the request did not get its turn in time") from None
            raise

    def leave(self) -> None:
        """Give a place back; the first who waits gets it."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
