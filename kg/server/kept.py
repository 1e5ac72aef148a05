"""Answers that take long to make and are asked for by many: made once for each state of the store."""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response

from kg.server.negotiation import accepts_gzip

__all__ = ["Kept", "KeptAnswers", "packed"]

_MOST_BYTES: Final = 64 << 20
_MOST: Final = 64  # answers
_LEVEL: Final = 5  # of compression: most of the gain at a fraction of the time
_WORTH_IT: Final = 1024  # bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: its bytes, and the same compressed, empty where that is not worth it."""

    stamp: str
    plain: bytes
    compressed: bytes = b""

    def respond(self, asked: Headers, headers: dict[str, str], media_type: str) -> Response:
        """Return it in the form that a client takes."""
        headers = {**headers, "Vary": "Accept-Encoding"}
        if self.compressed and accepts_gzip(asked.get("accept-encoding")):
            headers["Content-Encoding"] = "gzip"
            return Response(self.compressed, headers=headers, media_type=media_type)
        return Response(self.plain, headers=headers, media_type=media_type)


async def packed(stamp: str, content: bytes) -> Kept:
    """Return an answer with its compressed form."""
    if len(content) < _WORTH_IT:
        return Kept(stamp, content)
    # No date in it: the same answer is the same bytes.
    return Kept(stamp, content, await asyncio.to_thread(gzip.compress, content, _LEVEL, mtime=0))


class KeptAnswers:
    """Answers by what was asked; those that were not asked for longest make room."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Kept] = OrderedDict()
        self._making: dict[str, asyncio.Task[Kept]] = {}

    async def get(self, asked: str, stamp: str, make: Callable[[], Awaitable[Kept]]) -> Kept:
        """Return the answer for a state of the store; all who wait for it get what one of them had made.

        Args:
            asked: Stands for the question.
            stamp: Stands for the state.
            make: Makes the answer; what it raises, all who wait get.

        """
        held = self._answers.get(asked)
        if held is not None and held.stamp == stamp:
            self._answers.move_to_end(asked)
            return held
        task = self._making.get(f"{stamp} {asked}")
        if task is None:
            task = asyncio.ensure_future(self._made(asked, make))
            self._making[f"{stamp} {asked}"] = task
            task.add_done_callback(lambda done: self._finished(f"{stamp} {asked}", done))
        return await asyncio.shield(task)  # another may wait for it when this one goes away

    async def _made(self, asked: str, make: Callable[[], Awaitable[Kept]]) -> Kept:
        made = await make()
        self._answers[asked] = made
        self._answers.move_to_end(asked)
        for key in [key for key, each in self._answers.items() if each.stamp != made.stamp]:
            del self._answers[key]
        while len(self._answers) > _MOST or self._size() > _MOST_BYTES:
            self._answers.popitem(last=False)
        return made

    def _finished(self, key: str, task: asyncio.Task[Kept]) -> None:
        self._making.pop(key, None)
        if not task.cancelled():
            task.exception()  # heard, also where everybody who waited has gone

    def _size(self) -> int:
        return sum(len(each.plain) + len(each.compressed) for each in self._answers.values())
