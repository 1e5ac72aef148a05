"""Killed at any moment, what looks after a store leaves it as it was or as it should be; judgements stand.

``KG_CRASH_KILLS`` says how often to kill each of them, as in ``test_crash.py``.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pyoxigraph
import pytest
from made_up_run import documents
from test_crash import BULKS, KILLS, begin, check_whole, content, finish, kill

from kg.model import Verdict
from kg.store import Store
from kg.store.folder.backup import back_up
from kg.store.folder.database import database_folder
from kg.store.rdf.terms import KG

pytestmark = pytest.mark.slow
EACH = max(2, KILLS // 4)
LONGEST = {"restore": 0.15, "compact": 0.4, "migrate": 0.15, "judge": 1.2}  # seconds until the kill
ALL = {document.id for document in documents(1)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "store"
    finish("build", folder, BULKS[0])
    return folder


def moment(verb: str, number: int) -> float:
    return random.Random(f"{verb} {number}").uniform(0, LONGEST[verb])


def lone_database(folder: Path) -> bool:
    with Store.open(folder):
        return [path.name for path in folder.glob("database*")] == [database_folder(folder).name]


def test_a_killed_compaction_changes_nothing_that_is_held(built: Path, tmp_path: Path) -> None:
    before = content(built)
    folder = tmp_path / "store"
    shutil.copytree(built, folder)
    for number in range(EACH):
        kill(begin("compact", folder, BULKS[0]), moment("compact", number))
        check_whole("compact", folder, 0, ALL)
        assert content(folder) == before
    finish("compact", folder, BULKS[0])
    assert content(folder) == before
    assert lone_database(folder)


def test_a_killed_restore_leaves_the_old_or_the_new(built: Path, tmp_path: Path) -> None:
    wanted = content(built)
    back_up(built, tmp_path / "copy.tar")
    folder = tmp_path / "store"
    for number in range(EACH):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(built, folder)
        with Store.open(folder) as store:
            store.remove("d001")
            old = store.dump(texts=True)
        kill(begin("restore", folder, BULKS[0], tmp_path / "copy.tar"), moment("restore", number))
        assert content(folder) in {old, wanted}
        finish("restore", folder, BULKS[0], tmp_path / "copy.tar")
        assert content(folder) == wanted
        assert lone_database(folder)


def test_a_killed_migration_is_finished_by_the_next_writer(built: Path, tmp_path: Path) -> None:
    """The store looks as an older version left it: with a triple in the union that no graph holds."""
    wanted = content(built)
    for number in range(EACH):
        folder = tmp_path / f"store-{number}"
        shutil.copytree(built, folder)
        record = json.loads((folder / "store.json").read_text())
        (folder / "store.json").write_text(json.dumps({"base": record["base"], "format": 2}))
        old = pyoxigraph.Store(str(folder / "database"))
        old.add(pyoxigraph.Quad(KG["Claim"], KG["backs"], KG["Claim"]))
        del old
        kill(begin("migrate", folder, BULKS[0]), moment("migrate", number))
        with Store.open(folder) as store:
            assert store.union_faults() == (0, 0)
        check_whole("migrate", folder, 0, ALL)
        assert content(folder) == wanted


def test_judgements_that_were_told_stand_after_a_kill(built: Path, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(built, undisturbed)
    finish("judge", undisturbed, BULKS[0])
    folder = tmp_path / "store"
    told = 0
    for number in range(EACH):
        if number % 3 == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(built, folder)
            told = 0
        told = max(told, kill(begin("judge", folder, BULKS[0]), moment("judge", number)))
        check_whole("judge", folder, 0, ALL)
        with Store.open(folder, read_only=True) as store:
            history = store.decisions.history
            claims = {claim for reading in store.readings(actors=False) for claim in reading.claims}
            assert len(history) >= told
            assert {judgement.verdict for judgement in history} <= {Verdict.REJECTED}
            assert not claims & {judgement.claim for judgement in history}
    finish("judge", folder, BULKS[0])
    assert content(folder) == content(undisturbed)
