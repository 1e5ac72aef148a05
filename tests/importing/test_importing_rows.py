"""Rows are numbered by their lines; whatever is broken in one, the others are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing_lists import PATH

from kg.importing import Problem
from kg.importing.rows import numbered_rows


def rows(data: str | bytes, **options: object) -> tuple[list[tuple[int, Mapping[str, str]]], list[Problem]]:
    problems: list[Problem] = []
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(numbered_rows(stream, PATH, problems.append, **options)), problems  # type: ignore[arg-type]


def test_values_come_by_their_columns_with_the_number_of_the_line() -> None:
    found, problems = rows('id,name\n1,North\n\n2,"South, or\nsouthern"\n3,East\n')

    assert found == [
        (2, {"id": "1", "name": "North"}),
        (4, {"id": "2", "name": "South, or\nsouthern"}),
        (6, {"id": "3", "name": "East"}),
    ]
    assert not problems


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        ('2,"South\n', 3, "a quotation mark is not closed"),
        ('2,"South"ern\n', 3, "a quotation mark is not closed"),
        ("2\n", 3, "1 values for 2 columns"),
        ("2,South,Pole\n", 3, "3 values for 2 columns"),
    ],
)
def test_a_broken_row_costs_only_itself(broken: str, line: int, message: str) -> None:
    others = [f'{number},"Name ""{number}"""\n' for number in range(3, 90)]
    found, problems = rows("id,name\n1,North\n" + broken + "".join(others))

    assert [row["id"] for _, row in found] == ["1", *map(str, range(3, 90))]
    assert [(problem.place, problem.message) for problem in problems] == [(str(line), message)]
    assert problems[0].hint


def test_a_file_that_is_cut_off_loses_its_last_row() -> None:
    found, problems = rows('id,name\n1,North\n2,"Sou')

    assert [row["id"] for _, row in found] == ["1"]
    assert [str(problem) for problem in problems] == ["list:3: a quotation mark is not closed"]


def test_lines_that_are_no_text_are_told_and_left_out() -> None:
    found, problems = rows("id,name\n1,North\n2,Süd\n3,East\n".encode("latin-1"))

    assert [row["id"] for _, row in found] == ["1", "3"]
    assert [problem.place for problem in problems] == ["3"]
    assert "UTF-8" in problems[0].message


def test_a_table_without_a_column_that_is_needed_is_no_such_table() -> None:
    found, problems = rows("id,title\n1,North\n", required=("id", "name"))

    assert found == []
    assert [str(problem) for problem in problems] == ["list:1: no column 'name'"]


def test_an_empty_table_is_told() -> None:
    assert [str(problem) for problem in rows("\n\n")[1]] == ["list: the table is empty"]


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), min_size=2, max_size=2),
        max_size=8,
    )
)
def test_what_is_written_as_a_table_comes_back(values: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([["id", "name"], *values])
    found, problems = rows(written.getvalue())

    assert [list(row.values()) for _, row in found] == values
    assert not problems
