"""The store on disk: what a put does, who may write, what is refused."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import DocumentError, QueryError, StoreError
from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Document,
    Evidence,
    Fact,
    Modality,
    Name,
    NameKind,
    Polarity,
    Reading,
    Run,
)
from kg.store import Store, document_digest
from kg.store.folder.backup import back_up
from kg.store.folder.health import examine

RUN = Run("0.1.0", "m", "r", "c")
TEXT = "Russia backs Syria."
SYRIA = Actor("syria", ActorKind.STATE, "Syria", (Name("Syria", NameKind.OFFICIAL, "en"),))


def claim(document: str = "d", relation: str = "backs", **changes: object) -> Claim:
    """Return the claim that Russia backs Syria, changed as asked."""
    return replace(
        Claim(
            document,
            ActorRef("russia", "Russia", "Russia", 0, 6),
            relation,
            ActorRef("syria", "Syria", "Syria", 13, 18),
            Evidence(0, len(TEXT), TEXT, "backs-verb"),
        ),
        **changes,  # type: ignore[arg-type]
    )


def reading(*claims: Claim, document: str = "d", actors: tuple[Actor, ...] = (SYRIA,)) -> Reading:
    """Return a reading of one document."""
    return Reading(Document(document, TEXT), claims, actors)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def edges(store: Store) -> list[str]:
    """Return the plain edges from Russia to Syria."""
    text = "SELECT ?r { $s ?r $o . ?r a kg:Relation } ORDER BY ?r"
    ends = {"s": store.iris.actor("russia"), "o": store.iris.actor("syria")}
    return [row["r"].rsplit("#", 1)[-1] for row in store.select(text, ends).dicts()]


def test_put_says_what_it_did(store: Store) -> None:
    assert store.put(reading(claim()), RUN) == "added"
    assert store.put(reading(claim()), RUN) == "unchanged"
    assert store.put(reading(claim(relation="opposes")), RUN) == "replaced"
    assert edges(store) == ["opposes"]


def test_a_document_without_claims_is_added_and_known(store: Store) -> None:
    assert store.put(reading(), RUN) == "added"
    assert store.documents() == ["d"]
    assert store.digest_of("d") == document_digest(reading().document, RUN)


def test_another_run_or_another_title_means_another_digest(store: Store) -> None:
    document = reading().document
    digests = {
        document_digest(document, RUN),
        document_digest(document, replace(RUN, rules="others")),
        document_digest(replace(document, title="T"), RUN),
        document_digest(replace(document, text="Other."), RUN),
    }

    assert len(digests) == 4


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["backs"]),
        ({"modality": Modality.REPORTED}, ["backs"]),
        ({"polarity": Polarity.DENIED}, []),
        ({"modality": Modality.POSSIBLE}, []),
        ({"modality": Modality.PLANNED}, []),
        ({"modality": Modality.CONDITIONAL}, []),
        ({"relation": "arms"}, ["arms", "backs"]),
    ],
)
def test_firm_claims_alone_make_plain_edges(
    store: Store, changes: dict[str, object], expected: list[str]
) -> None:
    store.put(reading(claim(**changes)), RUN)  # type: ignore[arg-type]

    assert edges(store) == expected


def test_a_symmetric_relation_makes_edges_both_ways(store: Store) -> None:
    store.put(reading(claim(relation="fights")), RUN)

    assert store.ask("ASK { ?a kg:fights ?b . ?b kg:fights ?a }")


def test_an_edge_stands_while_one_document_says_so(store: Store) -> None:
    store.put(reading(claim("d"), document="d"), RUN)
    store.put(reading(claim("e"), document="e"), RUN)

    assert store.remove("d")
    assert edges(store) == ["backs"]
    assert store.remove("e")
    assert edges(store) == []
    assert not store.remove("e")


def test_two_documents_make_one_edge_in_the_union(store: Store) -> None:
    """Counting in the union counts triples, not the documents that say so."""
    store.put(reading(claim("d"), document="d"), RUN)
    store.put(reading(claim("e"), document="e"), RUN)

    (row,) = store.select("SELECT (COUNT(*) AS ?n) { ?a kg:backs ?b }").dicts()
    assert row["n"] == "1"


def test_a_document_is_asked_alone_by_its_graph(store: Store) -> None:
    store.put(reading(claim("d"), document="d"), RUN)
    store.put(reading(document="e"), RUN)
    text = "SELECT ?g { GRAPH ?g { ?a kg:backs ?b } }"

    (row,) = store.select(text).dicts()
    assert row["g"] == store.iris.document("d").value


def test_facts_of_the_catalogue_are_neither_claims_nor_edges(store: Store) -> None:
    army = Actor("army", ActorKind.ARMED_FORCES, "Army", facts=(Fact("armed_forces_of", "syria"),))
    assert store.set_catalogue([SYRIA, army])
    assert not store.set_catalogue([army, SYRIA])

    text = "ASK { ?f a kg:Fact ; kg:relation kg:armed_forces_of ; prov:wasDerivedFrom $c0 }"
    assert store.ask(text, {"c0": store.iris.catalogue})
    assert not store.ask("ASK { ?c a kg:Claim }")
    assert not store.ask("ASK { ?army ?edge ?syria . ?edge a kg:Relation }")
    assert store.ask("ASK { ?army dcterms:isPartOf ?syria }")
    assert store.actor("army") == army


def test_names_that_a_document_defines_are_added_to_the_catalogues(store: Store) -> None:
    extra = Name("SAR", NameKind.ACRONYM, source="d")
    store.set_catalogue([SYRIA])
    store.put(reading(claim(), actors=(replace(SYRIA, names=(*SYRIA.names, extra)),)), RUN)

    assert [name.text for name in store.actor("syria").names] == ["SAR", "Syria"]  # type: ignore[union-attr]
    assert store.actors_named("sar") == ["syria"]
    store.remove("d")
    assert store.actors_named("sar") == []


def test_a_claim_about_a_curated_actor_does_not_change_its_kind(store: Store) -> None:
    store.set_catalogue([SYRIA])
    store.put(reading(claim(), actors=()), RUN)

    assert store.actor("syria") == SYRIA
    assert [actor.kind for actor in store.actors()] == [ActorKind.UNKNOWN, ActorKind.STATE]


def test_text_that_is_no_unicode_is_refused_and_nothing_is_stored(store: Store) -> None:
    with pytest.raises(DocumentError, match="document 'd'"):
        store.put(Reading(Document("d", "half a \ud800 pair", title="\ud800")), RUN)
    assert store.documents() == []


def test_a_second_writer_is_told_who_holds_the_store(store: Store) -> None:
    with pytest.raises(StoreError, match=f"written by process {os.getpid()} on "):
        Store.open(store.folder)


def test_a_second_process_is_told_who_holds_the_store(store: Store) -> None:
    code = f"from kg.store import Store; Store.open({str(store.folder)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert f"written by process {os.getpid()} on " in done.stderr


def test_a_closed_store_can_be_opened_again(store: Store) -> None:
    store.put(reading(claim()), RUN)
    store.close()

    with pytest.raises(StoreError, match="closed"):
        store.documents()
    with Store.open(store.folder) as again:
        assert again.documents() == ["d"]


def _write_until_killed(folder: Path) -> None:
    store = Store.open(folder)
    for number in range(10_000):
        store.put(reading(claim(f"d{number}"), document=f"d{number}"), RUN)
        print(number, file=sys.stderr)


def test_a_killed_writer_loses_no_document_and_blocks_nobody(tmp_path: Path) -> None:
    """What is there after a kill is whole documents, and the lock file left behind does not matter."""
    folder = tmp_path / "store"
    process = multiprocessing.get_context("spawn").Process(target=_write_until_killed, args=(folder,))
    process.start()
    while not (folder / "writer.json").exists() or _documents(folder) < 3:
        assert process.is_alive()
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()

    assert (folder / "writer.json").exists()
    with Store.open(folder) as store:
        assert len(store.documents()) >= 3
        for found in store.readings():
            assert found.claims == (claim(found.document.id),)


def _documents(folder: Path) -> int:
    try:
        with Store.open(folder, read_only=True) as store:
            return len(store.documents())
    except StoreError:
        return 0


def test_a_reader_sees_the_store_as_it_was(store: Store) -> None:
    store.put(reading(claim("d"), document="d"), RUN)
    with Store.open(store.folder, read_only=True) as reader:
        store.put(reading(document="e"), RUN)

        assert reader.documents() == ["d"]
        with pytest.raises(StoreError, match="reading only"):
            reader.remove("d")


def test_a_reader_leaves_nothing_behind(store: Store) -> None:
    store.close()
    before = sorted(path for path in store.folder.rglob("*") if path.name != "LOG")
    with Store.open(store.folder, read_only=True) as reader:
        assert reader.documents() == []

    after = sorted(path for path in store.folder.rglob("*") if path.name not in {"LOG", "readers"})
    assert after == before


@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_killed_reader_left_is_removed_by_whoever_opens_next(store: Store, read_only: bool) -> None:
    store.close()
    left = store.folder / "readers" / "999999999-abc"
    left.mkdir(parents=True)
    held = store.folder / "readers" / f"{os.getpid()}-abc"
    held.mkdir()
    Store.open(store.folder, read_only=read_only).close()

    assert not left.exists()
    assert held.exists()


def test_a_snapshot_is_a_store_of_its_own(store: Store, tmp_path: Path) -> None:
    store.put(reading(claim()), RUN)
    store.snapshot(tmp_path / "copy")
    store.remove("d")

    with Store.open(tmp_path / "copy", read_only=True) as copy:
        assert copy.documents() == ["d"]


def test_reading_where_no_store_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here") as caught:
        Store.open(tmp_path / "nothing", read_only=True)
    assert caught.value.hint
    assert not (tmp_path / "nothing").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(StoreError, match="holds other files"):
        Store.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("left", ["no store.json", "no database", "an empty database", "half a file"])
def test_a_store_whose_making_was_killed_is_finished_by_the_next_writer(left: str, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    if left in {"no store.json", "no database"}:
        Store.open(folder).close()
    if left == "no store.json":
        (folder / "store.json").unlink()
    elif left == "no database":
        shutil.rmtree(folder / "database")
    elif left == "an empty database":
        (folder / "database").mkdir(parents=True)
    else:
        folder.mkdir()
        (folder / "store.json.4711").write_text('{"ba')

    with pytest.raises(StoreError, match=r"never finished|no store here") as caught:
        Store.open(folder, read_only=True)
    assert caught.value.hint
    with Store.open(folder) as store:
        store.put(reading(claim()), RUN)
    with Store.open(folder, read_only=True) as store:
        assert store.documents() == ["d"]


def test_a_folder_whose_database_is_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "database").mkdir()
    (tmp_path / "database" / "customers.db").write_text("mine")

    with pytest.raises(StoreError, match="holds other files"):
        Store.open(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["customers.db", "database"]


def test_the_base_of_a_store_stays(tmp_path: Path) -> None:
    Store.open(tmp_path / "s", base="https://example.org/").close()

    with Store.open(tmp_path / "s") as store:
        assert store.iris.actor("a").value == "https://example.org/actor/a"
    with pytest.raises(StoreError, match=r"made with base https://example\.org/"):
        Store.open(tmp_path / "s", base="https://example.com/")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"format": 99, "base": "x"}',
        '{"format": 1, "base": "https://example.org/"}',
        '{"format": 3, "base": "https://example.org/", "database": "../other"}',
        '{"format": 3, "base": "https://example.org/", "database": 5}',
        '{"format": 2}',
        '{"format": 2, "base": 5}',
        '{"format": 2, "base": "not an iri <>"}',
        '{"format": 2, "base": "not an iri <>/"}',
        '{"format": 2, "base": "https://example.org/\\udcff/"}',
    ],
)
def test_a_store_of_another_format_is_refused(tmp_path: Path, content: str) -> None:
    Store.open(tmp_path / "s").close()
    (tmp_path / "s" / "store.json").write_text(content)

    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"damaged|another format|is newer"):
            Store.open(tmp_path / "s", read_only=read_only)


def _as_format_2(folder: Path) -> None:
    """Make a store look as the version before left it, a catalogue broken off included."""
    database = pyoxigraph.Store(folder / "database")
    extra = NamedNode("https://example.org/left-over")
    database.add(Quad(extra, extra, extra))
    del database
    record = json.loads((folder / "store.json").read_text())
    (folder / "store.json").write_text(json.dumps({"base": record["base"], "format": 2}))


def test_a_store_of_an_older_version_is_brought_up_to_date_by_the_next_writer(store: Store) -> None:
    store.put(reading(claim()), RUN)
    store.close()
    _as_format_2(store.folder)

    with pytest.raises(StoreError, match="format 2") as caught:
        Store.open(store.folder, read_only=True)
    assert "kg doctor --migrate" in caught.value.hint
    with Store.open(store.folder) as again:
        assert again.documents() == ["d"]
        assert not again.ask("ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")
    with Store.open(store.folder, read_only=True) as reader:
        assert reader.documents() == ["d"]


def test_a_migration_broken_off_is_taken_up_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(reading(claim()), RUN)
    store.close()
    _as_format_2(store.folder)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("kg.store.folder.database.write_record", fail)
        with pytest.raises(StoreError, match="the disk is full"):
            Store.open(store.folder)
    with Store.open(store.folder) as again:
        assert again.documents() == ["d"]


def test_a_store_names_its_database_and_whatever_else_looks_like_one_is_a_remnant(store: Store) -> None:
    store.put(reading(claim()), RUN)
    store.close()
    folder = store.folder
    shutil.copytree(folder / "database", folder / "database-2")
    record = json.loads((folder / "store.json").read_text())
    (folder / "store.json").write_text(json.dumps(record | {"database": "database-2"}))

    with Store.open(folder, read_only=True) as reader:
        assert reader.documents() == ["d"]
    with Store.open(folder) as again:
        assert again.documents() == ["d"]
    assert sorted(path.name for path in folder.glob("database*")) == ["database-2"]


@pytest.mark.parametrize("base", ["no iri/", "https://example.org/<>/", "https://example.org"])
def test_a_base_that_is_no_iri_makes_no_store(tmp_path: Path, base: str) -> None:
    with pytest.raises(StoreError, match="no absolute IRI"):
        Store.open(tmp_path / "s", base=base)
    assert not (tmp_path / "s").exists()


def test_a_damaged_database_is_reported_in_one_line(tmp_path: Path) -> None:
    Store.open(tmp_path / "s").close()
    (tmp_path / "s" / "database" / "CURRENT").write_text("MANIFEST-999999\n")

    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "s")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", bytes(16), b"", b"MANIFEST-1\nx", b"../../etc/passwd\n", b"x" * 10**6]
)
def test_a_damaged_list_of_files_is_reported_in_one_line(tmp_path: Path, content: bytes) -> None:
    """A disk that lost its power may leave zeros behind."""
    with Store.open(tmp_path / "store") as opened:
        opened.put(reading(claim()), RUN)
    (tmp_path / "store" / "database" / "CURRENT").write_bytes(content)

    with pytest.raises(StoreError, match="CURRENT names no list") as caught:
        Store.open(tmp_path / "store", read_only=True)
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match="CURRENT names no list"):
        back_up(tmp_path / "store", tmp_path / "copy.tar")
    assert next(examine(tmp_path / "store")).state == "wrong"


def test_no_link_in_a_database_is_followed(tmp_path: Path) -> None:
    """Else reading a store of somebody else's could pack a secret of ours, or copy a file without an end."""
    with Store.open(tmp_path / "store") as opened:
        opened.put(reading(claim()), RUN)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "store" / "database" / "999999.log").symlink_to(tmp_path / "secret")

    with pytest.raises(StoreError, match=r"999999\.log is a link"):
        Store.open(tmp_path / "store", read_only=True)
    with pytest.raises(StoreError, match=r"999999\.log is a link"):
        back_up(tmp_path / "store", tmp_path / "copy.tar")


