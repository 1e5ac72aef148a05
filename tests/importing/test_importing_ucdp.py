"""The UCDP Actor Dataset becomes records: the name in use, former ones, where, and what it came out of."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from importing_lists import read_list

from kg.importing import Record, Statement
from kg.importing.ucdp import fits, read
from kg.model import ActorKind, Name, NameKind

COLUMNS = """
ActorId NameData NameOrig NameOrigFull NameOrigFullEng NameChange NewName NewNameFullMotherTongue
NewNameFullEng Org NamePrev ActorIdPrev NameSplitTemp ActorIdSplitTemp NameAlliance ActorIdAlliance
GroupName ActorIdGroup Location GWNOLoc Version
"""
GUARD = {"ActorId": "9001", "NameData": "HG", "NameOrig": "HG", "NameOrigFull": "n/a",
         "NameOrigFullEng": "Harbour Guard", "Org": "1", "GWNOLoc": "652, 660", "Location": "Syria, Lebanon",
         "Version": "22.1"}  # fmt: skip


def table(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS.split(), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def one(**changes: str) -> Record:
    [record], problems = read_list(read, table(GUARD | changes))
    assert not problems
    return record


def test_a_row_is_an_actor_shown_by_its_full_name() -> None:
    record = one()

    assert (record.register, record.identifier, record.kind) == ("ucdp", "9001", ActorKind.ARMED_GROUP)
    assert record.names == (Name("Harbour Guard", NameKind.OFFICIAL), Name("HG", NameKind.ACRONYM))
    assert (record.name, record.countries) == ("Harbour Guard", ("SY", "LB"))
    assert record.source == "UCDP Actor Dataset 22.1, actor 9001"
    assert record.lines[:2] == ("ActorId: 9001", "NameData: HG")
    assert record.statements == ()


def test_a_name_that_is_no_acronym_is_shown_and_a_bare_translation_is_weak() -> None:
    record = one(
        NameData="Liwa al-Mina ", NameOrigFull="لواء الميناء / Liwa al-Mina", NameOrigFullEng="Harbour"
    )

    assert [(name.text, name.kind) for name in record.names] == [
        ("Liwa al-Mina", NameKind.OFFICIAL),
        ("HG", NameKind.ACRONYM),
        ("لواء الميناء", NameKind.ORIGINAL_SCRIPT),
        ("Harbour", NameKind.WEAK),
    ]


def test_names_given_up_are_former_in_their_order() -> None:
    record = one(
        NameData="CC",
        NameChange="1",
        NewName="Port Watch, CC",
        NewNameFullMotherTongue="Haras al-Mina, Majlis al-Sahil",
        NewNameFullEng="Watch of the Port, Coastal Council",
    )

    assert [(name.text, name.kind.value) for name in record.names] == [
        ("Coastal Council", "official"),
        ("CC", "acronym"),
        ("Majlis al-Sahil", "alias"),
        ("HG", "acronym"),
        ("Harbour Guard", "former"),
        ("Port Watch", "former"),
        ("Haras al-Mina", "former"),
        ("Watch of the Port", "former"),
    ]


def test_a_government_is_at_home_wherever_it_fights() -> None:
    abroad = {"Org": "4", "GWNOLoc": "700, 775", "Location": "Afghanistan, Myanmar (Burma)"}
    burma = one(NameData="Government of Myanmar (Burma)", **abroad)
    canada = one(NameData="Government of Canada", **abroad)

    assert (burma.kind, burma.countries) == (ActorKind.GOVERNMENT_BODY, ("MM",))
    assert "Government of Myanmar" in [name.text for name in burma.names]
    assert canada.countries == ("CA",)


def test_ties_are_statements_with_the_line_that_says_so() -> None:
    record = one(
        NamePrev="Coastal Council, Port Watch",
        ActorIdPrev="12, 13",
        NameAlliance="Sea Front",
        ActorIdAlliance="14",
        GroupName="Navy, Old and New",
        ActorIdGroup="15",
        ActorIdSplitTemp="9001",
    )
    publisher = "Uppsala Conflict Data Program"
    split = "NamePrev: Coastal Council, Port Watch"

    assert record.statements == (
        Statement("split_from", split, "ucdp", "12", "Coastal Council", claimant=publisher),
        Statement("split_from", split, "ucdp", "13", "Port Watch", claimant=publisher),
        Statement("member_of", "NameAlliance: Sea Front", "ucdp", "14", "Sea Front", claimant=publisher),
        Statement(
            "part_of", "GroupName: Navy, Old and New", "ucdp", "15", "Navy, Old and New", claimant=publisher
        ),
    )
    assert {statement.text for statement in record.statements} <= set(record.lines)


def test_what_is_wrong_with_a_row_is_told_and_the_others_are_read() -> None:
    text = table(
        GUARD,
        GUARD | {"ActorId": "x1"},
        GUARD | {"ActorId": "9002", "NameData": "", "NameOrig": "n/a", "NameOrigFullEng": " "},
        GUARD | {"ActorId": "9003", "Org": "7"},
        GUARD | {"ActorId": "9004", "GWNOLoc": "652, 9999"},
    )
    records, problems = read_list(read, text)

    assert [record.identifier for record in records] == ["9001", "9003", "9004"]
    assert [record.countries for record in records][-1] == ("SY",)
    assert [(problem.place, problem.message) for problem in problems] == [
        ("3", "ActorId 'x1' is no number"),
        ("4", "actor 9002 has no name"),
        ("5", "unknown Org '7'"),
        ("6", "unknown state '9999' in GWNOLoc"),
    ]


def test_the_dataset_is_known_by_its_first_columns() -> None:
    assert fits(b"\xef\xbb\xbfActorId,NameData,NameOrig")
    assert not fits(b"id,name\n1,ActorId,NameData,")


CELLS = st.text(st.sampled_from('aB1, /()n"ح\n\u202e'), max_size=12) | st.sampled_from(
    ["1", "4", "652", "n/a"]
)


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS.split()), CELLS), max_size=3))
def test_whatever_stands_in_the_cells_the_row_is_read_or_told(rows: list[dict[str, str]]) -> None:
    records, problems = read_list(read, table(*rows))

    assert len(records) + len(problems) >= len([row for row in rows if any(map(str.strip, row.values()))])
    assert all(record.name and record.names for record in records)
