"""The public lists themselves, whole and damaged: what is broken is told, and nothing else is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from importing_lists import read_list

from kg.importing import ReadRecords, ucdp, un

PUBLIC_LISTS = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not PUBLIC_LISTS.is_dir(), reason="the public lists are not here")

BOMB = b'<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture(scope="module")
def ucdp_list() -> bytes:
    return (PUBLIC_LISTS / "ucdp-actor-221.csv").read_bytes()


@pytest.fixture(scope="module")
def un_list() -> bytes:
    return (PUBLIC_LISTS / "UN_consolidated_2026-02-27.xml").read_bytes()


def read(reader: ReadRecords, data: bytes) -> tuple[list[str], list[str]]:
    records, problems = read_list(reader, data)
    return [record.identifier for record in records], [*map(str, problems)]


def test_ucdp_that_is_cut_off(ucdp_list: bytes) -> None:
    half = ucdp_list[: ucdp_list.index(b",", len(ucdp_list) // 2)]
    ids, problems = read(ucdp.read, half)

    assert ids == read(ucdp.read, ucdp_list)[0][: len(ids)]
    assert (
        len(ids) >= half.count(b"\n") - 3
    )  # the heading, the broken row, two rows that have a line end inside
    assert len(problems) == 1
    assert re.fullmatch(r"list:\d+: (\d+ values for 35 columns|a quotation mark is not closed)", problems[0])


def test_ucdp_in_another_encoding(ucdp_list: bytes) -> None:
    text = ucdp_list.decode("utf-8-sig")
    ids, problems = read(ucdp.read, text.encode("cp1252", "replace"))
    rows = read(ucdp.read, ucdp_list)[0]

    assert ids == [i for i in rows if i in set(ids)]
    assert len(ids) + len(problems) >= len(rows)
    assert {re.sub(r"\d+", "N", problem) for problem in problems} == {
        "list:N: the line is not UTF-N",
        "list:N: N values for N columns",  # of a row whose other line was left out
    }


def test_un_that_is_cut_off(un_list: bytes) -> None:
    half = un_list[: len(un_list) // 2]
    ids, problems = read(un.read, half)

    assert len(ids) == half.count(b"</INDIVIDUAL>") + half.count(b"</ENTITY>")
    assert len(problems) == 1


def test_un_with_a_bomb_of_entities(un_list: bytes) -> None:
    start = un_list.index(b"<CONSOLIDATED_LIST")
    armed = un_list[:start] + BOMB + un_list[start:].replace(b"<FIRST_NAME>", b"<FIRST_NAME>&b;", 1)
    ids, problems = read(un.read, armed)

    assert len(ids) == 1002
    assert [problem.split(": ")[1][:30] for problem in problems] == [
        "has a document type definition",
        "the INDIVIDUAL cannot be read ",
    ]


def test_un_with_a_bad_date_keeps_the_entry(un_list: bytes) -> None:
    wrong = un_list.replace(b"<LISTED_ON>2012-12-31<", b"<LISTED_ON>2012-13-31<", 1)
    ids, problems = read(un.read, wrong)

    assert len(ids) == 1003
    assert problems == ["list:4: CDi.001, LISTED_ON: not a date: '2012-13-31' (month must be in 1..12)"]


def test_un_in_another_encoding(un_list: bytes) -> None:
    ids, problems = read(un.read, un_list.replace("é".encode(), "é".encode("latin-1")))

    assert len(ids) + len(problems) == 1003
    assert {re.sub(r"\d+", "N", problem) for problem in problems} <= {
        "list:N: the INDIVIDUAL is not UTF-N",
        "list:N: the ENTITY is not UTF-N",
    }
