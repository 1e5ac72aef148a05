"""What it costs that a store is on a server: the same work over a folder and over the Oxigraph server.

    python benchmarks/remote.py [--documents 1000] [--questions 200]

The server of the PyPI package ``oxigraph`` runs on this machine, over an empty store on the disk; made-up
readings (``benchmarks/readings.py``) are put into it and into a folder, in turns of a hundred documents, and
read back. ``one by one`` is the same server when each document is a call of its own; ``the bare server``
takes the finished N-Quads in one request to its graph store, which is as fast as it can be told anything. A
network adds its own time to each request; how many there are is counted.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from readings import RUN, catalogue, made_up_readings

from kg.model import Reading
from kg.store import Store
from kg.store.remote.http import Client, Reply, Request

TURN = 100  # documents
QUESTION = "SELECT ?b ?c { ?claim kg:subject $a ; kg:relation kg:backs ; kg:object ?b ; kg:confidence ?c }"


def main() -> None:
    """Print what is said above."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=200)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as made,
        _server(Path(made) / "a") as url,
        _server(Path(made) / "b") as one,
    ):
        requests = _counted()
        with Store.open(Path(made) / "store") as folder, Store.open(url) as remote, Store.open(one) as single:
            stores = {"folder": folder, "server": remote, "one by one": single}
            print("| work | store | a second | beside the folder | requests |\n|---|---|---|---|---|")
            _load_catalogue(stores, requests)
            _put(stores, list(made_up_readings(arguments.documents)), requests)
            del stores["one by one"]
            assert folder.dump() == remote.dump(), "the stores differ"
            _read(stores, requests)
            _ask(stores, arguments.questions, requests, url)
            _bulk(folder, Path(made))


def _load_catalogue(stores: dict[str, Store], requests: list[int]) -> None:
    known = catalogue()
    seconds, asked = {}, {}
    for name, store in stores.items():
        before = requests[0]
        seconds[name] = _timed(
            lambda s=store: s.set_catalogue(known.actors.values(), known.digest, known.events)
        )  # type: ignore[misc]
        asked[name] = requests[0] - before
    _print("triples of the catalogue", len(stores["folder"]), seconds, asked)


def _put(stores: dict[str, Store], readings: list[Reading], requests: list[int]) -> None:
    for work in ("added", "unchanged"):
        seconds, asked = dict.fromkeys(stores, 0.0), dict.fromkeys(stores, 0)
        before = {name: len(store) for name, store in stores.items()}
        for start in range(0, len(readings), TURN):
            turn = readings[start : start + TURN]
            for name, store in stores.items():
                first = requests[0]
                if name == "one by one":
                    seconds[name] += _timed(lambda s=store, t=turn: [s.put(reading, RUN) for reading in t])  # type: ignore[misc]
                else:
                    seconds[name] += _timed(lambda s=store, t=turn: list(s.put_many(t, RUN)))  # type: ignore[misc]
                asked[name] += requests[0] - first
        if work == "added":
            _print("triples of documents", len(stores["folder"]) - before["folder"], seconds, asked)
        _print(f"documents, {work}", len(readings), seconds, asked)


def _read(stores: dict[str, Store], requests: list[int]) -> None:
    works: dict[str, Callable[[Store], int]] = {
        "documents read back": lambda s: sum(1 for _ in s.readings()),
        "documents read back without actors": lambda s: sum(1 for _ in s.readings(actors=False)),
        "actors read back": lambda s: sum(1 for _ in itertools.islice(s.actors(), 2000)),
        "quads for an export": lambda s: sum(1 for _ in s.quads()),
    }
    for work, run in works.items():
        seconds, asked, count = {}, {}, 0
        for name, store in stores.items():
            before, start = requests[0], time.perf_counter()
            count = run(store)
            seconds[name], asked[name] = time.perf_counter() - start, requests[0] - before
        _print(work, count, seconds, asked)


def _ask(stores: dict[str, Store], questions: int, requests: list[int], url: str) -> None:
    folder = stores["folder"]
    ids = list(
        itertools.islice(
            itertools.cycle(actor.id for actor in itertools.islice(folder.actors(), 500)), questions
        )
    )
    times: dict[str, list[float]] = {name: [] for name in (*stores, "the bare server")}
    before = requests[0]
    parts = urlsplit(url)
    bare = http.client.HTTPConnection(parts.hostname or "", parts.port)
    for actor_id in ids:
        node = folder.iris.actor(actor_id)
        for name, store in stores.items():
            times[name].append(_timed(lambda s=store, n=node: list(s.select(QUESTION, {"a": n}))))  # type: ignore[misc]
        text = "PREFIX kg: <https://w3id.org/kg-actors/ontology#> " + QUESTION.replace("$a", str(node))
        times["the bare server"].append(_timed(lambda t=text: _bare(bare, t)))  # type: ignore[misc]
    asked = {"folder": 0, "server": requests[0] - before, "the bare server": questions}
    for name, each in times.items():
        print(
            f"| a small question | {name} | {1 / statistics.median(each):,.0f} "
            f"| {statistics.median(times['folder']) / statistics.median(each):.2f} | {asked[name]:,} |"
        )


def _bare(connection: http.client.HTTPConnection, text: str) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    connection.request("POST", "/query", urlencode({"query": text}), kind)
    assert connection.getresponse().read()


def _bulk(folder: Store, made: Path) -> None:
    data = folder.dump(texts=True) + b"".join(f"{triple} .\n".encode() for triple in folder.triples())
    with _server(made / "c") as url:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        start = time.perf_counter()
        connection.request("POST", "/store", data, {"Content-Type": "application/n-quads"})
        assert connection.getresponse().status == 204
        seconds = time.perf_counter() - start
        connection.close()
    print(f"| triples of everything | the bare server, in one request | {len(folder) / seconds:,.0f} | | 1 |")


def _print(work: str, count: int, seconds: dict[str, float], asked: dict[str, int]) -> None:
    for name, spent in seconds.items():
        ratio = seconds["folder"] / spent
        print(f"| {work} | {name} | {count / spent:,.0f} | {ratio:.2f} | {asked[name]:,} |", flush=True)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _counted() -> list[int]:
    """Count the requests from now on."""
    count, send = [0], Client.send

    def counting(client: Client, request: Request) -> Reply:
        count[0] += 1
        return send(client, request)

    Client.send = counting  # type: ignore[method-assign]
    return count


@contextlib.contextmanager
def _server(location: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--location", str(location), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
