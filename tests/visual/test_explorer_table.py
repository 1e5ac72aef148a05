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


def test_rows_are_kept_by_any_name_of_their_actors_and_come_back(page):
    page.press("t")
    page.fill("#table-text", "nusra backs")
    assert page.texts("#table tbody tr") == [], "a relation is no name"
    page.fill("#table-text", "NUSRA turkiye")
    [row] = page.texts("#table tbody tr")
    assert row.startswith("Türkiye backs"), "by a former name, in any accents"
    assert "1 tie with “NUSRA turkiye”" in page.text("#table caption")
    assert "named=NUSRA" in page.run("return location.hash")
    page.press("Escape")
    assert len(page.texts("#table tbody tr")) == 4
    assert page.run("return document.activeElement.id") == "table-text"
    assert page.sees("#table"), "the key took back the words, not the view"


def test_escape_leads_from_the_details_back_to_the_row(page):
    page.press("t")
    button = "#table tbody tr >> button:text-is('backs')"
    page.do(lambda window: window.locator(button).focus())
    page.press("Enter")
    assert page.sees("#panel")
    page.press("Escape")
    assert not page.sees("#panel")
    assert page.run("return document.activeElement.textContent") == "backs"
    assert page.run("return document.activeElement.closest('#table tbody tr') !== null")


def test_the_chosen_row_is_brought_into_sight_wherever_it_stands(browser, tmp_path):
    browser.open(write_made_up(tmp_path / "page.html", actors=80, ties=500, limit=80), hash_="#view=table")
    chosen = """
        const row = document.querySelector('#table tr.chosen'), { top, bottom } = row.getBoundingClientRect();
        const place = document.querySelector('#table .scroller').getBoundingClientRect();
        const head = document.querySelector('#table thead').getBoundingClientRect();
        return [top >= head.bottom - 1 && bottom <= place.bottom + 1, row.ariaCurrent]"""
    last = browser.run("return kg.data.ties.length - 1")
    for index in (last, 0, last // 2):
        browser.run("kg.select({ tie: kg.data.ties[arguments[0]] })", index)
        assert browser.run(chosen) == [True, "true"]
        assert browser.run("return document.querySelectorAll('#table tr.chosen').length") == 1
    assert len(browser.texts("#table tbody tr")) <= 201, "and no others for it"


def test_a_row_says_what_its_own_claims_say(page):
    page.press("t")
    for publisher, date in (("Gulf Observer", "2024-12-01"), ("Morning Wire", "2024-11-30")):
        page.run("kg.update({ off: { ...kg.state.off, publisher: new Set([arguments[0]]) } })", publisher)
        others = {"2024-11-30", "2024-12-01"} - {date}
        row = next(row for row in page.texts("#table tbody tr") if "attacks" in row)
        assert others.pop() in row
        assert date not in row


def test_a_contested_tie_says_when_it_was_affirmed_and_when_denied(page):
    page.press("t")
    [row] = [row for row in page.texts("#table tbody tr") if "contested" in row]
    assert "affirmed 2024-11-30, denied 2024-12-01" in row
