"""The UN's list becomes records: names with their quality, and the listing as a statement with its date."""

from __future__ import annotations

import pytest
from importing_lists import read_list

from kg.importing import Record, Statement
from kg.importing.un import fits, read
from kg.importing.un_names import person_names, split_names
from kg.model import ActorKind, Date, NameKind

GROUP = """
<ENTITY>
  <FIRST_NAME>HARBOUR GUARD OF THE COAST (HGC)</FIRST_NAME>
  <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
  <REFERENCE_NUMBER>QDe.999</REFERENCE_NUMBER>
  <LISTED_ON>2014-05-14</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>حرس الميناء</NAME_ORIGINAL_SCRIPT>
  <COMMENTS1>Based on
     the coast.</COMMENTS1>
  <LAST_DAY_UPDATED><VALUE>2015-12-10</VALUE><VALUE>2011-02-26-05:00</VALUE></LAST_DAY_UPDATED>
  <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>"The Guard"</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Coastal Watch</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
  <ENTITY_ADDRESS><COUNTRY>Syrian Arab Republic</COUNTRY></ENTITY_ADDRESS>
  <ENTITY_ADDRESS><COUNTRY>Türkiye</COUNTRY></ENTITY_ADDRESS>
</ENTITY>
"""
PERSON = """
<INDIVIDUAL>
  <FIRST_NAME>SALIM</FIRST_NAME><SECOND_NAME>BIN AL-BAHR</SECOND_NAME>
  <UN_LIST_TYPE>Libya</UN_LIST_TYPE>
  <REFERENCE_NUMBER>LYi.999</REFERENCE_NUMBER>
  <LISTED_ON>2011-02-26-05:00</LISTED_ON>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>AL-BAHR, Salim</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Hamza</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Haji Salim; the Sailor</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL>
"""


def listed(*entries: str) -> str:
    return f'<?xml version="1.0"?>\n<CONSOLIDATED_LIST>{"".join(entries)}</CONSOLIDATED_LIST>\n'


def one(entry: str) -> Record:
    [record], problems = read_list(read, listed(entry))
    assert not problems
    return record


def test_an_entity_has_names_by_their_quality_and_the_countries_of_its_addresses() -> None:
    record = one(GROUP)

    assert (record.register, record.identifier, record.kind) == ("un", "QDe.999", ActorKind.ORGANISATION)
    assert [(name.text, name.kind.value) for name in record.names] == [
        ("Harbour Guard of the Coast", "official"),
        ("HGC", "acronym"),
        ("حرس الميناء", "original_script"),
        ("The Guard", "weak"),
        ("Coastal Watch", "former"),
    ]
    assert record.countries == ("SY", "TR")
    assert record.date == Date("2015-12-10")
    assert record.source == "UN Security Council Consolidated List, QDe.999"
    assert "COMMENTS1: Based on the coast." in record.lines
    assert "ENTITY_ALIAS ALIAS_NAME: Coastal Watch" in record.lines


def test_a_listing_is_said_by_the_council_with_its_date() -> None:
    [statement] = one(GROUP).statements

    assert statement == Statement(
        relation="designates_terrorist",
        text="UN_LIST_TYPE: Al-Qaida\nREFERENCE_NUMBER: QDe.999\nLISTED_ON: 2014-05-14",
        other_name="United Nations Security Council",
        is_reversed=True,
        valid_from=Date("2014-05-14"),
        claimant="United Nations Security Council",
    )
    assert "\n".join(one(GROUP).lines).startswith(statement.text)


def test_a_person_is_called_as_running_text_would_and_weak_names_are_weak() -> None:
    record = one(PERSON)

    assert record.kind is ActorKind.PERSON
    assert [(name.text, name.kind.value) for name in record.names] == [
        ("Salim bin al-Bahr", "official"),
        ("Salim Al-Bahr", "alias"),
        ("Hamza", "weak"),
        ("Haji Salim", "weak"),
        ("the Sailor", "weak"),
    ]
    assert record.countries == ("LY",)  # of the list, since nothing says more
    assert [(s.relation, s.valid_from) for s in record.statements] == [("sanctions", Date("2011-02-26"))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FRONT OF THE NORTH (FN)", ["Front of the North", "FN"]),
        ("CHARITY FOUNDATION (KENYA)", ["Charity Foundation (Kenya)"]),
        ("NORTHERN FRONT - COAST (NF-C)", ["Northern Front - Coast", "NF-C"]),
        ("الجبهة (the Front; Northern Front (NF))", ["الجبهة", "the Front", "Northern Front", "NF"]),
        ("Al-Jabha (original script: Аль-Джабха)", ["Al-Jabha", "Аль-Джабха"]),
        ("Jabha, born in 1965 (passport no. 7)", ["Jabha"]),
        ("NF", ["NF"]),
        ("  ", []),
    ],
)
def test_several_names_in_one_field_are_told_apart(text: str, names: list[str]) -> None:
    assert list(split_names(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("AL-BAHR, Salim", ["Salim Al-Bahr"]),
        ("Salim Bahr, III (third)", ["Salim Bahr, III"]),
        ("Salem Bahr; Selim Bahr b) S. Bahr", ["Salem Bahr", "Selim Bahr", "S. Bahr"]),
        ("Salim (birth name)", ["Salim"]),
        ("ALI", ["Ali"]),
    ],
)
def test_surnames_in_front_go_to_the_end(text: str, names: list[str]) -> None:
    assert list(person_names(text)) == names


def test_what_is_wrong_with_an_entry_is_told_and_the_others_are_read() -> None:
    text = listed(
        GROUP,
        PERSON.replace("2011-02-26-05:00", "26 Feb. 2011"),
        GROUP.replace("QDe.999", "QDe.998").replace("Al-Qaida", "Atlantis"),
        GROUP.replace("<REFERENCE_NUMBER>QDe.999</REFERENCE_NUMBER>", ""),
        "<ENTITY><REFERENCE_NUMBER>QDe.997</REFERENCE_NUMBER></ENTITY>",
    )
    records, problems = read_list(read, text)

    assert [record.identifier for record in records] == ["QDe.999", "LYi.999", "QDe.998"]
    assert records[1].statements[0].valid_from is None
    assert records[2].statements == ()
    assert [problem.message for problem in problems] == [
        "LYi.999, LISTED_ON: not a date: '26 Feb. 2011'",
        "QDe.998 is on an unknown list 'Atlantis', and no claim is made of it",
        "the ENTITY has no REFERENCE_NUMBER",
        "QDe.997 has no name",
    ]
    assert all(problem.place.isdigit() and problem.hint for problem in problems)


def test_qualities_that_nobody_knows_make_an_alias() -> None:
    record = one(GROUP.replace("f.k.a.", "n.k.a."))

    assert [name.kind for name in record.names if name.text == "Coastal Watch"] == [NameKind.ALIAS]


def test_the_list_is_known_by_its_root() -> None:
    assert fits(listed().encode())
    assert fits(listed().encode("utf-16"))
    assert not fits(b"<html><body>")
