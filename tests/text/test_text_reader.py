"""Files, folders and standard input; ids; memory; errors that do not end a run."""

import hashlib
import io
import json
import os
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DocumentError, SettingsError
from kg.model import Document
from kg.text.documents import document_id
from kg.text.formats import READERS, SUFFIXES
from kg.text.formats.record import Record
from kg.text.reader import read_documents, sniff


def read(*inputs: str | Path, **options: object) -> tuple[list[Document], list[DocumentError]]:
    errors: list[DocumentError] = []
    return list(read_documents(inputs, on_error=errors.append, **options)), errors  # type: ignore[arg-type]


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_a_folder_is_read_sorted_with_its_subfolders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "sub/c.txt", "sub/d.pdf", "notes", ".hidden.txt", ".git/e.txt"):
        write(tmp_path / name, f"text of {name}")
    documents, errors = read(tmp_path)
    assert [document.text for document in documents] == ["text of a.MD", "text of b.txt", "text of sub/c.txt"]
    assert errors == []


def test_links_cannot_lead_into_a_circle_and_pipes_cannot_block(tmp_path: Path) -> None:
    write(tmp_path / "sub/a.txt", "a")
    (tmp_path / "sub/loop").symlink_to(tmp_path)
    (tmp_path / "sub/self.txt").symlink_to("self.txt")
    os.mkfifo(tmp_path / "sub/pipe.txt")
    documents, errors = read(tmp_path)
    assert [document.text for document in documents] == ["a"]
    assert [Path(str(error.path)).name for error in errors] == ["self.txt"]


def test_a_missing_file_and_a_bad_one_do_not_end_the_run(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe\x00")
    good = write(tmp_path / "good.txt", "good")
    documents, errors = read(tmp_path / "missing.txt", bad, good)
    assert [document.text for document in documents] == ["good"]
    assert [str(error.path) for error in errors] == [str(tmp_path / "missing.txt"), str(bad)]


def test_an_unknown_format_is_refused_before_anything_is_read() -> None:
    with pytest.raises(SettingsError, match="unknown input format 'docx'"):
        read_documents(["-"], on_error=print, format="docx")


def test_standard_input_is_recognised_and_stays_open() -> None:
    stdin = io.BytesIO(b'{"text": "one"}\n{"text": "two"}\n')
    documents, errors = read("-", stdin=stdin)
    assert ([document.text for document in documents], errors) == (["one", "two"], [])
    assert not stdin.closed


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'\xef\xbb\xbf {"text"', "jsonl"),
        ('{"text"'.encode("utf-16"), "jsonl"),
        (b"---\ntitle: x\n---\n", "markdown"),
        (b"---- cut here", "text"),
        (b'<?xml version="1.0"?>\n<!-- c -->\n<rss version="2.0">', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        (b"<!DOCTYPE html><html>", "html"),
        (b'<?xml version="1.0"?><html>', "html"),
        (b"Rebels < army", "text"),
        (b"", "text"),
    ],
)
def test_sniff(head: bytes, expected: str) -> None:
    assert sniff(head) == expected


