"""A real ``kg serve`` in a process of its own, on a free port."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from query_world import CATALOGUE, EVENTS, RUN, readings

from kg.store import Store

__all__ = ["make_world", "serving"]


def make_world(folder: Path) -> Path:
    """Store the graph of the ready queries' tests in a folder, and return it."""
    with Store.open(folder) as opened:
        opened.set_catalogue(CATALOGUE, "made up", EVENTS)
        for reading in readings():
            opened.put(reading, RUN)
    return folder


@contextmanager
def serving(store: Path, *options: str) -> Iterator[str]:
    """Start the service over a store, yield its address, end it."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(store), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        finally:
            process.terminate()
            process.wait(30)
