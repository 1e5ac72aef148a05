"""What the store costs on top of its engine, side by side in one run.

    python benchmarks/store.py [--triples 1000000] [--rounds 3] [--folder DIR] [--only PART...]

Made-up readings (``benchmarks/readings.py``) are stored by ``Store.put_many``, from our objects; beside that
the engine alone loads the same quads from a file (``bulk_load``), or adds them in transactions of the same
size (``extend``). Then ready queries are asked of the engine, of the library and, where the service is
installed, of one of its worker processes; the answers are read to the end, those of a worker as JSON.

A *triple* stands in the union of all graphs; in the database it is a *quad* of its document's graph as well,
so the engine holds about two quads for a triple. Rates and sizes are given for both. Whoever compares with
other stores, which keep a triple once, should mind the column of the same triples without graphs.

Times are printed as wall clock and as processor time; the ratios of the latter bear other work on the
machine. Parts: load, increment, size, queries, worker.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat
from readings import RUN, TRIPLES_OF_A_READING, catalogue, made_up_readings

from kg import queries
from kg.model import Reading
from kg.store import PREFIXES, Store, Term
from kg.store.folder.compact import compact
from kg.store.rdf.terms import APART
from kg.store.sparql import bind
from queries import values_of

AT_ONCE = (
    2500  # documents in one transaction of a first load; the fewer loads, the less is put together later
)
INCREMENT = 400  # documents that are added to a full store
PARTS = ("load", "increment", "size", "queries", "worker")


@dataclass
class Time:
    """How long something took."""

    wall: float = 0.0
    processor: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall:7.2f} s, {self.processor:7.2f} s of processor"


def timed(work: Callable[[], object]) -> Time:
    """Do some work and return how long it took."""
    gc.collect()
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Time(time.perf_counter() - wall, time.process_time() - processor)


def size_of(folder: Path) -> int:
    """Return how many bytes a database takes on the disk."""
    return sum(path.stat().st_size for path in folder.iterdir() if not path.name.startswith("LOG"))


def fresh(folder: Path) -> Path:
    """Return a folder in which nothing lies."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def first_load(folder: Path, readings: list[Reading]) -> None:
    """Store catalogue and readings in a new store."""
    with Store.open(folder) as store:
        store.set_catalogue(catalogue().actors.values(), catalogue().digest, catalogue().events)
        for _, outcome in store.put_many(readings, RUN, at_once=AT_ONCE):
            assert outcome == "added", outcome


def quads_of(folder: Path) -> int:
    """Return how many quads a database holds."""
    return len(pyoxigraph.Store.read_only(str(folder / "database")))


def bulk_load(folder: Path, *files: Path) -> None:
    """Have the engine load files alone."""
    database = pyoxigraph.Store(folder)
    for file in files:
        form = RdfFormat.N_QUADS if file.suffix == ".nq" else RdfFormat.N_TRIPLES
        database.bulk_load(path=str(file), format=form)
    database.flush()


def load(folder: Path, readings: list[Reading], rounds: int) -> None:
    """Compare a first load with the engine's own of the same quads; leaves the store in ``ours``."""
    ours, theirs, file = folder / "ours", folder / "theirs", folder / "all.nq"
    mine: list[Time] = []
    engine: list[Time] = []
    for _ in range(rounds):
        mine.append(timed(lambda: first_load(fresh(ours), readings)))
        if not engine:
            pyoxigraph.Store.read_only(str(ours / "database")).dump(str(file), RdfFormat.N_QUADS)
        engine.append(timed(lambda: bulk_load(fresh(theirs), file)))
    quads = quads_of(ours)
    with Store.open(ours, read_only=True) as store:
        triples = len(store)
    print(f"first load: {triples:,} triples, {quads:,} quads of {len(readings):,} documents")
    report("  from our objects", mine, triples, quads)
    report("  bulk_load of the same quads", engine, triples, quads)
    ratios(mine, engine, "at least 0.5")