def test_the_format_option_overrides_the_ending(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", '{"text": "one"}')
    assert [document.text for document in read(path, format="jsonl")[0]] == ["one"]
    assert [document.text for document in read(path)[0]] == ['{"text": "one"}']


def test_a_file_with_an_unknown_ending_is_read_when_named(tmp_path: Path) -> None:
    path = write(tmp_path / "articles.data", '{"text": "one"}')
    assert [document.text for document in read(path)[0]] == ["one"]


def test_every_suffix_leads_to_a_format() -> None:
    assert set(SUFFIXES.values()) == set(READERS)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


def test_an_article_keeps_its_id_wherever_it_lies(tmp_path: Path) -> None:
    first = write(tmp_path / "a/one.txt", "The rebels won.")
    second = tmp_path / "b/two.text"
    second.parent.mkdir()
    shutil.copy(first, second)
    digest = hashlib.sha256(b"\x1f\x1fThe rebels won.").hexdigest()[:16]
    assert read(first)[0][0].id == read(second)[0][0].id == digest


@given(st.builds(Record, text=st.text(), title=st.text(), publisher=st.text(), url=st.text(), id=st.text()))
def test_the_id_is_the_given_one_else_the_address_else_a_digest(record: Record) -> None:
    expected = record.id or record.url
    found = document_id(record)
    assert found == expected or (not expected and len(found) == 16 and int(found, 16) >= 0)


def test_two_texts_under_one_id_are_both_kept_and_the_same_document_twice_is_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The second text gets an id that follows from it, and a warning names the place."""
    rows = [
        {"id": "1", "text": "a"},
        {"id": "1", "text": "a"},
        {"id": "1", "text": "b"},
        {"id": "2", "text": "a"},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    documents, errors = read(path, path)

    assert [(document.id[:2], document.text) for document in documents] == [
        ("1", "a"),
        ("1~", "b"),
        ("2", "a"),
    ]
    assert errors == []
    assert f"{path}:3: another text has the id '1'" in caplog.text


def test_a_folder_without_articles_is_reported_with_the_endings_that_are_known(tmp_path: Path) -> None:
    write(tmp_path / "empty/report.pdf", "no format of ours")
    good = write(tmp_path / "good/a.txt", "a")
    documents, errors = read(tmp_path / "empty", good.parent)

    assert [document.text for document in documents] == ["a"]
    assert [str(error) for error in errors] == [f"{tmp_path / 'empty'}: no article in this folder"]
    assert all(ending in errors[0].hint for ending in SUFFIXES)


def test_a_date_that_is_none_leaves_the_document_undated_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [
        {"id": "1", "text": "a", "date": "yesterday"},
        {"id": "2", "text": "b", "date": "2024-02-30"},
        {"id": "3", "text": "c", "date": "2024-02-29"},
        {"id": "4", "text": "d"},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    documents, errors = read(path)

    assert [str(document.date) for document in documents] == ["None", "None", "2024-02-29", "None"]
    assert errors == []
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}:1: 'yesterday' is no date that can be read; kept undated",
        f"{path}:2: '2024-02-30' is no date that can be read; kept undated",
    ]


def test_the_name_of_a_file_cannot_steer_the_terminal_through_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "a\x1b]0;mine\x07\u202e.md", "---\ndate: never\n---\nThe rebels advanced.")
    documents, errors = read(tmp_path)
    assert (len(documents), errors) == (1, [])
    (message,) = [record.getMessage() for record in caplog.records]
    assert message.isprintable()
    assert "kept undated" in message


def test_a_parser_that_fails_in_a_way_of_its_own_costs_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object) -> Iterator[None]:
        raise RecursionError("too deep")
        yield

    monkeypatch.setitem(READERS, "markdown", explode)
    write(tmp_path / "a.md", "The rebels advanced.")
    write(tmp_path / "b.txt", "The army withdrew.")
    documents, errors = read(tmp_path)
    assert [document.text for document in documents] == ["The army withdrew."]
    assert [str(error) for error in errors] == [
        f"{tmp_path / 'a.md'}: cannot be read (RecursionError: too deep)"
    ]


class Endless(io.RawIOBase):
    """A stream of lines that are made when they are asked for."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return next(self._lines, b"")


@pytest.mark.parametrize(("name", "header"), [("jsonl", b""), ("csv", b"text\n")])
def test_memory_does_not_grow_with_the_number_of_documents(name: str, header: bytes) -> None:
    def lines() -> Iterator[bytes]:
        yield header or b"\n"
        for number in range(2_000):
            text = f"{number} " + "The rebels advanced. " * 300
            yield (json.dumps({"text": text}) if name == "jsonl" else text).encode() + b"\n"

    tracemalloc.start()
    count = sum(1 for _ in read_documents(["-"], on_error=print, stdin=Endless(lines()), format=name))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 3_000_000  # the documents together hold 12 MB
