"""Processes that answer queries over a snapshot of the store, and that can be ended at any moment.

A few places are for quick queries. What takes longer moves to one of a few other places and runs there at a
lower and lower priority, so that the quick ones hardly feel it; where none is free, it is ended and starts
again when its turn comes. Queries of a shape that was slow before go there at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import StoreError
from kg.server.job import Job
from kg.server.lanes import Lane
from kg.server.limits import Limits
from kg.server.nursery import Nursery
from kg.server.problems import Busy, Problem, QueryTooLarge, TimedOut, WorkerLost
from kg.server.shapes import SlowShapes, shape_of
from kg.server.shared import Snapshot
from kg.server.spool import Spool, SpooledFile
from kg.store.folder.frozen import freeze, stamp

__all__ = ["Answered", "QueryRequest", "WorkerPool"]

_LOOK_EVERY: Final = 1.0  # seconds; how long a change of the store may stay unseen
_STARTING: Final = 120.0  # seconds that opening the store may take
_PIECE: Final = 1 << 16
_ATTEMPTS: Final = 2
_PAUSE: Final = 0.02  # seconds in which the end of other workers becomes known too


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query and how its answer is wanted.

    Attributes:
        text: The query; the worker checks it.
        table: Media type for the answer of a SELECT or ASK, ``None`` if the client takes none of them.
        graph: Media type for the answer of a CONSTRUCT or DESCRIBE, likewise.
        default_graphs: IRIs of graphs of the store that make up the default graph; none means the union.
        named_graphs: IRIs of the only graphs of the store that GRAPH reaches; none means all.

    """

    text: str
    table: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer: nothing can go wrong with it any more.

    Attributes:
        media_type: What the bytes are.
        size: How many there are.
        stamp: Stands for the state of the store that the answer tells of.
        content: The bytes, or a file that holds them.

    """

    media_type: str
    size: int
    stamp: str
    content: bytes | SpooledFile

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces and close the file, if there is one."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with contextlib.closing(self.content) as file:
            while piece := file.read(_PIECE):
                yield piece

    def close(self) -> None:
        """Give up the bytes without reading them."""
        if not isinstance(self.content, bytes):
            self.content.close()


def _request(request: QueryRequest) -> bytes:
    return _encoded({name: getattr(request, name) for name in QueryRequest.__slots__})


def _verb_shape(name: str, arguments: Mapping[str, Any]) -> str:
    """Return what calls have in common of which one tells how slow the next is."""
    if name == "table":
        return f"table {_verb_shape(arguments['verb'], arguments['arguments'])}"
    return f"verb {name} {arguments['name']}" if name == "query" else f"verb {name}"


def _encoded(asked: dict[str, Any]) -> bytes:
    return json.dumps(asked).encode()


class WorkerPool:
    """Workers that answer one request each at a time; all share one snapshot of the store.

    Use it as an asynchronous context manager, in one event loop.

    Args:
        store: The store's folder.
        limits: What a request may take.
        names: See :class:`kg.server.nursery.Nursery`.

    Attributes:
        counts: How many requests were answered, and how many ended how, by the name of the problem.

    """

    def __init__(self, store: Path, limits: Limits | None = None, *, names: str | None = None) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.counts: Counter[str] = Counter()
        self._nursery = Nursery(names)
        self._spool = Spool(self.limits.spool, self.limits.spooled)
        self._quick = Lane(self.limits.quick, self.limits.queue)
        self._slow = Lane(self.limits.slow, self.limits.queue)
        # A shape that was ended before, and what may take longer than a query, gets some of the slow places
        # only: the others are for the rest.
        self._hopeless = Lane(max(1, self.limits.slow // 2), self.limits.queue)
        self._slow_shapes = SlowShapes()
        self._snapshot: Snapshot | None = None
        self._looked = 0.0
        self._filling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> WorkerPool:
        """Start the workers.

        Raises:
            StoreError: There is no store.
            Problem: It cannot be read.

        """
        await self._renew()
        try:
            await self._greet()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def _greet(self) -> None:
        job = Job(_request(QueryRequest("ASK {}")), asyncio.get_running_loop().time() + _STARTING)
        try:
            await job.start(self._current)
            await job.wait()
            job.result()
        finally:
            job.end()

    async def __aexit__(self, *_: object) -> None:
        """End the workers and remove the snapshot."""
        if self._filling is not None:
            self._filling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._filling
        self._nursery.close()
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot = None

    @property
    def stamp(self) -> str:
        """What stands for the state of the store that the next answer tells of."""
        return "" if self._snapshot is None else self._snapshot.frozen.stamp

    @property
    def running(self) -> int:
        """How many requests are being answered."""
        quick, slow = self.limits.quick - self._quick.free, self.limits.slow - self._slow.free
        return quick + slow

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return self._quick.waiting + self._hopeless.waiting + self._slow.waiting

    async def answer(self, request: QueryRequest) -> Answered:
        """Answer a query; cancelling this ends it.

        Raises:
            Problem: The query is wrong or refused, too large, too slow; or too many wait already.

        """
        return await self._run(_request(request), shape_of(request.text))

    async def graph(self, iri: str | None, media_type: str) -> Answered:
        """Return a stored graph as a file, the union of all without an IRI.

        Raises:
            Problem: There is no such graph; or as :meth:`answer`.

        """
        asked = _encoded({"graph_iri": iri, "graph": media_type})
        return await self._run(asked, f"graph {iri is None}")

    async def call(self, name: str, arguments: Mapping[str, Any], *, is_view: bool = False) -> Answered:
        """Run one of :data:`kg.server.verbs.VERBS` on the store; its result comes as JSON.

        What a worker learns about the store serves the next; so it is not held back where it is slow.

        Args:
            name: Which.
            arguments: What it is called with.
            is_view: It makes what a view shows, which may take as long as ``Limits.view_seconds``.

        Raises:
            Problem: As :meth:`answer`.

        """
        asked = _encoded({"verb": name, "arguments": dict(arguments)})
        return await self._run(asked, _verb_shape(name, arguments), learns=True, is_long=is_view)

    async def follow(self, *, at_once: bool = False) -> str:
        """Look whether the store has changed, open its new state if so, and return its stamp.

        Without ``at_once``, a look of the last second will do.
        """
        now = asyncio.get_running_loop().time()
        if at_once or now - self._looked >= _LOOK_EVERY:
            self._looked = now
            with contextlib.suppress(StoreError):  # then the state that is open is the best there is
                if stamp(self.store) != self.stamp:
                    await self._renew()
        return self.stamp

    async def _renew(self) -> None:
        frozen = await asyncio.to_thread(freeze, self.store)
        before, self._snapshot = self._snapshot, Snapshot(frozen, self._nursery, self.limits, self._spool)
        self._looked = asyncio.get_running_loop().time()
        if before is not None:
            before.retire()
        self._top_up()

    def _top_up(self) -> None:
        """Keep a worker warm for each place that is free, and one more."""
        if self._too_few() is not None and (self._filling is None or self._filling.done()):
            self._filling = asyncio.get_running_loop().create_task(self._fill())

    def _too_few(self) -> Snapshot | None:
        snapshot = self._snapshot
        return snapshot if snapshot is not None and len(snapshot.idle) <= self._quick.free else None

    async def _fill(self) -> None:
        while (snapshot := self._too_few()) is not None:
            try:
                await snapshot.grow()
            except OSError:
                return

    async def _run(
        self, asked: bytes, shape: str, *, learns: bool = False, is_long: bool = False
    ) -> Answered:
        limits = self.limits
        seconds = max(limits.seconds, limits.view_seconds) if is_long else limits.seconds
        deadline = asyncio.get_running_loop().time() + seconds
        await self.follow()
        try:
            answered = await self._persist(
                lambda: Job(asked, deadline, learns=learns, is_long=is_long), shape
            )
        except Problem as problem:
            self.counts[type(problem).__name__] += 1
            raise
        self.counts["Answered"] += 1
        return answered

    async def _persist(self, job: Callable[[], Job], shape: str) -> Answered:
        """Ask again where a worker turns out to be dead, as several are that somebody ended."""
        for _ in range(_ATTEMPTS):
            try:
                return await self._attempt(job(), shape)
            except WorkerLost as lost:
                if not lost.at_once:
                    raise
                await asyncio.sleep(_PAUSE)
        return await self._attempt(job(), shape)

    async def _attempt(self, job: Job, shape: str) -> Answered:
        try:
            if shape not in self._slow_shapes:
                await self._run_quickly(job, shape)
            if job.is_open:
                self._slow_shapes.add(shape)
                await self._run_slowly(job, self._slow_shapes.in_vain(shape))
                if job.taken < self.limits.patience:
                    self._slow_shapes.forget(shape)
                else:
                    self._slow_shapes.add(shape, in_vain=0.0)
            answer, told = job.result()
        except OSError as error:
            raise Busy("no process can be started") from error
        except (TimedOut, QueryTooLarge):
            if shape in self._slow_shapes and job.is_running:
                self._slow_shapes.add(shape, in_vain=job.taken)
            raise
        finally:
            job.end()
            self._top_up()
        return Answered(answer.media_type, answer.size, told, answer.content)

    def _current(self) -> Snapshot:
        if self._snapshot is None:
            raise Busy("the service is not running")
        return self._snapshot

    async def _run_quickly(self, job: Job, shape: str) -> None:
        await self._quick.enter(job.deadline)
        try:
            if shape in self._slow_shapes:  # which was learned while this one waited
                return
            await job.start(self._current)
            await job.wait_patiently(self.limits.patience)
        finally:
            self._quick.leave()
        if job.is_open and not self._moved(job):
            job.end()

    def _moved(self, job: Job) -> bool:
        """Let a job go on among the slow ones if there is a place for it, and return whether."""
        if job.is_long and not self._hopeless.try_enter():
            return False
        job.has_slow_place = self._slow.try_enter()
        if job.is_long and not job.has_slow_place:
            self._hopeless.leave()
        return job.has_slow_place

    async def _run_slowly(self, job: Job, in_vain: float) -> None:
        is_hopeless = job.is_long or (in_vain > 0 and not job.has_slow_place)
        if is_hopeless and not job.has_slow_place:
            await self._hopeless.enter(job.deadline)
        try:
            if not job.has_slow_place:
                await self._slow.enter(job.deadline)
            try:
                if not job.is_running:
                    await job.start(self._current)
                await job.wait_behind(in_vain)
            finally:
                self._slow.leave()
        finally:
            if is_hopeless:
                self._hopeless.leave()
