"""The first bytes of a file tell its format where they can."""

from __future__ import annotations

import pytest

from kg.importing.formats import guess_format


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'{"id": "NK-1", "caption": "A", "schema": "Person", "properties": {"name": ["A"]}}', "ftm"),
        (b'[\n{"type":"item","id":"Q31","labels":{', "wikidata"),
        (b'{"entities":{"Q31":{"pageid":1,', "wikidata"),
        (b"# actors\nHARBOUR_GUARD_ [SYRREB]\n+GUARD_\n", "cameo"),
        (b"<Country>\n<CountryCode>SYR</CountryCode>\n", "cameo"),
        (b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n", "skos"),
        ("id;name;country\n1;Büro;DE\n".encode(), "csv"),
        ("name\tkind\nOne\tstate\n".encode("utf-16"), "csv"),
        (b'\xef\xbb\xbf"id","Name"\r\n1,One\r\n', "csv"),
    ],
)
def test_a_file_is_told_by_how_it_begins(head: bytes, name: str) -> None:
    form = guess_format(head)

    assert form is not None
    assert form.name == name


@pytest.mark.parametrize(
    "head", [b"", b"\x00\x01", b"{}", b"a,b\n1,2\n", b"Some words, and a name.\n", b"<html>"]
)
def test_what_tells_nothing_is_not_guessed(head: bytes) -> None:
    assert guess_format(head) is None
