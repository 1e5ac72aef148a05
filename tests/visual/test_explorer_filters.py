"""Filters are the legend: what is switched off is not shown anywhere, and the page says how much is left."""

from __future__ import annotations

import pytest
from exploring import write_made_up

ALL = "4 of 4 actors, 4 of 4 ties shown"


def box(group: str, value: str) -> str:
    return f'#filters input[data-group="{group}"][data-value="{value}"]'


@pytest.mark.parametrize(
    ("group", "value", "left"),
    [
        ("sign", "hostile", "3 of 4 actors, 2 of 4 ties shown"),
        ("relation", "backs", "4 of 4 actors, 3 of 4 ties shown"),
        ("kind", "place", "3 of 4 actors, 3 of 4 ties shown"),
        ("polarity", "affirmed", "2 of 4 actors, 1 of 4 ties shown"),
        ("modality", "asserted", "2 of 4 actors, 1 of 4 ties shown"),
        ("publisher", "Morning Wire", "2 of 4 actors, 1 of 4 ties shown"),
        ("claimant", "The army", ALL),
    ],
)
def test_a_box_takes_its_value_out_and_brings_it_back(page, group, value, left):
    page.click(box(group, value))
    assert page.text("#status") == left
    page.click(box(group, value))
    assert page.text("#status") == ALL


def test_relations_stand_with_their_counts(page):
    counts = page.run("""
        const boxes = [...document.querySelectorAll('#filters [data-group=relation]')];
        const count = (box) => box.closest('label').querySelector('.count').textContent;
        return Object.fromEntries(boxes.map((box) => [box.dataset.value, count(box)]))""")
    assert counts == {"attacks": "1", "backs": "1", "opposes": "1", "controls": "1"}


def test_a_claim_that_is_filtered_out_is_missing_in_the_panel_too(page):
    page.run("kg.select({ tie: kg.data.between('hts', 'attacks', 'syria') })")
    page.click(box("claimant", "The army"))
    told = page.text("#panel")
    assert "The army denied" not in told
    assert "1 of 2 shown" in told


def test_confidence_and_contested(page):
    page.fill("#confidence", "0.6")
    assert "3 of 4 ties" in page.text("#status")
    page.click("#reset")
    assert page.text("#status") == ALL
    page.click("#contested")
    assert "1 of 4 ties" in page.text("#status")


def test_a_filter_that_leaves_nothing_says_so_and_can_be_cleared(page):
    for sign in ("friendly", "hostile", "other"):
        page.click(box("sign", sign))
    assert "Nothing to show" in page.text("#empty")
    page.click("#clear-filters")
    assert page.text("#status") == ALL


def test_filters_hold_in_every_view_alike(browser, tmp_path):
    browser.open(write_made_up(tmp_path / "page.html", actors=20, ties=60))
    browser.click(box("sign", "hostile"))
    left = browser.run("""
        const { nodes, edges } = kg.network().body.data, [actors, ties] = [nodes.getIds(), edges.getIds()];
        return [ties.length, actors.length, ties.some((id) => kg.data.tie(id).sign === 'hostile')]""")
    assert left[2] is False
    assert f"{left[1]} of 20 actors, {left[0]} of " in browser.text("#status")
    browser.press("t")
    assert len(browser.texts("#table tbody tr")) == left[0]
    assert not [row for row in browser.texts("#table tbody tr") if "hostile" in row]
