"""Words of strangers run nowhere: not in a spreadsheet, not behind a link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.outgoing import cell, web_address


@given(st.text())
def test_no_cell_starts_a_formula_and_none_loses_its_text(text: str) -> None:
    written = cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert written in {text, "'" + text}


@pytest.mark.parametrize("url", ["http://a.example", " https://a.example/b?c#d "])
def test_addresses_of_the_web_stay(url: str) -> None:
    assert web_address(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "JAVASCRIPT://x", "data:text/html,x", "file:///etc/passwd", "https:", "http://[",
     "java\nscript:alert(1)", "//a.example"],
)  # fmt: skip
def test_other_addresses_become_nothing(url: str) -> None:
    assert web_address(url) == ""
