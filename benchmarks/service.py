"""How many queries a second the service answers, beside the bare Oxigraph server, and what runaways change.

    python benchmarks/service.py STORE [--seconds 60] [--clients 8] [--runaways 1] [--limit 5]

STORE is a store on disk; ``python benchmarks/readings.py FOLDER`` makes one of a million triples. So many
clients, each with a connection of its own, ask the ready queries with their examples in random order, one
after the other. Two real servers answer on this machine, in turns of a few seconds: ``kg serve``, and the
server of the PyPI package ``oxigraph`` over a copy of the same store. In the turns with runaways another
connection starts so many queries a second that would take hours: ORDER BY over a cross product, counts of
cross products, long paths, texts that double. Ours are told apart by what became of them: ``stopped`` (504,
422, 503) is what should happen. The bare server gets them with its own ``--timeout-s``.

``cpu ms`` is the processor time of a server and its processes for each answer, runaways included; other work
on the machine disturbs it little. Before that, each query is asked alone; those that take the bare server
longer than ``--slowest`` seconds are left out of the mix, and named.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from kg.server.editor import known
from kg.store import Store

SEED = 2016
TURNS = 3  # of each server in each setting
ALONE = 7  # times that a query is asked alone
SLOW = 1.0  # seconds; what takes longer is asked only twice
ACCEPTED = "application/sparql-results+json, application/n-triples"
STOPPED = {422, 503, 504}
TICKS = os.sysconf("SC_CLK_TCK")
RUNAWAYS = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (!kg:nothing|^!kg:nothing)* ?b . ?c (!kg:nothing)+ ?d }",
    "SELECT * { VALUES ?a { "
    + "1 " * 300
    + "} VALUES ?b { "
    + "1 " * 300
    + "} VALUES ?c { "
    + "1 " * 300
    + "} "
    "VALUES ?d { " + "1 " * 300 + "} FILTER(?a + ?b + ?c + ?d = 5) }",
    'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|b|ab)*c$")) }',
)


@dataclass
class Tally:
    """What became of the queries of one turn or more."""

    seconds: float = 0.0
    processor: float = 0.0
    took: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    runaways: Counter[str] = field(default_factory=Counter)
    longest_runaway: float = 0.0

    def add(self, other: Tally) -> None:
        """Take in another turn."""
        self.seconds += other.seconds
        self.processor += other.processor
        self.took += other.took
        self.wrong += other.wrong
        self.runaways += other.runaways
        self.longest_runaway = max(self.longest_runaway, other.longest_runaway)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds if self.seconds else 0.0

    def line(self, name: str) -> str:
        """Return the figures as a line of a table."""
        cuts = statistics.quantiles(self.took, n=100) if len(self.took) > 1 else [0.0] * 99
        times = "".join(f"{cuts[percent - 1] * 1000:9.1f}" for percent in (50, 95, 99))
        each = self.processor / max(1, len(self.took)) * 1000
        return f"{name:34}{self.rate:9.1f}{times}{each:9.2f}{sum(self.wrong.values()):8}"


def ask(connection: http.client.HTTPConnection, path: str, query: str) -> tuple[int, bytes]:
    """Ask a query and return the status and the answer."""
    headers = {"Accept": ACCEPTED, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode({"query": query}), headers)
    response = connection.getresponse()
    return response.status, response.read()


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    name: str
    port: int
    path: str
    pid: int

    def processor_time(self) -> float:
        """Return the seconds of processor time that it and its processes have taken, 0 where /proc is not."""
        times: dict[int, tuple[int, float]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                times[int(path.parent.name)] = int(fields[1]), sum(map(int, fields[11:15])) / TICKS
        family = {self.pid}
        while more := {pid for pid, (parent, _) in times.items() if parent in family} - family:
            family |= more
        return sum(times[pid][1] for pid in family if pid in times)

    def connect(self, timeout: float) -> http.client.HTTPConnection:
        """Return a new connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


