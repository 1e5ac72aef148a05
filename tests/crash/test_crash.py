"""Killed at any moment (SIGKILL), a store opens, holds whole documents, loses none, and the next run goes on.

``KG_CRASH_KILLS`` says how often to kill; the default suits a run of the whole suite:

    KG_CRASH_KILLS=50 python -m pytest tests/crash
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from made_up_run import DOCUMENTS, MadeUpPipeline, documents

from kg.errors import StoreError
from kg.store import Store, document_digest
from kg.store.folder.health import examine
from kg.store.folder.manifest import read_manifest, verify
from kg.store.folder.restore import restore

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KG_CRASH_KILLS", "8"))
IN_A_ROW = 3  # kills before a run may end
BULKS = (20_000, 150)  # triples from which on the bulk loader writes: hardly ever, and in each transaction
SCRIPT = Path(__file__).with_name("made_up_run.py")
VERBS = ("build", "update", "rebuild", "backup")


@dataclass
class Undisturbed:
    """What a run makes that nobody kills: start and end as folders, the end as a file, how long it took."""

    start: Path | None
    end: Path
    dump: bytes
    seconds: float


def begin(verb: str, folder: Path, bulk: int, *more: object) -> subprocess.Popen[str]:
    """Start a run in a process of its own, and wait until it has loaded everything."""
    arguments = [sys.executable, str(SCRIPT), verb, str(folder), str(bulk), *map(str, more)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.communicate()[1]
    return process


def finish(verb: str, folder: Path, bulk: int, *more: object) -> None:
    """Run to the end."""
    process = begin(verb, folder, bulk, *more)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint


def kill(process: subprocess.Popen[str], after: float) -> int:
    """Kill a run at some moment; return how many documents it had reported as written."""
    time.sleep(after)
    process.kill()
    told, _ = process.communicate(timeout=60)
    return max((int(line) for line in told.split() if line.isdigit()), default=0)


def content(folder: Path) -> bytes:
    with Store.open(folder, read_only=True) as store:
        return store.dump(texts=True)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Undisturbed]:
    made: dict[str, Undisturbed] = {}
    folder = tmp_path_factory.mktemp("undisturbed")
    start = None
    for verb in VERBS[:3]:
        end = folder / verb
        if start is not None:
            shutil.copytree(start, end)
        begun = time.monotonic()
        finish(verb, end, BULKS[0])
        made[verb] = Undisturbed(start, end, content(end), time.monotonic() - begun)
        start = folder / "build"
    made["backup"] = Undisturbed(start, start, made["build"].dump, 0.3)  # type: ignore[arg-type]
    return made


def digests(verb: str) -> dict[str, str]:
    """Return the digest of each document's reading when a run is done."""
    rules = "second" if verb == "rebuild" else "first"
    version = 2 if verb == "update" else 1
    return {d.id: document_digest(d, MadeUpPipeline(rules).run) for d in documents(version)}


def check_whole(verb: str, folder: Path, reported: int, at_least: set[str]) -> set[str]:
    """Check a store after a kill; return the ids of its documents.

    Args:
        verb: What was killed.
        folder: The store.
        reported: How many documents it had said to be written.
        at_least: Documents that were there before.

    """
    try:
        reader = Store.open(folder, read_only=True)
    except StoreError as error:
        assert verb == "build"
        assert not reported
        assert any(words in str(error) for words in ("never finished", "no store here"))  # noqa: PT017
        return set()
    with reader as store:
        found = {document_id: store.digest_of(document_id) for document_id in store.documents()}
    wrong = [each for each in examine(folder) if each.state == "wrong" and each.check != "disk"]
    assert not wrong
    assert found.keys() >= at_least
    before, after = digests("build"), digests(verb)
    assert all(digest in {before[d], after[d]} for d, digest in found.items())
    changed = {d for d, digest in after.items() if verb == "build" or digest != before[d]}
    assert sum(found.get(d) == after[d] for d in changed) >= reported
    return set(found)


def kills() -> Iterator[tuple[str, int, int]]:
    """Yield what to kill, which time it is, and from which number of triples on it writes in bulk."""
    for number in range(KILLS):
        yield VERBS[number % len(VERBS)], number, BULKS[number // len(VERBS) % len(BULKS)]


@pytest.mark.parametrize("verb", VERBS[:3])
def test_a_killed_run_leaves_whole_documents_and_is_finished_by_the_next(
    verb: str, undisturbed: dict[str, Undisturbed], tmp_path: Path
) -> None:
    """Several kills in a row, until one run may end: what it leaves equals that of a run nobody disturbed."""
    whole = undisturbed[verb]
    folder = tmp_path / "store"
    written = 0
    kept: set[str] = set()
    mine = [(number, bulk) for which, number, bulk in kills() if which == verb]
    for place, (number, bulk) in enumerate(mine):
        if place % IN_A_ROW == 0:
            shutil.rmtree(folder, ignore_errors=True)
            written, kept = 0, set()
            if whole.start is not None:
                shutil.copytree(whole.start, folder)
                kept = {document.id for document in documents(1)}
        moment = random.Random(number).uniform(0, whole.seconds * 0.8)
        written += kill(begin(verb, folder, bulk), moment)
        kept = check_whole(verb, folder, written, kept)
        if place % IN_A_ROW == IN_A_ROW - 1 or place == len(mine) - 1:
            finish(verb, folder, bulk)
            assert content(folder) == whole.dump
            assert len(check_whole(verb, folder, 0, kept)) == DOCUMENTS


def test_a_killed_backup_is_there_whole_or_not_at_all(
    undisturbed: dict[str, Undisturbed], tmp_path: Path
) -> None:
    """Another process rewrites the store meanwhile, and goes on undisturbed."""
    whole = undisturbed["update"]
    assert whole.start is not None
    for which, number, bulk in kills():
        if which != "backup":
            continue
        folder = tmp_path / f"store-{number}"
        shutil.copytree(whole.start, folder)
        target = tmp_path / (f"copy-{number}" + (".tar.gz" if number % 8 > 3 else ""))
        writer = begin("update", folder, bulk)
        kill(begin("backup", folder, bulk, target), random.Random(number).uniform(0, 0.5))
        restored = tmp_path / f"restored-{number}"
        if target.exists():
            restore(target, restored)
        _, complaint = writer.communicate(timeout=120)
        assert writer.returncode == 0, complaint
        if restored.exists():
            check_whole("update", restored, 0, {document.id for document in documents(1)})
        assert content(folder) == whole.dump
        finish("backup", folder, bulk, tmp_path / f"again-{number}")
        with (tmp_path / f"again-{number}" / "backup.json").open("rb") as stream:
            verify(tmp_path / f"again-{number}", read_manifest(stream, target), target)
        assert not list(tmp_path.glob(".kg-backup-*"))


@pytest.mark.parametrize("bulk", BULKS)
def test_a_backup_holds_whole_documents_whatever_the_writer_does_meanwhile(
    undisturbed: dict[str, Undisturbed], tmp_path: Path, bulk: int
) -> None:
    whole = undisturbed["rebuild"]
    assert whole.start is not None
    folder = tmp_path / "store"
    shutil.copytree(whole.start, folder)
    writer = begin("rebuild", folder, bulk)
    copies = 0
    while writer.poll() is None and copies < 12:
        finish("backup", folder, bulk, tmp_path / f"copy-{copies}")
        copies += 1
    writer.communicate(timeout=120)
    for number in range(copies):
        check_whole("rebuild", tmp_path / f"copy-{number}", 0, {document.id for document in documents(1)})
    assert copies
    assert content(folder) == whole.dump
