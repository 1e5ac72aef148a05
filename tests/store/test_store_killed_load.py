"""A bulk load that is killed: nothing of it is in the graph, and the next writer removes what it left."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_store_embedded import RUN, claim, reading

from kg.store import Store
from kg.store.folder.health import examine
from kg.store.folder.snapshot import unfinished_loads

# The kernel kills the process in the middle of its writing: a file may grow to 300 kB, the text is larger.
LOAD = """
import random, resource, signal, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_store_embedded import RUN, claim, reading
from kg.model import Reading
from kg.store import Store, changes
changes.BULK = 1
with Store.open(Path(sys.argv[1])) as store:
    said = reading(claim("large"), document="large")
    more = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=2_000_000))
    large = Reading(replace(said.document, text=said.document.text + more), said.claims, said.actors)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    print("loading", flush=True)
    store.put(large, RUN)
print("stored")
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "store"
    with Store.open(folder) as store:
        store.put(reading(claim()), RUN)
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(folder), str(here)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (-signal.SIGXFSZ, "loading\n"), done.stderr
    assert unfinished_loads(folder / "database")
    return folder


@pytest.fixture
def folder(killed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(killed, tmp_path / "store"))


def remnants(folder: Path) -> str:
    return next(found.message for found in examine(folder) if found.check == "remnants")


def test_a_reader_leaves_it_where_it_is_and_takes_nothing_of_it(folder: Path) -> None:
    left = unfinished_loads(folder / "database")

    with Store.open(folder, read_only=True) as store:
        assert store.documents() == ["d"]
        assert list(folder.glob("readers/*/*.sst"))
        assert list(folder.glob("readers/*/bulk-*")) == []
    assert unfinished_loads(folder / "database") == left
    assert left[0].name in remnants(folder)


def test_the_next_writer_removes_it_and_nothing_else(folder: Path) -> None:
    with Store.open(folder, read_only=True) as store:
        before = store.dump(texts=True)
    (folder / "database" / "bulk-notes.txt").write_text("of somebody else")

    with Store.open(folder) as store:
        assert unfinished_loads(folder / "database") == []
        assert store.dump(texts=True) == before
        store.put(reading(claim("e"), document="e"), RUN)
    assert (folder / "database" / "bulk-notes.txt").exists()
    assert remnants(folder) == "none"
    with Store.open(folder, read_only=True) as store:
        assert store.documents() == ["d", "e"]


def test_while_somebody_else_writes_it_is_not_touched(folder: Path) -> None:
    left = unfinished_loads(folder / "database")
    code = f"import sys; from kg.store import Store; s = Store.open({str(folder)!r}); input()"
    writer = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    try:
        while unfinished_loads(folder / "database"):
            assert writer.poll() is None
        shutil.copy(folder / "store.json", left[0])  # as if it were loading now
        with pytest.raises(Exception, match="being written"):
            Store.open(folder)
        assert unfinished_loads(folder / "database") == left
        assert remnants(folder) == "none"
    finally:
        writer.communicate(b"\n")
