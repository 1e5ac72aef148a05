"""A pool of workers for tests that are no coroutines."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from kg.server.limits import Limits
from kg.server.workers import Answered, QueryRequest, WorkerPool

T = TypeVar("T")

RUNAWAYS = {
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?d",
    "cross": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{name} {{ {'1 2 3 4 5 6 7 8 9 ' * 30} }}" for name in "abcde")
    + " FILTER(?va + ?vb + ?vc + ?vd + ?ve = 1) }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!kg:none|^!kg:none)* ?b . ?c (!kg:none|^!kg:none)* ?d }",
    "regex": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    'FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|b|ab)*c$")) }',
    "distinct": "SELECT DISTINCT ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
"""Queries that take hours."""


class Pool:
    """A running pool, asked from an ordinary function."""

    def __init__(self, pool: WorkerPool, loop: asyncio.AbstractEventLoop) -> None:
        self.pool = pool
        self._loop = loop

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float = 120) -> T:
        """Run something in the pool's event loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

    def ask(self, text: str, **wanted: Any) -> Answered:
        """Ask a query."""
        return self.run(self.pool.answer(QueryRequest(text, **wanted)))

    def text(self, text: str, **wanted: Any) -> str:
        """Ask a query and return the whole answer."""
        return b"".join(self.ask(text, **wanted).chunks()).decode()

    def workers(self) -> list[int]:
        """Return the process ids of the workers that have told theirs."""
        snapshot = self.pool._snapshot
        assert snapshot is not None
        return [worker.pid for worker in [*snapshot._workers] if worker.pid is not None]


@contextlib.contextmanager
def pooled(store: Path, **limits: Any) -> Iterator[Pool]:
    """Run a pool over a store, in the event loop of a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    pool = WorkerPool(store, Limits(**limits))
    running = Pool(pool, loop)
    try:
        running.run(pool.__aenter__())
        try:
            yield running
        finally:
            running.run(pool.__aexit__())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def is_running(pid: int) -> bool:
    """Return whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 0)
            return not Path("/proc/self").exists()
        return False


def eventually(holds: Any, seconds: float = 60) -> bool:
    """Wait until something holds; return whether it does."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
