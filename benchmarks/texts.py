"""What keeping the texts of articles costs: space on disk, and time to store them.

Usage: ``python benchmarks/texts.py [ARTICLES]`` with a file or folder of articles; the sample articles are
taken if none are given. They are read once, with the rules alone, and stored with and without their texts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from kg.config import Settings
from kg.ingest import Pipeline
from kg.model import Reading
from kg.resources import sample_dir
from kg.store import Store
from kg.text.reader import read_documents


def main(path: Path) -> None:
    """Print both sizes and times, and their ratios."""
    pipeline = Pipeline(Settings(backend="rules"))
    documents = read_documents([path], on_error=lambda error: print(error, file=sys.stderr))
    readings = list(pipeline.read_many(documents, on_error=lambda error: print(error, file=sys.stderr)))
    length = sum(len(reading.document.text.encode()) for reading in readings)
    print(f"{len(readings)} articles, {length / 1e6:.2f} MB of text")
    with tempfile.TemporaryDirectory() as folder:
        _store(readings, pipeline, Path(folder, "warm"), text=True)
        bare = _store(readings, pipeline, Path(folder, "bare"), text=False)
        full = _store(readings, pipeline, Path(folder, "full"), text=True)
    for name, (size, seconds) in (("without texts", bare), ("with texts", full)):
        print(f"{name:14} {size / 1e6:7.2f} MB on disk, {seconds:6.2f} s to store")
    print(f"ratio          {full[0] / bare[0]:7.2f}          , {full[1] / bare[1]:6.2f}")
    print(f"{(full[0] - bare[0]) / length:.2f} bytes on disk for a byte of text")


def _store(readings: Sequence[Reading], pipeline: Pipeline, folder: Path, *, text: bool) -> tuple[int, float]:
    """Return the size of a store of these readings without the catalogue, and how long they took."""
    with Store.open(folder) as store:
        begin = time.perf_counter()
        for _ in store.put_many(readings, pipeline.run, text=text):
            pass
        took = time.perf_counter() - begin
    with Store.open(folder, read_only=True) as store:
        store.snapshot(folder / "copy")
    return sum(file.stat().st_size for file in (folder / "copy").rglob("*.sst")), took


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else sample_dir())
