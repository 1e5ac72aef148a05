"""What a list says becomes documents with claims, and every claim leads to the line that says so."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from kg.catalogue import Catalogue, actor_line
from kg.importing import ImportFormat, OnProblem, Problem, Record, Statement
from kg.importing.claims import reading_of
from kg.importing.importer import ClaimsReport, import_claims
from kg.importing.matching import Known
from kg.model import Actor, ActorKind, Claimant, Date, Modality, Name, Reading
from kg.store import Store
from kg.store.shacl.validate import validate

ACTORS = tuple(
    Actor(name, ActorKind.ARMED_GROUP, title, (Name(title),), same_as=same_as, sources=("own notes",))
    for name, title, same_as in (
        ("coastal-council", "Coastal Council", (("list", "3"),)),
        ("harbour-guard", "Harbour Guard", (("list", "1"), ("list", "2"))),
        ("list-office", "Office of Lists", ()),
    )
)
SPLIT = Statement("split_from", "Came from: coastal council, Old Watch", "list", "3", "Coastal Council")
RECORD = Record(
    register="list",
    identifier="1",
    kind=ActorKind.ARMED_GROUP,
    name="Harbour Guard",
    names=(Name("Harbour Guard"),),
    statements=(SPLIT,),
    place="2",
    source="a list, 1",
    lines=("Name in use: Harbour Guard", "Came from: coastal council, Old Watch", "Founded: 2014"),
    publisher="Office of Lists",
    date=Date("2020"),
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = tmp_path_factory.mktemp("catalogue") / "a.jsonl"
    path.write_text("".join(f"{actor_line(actor)}\n" for actor in ACTORS), encoding="utf-8")
    return Catalogue.load(path)


def read(catalogue: Catalogue, *statements: Statement) -> Reading | None:
    return reading_of(replace(RECORD, statements=statements), catalogue, Known(catalogue))


def test_a_claim_names_both_ends_its_claimant_and_the_line_that_says_so(catalogue: Catalogue) -> None:
    reading = read(catalogue, SPLIT)
    assert reading is not None
    [claim], document = reading.claims, reading.document

    assert (document.id, document.publisher, document.date) == ("list:1", "Office of Lists", Date("2020"))
    assert document.text.splitlines() == ["Name: Harbour Guard", "Publisher: Office of Lists", *RECORD.lines]
    assert (claim.source.id, claim.relation, claim.target.id) == (
        "harbour-guard",
        "split_from",
        "coastal-council",
    )
    assert (claim.source.surface, claim.target.surface) == ("Harbour Guard", "coastal council")
    assert claim.evidence.quote == SPLIT.text
    assert claim.evidence.by == "list:list"
    assert claim.claimant == Claimant("list-office", "Office of Lists", "Office of Lists")
    assert claim.modality is Modality.REPORTED
    for part in (claim.source, claim.target):
        assert document.text[part.start : part.end] == part.surface
    assert document.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        ("2014", "2012", (None, None)),
        ("2014-05-02", "2014-05-01", (None, None)),
        ("2014-05-02", "2014", (Date("2014-05-02"), Date("2014"))),
    ],
)
def test_dates_of_which_the_end_comes_first_are_left_out(
    catalogue: Catalogue, since: str, until: str, kept: tuple[Date | None, Date | None]
) -> None:
    reading = read(catalogue, replace(SPLIT, valid_from=Date(since), valid_until=Date(until)))

    assert reading is not None
    assert [(claim.valid_from, claim.valid_until) for claim in reading.claims] == [kept]


def test_a_reversed_statement_is_said_of_the_entry(catalogue: Catalogue) -> None:
    said = Statement(
        "sanctions", "Founded: 2014", other_name="office of lists", is_reversed=True, valid_from=Date("2014")
    )
    reading = read(catalogue, said)
    assert reading is not None
    [claim] = reading.claims

    assert (claim.source.id, claim.target.id) == ("list-office", "harbour-guard")
    assert (claim.source.surface, claim.valid_from) == ("Office of Lists", Date("2014"))


def test_somebody_whom_nobody_knows_is_known_by_name(catalogue: Catalogue) -> None:
    unknown = replace(SPLIT, other_identifier="9", other_name="Old Watch")
    nameless = replace(unknown, other_name="", text="Founded: 2014")
    reading = read(catalogue, unknown, nameless)
    assert reading is not None

    assert [claim.target.id for claim in reading.claims] == ["name/old-watch", "name/list-9"]
    assert [claim.target.surface for claim in reading.claims] == ["Old Watch", "Founded: 2014"]
    assert Actor("name/old-watch", ActorKind.UNKNOWN, "Old Watch", (Name("Old Watch"),)) in reading.actors


def test_a_line_that_the_entry_lacks_is_added_so_that_the_claim_has_one(catalogue: Catalogue) -> None:
    reading = read(catalogue, replace(SPLIT, text="Left (the council) [sic]"))
    assert reading is not None

    assert reading.document.text.endswith("\nLeft (the council) [sic]")
    assert reading.claims[0].evidence.quote == "Left (the council) [sic]"


def test_nothing_is_claimed_of_an_actor_and_itself_or_of_strangers(catalogue: Catalogue) -> None:
    known = Known(catalogue)
    assert read(catalogue, replace(SPLIT, other_identifier="2")) is None
    assert read(catalogue) is None
    assert reading_of(replace(RECORD, identifier="7"), catalogue, known) is None


def store_list(store: Store, catalogue: Catalogue, *records: Record) -> tuple[ClaimsReport, list[Problem]]:
    problems: list[Problem] = []

    def read_all(stream: io.BytesIO, path: Path, report: OnProblem) -> list[Record]:
        return list(records)

    form = ImportFormat("list", "a list", lambda head: True, read_all)  # type: ignore[arg-type]
    report = problems.append
    return import_claims(io.BytesIO(), Path("list"), form, store, catalogue, report=report), problems


def test_a_store_holds_a_document_for_each_entry_and_skips_those_that_did_not_change(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    third = replace(
        RECORD, identifier="3", name="Coastal Council", statements=(replace(SPLIT, other_identifier="1"),)
    )
    silent = replace(RECORD, identifier="2", statements=())
    with Store.open(tmp_path / "store") as store:
        report, problems = store_list(store, catalogue, RECORD, third, silent, RECORD)
        assert (report.added, report.claims, report.documents, problems) == (2, 2, 2, [])
        dump = store.dump()
        assert store_list(store, catalogue, RECORD, third, silent)[0] == ClaimsReport(unchanged=2)
        assert store.dump() == dump

        later = replace(RECORD, date=Date("2021"))
        assert store_list(store, catalogue, later, replace(third, statements=()))[0] == ClaimsReport(
            replaced=1, removed=1, claims=1
        )
        assert store.documents() == ["list:1"]
        assert store.ask("ASK { ?a kg:split_from ?b . ?b skos:prefLabel 'Coastal Council' }")
        found = validate(store.triples())
    assert found.conforms, found.findings


def test_halves_of_characters_and_entries_that_were_refused_do_no_harm(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    half = "half of a letter: \ud800"
    broken = replace(RECORD, lines=(half,), publisher="A\udfffB", statements=(replace(SPLIT, text=half),))
    refused = replace(RECORD, identifier="\ud800")
    with Store.open(tmp_path / "store") as store:
        report, problems = store_list(store, catalogue, broken, refused)
        assert store.documents() == ["list:1"]
        [claim] = [claim for reading in store.readings() for claim in reading.claims]
    assert claim.evidence.quote == "half of a letter: \N{REPLACEMENT CHARACTER}"
    assert (report.added, problems) == (1, [])