def report(what: str, times: list[Time], triples: int, quads: int) -> None:
    """Print the middle one of some times."""
    middle = sorted(times, key=lambda each: each.processor)[len(times) // 2]
    print(f"{what:32} {middle}; {triples / middle.wall:9,.0f} triples/s, {quads / middle.wall:9,.0f} quads/s")


def ratios(mine: list[Time], engine: list[Time], wanted: str) -> None:
    """Print how fast ours is, measured by the engine."""
    pairs = list(zip(mine, engine, strict=True))
    wall = statistics.median(theirs.wall / ours.wall for ours, theirs in pairs)
    own = statistics.median(theirs.processor / ours.processor for ours, theirs in pairs)
    print(f"  ratio {wall:.2f} by the clock, {own:.2f} by processor time ({wanted})", flush=True)


def increment(folder: Path, readings: list[Reading], rounds: int) -> None:
    """Compare adding documents to the full store with the engine's ``extend`` of the same quads."""
    for at_once in (1, 64):
        mine: list[Time] = []
        engine: list[Time] = []
        counts = (0, 0)
        for number in range(rounds):
            some = readings[number * INCREMENT : (number + 1) * INCREMENT]
            mine.append(add(folder / "ours", some, at_once))
            groups = added(folder / "ours", some, at_once)
            engine.append(extend(folder / "theirs", groups))
            counts = (sum(map(len, groups)) // 2, sum(map(len, groups)))
            remove(folder, some, groups)
        print(f"increment: {INCREMENT} documents, {at_once} in a transaction")
        report("  from our objects", mine, *counts)
        report("  extend of the same quads", engine, *counts)
        ratios(mine, engine, "at least 0.5")


def add(folder: Path, readings: list[Reading], at_once: int) -> Time:
    """Add documents to a store that is open, until they are on the disk; return how long it took.

    The catalogue, which is in the store, is given first, as ``kg build`` does.
    """

    def put() -> None:
        store.set_catalogue(catalogue().actors.values(), catalogue().digest, catalogue().events)
        for _ in store.put_many(readings, RUN, at_once=at_once):
            pass
        store.flush()

    with Store.open(folder) as store:
        return timed(put)


def added(folder: Path, readings: list[Reading], at_once: int) -> list[list[Quad]]:
    """Return the quads of documents in groups of so many."""
    database = pyoxigraph.Store.read_only(str(folder / "database"))
    with Store.open(folder, read_only=True) as store:
        graphs = [store.iris.document(reading.document.id) for reading in readings]
    groups = []
    for start in range(0, len(graphs), at_once):
        some = graphs[start : start + at_once]
        own = [each for graph in some for each in database.quads_for_pattern(None, None, None, graph)]
        shared = [each.triple for each in own if each.predicate not in APART]
        groups.append([*own, *(Quad(t.subject, t.predicate, t.object) for t in shared)])
    return groups


def extend(folder: Path, groups: Iterable[list[Quad]]) -> Time:
    """Have the engine add quads, group by group, until they are on the disk; return how long it took."""
    database = pyoxigraph.Store(folder)

    def put() -> None:
        for group in groups:
            database.extend(group)
        database.flush()

    return timed(put)


def remove(folder: Path, readings: list[Reading], groups: list[list[Quad]]) -> None:
    """Take documents out again."""
    with Store.open(folder / "ours") as store:
        for reading in readings:
            store.remove(reading.document.id)
    database = pyoxigraph.Store(folder / "theirs")
    for group in groups:
        for each in group:
            database.remove(each)


def size(folder: Path) -> None:
    """Print what a first load takes on the disk, compacted too, beside the same triples without graphs."""
    plain = folder / "all.nt"
    database = pyoxigraph.Store.read_only(str(folder / "ours" / "database"))
    database.dump(str(plain), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    quads = len(database)
    triples = sum(1 for _ in database.quads_for_pattern(None, None, None, DefaultGraph()))
    del database
    bulk_load(fresh(folder / "plain"), plain)
    ours, alone = size_of(folder / "ours" / "database"), size_of(folder / "plain")
    print(f"size: {ours / 1e6:,.0f} MB of {triples:,} triples in {quads:,} quads")
    print(f"  {ours / triples:.0f} bytes a triple, {ours / quads:.0f} bytes a quad")
    shutil.copytree(folder / "ours", fresh(folder / "compacted"))
    compacted = compact(folder / "compacted").after
    print(f"  {compacted / triples:.0f} bytes a triple, {compacted / quads:.0f} bytes a quad once compacted")
    print(f"  {alone / triples:.0f} bytes a triple where the engine holds the same triples without graphs")


def milliseconds(ask: Callable[[], object], rounds: int) -> float:
    """Return the shortest of some times."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        ask()
        best = min(best, (time.perf_counter() - begun) * 1000)
    return best


def ask_all(folder: Path, rounds: int, *, workers: bool) -> None:
    """Ask each ready query of the engine, of the library and of a worker."""
    with Store.open(folder / "ours", read_only=True) as store:
        base = store.iris
        asked = [
            (query.name, query.text, queries.terms(query, values, base, str))
            for query in queries.load_all().values()
            for given, values in values_of(query)
            if given == "needed"
        ]
        database = pyoxigraph.Store.read_only(str(folder / "ours" / "database"))
        by_engine = {}
        by_library = {}
        for name, text, bound in asked:
            by_engine[name] = milliseconds(partial(ask_engine, database, bind(text, bound)), rounds)
            by_library[name] = milliseconds(partial(ask_library, store, text, bound), rounds)
    by_worker = asyncio.run(ask_workers(folder / "ours", asked, rounds)) if workers else {}
    print(f"{'query':28} {'engine':>8} {'library':>8} {'worker':>8}  over 1.5 engine  worker/library")
    for name in by_engine:
        engine, library, worker = by_engine[name], by_library[name], by_worker.get(name, float("nan"))
        over = library - 1.5 * engine
        mark = " LIBRARY" if over > 1 else ""
        mark += " WORKER" if worker > 1.3 * library else ""
        mark += " SLOW" if library > 100 else ""
        ratio = worker / library
        print(f"{name:28} {engine:8.2f} {library:8.2f} {worker:8.2f} {over:16.2f} {ratio:15.2f}{mark}")


def ask_engine(database: pyoxigraph.Store, text: str) -> None:
    """Ask the engine alone."""
    drain(database.query(text, prefixes=PREFIXES))


def ask_library(store: Store, text: str, bound: Mapping[str, Term]) -> None:
    """Ask the store."""
    drain(store.query(text, bound))


def drain(answer: object) -> None:
    """Read an answer to its end."""
    if isinstance(answer, Iterable):
        for _ in answer:
            pass


async def ask_workers(
    folder: Path, asked: list[tuple[str, str, dict[str, Term]]], rounds: int
) -> dict[str, float]:
    """Ask queries of one worker process, the way the service does."""
    from kg.server.limits import Limits
    from kg.server.workers import QueryRequest, WorkerPool

    taken = {}
    async with WorkerPool(folder, Limits(quick=1, seconds=300, patience=300)) as pool:
        for name, text, bound in asked:
            best = float("inf")
            for _ in range(rounds):
                begun = time.perf_counter()
                answer = await pool.answer(QueryRequest(bind(text, bound)))
                answer.close()
                best = min(best, (time.perf_counter() - begun) * 1000)
            taken[name] = best
    return taken


def main() -> None:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(description="What the store costs on top of its engine.")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="work here, and leave what was made")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        count = max(1, (arguments.triples - 137_000) // TRIPLES_OF_A_READING)
        given = made_up_readings(count + INCREMENT * arguments.rounds)
        readings, more = list(islice(given, count)), list(given)
        gc.freeze()
        if "load" in arguments.only or not (folder / "ours").exists():
            load(folder, readings, arguments.rounds)
        if "size" in arguments.only:
            size(folder)
        if "increment" in arguments.only:
            increment(folder, more, arguments.rounds)
        if {"queries", "worker"} & {*arguments.only}:
            ask_all(folder, arguments.rounds + 2, workers="worker" in arguments.only)


if __name__ == "__main__":
    main()