def test_answers_come_in_kinds(store: Store) -> None:
    store.put(reading(claim()), RUN)

    assert store.ask("ASK { ?a kg:backs ?b }")
    assert list(store.construct("CONSTRUCT { ?b kg:backed_by ?a } WHERE { ?a kg:backs ?b }"))
    with pytest.raises(QueryError, match="not a SELECT"):
        store.select("ASK {}")
    with pytest.raises(QueryError, match="not an ASK"):
        store.ask("SELECT * {}")
    with pytest.raises(QueryError, match="not a CONSTRUCT"):
        store.construct("ASK {}")


def test_a_malformed_query_is_one_line(store: Store) -> None:
    with pytest.raises(QueryError, match="malformed"):
        store.query("SELECT ?a WHERE { ?a ")


def test_many_are_stored_like_one_by_one(tmp_path: Path, store: Store) -> None:
    """A group holds new documents, known ones, one that is no Unicode, and one document twice."""
    given = [
        reading(claim("a"), document="a"),
        reading(claim("b"), document="b"),
        Reading(Document("bad", "half a \ud800 pair")),
        reading(claim("a", relation="opposes"), document="a"),
        reading(claim("b"), document="b"),
    ]
    outcomes = [outcome for _, outcome in store.put_many(given, RUN)]

    assert [o if isinstance(o, str) else type(o) for o in outcomes] == [
        "added",
        "added",
        DocumentError,
        "replaced",
        "unchanged",
    ]
    with Store.open(tmp_path / "other") as other:
        for each in (*given[:2], given[3]):
            other.put(each, RUN)
        assert other.dump() == store.dump()
        assert sorted(map(str, other.triples())) == sorted(map(str, store.triples()))