@contextlib.contextmanager
def running(name: str, command: Sequence[str], port: int, path: str) -> Iterator[Server]:
    """Start a server and wait until it answers; end it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    server = Server(name, port, path, process.pid)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                connection = server.connect(30)
                if ask(connection, path, "ASK {}")[0] == 200:
                    connection.close()
                    break
            if process.poll() is not None:
                sys.exit(f"{name} ended with {process.returncode}: {shlex.join(command)}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def is_whole(body: bytes) -> bool:
    """Return whether an answer ends as one does."""
    return not body or body.rstrip().endswith((b"}", b"."))


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def drive(
    server: Server, queries: Mapping[str, str], clients: int, seconds: float, runaways: float, turn: int
) -> Tally:
    """Let clients ask for so many seconds; return what became of it."""
    tally, lock, stop = Tally(), threading.Lock(), threading.Event()
    names = sorted(queries)

    def client(number: int) -> None:
        rng = random.Random(SEED + 1000 * turn + number)
        connection = server.connect(120)
        while not stop.is_set():
            name = rng.choice(names)
            begun = time.perf_counter()
            try:
                status, body = ask(connection, server.path, queries[name])
                problem = "" if status == 200 and is_whole(body) else f"{name}: {status}"
            except (OSError, http.client.HTTPException) as error:
                problem = f"{name}: {type(error).__name__}"
                connection = server.connect(120)
            took = time.perf_counter() - begun
            with lock:
                tally.took.append(took)
                if problem:
                    tally.wrong[problem] += 1

    def runaway(number: int) -> None:
        begun = time.perf_counter()
        query = f"# {number}\n" + RUNAWAYS[number % len(RUNAWAYS)]
        try:
            status, body = ask(server.connect(seconds + 60), server.path, query)
            became = (
                "stopped"
                if status in STOPPED
                else f"{status} with {'a cut' if status == 200 else 'an'} answer"
            )
            if status == 200 and is_whole(body):
                became = "200"
        except (OSError, http.client.HTTPException) as error:
            became = type(error).__name__
        with lock:
            tally.runaways[became] += 1
            tally.longest_runaway = max(tally.longest_runaway, time.perf_counter() - begun)

    before = server.processor_time()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    started: list[threading.Thread] = []
    while (passed := time.perf_counter() - begun) < seconds:
        if runaways and len(started) < passed * runaways:
            started.append(threading.Thread(target=runaway, args=(len(started),)))
            started[-1].start()
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    tally.seconds = time.perf_counter() - begun
    tally.processor = server.processor_time() - before
    for thread in started:
        thread.join()
    return tally


def count_rows(body: bytes) -> int:
    """Return how many rows or triples an answer has."""
    if not body.startswith(b"{"):
        return len(set(body.splitlines()))
    found = json.loads(body)
    return len(found["results"]["bindings"]) if "results" in found else int(found["boolean"])


def alone(server: Server, query: str) -> tuple[float, int]:
    """Ask a query a few times; return the shortest time, and the rows, negative if something went wrong."""
    best, rows, asked = float("inf"), 0, 0
    while asked < ALONE and (asked < 2 or best < SLOW):
        asked += 1
        connection = server.connect(120)
        begun = time.perf_counter()
        status, body = ask(connection, server.path, query)
        best = min(best, time.perf_counter() - begun)
        try:
            rows = count_rows(body) if status == 200 else -status
        except ValueError:
            rows = -1  # a cut answer
        connection.close()
    return best, rows


def compare(queries: Mapping[str, str], ours: Server, bare: Server, slowest: float) -> dict[str, str]:
    """Print how long each query takes alone; return those that are fast enough to be asked often."""
    print(f"{'query alone, ms':34}{'ours':>9}{'bare':>9}{'ratio':>9}")
    kept, totals = {}, [0.0, 0.0]
    for name, query in sorted(queries.items()):
        there, their_rows = alone(bare, query)
        if there > slowest or their_rows == -1:
            print(f"{name:34}{'':9}{there * 1000:9.1f}   too slow for the mix")
            continue
        here, our_rows = alone(ours, query)
        kept[name], totals = query, [totals[0] + here, totals[1] + there]
        note = "" if our_rows == their_rows else f"   rows differ: {our_rows} and {their_rows}"
        print(f"{name:34}{here * 1000:9.1f}{there * 1000:9.1f}{here / there:9.2f}{note}")
    print(f"{'all':34}{totals[0] * 1000:9.1f}{totals[1] * 1000:9.1f}{totals[0] / totals[1]:9.2f}")
    return kept


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each server in each setting")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--runaways", type=float, default=1.0, help="a second")
    parser.add_argument("--limit", type=float, default=5.0, help="seconds that a query may take")
    parser.add_argument(
        "--slowest", type=float, default=0.3, help="seconds a query of the mix may take alone"
    )
    parser.add_argument(
        "--command",
        default=f"{sys.executable} -m kg serve --store {{store}} --port {{port}} --timeout {{limit}}",
        help="how our server is started",
    )
    options = parser.parse_args()

    with Store.open(options.store, read_only=True) as store:
        queries = {q["name"]: q["text"] for q in known(store.iris.base)["queries"]}
        copy = Path(tempfile.mkdtemp(dir=options.store.parent, prefix="bare-"))
        shutil.rmtree(copy)
        shutil.copytree(store.folder / "database", copy)
    ports = free_port(), free_port()
    values = {"store": options.store, "port": ports[0], "limit": options.limit}
    our_command = [part.format(**values) for part in shlex.split(options.command)]
    program = str(Path(sys.executable).parent / "oxigraph")
    bare_command = [program, "serve-read-only", "--location", str(copy), "--bind", f"127.0.0.1:{ports[1]}"]
    bare_command += ["--timeout-s", str(max(1, round(options.limit)))]
    try:
        with (
            running("ours", our_command, ports[0], "/sparql") as ours,
            running("bare", bare_command, ports[1], "/query") as bare,
        ):
            kept = compare(queries, ours, bare, options.slowest)
            measure(kept, ours, bare, options)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def measure(queries: Mapping[str, str], ours: Server, bare: Server, options: argparse.Namespace) -> None:
    """Let both servers be asked in turns and print what became of it."""
    tallies: dict[tuple[str, bool], Tally] = {}
    for turn in range(TURNS):
        for wild in (False, True):
            for server in (ours, bare):
                rate = options.runaways if wild else 0.0
                found = drive(server, queries, options.clients, options.seconds / TURNS, rate, turn)
                tallies.setdefault((server.name, wild), Tally()).add(found)
    print(
        f"\n{options.clients} clients, {options.seconds:.0f} s each, {options.runaways:g} runaways a second"
    )
    print(f"{'':34}{'a second':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'cpu ms':>9}{'errors':>8}")
    for (name, wild), tally in tallies.items():
        print(tally.line(f"{name}, {'with' if wild else 'no'} runaways"))
        for what, count in [*tally.wrong.items()][:5]:
            print(f"    {count} x {what}")
        for what, count in tally.runaways.items():
            print(f"    runaways {what}: {count}; the longest took {tally.longest_runaway:.1f} s")
    calm, wild = (tallies["ours", w].rate / tallies["bare", w].rate for w in (False, True))
    both = tallies["ours", True].rate / tallies["bare", False].rate
    print(f"\nthroughput of ours over bare: {calm:.2f} without runaways, {wild:.2f} with runaways on both,")
    print(f"{both:.2f} with runaways on ours only")


if __name__ == "__main__":
    main()
