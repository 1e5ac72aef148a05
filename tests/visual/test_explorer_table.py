"""The table: the same ties as the graph, to sort, to read in a row, for a screen reader."""

from __future__ import annotations

import pytest
from exploring import write_made_up


def test_it_holds_what_the_graph_shows_and_leads_to_the_sentences(page):
    page.press("t")
    rows = page.texts("#table tbody tr")
    assert len(rows) == 4
    for words in ("Hay’at Tahrir al-Sham attacks", "Syria hostile 2 1 2", "2024-11-30 2024-12-01", "0.90"):
        assert words in rows[0], "the tie with the most claims comes first"
    page.click("#table tbody tr >> button:text-is('attacks')")
    assert "stormed the base" in page.text("#panel")


@pytest.mark.parametrize("rows", ["ties", "claims"])
def test_every_column_sorts_both_ways_and_says_so(page, rows):
    page.run(f"kg.update({{ view: 'table', table: {{ ...kg.state.table, rows: '{rows}' }} }})")
    for column in range(1, len(page.texts("#table thead th")) + 1):
        told = []
        for _ in range(2):
            page.click(f"#table thead th:nth-child({column}) button")
            heading = f"document.querySelector('#table thead th:nth-child({column})')"
            told.append((page.run(f"return {heading}.ariaSort"), page.texts("#table tbody tr")))
        (first, up), (second, down) = told
        assert {first, second} == {"ascending", "descending"}
        assert sorted(up) == sorted(down)


def test_a_long_table_is_read_in_parts(browser, tmp_path):
    browser.open(write_made_up(tmp_path / "page.html", actors=80, ties=400, limit=80))
    browser.press("t")
    held, first = browser.run("return kg.data.ties.length"), len(browser.texts("#table tbody tr"))
    assert first < held
    while browser.sees("#table button:has-text('more')"):
        browser.click("#table button:has-text('more')")
    assert len(browser.texts("#table tbody tr")) == held
