"""How long each ready query takes on a store of made-up readings.

    python benchmarks/queries.py [FOLDER] [--triples 1000000] [--rounds 5] [--only NAME...]

FOLDER is a store that ``benchmarks/readings.py`` made; without one, a store is made and removed again. Each
query is asked twice: with what must be given, and with everything that may be; the values are the examples of
its header. All rows are read. Printed is the shortest processor time of some rounds, so that other work on
the machine disturbs little, and whether it is at most 100 ms (1 s for counts by month).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from readings import fill

from kg import queries
from kg.store import Store, Term

MOST = 0.1  # seconds
MOST_OF = {"claims-per-month": 1.0}


def seconds(ask: Callable[[], int], rounds: int) -> tuple[float, int]:
    """Return the shortest time that a question takes, and how many rows answer it."""
    best, rows = float("inf"), 0
    for _ in range(rounds):
        begun = time.thread_time()
        rows = ask()
        best = min(best, time.thread_time() - begun)
    return best, rows


def values_of(query: queries.Query) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the values that a query is asked with, and what to call them."""
    needed = {each.name: each.example for each in query.parameters if each.required}
    yield "needed", needed
    if len(needed) < len(query.parameters):
        yield "all", {each.name: each.example for each in query.parameters}


def measure(store: Store, rounds: int, only: list[str]) -> bool:
    """Print a line for each query; return whether all are fast enough."""
    is_fast = True
    print(f"{'query':28} {'given':7} {'rows':>7} {'ms':>8}  at most")
    for query in queries.load_all().values():
        if only and query.name not in only:
            continue
        most = MOST_OF.get(query.name, MOST)
        for given, values in values_of(query):
            bound = queries.terms(query, values, store.iris, str)

            def ask(text: str = query.text, bound: dict[str, Term] = bound) -> int:
                answer = store.query(text, bound)
                return 1 if isinstance(answer, bool) else sum(1 for _ in answer)

            taken, rows = seconds(ask, rounds)
            is_fast &= taken <= most
            mark = "" if taken <= most else "  TOO SLOW"
            print(
                f"{query.name:28} {given:7} {rows:7,} {taken * 1000:8.1f}  {most * 1000:,.0f}{mark}",
                flush=True,
            )
    return is_fast


def main() -> None:
    """Measure on a store that is there, or on a new one."""
    parser = argparse.ArgumentParser(description="How long each ready query takes.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = arguments.folder or Path(folder) / "store"
        if arguments.folder is None:
            with Store.open(made) as store:
                fill(store, arguments.triples)
        with Store.open(made, read_only=True) as store:
            print(f"{len(store):,} triples of {len(store.documents()):,} documents")
            measure(store, arguments.rounds, arguments.only)


if __name__ == "__main__":
    main()
