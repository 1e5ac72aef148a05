"""Records are cut out of XML one by one; whatever is broken in one, the others are read."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing_lists import PATH

from kg.importing import Problem
from kg.importing.elements import numbered_elements


def names(data: str | bytes) -> tuple[list[tuple[int, str | None]], list[str]]:
    """Return line and name of each record, and the problems."""
    problems: list[Problem] = []
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    found = numbered_elements(stream, PATH, problems.append, root="LIST", tags=("MAN", "GROUP"))
    return [(line, element.findtext("NAME")) for line, element in found], [*map(str, problems)]


def record(name: str, tag: str = "MAN") -> str:
    return f"<{tag}>\n<NAME>{name}</NAME>\n</{tag}>\n"


def listed(*records: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    return f"{head}<LIST>\n{''.join(records)}</LIST>\n"


def test_records_come_with_their_lines() -> None:
    found, problems = names(listed(record("Ali"), record("Guard &amp; Co", "GROUP")))

    assert found == [(3, "Ali"), (6, "Guard & Co")]
    assert not problems


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("<MAN>\n<NAME>Ali</MAN>\n", "list:7: the MAN cannot be read (mismatched tag)"),
        ("<MAN>\n<NAME>Ali &bomb;</NAME>\n</MAN>\n", "list:7: the MAN cannot be read (undefined entity)"),
        (
            "<MAN>\n<NAME>A < B</NAME>\n</MAN>\n",
            "list:7: the MAN cannot be read (not well-formed (invalid token))",
        ),
        ("<MAN>\n<NAME>Ali</NAME>\n", "list:6: the MAN is not closed"),
        (record("A\0B"), "list:7: the MAN cannot be read (not well-formed (invalid token))"),
    ],
)
def test_a_broken_record_costs_only_itself(broken: str, message: str) -> None:
    found, problems = names(listed(record("Abel"), broken, record("Zaki")))

    assert [name for _, name in found] == ["Abel", "Zaki"]
    assert problems == [message]


def test_a_record_in_another_encoding_costs_only_itself() -> None:
    data = listed(record("Abel"), record("@"), record("Zäki")).encode().replace(b"@", b"\xe4\xe4")

    assert names(data) == ([(3, "Abel"), (9, "Zäki")], ["list:6: the MAN is not UTF-8"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_the_file_states_is_read(encoding: str) -> None:
    stated = encoding.removesuffix("-sig")
    text = listed(record("Zäki"), head=f'<?xml version="1.0" encoding="{stated}"?>\n')

    assert names(text.encode(encoding)) == ([(3, "Zäki")], [])


def test_a_bomb_of_entities_is_told_in_one_line_and_never_goes_off() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">\n' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE LIST [\n<!ENTITY a0 "boom">\n{levels}]>\n'
    found, problems = names(listed(record("Abel"), record("&a9;"), record("Zaki"), head=bomb))

    assert [name for _, name in found] == ["Abel", "Zaki"]
    assert problems == [
        "list:2: has a document type definition, which is not read",
        "list:19: the MAN cannot be read (undefined entity)",
    ]


def test_files_of_others_are_not_read() -> None:
    head = '<!DOCTYPE LIST [<!ENTITY secret SYSTEM "file:///etc/hostname">]>\n'
    found, problems = names(listed(record("&secret;"), head=head))

    assert found == []
    assert len(problems) == 2


def test_a_file_that_is_cut_off_is_told_once_wherever_that_was() -> None:
    whole = listed(record("Abel"), record("Zaki"))
    in_record, between = whole.index("Zaki"), whole.index("<MAN>", 60)

    assert names(whole[:in_record]) == ([(3, "Abel")], ["list:6: the MAN is not closed"])
    assert names(whole[:between]) == ([(3, "Abel")], ["list:6: ends before </LIST>"])


def test_what_a_comment_without_end_hides_is_told() -> None:
    found, problems = names(listed(record("Ali"), "<!-- \n", record("Ben")))

    assert found == [(3, "Ali")]
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "a comment is not closed: the rest of the file is left out"
    ]


def test_comments_are_no_records() -> None:
    assert names(listed(f"<!-- {record('Abel')} -->", record("Zaki"))) == ([(6, "Zaki")], [])


def test_a_record_without_end_does_not_fill_the_memory() -> None:
    found, problems = names(listed(f"<MAN><NAME>{'x' * 2_000_000}</NAME></MAN>\n", record("Zaki")))

    assert [name for _, name in found] == ["Zaki"]
    assert problems == ["list:3: the MAN is longer than 1,000,000 characters"]


@given(st.binary(max_size=200), st.integers(0, 200))
def test_no_bytes_bring_it_down(noise: bytes, place: int) -> None:
    whole = listed(record("Abel"), record("Zaki")).encode()
    found, _ = names(whole[:place] + noise + whole[place:])

    assert len(found) <= 2 + noise.count(b"<")
