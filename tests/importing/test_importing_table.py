"""Plain tables: columns are understood, several rows make one actor, a broken cell loses only itself."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing_lists import PATH, read_list

from kg.importing.cells import guard, guarded, joined, parts
from kg.importing.table import read
from kg.model import ActorKind, Date, Name, NameKind

HEADER = (
    "id,Name,Type,Countries,Also known as,Acronym,alias_2,language,from,until,wikidata,same_as,source,colour"
)
GUARD = 'g1,Harbour Guard,militia,SY; Lebanon,Guard of the Harbour; HGM,HG,"Guard, the",en,2019-05,2023,'
TABLE = f"{HEADER}\n{GUARD}Q901,un:QDe.999,own notes,red\ng2,Coastal Council,,tun{',' * 10}\n"


def test_columns_are_understood_by_their_usual_names() -> None:
    records, problems = read_list(read, TABLE)
    guard_, council = records

    assert [problem.message for problem in problems] == ["unknown columns, left aside: 'colour'"]
    assert (guard_.register, guard_.identifier, guard_.name) == ("list", "g1", "Harbour Guard")
    assert (guard_.kind, guard_.countries) == (ActorKind.ARMED_GROUP, ("SY", "LB"))
    assert guard_.names == (
        Name("Harbour Guard", NameKind.OFFICIAL, "en", Date("2019-05"), Date("2023")),
        Name("Guard of the Harbour", NameKind.ALIAS),
        Name("HGM", NameKind.ACRONYM),
        Name("HG", NameKind.ACRONYM),
        Name("Guard, the", NameKind.ALIAS),
    )
    assert guard_.same_as == (("un", "QDe.999"), ("wikidata", "Q901"))
    assert guard_.source == "own notes"
    assert "Acronym: HG" in guard_.lines
    assert (council.kind, council.countries) == (ActorKind.UNKNOWN, ("TN",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_the_delimiter_and_a_mark_the_encoding(delimiter: str, encoding: str) -> None:
    rows = [("id", "name", "original_script"), ("g1", "Harbour Guard", "حرس الميناء")]
    text = "".join(delimiter.join(row) + "\r\n" for row in rows)
    [record], problems = read_list(read, text.encode(encoding))

    assert not problems
    assert [name.text for name in record.names] == ["Harbour Guard", "حرس الميناء"]


def test_rows_with_one_id_are_one_actor_and_each_has_its_own_dates() -> None:
    [record], problems = read_list(
        read,
        "register,id,name,alias,alias_kind,alias_language,alias_from,alias_until,facts\n"
        "kg,g1,Harbour Guard,Coastal Watch,former,en,2012-01-23,2016-07-28,part_of other 2016/2018-05\n"
        "kg,g1,,Harbour Guard,official,en,2016-07-28,,\n",
    )
    [statement] = record.statements

    assert not problems
    assert record.names == (
        Name("Coastal Watch", NameKind.FORMER, "en", Date("2012-01-23"), Date("2016-07-28")),
        Name("Harbour Guard", NameKind.OFFICIAL, "en", Date("2016-07-28")),
    )
    assert (statement.relation, statement.other_register, statement.other_identifier) == (
        "part_of",
        "kg",
        "other",
    )
    assert (statement.valid_from, statement.valid_until) == (Date("2016"), Date("2018-05"))
    assert statement.text in record.lines


def test_without_ids_the_name_is_the_id_and_the_file_the_register() -> None:
    [record], _ = read_list(read, "name\nHay'at Example\n")

    assert (record.register, record.identifier) == (PATH.stem, "hayat-example")


def test_a_broken_cell_or_row_is_one_problem_with_its_line() -> None:
    records, problems = read_list(
        read,
        "id,name,kind,countries,from,until,language,wikidata,same_as,facts\n"
        "g1,One,spaceship,,,,,,,\n"
        "g2,Two,,Atlantis,,,,,,\n"
        "g3,Three,,,31.02.2020,,,,,\n"
        "g4,Four,,,2020,2019,,,,\n"
        "g5,Five,,,,,Klingonese,,,\n"
        "g6,Six,,,,,,,Q42,\n"
        "g7,Seven,,,,,,,,likes g1\n"
        ",,,,,,,,,\n"
        "g8,Eight,,,,,,,,\n"
        "g8,Other,,,,,,,,\n"
        "g9,too,few\n"
        'g10,"Ten,,,,,,,,\n'
        "g11,Eleven,,,,,,,,\n",
    )

    assert [record.identifier for record in records] == [f"g{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 11)]
    assert [problem.place for problem in problems] == [str(n) for n in (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13)]
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("header", ["id;title\n", "", "\n\n"])
def test_a_table_without_names_is_one_problem(header: str) -> None:
    records, [problem] = read_list(read, header + "1;2\n" if header.strip() else header)

    assert not records
    assert problem.hint


def test_spreadsheets_take_no_cell_for_a_formula_and_the_text_comes_back() -> None:
    [record], _ = read_list(read, "name,alias\n'=HYPERLINK(1),'Ain Guard\n")

    assert [name.text for name in record.names] == ["=HYPERLINK(1)", "'Ain Guard"]
    assert not any(guard(start + "x").startswith(start) for start in "=+-@")


@given(st.text(max_size=10))
def test_a_guarded_text_comes_back(text: str) -> None:
    assert guarded(guard(text)) == text


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6), max_size=4))
def test_several_texts_of_a_cell_come_back(texts: list[str]) -> None:
    assert parts(joined(texts)) == texts


def test_the_name_of_standard_input_is_a_register_too() -> None:
    problems: list[object] = []
    [record] = read(io.BytesIO(b"name\nOne\n"), Path("-"), problems.append)

    assert record.register == "table"
