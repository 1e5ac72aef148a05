"""What the doctor finds in a store: nothing in a whole one, and each kind of damage by its name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from test_store_embedded import RUN, claim, reading

from kg.store import Iris, Store
from kg.store.folder.health import Finding, examine
from kg.store.rdf.terms import KG, OA, string

IRIS = Iris("https://w3id.org/kg-actors/")
GRAPH = IRIS.document("d")
Damage = Callable[[pyoxigraph.Store], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store") as store:
        store.set_catalogue([], "a digest")
        store.put(reading(claim(), claim(relation="opposes")), RUN)
        store.put(reading(claim("e"), document="e"), RUN)
    return tmp_path / "store"


def found(folder: Path) -> dict[str, list[Finding]]:
    made: dict[str, list[Finding]] = {}
    for each in examine(folder):
        made.setdefault(each.check, []).append(each)
    return made


def test_a_whole_store_is_found_whole_and_is_not_changed(folder: Path) -> None:
    with Store.open(folder, read_only=True) as store:
        before = store.dump(texts=True)
    states = {each.check: each.state for each in examine(folder)}

    states.pop("disk")  # which may be nearly full where this runs
    assert set(states.values()) == {"ok"}
    assert {"store", "documents", "texts", "union", "catalogue in the store", "remnants"} <= states.keys()
    with Store.open(folder, read_only=True) as store:
        assert store.dump(texts=True) == before


def _without(term: NamedNode) -> Damage:
    def damage(database: pyoxigraph.Store) -> None:
        for held in list(database.quads_for_pattern(None, term, None, GRAPH)):
            database.remove(held)

    return damage


def _another(term: NamedNode, value: Literal) -> Damage:
    def damage(database: pyoxigraph.Store) -> None:
        for held in list(database.quads_for_pattern(None, term, None, GRAPH)):
            database.remove(held)
            database.add(Quad(held.subject, term, value, GRAPH))

    return damage


@pytest.mark.parametrize(
    ("damage", "check", "words"),
    [
        (_without(KG["readingDigest"]), "documents", "'d' has no digest"),
        (_without(KG["run"]), "documents", "'d' names no run"),
        (_without(KG["object"]), "documents", "'d' has a claim without its two actors"),
        (_without(KG["evidence"]), "documents", "'d' has a claim without the sentence"),
        (_without(OA["hasSelector"]), "documents", "'d' has a claim without the sentence"),
        (_another(KG["text"], string("Something else.")), "texts", "'d' has a text that is not"),
        (_another(KG["textDigest"], string("0")), "texts", "'d' has a text that is not"),
        (_another(OA["exact"], string("Nobody said so.")), "texts", "'d' has a quote that its text"),
    ],
)
def test_a_document_that_is_not_whole_is_named(folder: Path, damage: Damage, check: str, words: str) -> None:
    database = pyoxigraph.Store(folder / "database")
    damage(database)
    del database

    wrong = [each for each in found(folder)[check] if each.state == "wrong"]
    assert words in " ".join(each.message for each in wrong)
    assert all("'e'" not in each.message for each in wrong)
    assert wrong[0].hint


def test_a_union_out_of_step_is_found_and_mended(folder: Path) -> None:
    database = pyoxigraph.Store(folder / "database")
    node = NamedNode("https://example.org/nobody")
    database.add(Quad(node, node, node))
    database.remove(next(database.quads_for_pattern(None, KG["relation"], None, DefaultGraph())))
    del database

    (finding,) = found(folder)["union"]
    assert finding.state == "wrong"
    assert "1 triples are missing, 1 are too many" in finding.message
    with Store.open(folder) as store:
        store.mend_union()
    (finding,) = found(folder)["union"]
    assert finding.state == "ok"


def test_a_store_that_does_not_open_is_one_finding(folder: Path) -> None:
    (folder / "database" / "CURRENT").write_text("MANIFEST-999999\n")

    (finding,) = found(folder)["store"]
    assert finding.state == "wrong"
    assert "restore a backup" in finding.hint
    assert "\n" not in finding.message


def test_where_no_store_is_nothing_is_wrong_yet(tmp_path: Path) -> None:
    assert [each.state for each in examine(tmp_path / "nothing")] == ["note"]


def test_what_lies_about_is_told(folder: Path) -> None:
    (folder / "readers" / "999999999-abc").mkdir(parents=True)
    (folder / "database-7").mkdir()

    (finding,) = found(folder)["remnants"]
    assert finding.state == "note"
    assert "999999999-abc" in finding.message
    assert "database-7" in finding.message


def test_a_writer_is_told(folder: Path) -> None:
    assert found(folder)["writer"][0].message == "nobody"
    with Store.open(folder) as store:
        assert f"process {os.getpid()} on" in found(folder)["writer"][0].message
        code = f"from kg.store import Store; Store.open({str(folder)!r})"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "being written by" in other.stderr  # looking has not given up the lock
        assert store.documents()


def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.folder.health._ROOM", 10**18)

    (finding,) = found(folder)["disk"]
    assert finding.state == "wrong"


def test_of_a_large_store_a_part_is_looked_at_and_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.folder.health._ALL", 40)
    some = {each.check: each for each in examine(folder)}
    assert {some["texts"].state, some["union"].state} == {"ok"}
    assert {some["texts"].hint, some["union"].hint} == {"--full looks at all"}
    assert "exactly" in {each.check: each for each in examine(folder, full=True)}["union"].message


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_part_shows_that_the_union_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_shared: bool
) -> None:
    """The union lacks what the first document says; or what the union says, no document does."""
    database = pyoxigraph.Store(str(folder / "database"))
    for held in list(database.quads_for_pattern(None, None, None, GRAPH)):
        database.remove(Quad(*held.triple) if is_shared else held)
    triples = sum(1 for _ in database.quads_for_pattern(None, None, None, DefaultGraph()))
    del database
    monkeypatch.setattr("kg.store.folder.health._ALL", triples - 1)
    (union,) = found(folder)["union"]

    assert union.state == "wrong"
    assert union.hint.startswith("kg doctor --repair")