def test_the_union_keeps_what_one_document_of_a_group_says_when_others_do_not_any_more(store: Store) -> None:
    ids = ["a", "b", "c"]
    for _ in store.put_many([reading(claim(each), document=each) for each in ids], RUN):
        pass
    later = [reading(claim(each, relation="opposes"), document=each) for each in ids]

    list(store.put_many(later[:2], RUN))
    assert edges(store) == ["backs", "opposes"]
    list(store.put_many(later[2:], RUN))
    assert edges(store) == ["opposes"]


def test_what_one_document_of_a_group_loses_another_may_gain(store: Store) -> None:
    list(store.put_many([reading(claim("a"), document="a"), reading(document="b")], RUN))
    list(store.put_many([reading(document="a"), reading(claim("b"), document="b")], RUN))

    assert edges(store) == ["backs"]


def test_the_engine_loads_a_file_whole_or_not_at_all(tmp_path: Path) -> None:
    """What a large transaction relies on, and the engine does not promise in so many words."""
    database = pyoxigraph.Store(tmp_path / "database")
    lines = "".join(
        f"<http://example.org/{n}> <http://example.org/p> <http://example.org/o> .\n" for n in range(50)
    )
    for load in (database.load, database.bulk_load):
        with pytest.raises(SyntaxError):
            load(f"{lines}a mistake".encode(), RdfFormat.N_QUADS)
        assert len(database) == 0


def test_a_transaction_too_large_for_the_journal_is_written_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bulk loader takes over where much is added; what it was told before stays."""
    monkeypatch.setattr("kg.store.changes.BULK", 10)
    store.put(reading(claim("a"), document="a"), RUN)
    list(store.put_many([reading(claim(each), document=each) for each in "abcd"], RUN))

    assert store.documents() == ["a", "b", "c", "d"]
    assert edges(store) == ["backs"]
