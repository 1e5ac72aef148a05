"""What the cells of the matrix say, of whom, in which order, and what they lead to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import Browser
from exploring import write_made_up
from made_up import record

from kg.analysis import project
from kg.model import Actor, ActorKind, Polarity
from kg.scene.scene import Scene, scene
from kg.visual.page import write_scene

ACTORS = [
    Actor("a", ActorKind.STATE, "Alden"),
    Actor("b", ActorKind.ARMED_GROUP, "Borel Front"),
    Actor("c", ActorKind.STATE, "Cardan"),
    Actor("p", ActorKind.PLACE, "Port"),
]
RECORDS = [
    record("a", "backs", "b", date="2014"),
    record("a", "backs", "b", date="2015", polarity=Polarity.DENIED),
    record("a", "arms", "b", date="2016"),
    record("b", "attacks", "a", date="2018"),
    record("b", "fights", "c", date="2018"),
    record("b", "negotiates_with", "c", date="2019"),
    record("c", "part_of", "a"),
    record("c", "accuses", "b", polarity=Polarity.DENIED),
    record("a", "controls", "p"),
]
LOOKS = """
const cells = [...document.querySelectorAll('#matrix td[data-look]')];
const head = (cell, kind) => document.querySelector(`#matrix th[${kind}]`).title;
return Object.fromEntries(cells.map((cell) => [
  head(cell, `data-row="${cell.dataset.row}"][data-column="-1"`) + ' > ' +
  head(cell, `data-column="${cell.dataset.column}"][data-row="-1"`), cell.dataset.look]))
"""


@pytest.fixture
def matrix(tmp_path: Path, browser: Browser) -> Browser:
    path = tmp_path / "page.html"
    write_scene(scene(project(RECORDS, ACTORS), Scene()), path)
    browser.open(path, hash_="#view=matrix")
    return browser


def test_each_cell_says_how_its_row_stands_to_its_column(matrix):
    assert matrix.run(LOOKS) == {
        "Alden > Borel Front": "friendly",
        "Borel Front > Alden": "hostile",
        "Borel Front > Cardan": "both",
        "Cardan > Borel Front": "both",
        "Cardan > Alden": "other",
    }
    told = matrix.text("#matrix .tools")
    assert "3 actors in rows and columns; 1 place left out" in told, "places stand with nobody"


def test_both_directions_together(matrix):
    matrix.click("#matrix-mutual")
    looks = matrix.run(LOOKS)
    assert looks["Alden > Borel Front"] == looks["Borel Front > Alden"] == "both"
    assert looks["Alden > Cardan"] == looks["Cardan > Alden"] == "other"


def test_filters_hold_and_denials_alone_make_no_foe(matrix):
    matrix.click('[data-group="polarity"][data-value="affirmed"]')
    assert matrix.run(LOOKS) == {"Alden > Borel Front": "denied", "Cardan > Borel Front": "denied"}


def test_a_cell_tells_in_words_what_is_said_and_how_often(matrix):
    cell = "document.querySelector('#matrix [aria-label*=arms]')"
    words = matrix.run(f"return {cell}.ariaLabel")
    assert words == "Alden backs Borel Front, 2 claims (1 denied); Alden arms Borel Front, 1 claim"
    assert matrix.run(f"return {cell}.querySelector('.contested') !== null")
    matrix.run(f"{cell}.focus()")
    assert matrix.text("#matrix .words") == words
    assert sorted(matrix.texts("#matrix th.lit")) == ["Alden", "Borel Front"]


def test_a_cell_of_several_ties_lists_them_and_one_of_a_single_tie_opens_it(matrix):
    matrix.click("#matrix [aria-label*=arms]")
    assert matrix.run("return kg.state.selected.pair") == ["a", "b"]
    told = matrix.text("#panel")
    assert "backs" in told
    assert "arms" in told
    assert matrix.run(
        "return document.querySelector('#matrix [aria-selected=true]').ariaLabel.includes('arms')"
    )
    matrix.click("#matrix [aria-label*='part of']")
    assert matrix.run("return kg.state.selected.tie.relation") == "part_of"


def test_one_tab_stop_and_escape_leads_back_to_the_cell(matrix):
    assert matrix.run("return document.querySelectorAll('#matrix [data-row][tabindex=\"0\"]').length") == 1
    matrix.do(lambda page: page.locator("#matrix [aria-label*='part of']").focus())
    matrix.press("Control+Home", "End")
    at = "const { row, column } = document.activeElement.dataset; return [Number(row), Number(column)]"
    assert matrix.run(at) == [0, 2]
    matrix.press("ArrowUp")
    assert matrix.run(at) == [-1, 2], "the headings belong to it"
    matrix.press("Enter")
    assert matrix.sees("#panel")
    matrix.press("Escape")
    assert matrix.run(at) == [-1, 2]
    assert matrix.run("return document.querySelectorAll('#matrix [data-row][tabindex=\"0\"]').length") == 1


def test_of_many_actors_those_with_the_most_ties_are_drawn(browser, tmp_path):
    browser.open(write_made_up(tmp_path / "page.html", actors=120, ties=400, limit=120), hash_="#view=matrix")
    told = browser.text("#matrix .tools").split("\n")[0]
    assert told.startswith("60 actors in rows and columns; ")
    left = sum(map(int, re.findall(r"(\d+) (?:places|actors with fewer ties)", told)))
    assert browser.text("#status").startswith(f"{60 + left} of 120 actors"), (
        "all that are shown are accounted for"
    )
    assert len(browser.texts("#matrix tbody tr")) == 60
    browser.choose("#matrix-sort", "by number of ties")
    assert len(browser.texts("#matrix tbody tr")) == 60


def test_it_is_read_on_a_telephone_with_its_headings_in_sight(browser, whole):
    browser.open(whole, width=390, height=844, hash_="#view=matrix&base=all")
    assert browser.run("return document.documentElement.scrollWidth") == 390
    browser.run("document.querySelector('#matrix .scroller').scrollTo(400, 400)")
    head, side = browser.run("""
        const at = (selector) => document.querySelector(selector).getBoundingClientRect();
        return [at('#matrix thead th[data-column="20"]').top - at('#matrix .scroller').top,
          at('#matrix tbody th[data-row="20"]').left]""")
    assert head == pytest.approx(0, abs=1)
    assert side == pytest.approx(0, abs=1)
